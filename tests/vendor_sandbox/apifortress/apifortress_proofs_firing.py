"""Proofs of the rules about the threshold counter, mails and test-firing."""

from __future__ import annotations

from apifortress_account import PROOFS, World

FAIL, PASS = 1, 0


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


def _mails(world: World, project: int = 3073, **run: object) -> list[tuple[str, str]]:
    return [(each["kind"], each["to"]) for each in world.control.run_test(project, **run)["mails"]]


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


@PROOFS.of("threshold-restart")
def _(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="600")
    world.control.run_test(3075)
    world.control.call("DELETE", "/thresholds")
    assert world.control.run_test(3075)["deliveries"] == []


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
