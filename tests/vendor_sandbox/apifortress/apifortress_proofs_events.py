"""Proofs of the rules about events and what becomes of them."""

from __future__ import annotations

import json
import re

from apifortress_account import PROOFS, World

CRITICAL = {
    "action": "get",
    "expression": "get https://shop.example.com/orders",
    "status": "Generic Failure",
    "failureType": "ConnectException",
    "extra": "connection refused",
}


@PROOFS.of("event-message")
def _(world: World) -> None:
    run = {
        "test": {"id": "5ea9ad6ab3cb1f0001b3bf54", "name": "Orders – get"},
        "failuresCount": 2,
        "criticalFailures": [CRITICAL],
        "tags": ["monitor", "proof-1"],
        "facts": {"mark": "proof-1"},
    }
    message = world.control.run_test(3075, **run)["event"]
    assert isinstance(message.pop("date"), int)
    assert len(message.pop("eventId")) == 24
    assert message == run | {
        "companyId": 1,
        "companyName": "Example Co.",
        "projectId": 3075,
        "projectName": "Checkout",
        "eventType": "failure",
        "httpFailures": [],
        "location": "New York",
    }
    assert world.control.run_test(3075, failuresCount=0)["event"]["eventType"] == "failure"


@PROOFS.of("event-form")
def _(world: World) -> None:
    newer = world.control.run_test(3075)["event"]
    assert (len(newer["eventId"]), type(newer["date"])) == (24, int)
    world.switch("apifortress.event_form", "2017")
    older = world.control.run_test(3075)["event"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", older["date"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", older["eventId"])
    assert set(newer) - set(older) == {"facts", "tags", "httpFailures"}
    world.wired(world.definition("BigPanda.io"), authorization="Bearer x", appkey="a")
    assert isinstance(json.loads(world.control.run_test(3075)["deliveries"][0]["body"])["timestamp"], int)


@PROOFS.of("delivery-kept")
def _(world: World) -> None:
    group, instance = world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    world.receiver.answers.append(418)
    answer = world.control.run_test("Checkout")
    [kept] = world.control.deliveries()
    assert answer["deliveries"] == [kept]
    assert (kept["alertGroupId"], kept["instanceId"], kept["connectorName"]) == (group, instance, "JSON Alert")
    assert (kept["sent"], kept["reason"], kept["httpStatus"], kept["error"]) == (True, None, 418, None)
    assert (kept["url"], kept["method"]) == (world.receiver.url, "POST")
    assert json.loads(kept["body"]) == world.receiver.got[0]["json"]
    world.control.call("DELETE", "/deliveries")
    assert world.control.deliveries() == []


@PROOFS.of("delivery-once")
def _(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    for status in (500, 302):
        world.receiver.answers.append(status)
        [sent] = world.control.run_test(3075)["deliveries"]
        assert sent["httpStatus"] == status
    assert len(world.receiver.got) == 2


@PROOFS.of("link-host")
def _(world: World) -> None:
    def link(**fields: str) -> tuple[str, str]:
        world.control.reset()
        world.wired(world.load_xmatters(**fields), trigger_url=world.receiver.url, recipients="ops")
        event = world.control.run_test(3075)["eventId"]
        return str(event), str(world.receiver.bodies()[-1]["Message"]).split()[-1]

    event, found = link()
    assert found == f"https://mastiff.apifortress.com/app/web/events/details/{event}?cid=1"
    code = 'def link = "https://apif.example.com/app/web/events/details/${message.eventId}?cid=${message.companyId}"'
    event, found = link(code=code)
    assert found == f"https://apif.example.com/app/web/events/details/{event}?cid=1"


@PROOFS.of("aliases")
def _(world: World) -> None:
    world.wired(world.load(" json alert /W THRESHOLD", "url", "counter", "ttl"), url=world.receiver.url, counter="1")
    world.control.run_test(3075)
    assert world.receiver.bodies()[0]["value2"] == "Checkout"
    for name, host in (("Slack", "hooks.slack.com"), ("BigPanda", "api.bigpanda.io"), ("TestRail", "x.testrail.io")):
        world.control.reset("empty")
        world.wired(world.load(name, "domain"), domain="x.testrail.io")
        assert f"https://{host}/" in world.control.run_test(3075)["deliveries"][0]["url"]


@PROOFS.of("private-connector")
def _(world: World) -> None:
    world.wired(world.load("our own", "url"), url=world.receiver.url)
    [kept] = world.control.run_test(3075)["deliveries"]
    assert (kept["sent"], kept["reason"], kept["url"]) == (False, "unknown-definition", None)
    assert world.receiver.got == []


@PROOFS.of("suppressed")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="1", ttl="60")
    for run, why in (({"trigger": "manual"}, "manual"), ({"silent": True}, "silent")):
        answer = world.control.run_test(3075, **run)
        assert (answer["deliveries"], answer["suppressed"]) == ([], why)
    assert [each["suppressed"] for each in world.control.events()] == ["manual", "silent"]
    assert world.control.deliveries() == []
    assert world.control.run_test(3075, trigger="api")["deliveries"] != []


