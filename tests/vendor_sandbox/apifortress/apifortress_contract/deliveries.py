"""Rows on what connectors send, and on test-firing them (2.4, 4.6: T1, T2, 4.10, 6.2, 6.3)."""

import json

from apifortress_contract.table import row
from apifortress_contract.world import World

CRITICAL = {
    "action": "get",
    "expression": "get https://shop.example.com/orders",
    "status": "Generic Failure",
    "failureType": "ConnectException",
    "extra": "connection refused",
}


@row("6.2, 6.3", "JSON Alert posts the event message as it is, at once, as JSON without credentials")
def json_alert(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url + "/in?key=1")
    run = {
        "test": {"id": "5ea9ad6ab3cb1f0001b3bf54", "name": "Orders – get"},
        "failuresCount": 2,
        "criticalFailures": [CRITICAL],
        "tags": ["monitor", "proof-1"],
        "facts": {"mark": "proof-1"},
    }
    answer = world.control.run_test(3075, **run)
    [got] = world.receiver.got
    assert got["path"] == "/in?key=1"
    assert got["headers"]["content-type"].startswith("application/json")
    assert got["headers"]["accept"] == "application/json"
    assert not {"authorization", "x-key", "cookie"} & set(got["headers"])
    message = got["json"]
    assert message == answer["event"]
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


@row("4.10", "what was sent is kept: url, headers, body, status")
def delivery_kept(world: World) -> None:
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


