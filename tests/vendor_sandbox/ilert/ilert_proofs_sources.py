"""Proofs of the rules about alert sources."""

from __future__ import annotations

import re
from typing import Any

from ilert_account import EVERYTHING, POLICY, PROOFS, SOURCES, body, read, source, text

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.ilert import OBJECTS, edited_by_hand

LINK = {"linkTextTemplate": text("Open"), "hrefTemplate": text("https://x/{{ eventId }}")}


def refuses(ilert: StandIn, **fields: Any) -> None:
    """A source with these fields is not taken."""
    refused(ilert.post(SOURCES, body(**fields)), 400, "BAD_REQUEST")


def replaced(ilert: StandIn, made: dict[str, Any], **fields: Any) -> dict[str, Any]:
    answer = ilert.put(f"{SOURCES}/{made['id']}", body(**fields), query=EVERYTHING)
    assert answer.status == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def by_hand(ilert: StandIn, made: dict[str, Any], **fields: Any) -> None:
    """An edit in the console, as the control plane makes it."""
    collection, number = OBJECTS["alert-sources"], str(made["id"])
    before = ilert.context.store.get(collection, number)
    assert before is not None
    after = edited_by_hand(ilert.context, "alert-sources", before, {**before, **fields})
    ilert.context.store.put(collection, number, after)


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


@PROOFS.of("put-replaces")
def _(ilert: StandIn) -> None:
    made = source(
        ilert,
        active=False,
        severity=2,
        supportHours={"id": 5512},
        services=[{"id": 678}],
        autoResolutionTimeout="PT1H",
        alertPriorityRule="LOW",
        summaryTemplate=text("a"),
        eventFilter="event.summary == 'a'",
        linkTemplates=[LINK],
    )
    after = replaced(ilert, made)
    gone = {"severity", "supportHours", "autoResolutionTimeout", "summaryTemplate", "eventFilter", "linkTemplates"}
    assert not gone & set(after)
    assert (after["active"], after["alertPriorityRule"], after["services"]) == (True, "HIGH", [])
    assert after == read(ilert, made)


@PROOFS.of("put-teams-kept")
def _(ilert: StandIn) -> None:
    made = source(ilert, teams=[{"id": 40104}])
    assert replaced(ilert, made)["teams"] == made["teams"]
    assert replaced(ilert, made, teams=None)["teams"] == made["teams"]
    assert replaced(ilert, made, teams=[{"id": 40231}])["teams"] == [{"id": 40231, "name": "SRE"}]


@PROOFS.of("put-teams-cleared")
def _(ilert: StandIn) -> None:
    made = source(ilert, teams=[{"id": 40104}])
    assert replaced(ilert, made, teams=[])["teams"] == []


@PROOFS.of("put-keeps")
def _(ilert: StandIn) -> None:
    made = source(ilert, setupStatus="FINISHED")
    after = replaced(ilert, made, integrationKey=made["integrationKey"])
    for field in ("integrationKey", "integrationUrl", "setupStatus", "id"):
        assert after[field] == made[field]


@PROOFS.of("put-type")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    refused(ilert.put(f"{SOURCES}/{made['id']}", body(integrationType="API")), 400)
    ilert.switch("ilert.integration_type_change", "ignore")
    assert replaced(ilert, made, integrationType="API")["integrationType"] == "APIFORTRESS"
    ilert.switch("ilert.integration_type_change", "accept")
    assert replaced(ilert, made, integrationType="API")["integrationType"] == "API"


@PROOFS.of("put-updated")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    ilert.advance(60)
    after = replaced(ilert, made)
    assert after["createdAt"] == made["createdAt"]
    assert after["updatedAt"] > made["updatedAt"]


@PROOFS.of("put-updated-again")
def _(ilert: StandIn) -> None:
    for _precision in range(3):
        made = source(ilert)
        shown = {made["updatedAt"], *(replaced(ilert, made)["updatedAt"] for _ in range(3))}
        assert len(shown) == 4


@PROOFS.of("edit-updated")
def _(ilert: StandIn) -> None:
    for _precision in range(3):
        made = source(ilert)
        shown = [made["updatedAt"]]
        for severity in (1, 2):
            by_hand(ilert, made, severity=severity)
            shown.append(read(ilert, made)["updatedAt"])
        assert len(set(shown)) == 3 and shown == sorted(shown)
        assert read(ilert, made)["createdAt"] == made["createdAt"]
        (listed,) = (row for row in ilert.get(SOURCES).json() if row["id"] == made["id"])
        assert listed["updatedAt"] == shown[-1]
        ilert.switch("ilert.updated_at_moves", "no")
        by_hand(ilert, made, severity=3)
        assert (read(ilert, made)["severity"], read(ilert, made)["updatedAt"]) == (3, shown[-1])
        ilert.switch("ilert.updated_at_moves", "yes")


@PROOFS.of("put-missing")
def _(ilert: StandIn) -> None:
    refused(ilert.put(f"{SOURCES}/99", body()), 404)


@PROOFS.of("delete")
def _(ilert: StandIn) -> None:
    path = f"{SOURCES}/{source(ilert)['id']}"
    answer = ilert.delete(path)
    assert (answer.status, answer.content) == (204, b"")
    refused(ilert.delete(path), 404)
    refused(ilert.get(path), 404)


@PROOFS.of("by-name")
def _(ilert: StandIn) -> None:
    first = source(ilert)
    source(ilert)
    assert ilert.get(f"{SOURCES}/name/Ours").json()["id"] == first["id"]
    refused(ilert.get(f"{SOURCES}/name/Nobody"), 404)
    assert ilert.get("/api/escalation-policies/name/Default").json()["id"] == 2344529
    assert ilert.get("/api/support-hours/name/Office%20hours").json()["id"] == 5512


@PROOFS.of("by-name-encoded")
def _(ilert: StandIn) -> None:
    assert ilert.get("/api/teams/name/Platform%20%2F%20Core").json()["id"] == 40251


@PROOFS.of("by-name-case")
def _(ilert: StandIn) -> None:
    refused(ilert.get("/api/teams/name/sre"), 404)
    ilert.switch("ilert.name_lookup_case", "ignore")
    assert ilert.get("/api/teams/name/sre").json()["id"] == 40231
