"""Proofs of the rules about API hooks, and about the deprecated company-wide calls."""

from __future__ import annotations

import json
import time
from typing import Any

from apifortress_account import ADMIN, HOOK, OTHER_COMPANY, PROOFS, ROOT, Answer, World, basic, x_token

BROKEN = {"params": {"domain": "invalid.invalid"}}


def _hook(world: World, method: str, path: str, body: Any = None, **more: Any) -> Answer:
    return world.raw(method, ROOT + HOOK + path, body, **more)


def _tests(world: World) -> list[dict[str, str]]:
    return list(_hook(world, "GET", "/tests").body)


def _bearer(world: World) -> dict[str, str]:
    token = _hook(world, "GET", "/login", headers=basic("manager@example.com")).body["access_token"]
    return {"authorization": f"Bearer {token}"}


def _wired(world: World) -> str:
    """A connector on the hook's project; the path of a run of its first test."""
    world.wired(world.definition("JSON Alert"), project=3073, url=world.receiver.url)
    return f"/tests/{_tests(world)[0]['id']}/run"


@PROOFS.of("hook-project")
def _(world: World) -> None:
    assert _hook(world, "GET", "/").body["name"] == _hook(world, "GET", "").body["name"] == "Alert to iLert"
    assert [set(each) for each in _tests(world)] == [{"id", "name"}] * 2
    for path in ("", "/tests", "/login"):
        assert world.raw("GET", ROOT + HOOK[:-3] + "999" + path).status == 404


@PROOFS.of("hook-login")
def _(world: World) -> None:
    token = _bearer(world)
    assert _hook(world, "GET", "/login", headers=basic("admin@example.com")).status == 401
    assert _hook(world, "GET", "/login", headers=basic("manager@example.com", "no")).status == 401
    assert world.raw("GET", ROOT + "/company", headers=token).status == 401
    assert _hook(world, "GET", f"/tests/{_tests(world)[0]['id']}", headers=token).status == 200
    general = world.raw("GET", ROOT + "/login", headers=basic("manager@example.com")).body["access_token"]
    other = {"authorization": f"Bearer {general}"}
    assert _hook(world, "GET", f"/tests/{_tests(world)[0]['id']}", headers=other).status == 401


@PROOFS.of("hook-run")
def _(world: World) -> None:
    path = _wired(world)
    assert _hook(world, "GET", path + "?sync=true").body["failuresCount"] == 0
    assert world.receiver.got == []
    result = _hook(world, "POST", path + "?sync=true&silent=false&dryrun=false", BROKEN).body
    assert (result["test"], result["failuresCount"], result["projectId"]) == (_tests(world)[0], 1, 3073)
    assert (result["warningsCount"], result["companyId"], result["location"]) == (0, 1, "New York")
    [message] = world.receiver.bodies()
    assert message["criticalFailures"][0]["failureType"] == "UnknownHostException"
    assert result["links"]["private"].endswith(f"/app/web/events/details/{message['eventId']}?cid=1")
    assert isinstance(result["date"], int)
    assert _hook(world, "GET", "/tests/nope/run").status == 404


@PROOFS.of("hook-run-quiet")
def _(world: World) -> None:
    path = _wired(world)
    for quiet in ("silent", "dryrun"):
        assert _hook(world, "POST", f"{path}?sync=true&{quiet}=true", BROKEN).body["failuresCount"] == 1
    assert world.receiver.got == []


@PROOFS.of("hook-run-later")
def _(world: World) -> None:
    assert _hook(world, "POST", _wired(world), BROKEN).body == {"code": "ACCEPTED"}
    assert len(world.receiver.got) == 1


@PROOFS.of("hook-run-many")
def _(world: World) -> None:
    for path in ("/tests/run-all", "/tests/tag/monitor/run"):
        for method in ("GET", "POST"):
            assert [each["test"] for each in _hook(world, method, path + "?sync=true").body] == _tests(world)
    assert _hook(world, "GET", "/tests/tag/other/run").status == 404
    assert _hook(world, "POST", "/tests/automatch", {}).status == 400
    assert _hook(world, "POST", "/tests/automatch?sync=true", {"url": "https://x.example/orders"}).status == 200


@PROOFS.of("hook-junit")
def _(world: World) -> None:
    answer = _hook(world, "POST", "/tests/run-all?sync=true&format=junit", BROKEN)
    assert answer.headers["content-type"].startswith("application/xml")
    assert '<testsuite name="Alert to iLert" tests="2" failures="2">' in answer.body


