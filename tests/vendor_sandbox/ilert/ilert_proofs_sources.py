"""Proofs of the rules about alert sources."""

from __future__ import annotations

import re
from typing import Any

from ilert_account import EVERYTHING, POLICY, PROOFS, SOURCES, body, read, source, text

from support.contract import refused
from support.standin import StandIn

LINK = {"linkTextTemplate": text("Open"), "hrefTemplate": text("https://x/{{ eventId }}")}


def refuses(ilert: StandIn, **fields: Any) -> None:
    """A source with these fields is not taken."""
    refused(ilert.post(SOURCES, body(**fields)), 400, "BAD_REQUEST")


def replaced(ilert: StandIn, made: dict[str, Any], **fields: Any) -> dict[str, Any]:
    answer = ilert.put(f"{SOURCES}/{made['id']}", body(**fields), query=EVERYTHING)
    assert answer.status == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@PROOFS.of("source-create")
def _(ilert: StandIn) -> None:
    answer = ilert.post(SOURCES, body())
    assert answer.status == 201
    assert answer.headers["location"] == f"http://ilert.test{SOURCES}/{answer.json()['id']}"
    assert ilert.get(f"{SOURCES}/{answer.json()['id']}").json()["name"] == "Ours"


@PROOFS.of("source-name")
def _(ilert: StandIn) -> None:
    for name in (None, "", "  ", "x" * 256, 7):
        refuses(ilert, name=name)
    assert source(ilert, name="x" * 255)["id"]


@PROOFS.of("source-type-required")
def _(ilert: StandIn) -> None:
    refuses(ilert, integrationType=None)


@PROOFS.of("source-type-unknown")
def _(ilert: StandIn) -> None:
    refuses(ilert, integrationType="PAPRISMA")
    ilert.switch("ilert.unknown_integration_type", "accept")
    assert source(ilert, integrationType="PAPRISMA")["integrationType"] == "PAPRISMA"


@PROOFS.of("source-policy-required")
def _(ilert: StandIn) -> None:
    for policy in (None, {}, {"name": "Default"}, {"id": "x"}):
        refuses(ilert, escalationPolicy=policy)


@PROOFS.of("source-policy-unknown")
def _(ilert: StandIn) -> None:
    refuses(ilert, escalationPolicy={"id": 1})
    refuses(ilert, teams=[{"id": 1}])
    refuses(ilert, supportHours={"id": 1})
    ilert.switch("ilert.missing_reference_status", "404")
    refused(ilert.post(SOURCES, body(escalationPolicy={"id": 1})), 404)


@PROOFS.of("source-defaults")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert made["active"] is True
    assert (made["alertCreation"], made["alertPriorityRule"]) == ("ONE_ALERT_PER_EMAIL", "HIGH")
    assert (made["autoRaiseAlerts"], made["autoCreateServices"]) == (False, False)
    assert (made["setupStatus"], made["teams"], made["services"]) == ("CREATED", [], [])


@PROOFS.of("source-computed")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    names = "id integrationKey integrationUrl status iconUrl lightIconUrl darkIconUrl createdAt updatedAt"
    assert all(made[name] for name in names.split())
    assert made["bidirectional"] is False


@PROOFS.of("source-key")
def _(ilert: StandIn) -> None:
    keys = {source(ilert)["integrationKey"] for _ in range(3)}
    assert len(keys) == 3
    assert all(re.fullmatch(r"il1afr[0-9a-f]{18}", key) for key in keys)


@PROOFS.of("source-url")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert made["integrationUrl"] == f"http://ilert.test/api/v1/events/apifortress/{made['integrationKey']}"


@PROOFS.of("source-api-url")
def _(ilert: StandIn) -> None:
    made = source(ilert, integrationType="API")
    assert made["integrationUrl"] == "http://ilert.test/api/events"
    assert re.fullmatch(r"il1api[0-9a-f]{18}", made["integrationKey"])


@PROOFS.of("source-email")
def _(ilert: StandIn) -> None:
    refuses(ilert, integrationType="EMAIL2")
    made = source(ilert, integrationType="EMAIL2", integrationKey="a@acme.ilertnotify.com")
    assert (made["integrationKey"], made["integrationUrl"]) == ("a@acme.ilertnotify.com", None)
    after = replaced(ilert, made, integrationType="EMAIL2", integrationKey="b@acme.ilertnotify.com")
    assert after["integrationKey"] == "b@acme.ilertnotify.com"


@PROOFS.of("source-key-ignored")
def _(ilert: StandIn) -> None:
    assert source(ilert, integrationKey="mine")["integrationKey"] != "mine"
    ilert.switch("ilert.integration_key_on_write", "accept")
    assert source(ilert, integrationKey="mine")["integrationKey"] == "mine"


@PROOFS.of("source-enums")
def _(ilert: StandIn) -> None:
    for field in ("alertCreation", "alertPriorityRule", "setupStatus"):
        refuses(ilert, **{field: "NONSENSE"})


