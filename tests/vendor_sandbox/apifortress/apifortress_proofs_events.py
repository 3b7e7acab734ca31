"""Proofs of the rules about events, what becomes of them, the threshold counter and test-firing."""

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
FAIL, PASS = 1, 0


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


@PROOFS.of("fire-one")
def _(world: World) -> None:
    group, instance = world.wired(world.definition("JSON Alert"), url=world.receiver.url + "/in/secret-key")
    path = f"/alertGroups/{group}/connectors/{instance}/_test"
    report = world.ok("POST", path, {"outcome": "failure"})
    assert report == {
        "outcome": "failure",
        "deliveries": [
            {
                "alertGroupId": group,
                "instanceId": instance,
                "connectorName": "JSON Alert",
                "sent": True,
                "reason": None,
                "url": world.receiver.url,
                "httpStatus": 202,
                "error": None,
            }
        ],
    }
    [message] = world.receiver.bodies()
    assert message["test"] == {"id": "0" * 24, "name": "connector test"}
    world.refused(400, "POST", path, {"outcome": "maybe"})
    world.refused(404, "POST", f"/alertGroups/170/connectors/{instance}/_test", {"outcome": "failure"})


@PROOFS.of("fire-project")
def _(world: World) -> None:
    key = world.definition("JSON Alert")
    for name in ("a", "b"):
        world.wired(key, url=f"{world.receiver.url}/{name}")
    report = world.ok("POST", "/projects/3075/_testConnectors", {"outcome": "failure"})
    assert [each["httpStatus"] for each in report["deliveries"]] == [202, 202]
    assert [each["path"] for each in world.receiver.got] == ["/a", "/b"]
    assert world.ok("POST", "/projects/2/_testConnectors", {"outcome": "failure"})["deliveries"] == []


@PROOFS.of("fire-success")
def _(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    world.wired(world.load("JSON Alert", "url", runOnSuccess=True), url=world.receiver.url)
    report = world.ok("POST", "/projects/3075/_testConnectors", {"outcome": "success"})
    assert [(each["sent"], each["reason"]) for each in report["deliveries"]] == [
        (False, "success-not-enabled"),
        (True, None),
    ]
    assert world.receiver.bodies()[0]["failuresCount"] == 0


@PROOFS.of("fire-past-threshold")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="600")
    synthetic = {"id": "0" * 24, "name": "connector test"}
    world.control.run_test(3075, test=synthetic)
    assert world.receiver.got == []
    for sent in (1, 2):
        world.ok("POST", "/projects/3075/_testConnectors", {"outcome": "failure"})
        assert len(world.receiver.got) == sent
    world.control.run_test(3075, test=synthetic)
    assert len(world.receiver.got) == 3
    world.control.run_test(3075, test=synthetic)
    assert len(world.receiver.got) == 3


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


@PROOFS.of("threshold-table")
def _(world: World) -> None:
    table = (
        ("1", "60", (0, 1), [0, 1]),
        ("2", "60", (0, 50), [50]),
        ("2", "60", (0, 70), []),
        ("2", "600", (0, 10, 20, 30), [10, 30]),
        ("3", "60", (0, 40, 61), []),
        ("2", "60", (0, 10, 65, 69), [10, 69]),
    )
    assert [_arrivals(world, counter, ttl, times) for counter, ttl, times, _ in table] == [row[3] for row in table]


@PROOFS.of("threshold-parsing")
def _(world: World) -> None:
    table = (
        ("", "", (0, 1, 2), [2]),
        ("x", "1", (0, 300, 599), [599]),
        ("2", "soon", (0, 599), [599]),
        ("2", "7200", (0, 3599), [3599]),
        ("2", "7200", (0, 3601), []),
        (" 2", "60", (0, 1, 2), [2]),
        ("-5", "60", (0, 1), [0, 1]),
    )
    assert [_arrivals(world, counter, ttl, times) for counter, ttl, times, _ in table] == [row[3] for row in table]