@PROOFS.of("dry-run")
def _(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    answer = world.control.run_test(3075, dryrun=True)
    assert (answer["event"], answer["deliveries"], answer["suppressed"]) == (None, [], "dryrun")
    world.switch("apifortress.dry_runs", "fire")
    assert len(world.control.run_test(3075, dryrun=True)["deliveries"]) == 1
    assert world.control.events() == []


@PROOFS.of("unfinished")
def _(world: World) -> None:
    world.wired(world.load("JSON Alert", "url", finished=False), url=world.receiver.url)
    assert len(world.control.run_test(3075)["deliveries"]) == 1
    world.switch("apifortress.unfinished_connectors", "silent")
    answer = world.control.run_test(3075)
    assert (answer["deliveries"], answer["silent"][0]["reason"]) == ([], "definition-not-finished")


@PROOFS.of("facts")
def _(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    assert len(world.control.run_test(3075, facts={"disable_alerts": True})["deliveries"]) == 1
    world.switch("apifortress.facts_and_connectors", "all")
    assert world.control.run_test(3075, facts={"disable_alerts": "true"})["silent"][0]["reason"] == "alerts-disabled"
    assert len(world.control.run_test(3075, facts={"disable_alerts": False})["deliveries"]) == 1


@PROOFS.of("passing")
def _(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url + "/failures")
    always = world.load("JSON Alert", "url", runOnSuccess=True)
    world.wired(always, url=world.receiver.url + "/always")
    answer = world.control.run_test(3075, failuresCount=0)
    [got] = world.receiver.got
    assert (got["path"], got["json"]["failuresCount"], got["json"]["eventType"]) == ("/always", 0, "failure")
    assert [each["reason"] for each in answer["silent"]] == ["success-not-enabled"]


@PROOFS.of("order")
def _(world: World) -> None:
    key = world.definition("JSON Alert")
    second = world.group("b"), world.group("a")
    for group in reversed(second):
        for name in ("x", "y"):
            world.instance(group, key, url=f"{world.receiver.url}/{group}{name}")
        world.assign(3075, group)
    once = [f"/{group}{name}" for group in second for name in "xy"]
    world.control.run_test(3075)
    assert [each["path"] for each in world.receiver.got] == once
    world.control.edit("apifortress", "projects", 3075, alertGroupIds=[*reversed(second), *second])
    world.control.run_test(3075)
    assert [each["path"] for each in world.receiver.got] == once * 2
    world.switch("apifortress.fan_out_order", "descending")
    world.receiver.got.clear()
    world.control.run_test(3075)
    assert [each["path"] for each in world.receiver.got] == [*once[2:], *once[:2]]


@PROOFS.of("shared-group")
def _(world: World) -> None:
    group, _ = world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    world.assign(2, group)
    world.control.run_test(3075)
    assert len(world.receiver.got) == 1


@PROOFS.of("deliver")
def _(world: World) -> None:
    key = world.definition("JSON Alert")
    group, _ = world.wired(key, url="https://hooks.example.com/in/key")
    [kept] = world.control.run_test(3075)["deliveries"]
    assert (kept["sent"], kept["reason"], kept["error"]) == (False, "delivery-disabled", None)
    assert kept["url"] == "https://hooks.example.com/in/key"
    world.instance(group, key, url=world.receiver.url)
    world.switch("deliver", "record")
    assert {each["reason"] for each in world.control.run_test(3075)["deliveries"]} == {"delivery-disabled"}
    assert world.receiver.got == []
    world.switch("deliver", "http")
    world.ok("PUT", "/projects/3075/alertGroups", {"alertGroupIds": []})
    world.wired(key, url=world.receiver.url)
    assert world.control.run_test(3075)["deliveries"][0]["sent"] is True


@PROOFS.of("bad-target")
def _(world: World) -> None:
    key = world.definition("JSON Alert")
    for url in ("", "ftp://x", "not a url", "http://127.0.0.1:1/", "http://[::1"):
        world.wired(key, url=url)
    report = world.control.run_test(3075)
    assert all(each["error"] for each in report["deliveries"])
    assert len(report["deliveries"]) == 5
    assert "ConnectionRefusedError" in [each["error"] for each in report["deliveries"]]