@row("2.4", "a refused or redirected delivery is not repeated and not followed")
def delivery_once(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    for status in (500, 302):
        world.receiver.answers.append(status)
        [sent] = world.control.run_test(3075)["deliveries"]
        assert sent["httpStatus"] == status
    assert len(world.receiver.got) == 2


@row("2.4", "xMatters posts exactly three keys; the message ends with the report link; recipients are one string")
def xmatters(world: World) -> None:
    world.wired(world.load_xmatters(), trigger_url=world.receiver.url + "/t?apiKey=k", recipients="ops, ann|Work Phone")
    answer = world.control.run_test(3075, test={"name": "Checkout – proof-7"})
    [got] = world.receiver.got
    assert got["path"] == "/t?apiKey=k"
    body = got["json"]
    assert set(body) == {"Summary", "Message", "Recipients"}
    assert body["Recipients"] == "ops, ann|Work Phone"
    assert "Example Co." in body["Summary"] and "Checkout" in body["Summary"]
    assert "Checkout – proof-7" in body["Message"]
    link = f"https://mastiff.apifortress.com/app/web/events/details/{answer['eventId']}?cid=1"
    assert body["Message"].endswith(link)


@row("2.4, 5", "a script loaded with the instance's own host links to that host")
def xmatters_own_host(world: World) -> None:
    code = 'def link = "https://apif.example.com/app/web/events/details/${message.eventId}?cid=${message.companyId}"'
    world.wired(world.load_xmatters(code=code), trigger_url=world.receiver.url, recipients="ops")
    event = world.control.run_test(3075)["eventId"]
    [body] = world.receiver.bodies()
    assert body["Message"].endswith(f"https://apif.example.com/app/web/events/details/{event}?cid=1")


@row("2.4, 6.2", "JSON Alert /w Threshold adds value1 (test) and value2 (project) to the current message")
def threshold_body(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="2", ttl="60")
    first = world.control.run_test(3075)
    assert [each["reason"] for each in first["silent"]] == ["threshold-not-reached"]
    second = world.control.run_test(3075)
    extra = {"value1": "Checkout – Health check", "value2": "Checkout"}
    assert world.receiver.bodies() == [second["event"] | extra]
    assert world.receiver.got[0]["headers"]["accept"] == "*/*"


@row("2.2", "definition names are trimmed, case-folded and aliased before their request is chosen")
def aliased(world: World) -> None:
    world.wired(world.load("json alert /W THRESHOLD", "url", "counter", "ttl"), url=world.receiver.url, counter="1")
    world.control.run_test(3075)
    assert world.receiver.bodies()[0]["value2"] == "Checkout"


@row("4.10", "a private connector's delivery is recorded only: no request is known for it")
def private_connector(world: World) -> None:
    world.wired(world.load("our own", "url"), url=world.receiver.url)
    [kept] = world.control.run_test(3075)["deliveries"]
    assert (kept["sent"], kept["reason"], kept["url"]) == (False, "unknown-definition", None)
    assert world.receiver.got == []


@row("4.10, 9 row 16", "manual, silent and dry runs reach no connector; a dry run is not even stored")
def suppressed(world: World) -> None:
    world.wired(world.load_threshold(), url=world.receiver.url, counter="1", ttl="60")
    for run, why in (({"trigger": "manual"}, "manual"), ({"silent": True}, "silent"), ({"dryrun": True}, "dryrun")):
        answer = world.control.run_test(3075, **run)
        assert (answer["deliveries"], answer["suppressed"]) == ([], why)
    assert answer["event"] is None
    assert [each["suppressed"] for each in world.control.events()] == ["manual", "silent"]
    assert world.control.deliveries() == []
    assert world.control.run_test(3075, trigger="api")["deliveries"] != []


@row("4.10, 9 row 16", "a passing event reaches only connectors whose definition runs on success, eventType failure")
def passing(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url + "/failures")
    always = world.load("JSON Alert", "url", runOnSuccess=True)
    world.wired(always, url=world.receiver.url + "/always")
    answer = world.control.run_test(3075, failuresCount=0)
    [got] = world.receiver.got
    assert (got["path"], got["json"]["failuresCount"], got["json"]["eventType"]) == ("/always", 0, "failure")
    assert [each["reason"] for each in answer["silent"]] == ["success-not-enabled"]


@row("4.10", "each group fires once, in ascending order, its connectors in order of creation")
def order(world: World) -> None:
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


@row("9 row 17", "one group on two projects, an event on one: one delivery per connector")
def shared_group(world: World) -> None:
    group, _ = world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    world.assign(2, group)
    world.control.run_test(3075)
    assert len(world.receiver.got) == 1


@row("4.6 T1", "test-firing one connector: a report with the target host and no other parameter value")
def fire_one(world: World) -> None:
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


@row("4.6 T2, 9 row 18", "test-firing a project reaches every connector of every group")
def fire_project(world: World) -> None:
    key = world.definition("JSON Alert")
    for name in ("a", "b"):
        world.wired(key, url=f"{world.receiver.url}/{name}")
    report = world.ok("POST", "/projects/3075/_testConnectors", {"outcome": "failure"})
    assert [each["httpStatus"] for each in report["deliveries"]] == [202, 202]
    assert [each["path"] for each in world.receiver.got] == ["/a", "/b"]
    assert world.ok("POST", "/projects/2/_testConnectors", {"outcome": "failure"})["deliveries"] == []


@row("4.6, 9 row 18", "a success test reaches only definitions that run on success")
def fire_success(world: World) -> None:
    world.wired(world.definition("JSON Alert"), url=world.receiver.url)
    world.wired(world.load("JSON Alert", "url", runOnSuccess=True), url=world.receiver.url)
    report = world.ok("POST", "/projects/3075/_testConnectors", {"outcome": "success"})
    assert [(each["sent"], each["reason"]) for each in report["deliveries"]] == [
        (False, "success-not-enabled"),
        (True, None),
    ]
    assert world.receiver.bodies()[0]["failuresCount"] == 0


@row("4.6, 9 row 18", "a test is sent past the threshold counter and leaves it untouched")
def fire_past_threshold(world: World) -> None:
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


@row("4.9 deliver", "by default only this machine is really called; record sends nothing")
def deliver_switch(world: World) -> None:
    key = world.definition("JSON Alert")
    group, _ = world.wired(key, url="https://hooks.example.com/in/key")
    [kept] = world.control.run_test(3075)["deliveries"]
    assert (kept["sent"], kept["reason"], kept["error"]) == (False, "delivery-disabled", None)
    assert kept["url"] == "https://hooks.example.com/in/key"
    world.instance(group, key, url=world.receiver.url)
    world.control.switch(deliver="record")
    assert {each["reason"] for each in world.control.run_test(3075)["deliveries"]} == {"delivery-disabled"}
    assert world.receiver.got == []
    world.control.switch(deliver="http")
    world.ok("PUT", "/projects/3075/alertGroups", {"alertGroupIds": []})
    world.wired(key, url=world.receiver.url)
    assert world.control.run_test(3075)["deliveries"][0]["sent"] is True


@row("4.6", "a URL that is none, or where nobody listens, is an error in the report, not in the run")
def bad_target(world: World) -> None:
    key = world.definition("JSON Alert")
    for url in ("", "ftp://x", "not a url", "http://127.0.0.1:1/", "http://[::1"):
        world.wired(key, url=url)
    report = world.control.run_test(3075)
    assert all(each["error"] for each in report["deliveries"])
    assert len(report["deliveries"]) == 5
    assert "ConnectionRefusedError" in [each["error"] for each in report["deliveries"]]


@row("4.9, 3.2", "the seeded hook answers project, login, tests and runs; API runs fire connectors")
def hook(world: World) -> None:
    base = world.root + "/0a1b2c3d-1111-4222-8333-444455556666123"
    assert world.raw("GET", base + "/").body["name"] == "Alert to iLert"
    assert world.raw("GET", base + "/login", auth=("manager@example.com", "sandbox-manager-password")).status == 200
    assert world.raw("GET", base + "/login", auth=("admin@example.com", "sandbox-manager-password")).status == 401
    tests = world.raw("GET", base + "/tests").body
    assert len(tests) == 2
    world.wired(world.definition("JSON Alert"), project=3073, url=world.receiver.url)
    path = f"{base}/tests/{tests[0]['id']}/run"
    assert world.raw("GET", path + "?sync=true").body["failuresCount"] == 0
    assert world.receiver.got == []
    broken = {"params": {"domain": "invalid.invalid"}}
    result = world.raw("POST", path + "?sync=true&silent=false&dryrun=false", json=broken).body
    assert (result["test"], result["failuresCount"], result["projectId"]) == (tests[0], 1, 3073)
    assert world.receiver.bodies()[0]["criticalFailures"][0]["failureType"] == "UnknownHostException"
    world.raw("POST", path + "?sync=true&silent=true", json=broken)
    world.raw("POST", path + "?sync=true&dryrun=true", json=broken)
    assert len(world.receiver.got) == 1
    assert len(world.raw("POST", base + "/tests/run-all?sync=true").body) == 2
    assert world.raw("POST", path, json=broken).body == {"code": "ACCEPTED"}
    world.eventually(lambda: len(world.control.deliveries()) == 2)
    assert world.raw("GET", base + "/tests/nope/run").status == 404
    assert world.raw("GET", world.root + "/0a1b2c3d-1111-4222-8333-444455556666999/tests").status == 404