@PROOFS.of("threshold-passing")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="60")
    assert _run(world, (0, FAIL), (10, PASS), (20, FAIL)) == [20]
    world.control.reset()
    world.wired(world.load_threshold(runOnSuccess=True), url=world.receiver.url, counter="2", ttl="60")
    assert _run(world, (0, PASS), (10, FAIL)) == [10]


@PROOFS.of("threshold-tests")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="60")
    assert _run(world, (0, FAIL), test={"name": "one"}) == []
    assert _run(world, (0, FAIL), test={"name": "two"}) == []
    assert _run(world, (0, FAIL), test={"name": "one"}) == [0]


@PROOFS.of("threshold-shared")
def _(world: World) -> None:
    key = world.load_threshold()
    world.wired(key, url=world.receiver.url + "/first", counter="2", ttl="60")
    world.wired(key, url=world.receiver.url + "/second", counter="2", ttl="60")
    assert _run(world, (0, FAIL), (10, FAIL)) == [0, 10]
    assert [each["path"] for each in world.receiver.got] == ["/second", "/second"]
    world.switch("apifortress.threshold_key", "instance")
    world.receiver.got.clear()
    _run(world, (0, FAIL), (10, FAIL), test={"name": "another"})
    assert [each["path"] for each in world.receiver.got] == ["/first", "/second"]


def _run(world: World, *schedule: tuple[int, int], **run: object) -> list[int]:
    """Run a failing or passing test at each second of the schedule; the seconds at which something arrived."""
    at, arrived = 0, []
    for second, failures in schedule:
        world.control.advance(second - at)
        at = second
        before = len(world.receiver.got)
        world.control.run_test(3075, failuresCount=failures, **run)
        arrived += [second] * (len(world.receiver.got) - before)
    return arrived


def _arrivals(world: World, counter: str, ttl: str, times: tuple[int, ...]) -> list[int]:
    world.control.reset()
    world.wired(world.load_threshold(), url=world.receiver.url, counter=counter, ttl=ttl)
    return _run(world, *((second, FAIL) for second in times))


@PROOFS.of("threshold-restart")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="600")
    world.control.run_test(3075)
    world.control.call("DELETE", "/thresholds")
    assert world.control.run_test(3075)["deliveries"] == []


def _mails(world: World, project: int = 3073, **run: object) -> list[tuple[str, str]]:
    return [(each["kind"], each["to"]) for each in world.control.run_test(project, **run)["mails"]]


@PROOFS.of("mail-turns")
def _(world: World) -> None:
    both = ("manager@example.com", "ann@example.com")
    assert _mails(world) == [("failing", each) for each in both]
    assert _mails(world) == []
    assert _mails(world, failuresCount=0) == [("recovered", each) for each in both]
    assert _mails(world, failuresCount=0) == []
    assert [each["kind"] for each in world.control.call("GET", "/mails")] == ["failing"] * 2 + ["recovered"] * 2
    assert world.control.run_test(3073)["deliveries"] == [], "a group of users only, and yet they hear of it"


@PROOFS.of("mail-recipients")
def _(world: World) -> None:
    for group, sms in ((171, False), (172, True)):
        world.ok("PUT", f"/alertGroups/{group}/users/13", {"sms": sms})
    world.ok("DELETE", "/alertGroups/172/users/12")
    [mail] = world.control.run_test(2901)["mails"]
    assert (mail["to"], mail["sms"], mail["projectId"]) == ("paul@example.com", True, 2901)


@PROOFS.of("mail-facts")
def _(world: World) -> None:
    assert _mails(world, facts={"disable_alerts": True}) == []
    assert [len(_mails(world, facts={"mail_threshold": "3"})) for _ in range(4)] == [0, 0, 2, 0]
    assert len(_mails(world, facts={"environment": "staging"})) == 2
    assert len(_mails(world, facts={"environment": "staging"}, failuresCount=0)) == 2


@PROOFS.of("mail-quiet")
def _(world: World) -> None:
    for quiet in ({"trigger": "manual"}, {"silent": True}, {"dryrun": True}):
        assert _mails(world, **quiet) == []
    assert world.control.call("GET", "/mails") == []
    assert len(_mails(world)) == 2