@PROOFS.of("source-types")
def _(ilert: StandIn) -> None:
    for field, value in {"active": "true", "teams": {}, "autoRaiseAlerts": 1, "eventFilter": 5}.items():
        refuses(ilert, **{field: value})


@PROOFS.of("source-severity")
def _(ilert: StandIn) -> None:
    for value in (0, 6, "SEV1", True):
        refuses(ilert, severity=value)
    assert source(ilert, severity=3)["severity"] == 3


@PROOFS.of("source-threshold")
def _(ilert: StandIn) -> None:
    grouping = {"alertCreation": "INTELLIGENT_GROUPING", "alertGroupingWindow": "PT5M"}
    assert source(ilert, scoreThreshold=0, **grouping)["scoreThreshold"] == 0
    refuses(ilert, scoreThreshold=1.5, **grouping)


@PROOFS.of("source-durations")
def _(ilert: StandIn) -> None:
    refuses(ilert, alertCreation="ONE_ALERT_GROUPED_PER_WINDOW", alertGroupingWindow="PT3M")
    refuses(ilert, autoResolutionTimeout="10 minutes")
    assert source(ilert, autoResolutionTimeout="PT12H")["autoResolutionTimeout"] == "PT12H"


@PROOFS.of("source-duration-form")
def _(ilert: StandIn) -> None:
    assert source(ilert, autoResolutionTimeout="PT60M")["autoResolutionTimeout"] == "PT60M"
    ilert.switch("ilert.duration_form", "canonical")
    assert source(ilert, autoResolutionTimeout="PT60M")["autoResolutionTimeout"] == "PT1H"
    assert source(ilert, autoResolutionTimeout="PT24H")["autoResolutionTimeout"] == "P1D"


@PROOFS.of("source-window")
def _(ilert: StandIn) -> None:
    refuses(ilert, alertCreation="ONE_ALERT_GROUPED_PER_WINDOW")
    assert source(ilert, alertGroupingWindow="PT5M")["alertGroupingWindow"] == "PT5M"
    ilert.switch("ilert.grouping_rule", "strict")
    refuses(ilert, alertGroupingWindow="PT5M")
    ilert.switch("ilert.grouping_rule", "off")
    assert source(ilert, alertCreation="ONE_ALERT_GROUPED_PER_WINDOW")["id"]


@PROOFS.of("source-unset")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert not {"severity", "supportHours", "summaryTemplate"} & set(made)
    ilert.switch("ilert.unset_fields", "null")
    shown = read(ilert, made)
    assert (shown["severity"], shown["supportHours"], shown["summaryTemplate"]) == (None, None, None)
    assert shown["filterOperator"] is None
    ilert.switch("ilert.unset_fields", "empty")
    shown = read(ilert, made)
    assert (shown["autoResolutionTimeout"], shown["eventFilter"]) == ("", "")
    assert not {"severity", "supportHours", "summaryTemplate", "filterOperator"} & set(shown)
    ilert.switch("ilert.unset_fields", "null")
    assert "summaryTemplate" not in ilert.get(f"{SOURCES}/{made['id']}").json()


@PROOFS.of("source-expanded")
def _(ilert: StandIn) -> None:
    made = source(ilert, supportHours={"id": 5513}, services=[{"id": 678}])
    assert made["escalationPolicy"] == ilert.get(f"/api/escalation-policies/{POLICY}").json()
    assert made["supportHours"] == ilert.get("/api/support-hours/5513").json()
    assert made["services"][0]["name"] == "Checkout"


@PROOFS.of("source-support-hours")
def _(ilert: StandIn) -> None:
    hours = {"timezone": "Europe/Berlin", "supportDays": {"MONDAY": {"start": "08:00", "end": "17:00"}}}
    assert source(ilert, supportHours=hours)["supportHours"]["supportDays"]["MONDAY"]["end"] == "17:00"
    refuses(ilert, supportHours={"timezone": "Europe/Berlin"})


@PROOFS.of("source-teams-sorted")
def _(ilert: StandIn) -> None:
    made = source(ilert, teams=[{"id": 40231}, {"id": 40104, "name": "not its name"}, {"id": 40231}])
    assert made["teams"] == [{"id": 40104, "name": "Payments"}, {"id": 40231, "name": "SRE"}]


@PROOFS.of("source-duplicate")
def _(ilert: StandIn) -> None:
    first, second = source(ilert), source(ilert)
    assert first["id"] != second["id"]
    ilert.switch("ilert.duplicate_names", "refuse")
    refuses(ilert)
    assert replaced(ilert, first, name="Other")["name"] == "Other"


@PROOFS.of("source-read-key")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert ilert.get(f"{SOURCES}/{made['integrationKey']}").json()["id"] == made["id"]


@PROOFS.of("source-missing")
def _(ilert: StandIn) -> None:
    refused(ilert.get(f"{SOURCES}/99"), 404, "Could not find alert source")


