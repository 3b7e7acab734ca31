"""Proofs of the rules about triggers, logs, events and recipients."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from xmatters_account import (
    API,
    API_KEY,
    BOT,
    KEY,
    NOBODY,
    OWNER,
    PROOFS,
    VIEWER,
    Workflow,
    encoded,
    events,
    fire,
    logs,
    made,
    outcome,
    payload,
    workflow,
)

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.xmatters.seed import FOREIGN_TRIGGER_KEY, seeded_id

EVENTS = f"{API}/events"


def modify(xm: StandIn, own: Workflow, **fields: Any) -> None:
    made(xm.post(f"{own.path}/integrations", {"id": own.integration, **fields}), 200)


def form(xm: StandIn, own: Workflow, **fields: Any) -> None:
    made(xm.post(f"{own.path}/forms", {"id": own.form, **fields}), 200)


@PROOFS.of("trigger-accepted")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    answer = xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY)
    assert (answer.status, list(answer.json())) == (202, ["requestId"])


@PROOFS.of("trigger-unknown")
def _(xm: StandIn) -> None:
    refused(xm.post("/api/integration/1/functions/nothing/triggers", payload(), headers=NOBODY), 404)


@PROOFS.of("trigger-order")
def _(xm: StandIn) -> None:
    own = workflow(xm, deployed=False)
    large = b"x" * 200_001
    unknown = own.trigger.replace(own.integration, "nothing")
    refused(xm.call("POST", f"{unknown}?apiKey=wrong", raw=large, headers=NOBODY), 404)
    refused(xm.call("POST", f"{own.trigger}?apiKey=wrong", raw=large, headers=NOBODY), 401)
    refused(xm.call("POST", f"{own.trigger}?apiKey={KEY}", raw=large, headers=NOBODY), 404)
    modify(xm, own, deployed=True)
    refused(xm.call("POST", f"{own.trigger}?apiKey={KEY}", raw=large, headers=NOBODY), 413)


@PROOFS.of("trigger-types")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    form_body = "grant_type=password&client_id=sandbox-client-id&username=sandbox&password=sandbox-xmatters-password"
    headers = {"content-type": "application/x-www-form-urlencoded", **NOBODY}
    token = xm.call("POST", f"{API}/oauth2/token", raw=form_body.encode(), headers=headers).json()["access_token"]
    credentials = {"BASIC": BOT, "API_KEY": API_KEY, "OAUTH": {"authorization": f"Bearer {token}"}}
    for accepted in ("URL", *credentials, "ANY"):
        modify(xm, own, authenticationType=accepted)
        keyed = xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY).status
        assert keyed == (202 if accepted in {"URL", "ANY"} else 401)
        for kind, sent in credentials.items():
            status = xm.post(own.trigger, payload(), headers=sent).status
            assert status == (202 if accepted in {kind, "ANY"} else 401), (accepted, kind)
    refused(xm.post(own.trigger, payload(), headers=NOBODY), 401)


@PROOFS.of("trigger-key")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    control = f"/_control/integrations/{own.integration}/api-key"
    first = made(xm.post(control, {"user": "iac-bot"}))["apiKey"]
    second = made(xm.post(control, {"user": "iac-bot"}))["apiKey"]
    third = made(xm.post(control, {"user": "jdoe"}))["apiKey"]
    statuses = [
        xm.post(f"{own.trigger}?apiKey={key}", payload(), headers=NOBODY).status for key in (first, second, third)
    ]
    assert statuses == [401, 202, 202]
    refused(xm.post(f"{own.trigger}?apiKey={FOREIGN_TRIGGER_KEY}", payload(), headers=NOBODY), 401)
    refused(xm.post(control, {"user": "nobody"}), 404)


@PROOFS.of("trigger-standing-key")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    assert xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY).status == 202
    xm.switch("xmatters.standing_trigger_key", "no")
    refused(xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY), 401)


@PROOFS.of("trigger-undeployed")
def _(xm: StandIn) -> None:
    own = workflow(xm, deployed=False)
    refused(xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY), 404)
    refused(xm.post(f"{own.trigger}?apiKey=wrong", payload(), headers=NOBODY), 401)
    xm.switch("xmatters.undeployed_trigger", "202")
    assert outcome(xm, own, payload()) == (0, None)


@PROOFS.of("trigger-size")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.trigger}?apiKey={KEY}"
    assert xm.call("POST", path, raw=b"x" * 200_000, headers=NOBODY).status == 202
    refused(xm.call("POST", path, raw=b"x" * 200_001, headers=NOBODY), 413)
    xm.switch("xmatters.too_large_status", "400")
    refused(xm.call("POST", path, raw=b"x" * 200_001, headers=NOBODY), 400)


@PROOFS.of("trigger-method")
def _(xm: StandIn) -> None:
    path = f"{workflow(xm).trigger}?apiKey={KEY}"
    refused(xm.get(path), 405)
    xm.switch("xmatters.trigger_wrong_method", "404")
    refused(xm.put(path, {}), 404)


@PROOFS.of("trigger-simple-json")
def _(xm: StandIn) -> None:
    own = workflow(xm, operation="CREATE_EVENT_SIMPLE", script=None)
    for raw in (b"hello", b"[1]"):
        refused(xm.call("POST", f"{own.trigger}?apiKey={KEY}", raw=raw, headers=NOBODY), 400)
    xm.switch("xmatters.trigger_bad_json", "202")
    for raw in (b"hello", b"[1]"):
        made(xm.call("POST", f"{own.trigger}?apiKey={KEY}", raw=raw, headers=NOBODY), 202)
    xm.advance(2)
    assert [entry["status"] for entry in logs(xm, own)] == ["FAILED", "FAILED"]


@PROOFS.of("trigger-delay")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    path = f"{own.trigger}?apiKey={KEY}"
    xm.switch("xmatters.event_delay", "5")
    number = xm.post(path, payload(), headers=NOBODY).json()["requestId"]
    xm.advance(3)
    assert events(xm, f"requestId={number}") == []
    xm.advance(3)
    assert len(events(xm, f"requestId={number}")) == 1
    xm.switch("xmatters.event_delay", "0")
    number = xm.post(path, payload(), headers=NOBODY).json()["requestId"]
    assert len(events(xm, f"requestId={number}")) == 1


@PROOFS.of("trigger-api-fortress")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    number = fire(xm, own, payload(Recipients=" jdoe, Ops On-Call ,,mmcbride|Work Email,jdoe"))
    (event,) = events(xm, f"requestId={number}&embed=properties,recipients&targeted=true")
    assert event["properties"] == {"Summary#en": "[test] failure", "Message#en": "report"}
    names = [row["targetName"] for row in event["recipients"]["data"]]
    assert names == ["jdoe", "Ops On-Call", "mmcbride|Work Email"]


@PROOFS.of("trigger-cut")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    number = fire(xm, own, payload(Summary="s" * 99))
    (event,) = events(xm, f"requestId={number}&embed=properties")
    assert event["properties"]["Summary#en"] == "s" * 30
    assert outcome(xm, own, payload(Message="m" * 41)) == (0, "FAILED")


@PROOFS.of("trigger-simple")
def _(xm: StandIn) -> None:
    own = workflow(xm, operation="CREATE_EVENT_SIMPLE", script=None)
    path = f"{own.path}/property-definitions"
    made(xm.post(path, {"name": "Sure", "propertyType": "BOOLEAN"}))
    made(xm.post(path, {"name": "Size", "propertyType": "LIST_TEXT_SINGLE_SELECT", "items": ["S", "M"]}))
    people = [{"id": seeded_id("person kito")}, {"id": "Executives", "recipientType": "GROUP"}]
    body = {"recipients": people, "priority": "HIGH", "properties": {"Summary": "s", "Sure": True, "Size": "M"}}
    number = fire(xm, own, body)
    (event,) = events(xm, f"requestId={number}&embed=properties,recipients&targeted=true")
    assert event["properties"] == {"Summary#en": "s", "Sure": True, "Size": "M"}
    assert event["priority"] == "HIGH"
    assert [row["targetName"] for row in event["recipients"]["data"]] == ["kito", "Executives"]
    for wrong in ({"Sure": "yes"}, {"Size": "XL"}, {"Summary": 5}):
        assert outcome(xm, own, {**body, "properties": wrong}) == (0, "FAILED")


@PROOFS.of("trigger-fails-later")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    assert outcome(xm, own, payload(Recipients="jdoe,nobody")) == (0, "FAILED")
    assert outcome(xm, own, payload(Recipients="")) == (0, "FAILED")
    assert outcome(xm, own, ["not", "an", "object"]) == (0, "FAILED")
    modify(xm, own, script=encoded("// apifortress\ntrigger.properties.Subject = String(body.Summary);"))
    assert outcome(xm, own, payload()) == (0, "FAILED")


@PROOFS.of("trigger-disabled")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    form(xm, own, apiEnabled=False)
    assert outcome(xm, own, payload()) == (0, "FAILED")
    form(xm, own, apiEnabled=True)
    made(xm.post(f"{API}/plans", {"id": own.plan, "enabled": False}))
    assert outcome(xm, own, payload()) == (0, "FAILED")
    xm.switch("xmatters.disabled_plan_trigger", "404")
    refused(xm.post(f"{own.trigger}?apiKey={KEY}", payload(), headers=NOBODY), 404)


@PROOFS.of("trigger-permission")
def _(xm: StandIn) -> None:
    own = workflow(xm, authenticationType="ANY")
    assert outcome(xm, own, payload(), OWNER) == (0, "FAILED")
    senders = f"{API}/forms/{own.form}/sender-permissions"
    for kind, key, expected in (
        ("GROUP", seeded_id("group Executives"), (1, "COMPLETED")),
        ("ROLE", "REST Web Service User", (1, "COMPLETED")),
        ("ROLE", "Somebody Else", (0, "FAILED")),
    ):
        made(xm.put(senders, [{"senderType": kind, "sender": {"id": key}}]), 200)
        assert outcome(xm, own, payload(), OWNER) == expected
    xm.switch("xmatters.trigger_without_permission", "403")
    refused(xm.post(own.trigger, payload(), headers=OWNER), 403)


@PROOFS.of("trigger-run-script")
def _(xm: StandIn) -> None:
    own = workflow(xm, operation="RUN_SCRIPT")
    assert outcome(xm, own, payload()) == (0, "COMPLETED")


@PROOFS.of("trigger-other-script")
def _(xm: StandIn) -> None:
    own = workflow(xm, script=encoded("// something else\nform.post(trigger);"))
    assert outcome(xm, own, payload()) == (0, "COMPLETED")
    xm.switch("xmatters.unknown_script", "FAILED")
    assert outcome(xm, own, payload()) == (0, "FAILED")


@PROOFS.of("trigger-form-recipients")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    xm.put(f"{API}/forms/{own.form}/recipients", [{"id": "kito"}])
    number = fire(xm, own, payload(Recipients=""))
    (event,) = events(xm, f"requestId={number}&embed=recipients")
    assert [row["targetName"] for row in event["recipients"]["data"]] == ["kito"]


@PROOFS.of("trigger-failure-event")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own, payload(Recipients="nobody"))
    assert events(xm) == []
    xm.switch("xmatters.failure_event", "yes")
    fire(xm, own, payload(Recipients="nobody"))
    (event,) = events(xm, "eventType=SYSTEM")
    assert event["plan"]["name"] == "Integration Builder Notifications"
    assert event["submitter"]["targetName"] == "xm-support"


@PROOFS.of("log-level")
def _(xm: StandIn) -> None:
    own = workflow(xm, level="ERROR")
    assert outcome(xm, own, payload()) == (1, None)
    assert outcome(xm, own, payload(Recipients="nobody")) == (0, "FAILED")
    made(xm.post(f"{API}/plans", {"id": own.plan, "loggingLevel": "INFO"}))
    number = fire(xm, own)
    newest = logs(xm, own)[0]
    assert (newest["requestId"], newest["status"], newest["requestMethod"]) == (number, "COMPLETED", "POST")
    assert newest["by"]["targetName"] == "iac-bot"
    refused(xm.get(f"{own.path}/integrations/{own.integration}/logs"), 404)
    refused(xm.get(f"{API}/integrations/nothing/logs"), 404)


@PROOFS.of("log-key")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own)
    assert logs(xm, own)[0]["requestParameters"] == {"apiKey": KEY}


@PROOFS.of("log-authorization")
def _(xm: StandIn) -> None:
    own = workflow(xm, authenticationType="BASIC")
    fire(xm, own, headers=BOT)
    assert logs(xm, own)[0]["requestHeaders"] == {"content-type": "application/json"}
    xm.switch("xmatters.log_authorization", "yes")
    fire(xm, own, headers=BOT)
    assert logs(xm, own)[0]["requestHeaders"]["authorization"].startswith("Basic ")


@PROOFS.of("event-fields")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own)
    (event,) = events(xm)
    assert (event["plan"], event["form"]["name"]) == ({"id": own.plan, "name": "Ours"}, "Test failure")
    assert (event["status"], event["priority"], event["eventType"]) == ("ACTIVE", "MEDIUM", "USER")
    assert event["incident"] == f"INCIDENT_ID-{event['eventId']}"
    assert event["name"] == "[test] failure"
    assert (event["submitter"]["targetName"], event["expirationInMinutes"]) == ("iac-bot", 180)
    assert event["created"].endswith("+0000")
    assert "terminated" not in event


@PROOFS.of("event-properties")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    assert "properties" not in events(xm)[0]
    assert set(events(xm, "embed=properties")[0]["properties"]) == {"Summary#en", "Message#en"}


@PROOFS.of("event-recipients")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm), payload(Recipients="Ops On-Call"))
    number = events(xm)[0]["id"]

    def names(query: str) -> list[str]:
        return [row["targetName"] for row in xm.get(f"{EVENTS}/{number}?{query}").json()["recipients"]["data"]]

    assert names("embed=recipients&targeted=true") == ["Ops On-Call"]
    assert names("embed=recipients") == ["Ops On-Call", "jdoe", "mmcbride", "kito"]
    assert names("embed=recipients&targeted=false") == ["jdoe", "mmcbride", "kito"]


@PROOFS.of("event-request-id")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    first, second = fire(xm, own), fire(xm, own)
    assert first != second
    assert [event["requestId"] for event in events(xm, f"requestId={second}")] == [second]
    assert events(xm, "requestId=nothing") == []
    xm.switch("xmatters.request_id_in_events", "no")
    assert "requestId" not in events(xm, f"requestId={second}")[0]


@PROOFS.of("event-filters")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    fire(xm, own)
    created = events(xm)[0]["created"].replace("+", "%2B")
    hits = (
        "plan=Ours",
        f"form={own.form}",
        "status=ACTIVE,SUSPENDED",
        "priority=MEDIUM",
        "submitter=iac-bot",
        "targetedRecipients=jdoe",
        "propertyName=Summary%23en&propertyValue=TEST",
        "propertyName=Message%23en&propertyValue=report&propertyValueOperator=EQUALS",
        "search=failure",
        f"from={created}&to={created}",
    )
    misses = (
        "plan=Other",
        f"plan=Ours&form={seeded_id('form Incident')}",
        "status=TERMINATED",
        "priority=HIGH",
        "submitter=jdoe",
        "targetedRecipients=kito",
        "propertyName=Summary&propertyValue=test",
        "propertyName=Message%23en&propertyValue=rep&propertyValueOperator=EQUALS",
        "search=success",
        "to=2020-01-01T00:00:00.000Z",
    )
    assert [len(events(xm, query)) for query in (*hits, *misses)] == [1] * 10 + [0] * 10
    refused(xm.get(f"{EVENTS}?status=OPEN"), 400)


@PROOFS.of("event-order")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    for _ in range(3):
        fire(xm, own)
    numbers = [int(event["eventId"]) for event in events(xm)]
    assert numbers == sorted(numbers, reverse=True)
    assert [int(event["eventId"]) for event in events(xm, "sortBy=EVENT_ID&sortOrder=ASCENDING")] == sorted(numbers)


@PROOFS.of("event-read")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    (event,) = events(xm)
    for key in (event["id"], event["eventId"]):
        assert xm.get(f"{EVENTS}/{key}").json() == event
    refused(xm.get(f"{EVENTS}/1"), 404)


@PROOFS.of("event-terminate")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    number = events(xm)[0]["eventId"]

    def become(status: str) -> int:
        return xm.post(EVENTS, {"id": number, "status": status}).status

    assert [become(status) for status in ("ACTIVE", "SUSPENDED", "TERMINATED", "TERMINATED")] == [200, 202, 202, 200]
    ended = xm.get(f"{EVENTS}/{number}").json()
    assert (ended["status"], ended["terminated"][-5:]) == ("TERMINATED", "+0000")
    assert [become("ACTIVE"), become("GONE")] == [400, 400]
    refused(xm.post(EVENTS, {"id": "1", "status": "TERMINATED"}), 404)
    refused(xm.post(EVENTS, {"status": "TERMINATED"}), 400)


@PROOFS.of("event-annotate")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    path = f"{EVENTS}/{events(xm)[0]['id']}/annotations"
    assert made(xm.post(path, {"comment": "a test"}))["author"]["targetName"] == "iac-bot"
    assert [row["comment"] for row in xm.get(path).json()["data"]] == ["a test"]
    refused(xm.post(path, {}), 400)


@PROOFS.of("event-expires")
def _(xm: StandIn) -> None:
    fire(xm, workflow(xm))
    xm.advance(179 * 60)
    assert events(xm)[0]["status"] == "ACTIVE"
    xm.advance(60)
    (event,) = events(xm)
    assert event["status"] == "TERMINATED"
    length = datetime.fromisoformat(event["terminated"]) - datetime.fromisoformat(event["created"])
    assert length == timedelta(minutes=180)


@PROOFS.of("person-read")
def _(xm: StandIn) -> None:
    for key in ("jdoe", seeded_id("person jdoe")):
        assert xm.get(f"{API}/people/{key}").json()["firstName"] == "Jane"
    refused(xm.get(f"{API}/people/nobody"), 404, "Could not find a person with id nobody")


@PROOFS.of("person-exact")
def _(xm: StandIn) -> None:
    queries = ("targetName=jdoe", "targetName=JDOE", "webLogin=sandbox", "webLogin=san")
    assert [xm.get(f"{API}/people?{query}").json()["total"] for query in queries] == [1, 0, 1, 0]


@PROOFS.of("person-search")
def _(xm: StandIn) -> None:
    def found(text: str) -> list[str]:
        return [row["targetName"] for row in xm.get(f"{API}/people", query={"search": text}).json()["data"]]

    assert [found(text) for text in ("JANE", "4915112345678", "mary.mcbride@acme", "sandbox")] == [
        ["jdoe"],
        ["jdoe"],
        ["mmcbride"],
        ["iac-bot"],
    ]
    refused(xm.get(f"{API}/people?search=j"), 400)
    assert "addresses" not in xm.get(f"{API}/people?search=jane").json()["data"][0]


@PROOFS.of("person-devices")
def _(xm: StandIn) -> None:
    found = xm.get(f"{API}/people/jdoe/devices").json()["data"]
    assert [row["targetName"] for row in found] == ["jdoe|Work Email", "jdoe|Mobile"]
    assert xm.get(f"{API}/people/kito/devices").json()["total"] == 0
    refused(xm.get(f"{API}/people/nobody/devices"), 404)
    embedded = xm.get(f"{API}/people/jdoe?embed=devices,roles").json()
    assert (embedded["devices"]["total"], embedded["roles"][0]) == (2, "REST Web Service User")


@PROOFS.of("group-read")
def _(xm: StandIn) -> None:
    for key in ("QA%20%2F%20Web%20%26%20API", seeded_id("group QA / Web & API")):
        assert xm.get(f"{API}/groups/{key}").json()["targetName"] == "QA / Web & API"
    refused(xm.get(f"{API}/groups/Nobody"), 404, "Could not find a group")
    assert xm.get(f"{API}/groups?search=ops&fields=NAME&operand=AND").json()["total"] == 1
    assert xm.get(f"{API}/groups?targetName=Executives").json()["total"] == 1


@PROOFS.of("group-members")
def _(xm: StandIn) -> None:
    rows = xm.get(f"{API}/groups/Ops%20On-Call/members").json()["data"]
    assert [row["member"]["targetName"] for row in rows] == ["jdoe", "mmcbride", "kito"]
    assert xm.get(f"{API}/groups/Empty%20Shift/recipients").json()["total"] == 0


@PROOFS.of("group-hidden")
def _(xm: StandIn) -> None:
    path = f"{API}/groups/Security%20Only"
    assert xm.get(path).status == 200
    refused(xm.get(path, headers=VIEWER), 404)
    assert xm.get(f"{API}/groups").json()["total"] == xm.get(f"{API}/groups", headers=VIEWER).json()["total"] + 1


@PROOFS.of("device-read")
def _(xm: StandIn) -> None:
    for key in ("mmcbride%7CWork%20Phone", seeded_id("device mmcbride Work Phone")):
        assert xm.get(f"{API}/devices/{key}").json()["owner"]["targetName"] == "mmcbride"
    refused(xm.get(f"{API}/devices/mmcbride%7CPager"), 404)
    assert xm.get(f"{API}/devices").json()["total"] == 7


@PROOFS.of("recipient-status")
def _(xm: StandIn) -> None:
    paths = ("people/asmith", "groups/Old%20Team", "devices/lrivera%7CWork%20Email", "people/jdoe")
    statuses = [xm.get(f"{API}/{path}").json()["status"] for path in paths]
    assert statuses == ["INACTIVE", "INACTIVE", "INACTIVE", "ACTIVE"]


@PROOFS.of("site-read")
def _(xm: StandIn) -> None:
    (site,) = xm.get(f"{API}/sites").json()["data"]
    assert xm.get(f"{API}/sites/Default%20Site").json() == site
    refused(xm.get(f"{API}/sites/Mars"), 404)