@PROOFS.of("hook-run-token")
def _(world: World) -> None:
    path = f"/tests/{_tests(world)[0]['id']}/run?sync=true"
    assert _hook(world, "GET", path).status == 200
    world.switch("apifortress.hook_runs", "token")
    assert _hook(world, "GET", path).status == 401
    assert _hook(world, "GET", path, headers=_bearer(world)).status == 200
    assert _hook(world, "GET", "/tests").status == 200


@PROOFS.of("hook-bearer")
def _(world: World) -> None:
    event = world.control.run_test(3073)["event"]
    token, test = _bearer(world), _tests(world)[0]
    for path in (f"/tests/{test['id']}", f"/insights/events/{event['eventId']}"):
        assert _hook(world, "GET", path).status == 401
        assert _hook(world, "GET", path, headers={"authorization": "Bearer no"}).status == 401
    assert _hook(world, "GET", f"/insights/events/{event['eventId']}", headers=token).body == event
    assert _hook(world, "GET", f"/tests/{test['id']}", headers=token).body["name"] == test["name"]
    assert _hook(world, "GET", "/insights/events/5ea9bc4fb3cb1f0001b3c007", headers=token).status == 404
    world.control.advance(30 * 60 + 1)
    assert _hook(world, "GET", f"/tests/{test['id']}", headers=token).status == 401


@PROOFS.of("hook-events")
def _(world: World) -> None:
    world.control.run_test(3075)
    events = [world.control.run_test(3073)["event"] for _ in range(2)]
    assert _hook(world, "GET", "/insights/events").body == events
    stream = _hook(world, "GET", "/insights/events/stream").body
    assert [json.loads(line) for line in stream.splitlines()] == events
    assert _hook(world, "GET", "/insights/metrics").body == []


@PROOFS.of("hook-errors")
def _(world: World) -> None:
    assert _hook(world, "GET", "/tests/nope/run").body == {"status": "error", "message": "Not Found"}
    world.switch("apifortress.hook_errors", "empty")
    answer = _hook(world, "GET", "/tests/nope/run")
    assert (answer.status, answer.body) == (404, "")


@PROOFS.of("validators")
def _(world: World) -> None:
    for kind in ("unit", "input"):
        assert world.raw("POST", f"{ROOT}/validators/{kind}", {"text": "<unit/>"}).status == 200
        assert world.raw("POST", f"{ROOT}/validators/{kind}", {}).status == 400


def _older(world: World, path: str, who: tuple[str, str] = ADMIN, method: str = "GET") -> Answer:
    headers = {"x-key": who[0], "x-token": x_token(*who, int(time.time()))}
    return world.raw(method, "/app/api/rest" + path, headers=headers)


@PROOFS.of("older-company")
def _(world: World) -> None:
    assert world.raw("GET", "/app/api/rest/company/details").status == 401
    assert _older(world, "/company/details").body["id"] == 1
    schedules = _older(world, "/schedule/byProject/3075").body
    assert {each["intervalSeconds"] for each in schedules} == {300}
    assert _older(world, f"/schedule/byTest/{schedules[0]['testId']}").body == schedules[:1]
    assert _older(world, "/schedule/byProject/2").body == []
    assert _older(world, "/schedule/byTest/000000000000000000000000").status == 404
    event = world.control.run_test(3075)["event"]
    assert _older(world, "/event/list/3075").body == [event]
    assert _older(world, f"/event/details/{event['eventId']}").body == event
    assert _older(world, f"/event/details/{event['eventId']}", OTHER_COMPANY).status == 404
    assert _older(world, "/monitor/list/3075").body == []
    for path in ("/schedule/byProject/512", "/event/list/512", "/monitor/list/512", "/v2/test/list/512"):
        assert _older(world, path).status == 404
    world.control.advance(7 * 24 * 3600 + 60)
    assert _older(world, "/event/list/3075").body == []


@PROOFS.of("older-tests")
def _(world: World) -> None:
    tests = _older(world, "/v2/test/list/3075").body
    assert [each["name"] for each in tests] == ["Checkout – Health check", "Checkout – List and read"]
    assert _older(world, f"/v2/test/details/{tests[0]['id']}").body["projectId"] == 3075
    assert _older(world, "/v2/test/statuses/3075").body == []
    for failures in (2, 0):
        world.control.run_test(3075, test=tests[0], failuresCount=failures)
    assert _older(world, "/v2/test/statuses/3075").body == [{**tests[0], "failuresCount": 0}]
    assert _older(world, "/v2/test/runAutomatch/3075?mode=serializer", method="POST").status == 200