@PROOFS.of("include-hidden")
def _(ilert: StandIn) -> None:
    fields = {"summaryTemplate": text("a"), "linkTemplates": [LINK], "eventFilter": "event.summary == 'a'"}
    plain = ilert.post(SOURCES, body(**fields))
    assert not set(fields) & set(plain.json())
    path = f"{SOURCES}/{plain.json()['id']}"
    assert not set(fields) & set(ilert.get(path).json())
    assert set(fields) <= set(ilert.get(path, query=EVERYTHING).json())
    assert set(fields) <= set(ilert.put(path, body(**fields), query=EVERYTHING).json())
    only = ilert.get(path, query={"include": "eventFilter"}).json()
    assert "eventFilter" in only
    assert "summaryTemplate" not in only


@PROOFS.of("include-text")
def _(ilert: StandIn) -> None:
    made = source(ilert, summaryTemplate=text("a {{ b }}"), servicesTemplate=[text("{{ s }}")], linkTemplates=[LINK])
    assert made["summaryTemplate"] == text("a {{ b }}")
    assert made["servicesTemplate"] == [text("{{ s }}")]
    assert made["linkTemplates"][0]["hrefTemplate"] == LINK["hrefTemplate"]


@PROOFS.of("include-elements")
def _(ilert: StandIn) -> None:
    made = source(ilert, summaryTemplate=text("[AF] {{ p }} / {{ test.name.upperCase() }}{{ #x }}y{{ /x }}"))
    shown = ilert.get(f"{SOURCES}/{made['id']}", query={"include": "summaryTemplate"}).json()["summaryTemplate"]
    assert shown["elements"] == [
        {"type": "TEXT", "val": "[AF] "},
        {"type": "VAR", "val": "p"},
        {"type": "TEXT", "val": " / "},
        {"type": "VAR", "val": "test.name", "func": "upperCase", "args": []},
        {"type": "RAW", "val": "{{ #x }}"},
        {"type": "TEXT", "val": "y"},
        {"type": "RAW", "val": "{{ /x }}"},
    ]


@PROOFS.of("include-unknown")
def _(ilert: StandIn) -> None:
    assert ilert.get(f"{SOURCES}/2671001", query={"include": "nonsense"}).status == 200


@PROOFS.of("include-list")
def _(ilert: StandIn) -> None:
    row = ilert.get(SOURCES, query=EVERYTHING).json()[0]
    assert not {"summaryTemplate", "setupStatus", "autoCreateServices"} & set(row)
    assert read(ilert, row)["setupStatus"] == "FINISHED"


@PROOFS.of("template-both-forms")
def _(ilert: StandIn) -> None:
    written = '{{ a.substring(0, 3) }} and {{ b.replaceAll("x", "y") }}'
    made = source(ilert, summaryTemplate=text(written))
    elements = ilert.get(f"{SOURCES}/{made['id']}", query={"include": "summaryTemplate"}).json()["summaryTemplate"]
    assert elements["elements"][0]["args"] == [{"N": 0}, {"N": 3}]
    assert source(ilert, summaryTemplate=elements)["summaryTemplate"] == text(written)


@PROOFS.of("template-neither")
def _(ilert: StandIn) -> None:
    for value in ("text", {}, {"elements": [{"type": "X"}]}):
        refuses(ilert, summaryTemplate=value)


@PROOFS.of("template-space")
def _(ilert: StandIn) -> None:
    assert source(ilert, summaryTemplate=text("{{a}}{{  b}}"))["summaryTemplate"] == text("{{ a }}{{ b }}")
    ilert.switch("ilert.template_whitespace", "as_sent")
    assert source(ilert, summaryTemplate=text("{{a}}"))["summaryTemplate"] == text("{{a}}")


@PROOFS.of("link-text")
def _(ilert: StandIn) -> None:
    refuses(ilert, linkTemplates=[{"hrefTemplate": text("https://x")}])
    refuses(ilert, linkTemplates=[{"text": "Open"}])
    (link,) = source(ilert, linkTemplates=[{"text": "old", **LINK}])["linkTemplates"]
    assert link == LINK
    (link,) = source(ilert, linkTemplates=[{"text": "old", "hrefTemplate": LINK["hrefTemplate"]}])["linkTemplates"]
    assert link == {"text": "old", "hrefTemplate": LINK["hrefTemplate"]}


@PROOFS.of("link-count")
def _(ilert: StandIn) -> None:
    refuses(ilert, linkTemplates=[LINK] * 11)
    refuses(ilert, services=[{"id": 678}] * 16)
    refuses(ilert, servicesTemplate=[text("a")] * 11)
    assert len(source(ilert, linkTemplates=[LINK] * 10)["linkTemplates"]) == 10


@PROOFS.of("mapping")
def _(ilert: StandIn) -> None:
    refuses(ilert, priorityTemplate={"mappings": []})
    refuses(ilert, priorityTemplate={"valueTemplate": text("{{ a }}"), "mappings": [{"value": "x"}]})
    refuses(ilert, severityTemplate={"valueTemplate": text("{{ a }}"), "mappings": [{"value": "x", "severity": 6}]})
    good = {
        "valueTemplate": text("{{ a }}"),
        "mappings": [{"value": "x", "severity": 1}, {"value": "b", "severity": 2}],
    }
    assert source(ilert, severityTemplate=good)["severityTemplate"] == good
