"""Proofs of the rules about triggers and logs."""

from __future__ import annotations

from typing import Any

from xmatters_account import (
    API,
    API_KEY,
    BOT,
    KEY,
    NOBODY,
    OWNER,
    PROOFS,
    Workflow,
    encoded,
    events,
    fire,
    keyed,
    logs,
    made,
    modified,
    outcome,
    payload,
    workflow,
)
from xmatters_proofs_transport import bearer, token

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.xmatters.seed import FOREIGN_TRIGGER_KEY, seeded_id


def form(xm: StandIn, own: Workflow, **fields: Any) -> None:
    made(xm.post(f"{own.path}/forms", {"id": own.form, **fields}), 200)


@PROOFS.of("trigger-accepted")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    answer = keyed(xm, own)
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
    modified(xm, own, deployed=True)
    refused(xm.call("POST", f"{own.trigger}?apiKey={KEY}", raw=large, headers=NOBODY), 413)


@PROOFS.of("trigger-types")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    credentials = {"BASIC": BOT, "API_KEY": API_KEY, "OAUTH": bearer(token(xm))}
    for accepted in ("URL", *credentials, "ANY"):
        modified(xm, own, authenticationType=accepted)
        assert keyed(xm, own).status == (202 if accepted in {"URL", "ANY"} else 401)
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
    assert [keyed(xm, own, key).status for key in (first, second, third)] == [401, 202, 202]
    refused(keyed(xm, own, FOREIGN_TRIGGER_KEY), 401)
    refused(xm.post(control, {"user": "nobody"}), 404)


@PROOFS.of("trigger-standing-key")
def _(xm: StandIn) -> None:
    own = workflow(xm)
    assert keyed(xm, own).status == 202
    xm.switch("xmatters.standing_trigger_key", "no")
    refused(keyed(xm, own), 401)


@PROOFS.of("trigger-undeployed")
def _(xm: StandIn) -> None:
    own = workflow(xm, deployed=False)
    refused(keyed(xm, own), 404)
    refused(keyed(xm, own, "wrong"), 401)
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
    xm.switch("xmatters.event_delay", "5")
    number = keyed(xm, own).json()["requestId"]
    xm.advance(3)
    assert events(xm, f"requestId={number}") == []
    xm.advance(3)
    assert len(events(xm, f"requestId={number}")) == 1
    xm.switch("xmatters.event_delay", "0")
    number = keyed(xm, own).json()["requestId"]
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
    modified(xm, own, script=encoded("// apifortress\ntrigger.properties.Subject = String(body.Summary);"))
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
    refused(keyed(xm, own), 404)


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
