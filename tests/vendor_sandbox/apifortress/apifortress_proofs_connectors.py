"""Proofs of the rules about connector definitions and connectors."""

from __future__ import annotations

import re

from apifortress_account import MANAGER, PROOFS, World

MASK = "********"
FULL = {
    "name": " JSON Alert /w Threshold ",
    "description": "Webhook alert once a failure threshold is reached",
    "mode": "Event",
    "runOnSuccess": False,
    "params": [
        {"name": "url", "description": "Webhook address"},
        {"name": "counter", "description": "Failures needed inside the window"},
        {"name": "ttl", "description": "Window in seconds"},
    ],
    "finished": True,
    "open": True,
    "code": "class JsonAlertThreshold {}",
}


@PROOFS.of("profiles")
def _(world: World) -> None:
    def names(profile: str) -> list[str]:
        world.control.reset(profile)
        assert world.control.state()["profile"] == profile
        return [each["name"] for each in world.ok("GET", "/connectors")]

    assert names("self-hosted") == [
        "Slack Webhook",
        "JSON Alert",
        "Elastic",
        "BigPanda.io",
        "StatusPage.io",
        "GTT-I Digestor",
        "Hipchat v2",
        "DataDog custom check",
    ]
    cloud, full = names("cloud"), names("full")
    assert (len(cloud), len(full), names("empty")) == (16, 17, [])
    assert set(full) - set(cloud) == {"Twilio"}
    assert {"xMatters", "JSON Alert /w Threshold", "PagerDuty"} < set(cloud)


@PROOFS.of("catalogue")
def _(world: World) -> None:
    world.control.reset("full")
    found = {each["name"]: each for each in world.ok("GET", "/connectors")}

    def params(name: str) -> list[str]:
        return [each["name"] for each in found[name]["params"]]

    assert params("JSON Alert") == ["url"]
    assert params("JSON Alert /w Threshold") == ["url", "counter", "ttl"]
    assert params("xMatters") == ["trigger_url", "recipients"]
    assert params("PagerDuty") == ["routing_key", "severity", "dedup_key", "event_action"]
    assert params("Elastic") == ["username", "password", "baseUrl"]
    assert params("Jira") == ["hostname", "username", "password", "project_name", "issue_type"]
    assert {name for name, each in found.items() if each["runOnSuccess"]} == {
        "BigPanda.io",
        "DataDog custom check",
        "DataDog test results metrics",
        "GTT-I Digestor",
        "StatusPage.io",
        "Testrail",
    }
    assert {name for name, each in found.items() if not each["open"]} == {
        "DataDog test results metrics",
        "DataDog failed tests Events",
        "Elastic",
        "GTT-I Digestor",
    }
    assert {each["mode"] for each in found.values()} == {"Event"}


@PROOFS.of("definition-load")
def _(world: World) -> None:
    made = world.ok("POST", "/connectors", FULL)
    assert re.fullmatch("[0-9a-f]{24}", made["id"])
    expected = {**FULL, "name": "JSON Alert /w Threshold", "id": made["id"], "hasCode": True}
    del expected["code"]
    assert made == expected
    assert world.ok("GET", f"/connectors/{made['id']}") == made
    assert world.ok("GET", "/connectors")[-1] == made


@PROOFS.of("definition-code")
def _(world: World) -> None:
    key = world.ok("POST", "/connectors", FULL)["id"]
    assert world.ok("GET", f"/connectors/{key}?include=code")["code"] == FULL["code"]
    assert "code" in world.ok("GET", "/connectors?include=code")[-1]
    assert "code" not in world.ok("GET", f"/connectors/{key}?include=code", who=MANAGER)


@PROOFS.of("definition-defaults")
def _(world: World) -> None:
    made = world.ok("POST", "/connectors", {"name": "x", "code": "y"})
    del made["id"]
    assert made == {
        "name": "x",
        "description": "",
        "mode": "Event",
        "runOnSuccess": False,
        "params": [],
        "finished": False,
        "open": False,
        "hasCode": True,
    }


@PROOFS.of("definition-rules")
def _(world: World) -> None:
    def param(name: object) -> dict[str, object]:
        return {"name": name, "description": ""}

    bad = (
        ("name", " "),
        ("name", None),
        ("name", "x" * 256),
        ("code", ""),
        ("code", None),
        ("mode", "Metric"),
        ("runOnSuccess", "yes"),
        ("finished", 1),
        ("description", 3),
        ("params", [param(str(number)) for number in range(6)]),
        ("params", [param("a"), param("a")]),
        ("params", [param(" ")]),
        ("params", {"url": ""}),
        ("params", ["url"]),
    )
    for field, value in bad:
        answer = world.refused(400, "POST", "/connectors", {**FULL, field: value})
        assert answer.errors()["field"] == field, (field, value)
    case = [param("a"), param("A")]
    assert world.ok("POST", "/connectors", {**FULL, "params": case})["params"] == case


@PROOFS.of("definition-twins")
def _(world: World) -> None:
    world.ok("POST", "/connectors", FULL)
    world.ok("POST", "/connectors", FULL)


@PROOFS.of("definition-update")
def _(world: World) -> None:
    key = world.load("Pager", "url", "old")
    group = world.group()
    instance = world.instance(group, key, url="https://x.example", old="1")
    world.ok("PUT", f"/connectors/{key}", {**FULL, "name": "Pager", "params": [{"name": "url"}, {"name": "new"}]})
    found = world.ok("GET", f"/alertGroups/{group}/connectors/{instance}")
    assert found["params"] == {"url": "https://x.example", "new": ""}
    world.refused(404, "PUT", "/connectors/000000000000000000000000", FULL)


@PROOFS.of("definition-delete")
def _(world: World) -> None:
    key = world.load("Pager", "url")
    group = world.group()
    instance = world.instance(group, key)
    answer = world.refused(409, "DELETE", f"/connectors/{key}")
    assert str(group) in answer.body["message"]
    world.ok("DELETE", f"/alertGroups/{group}/connectors/{instance}")
    assert world.ok("DELETE", f"/connectors/{key}") == {"status": "success"}
    world.refused(404, "DELETE", f"/connectors/{key}")


@PROOFS.of("instance-create")
def _(world: World) -> None:
    key = world.load_threshold()
    group = world.group()
    params = {"url": "https://ilert.example/key", "counter": "2", "ttl": "60"}
    made = world.ok("POST", f"/alertGroups/{group}/connectors", {"connectorId": key, "params": params})
    assert re.fullmatch("[0-9a-f]{24}", made["id"])
    assert made == {
        "id": made["id"],
        "alertGroupId": group,
        "connectorId": key,
        "connectorName": "JSON Alert /w Threshold",
        "params": params,
    }
    assert world.ok("GET", f"/alertGroups/{group}/connectors/{made['id']}") == made
    assert world.ok("GET", f"/alertGroups/{group}/connectors") == [made]
    assert world.ok("GET", f"/alertGroups/{group}")["connectorsCount"] == 1


@PROOFS.of("instance-params")
def _(world: World) -> None:
    key = world.load_threshold()
    path = f"/alertGroups/{world.group()}/connectors"
    unknown = world.refused(400, "POST", path, {"connectorId": key, "params": {"URL": "x"}})
    assert unknown.errors()["field"] == "params.URL"
    number = world.refused(400, "POST", path, {"connectorId": key, "params": {"counter": 2}})
    assert number.errors()["field"] == "params.counter"
    for bad in ("x", [], {"url": None}, {"url": ["x"]}):
        world.refused(400, "POST", path, {"connectorId": key, "params": bad})
    assert world.ok("GET", path) == []
    made = world.ok("POST", path, {"connectorId": key, "params": {"url": " x "}})
    assert made["params"] == {"url": " x ", "counter": "", "ttl": ""}
    assert world.ok("POST", path, {"connectorId": key})["params"] == {"url": "", "counter": "", "ttl": ""}


@PROOFS.of("instance-params-secret")
def _(world: World) -> None:
    key = world.definition("JSON Alert")
    body = {"connectorId": key, "params": {"url": ["planted-secret"]}}
    answer = world.refused(400, "POST", f"/alertGroups/{world.group()}/connectors", body)
    assert "planted-secret" not in str(answer.body)


@PROOFS.of("instance-of-nothing")
def _(world: World) -> None:
    path = f"/alertGroups/{world.group()}/connectors"
    for bad in ("000000000000000000000000", None, 3):
        answer = world.refused(400, "POST", path, {"connectorId": bad, "params": {}})
        assert answer.errors()["field"] == "connectorId"
    world.refused(404, "POST", "/alertGroups/999/connectors", {"connectorId": world.definition("JSON Alert")})


@PROOFS.of("instance-update")
def _(world: World) -> None:
    key = world.load_threshold()
    group = world.group()
    path = f"/alertGroups/{group}/connectors/{world.instance(group, key, url='a', counter='2')}"
    changed = world.ok("PUT", path, {"params": {"url": "b"}, "connectorId": key})
    assert changed["params"] == {"url": "b", "counter": "", "ttl": ""}
    other = {"params": {"url": "c"}, "connectorId": world.definition("JSON Alert")}
    assert world.refused(400, "PUT", path, other).errors()["field"] == "connectorId"
    moved = world.refused(400, "PUT", path, {"params": {"url": "c"}, "alertGroupId": 170})
    assert moved.errors()["field"] == "alertGroupId"
    world.refused(400, "PUT", path, {"params": {"url": 1}})
    assert world.ok("GET", path)["params"]["url"] == "b"


@PROOFS.of("instance-delete")
def _(world: World) -> None:
    group, other = world.group(), world.group()
    instance = world.instance(group, world.definition("JSON Alert"))
    world.refused(404, "DELETE", f"/alertGroups/{other}/connectors/{instance}")
    assert world.ok("DELETE", f"/alertGroups/{group}/connectors/{instance}") == {"status": "success"}
    world.refused(404, "DELETE", f"/alertGroups/{group}/connectors/{instance}")


@PROOFS.of("instance-twins")
def _(world: World) -> None:
    group, key = world.group(), world.definition("JSON Alert")
    assert world.instance(group, key, url="a") != world.instance(group, key, url="a")
    assert len(world.ok("GET", f"/alertGroups/{group}/connectors")) == 2


@PROOFS.of("instance-masked")
def _(world: World) -> None:
    clear = world.ok("GET", "/alertGroups/2/connectors")[0]["params"]["hook"]
    assert clear == "T0SEEDED/B0SEEDED/seeded-slack-secret"
    world.switch("maskSecrets", True)
    group = world.group()
    params = {"url": "https://x.example/key", "counter": "2", "ttl": "60"}
    made = world.ok(
        "POST", f"/alertGroups/{group}/connectors", {"connectorId": world.load_threshold(), "params": params}
    )
    assert made["params"] == {**params, "url": MASK}
    hook = world.ok("GET", "/alertGroups/2/connectors")[0]["params"]
    assert hook == {"hook": MASK, "username": "fortress"}
    private = world.load("our own", "token", "colour")
    made = world.ok("POST", f"/alertGroups/{group}/connectors", {"connectorId": private, "params": {"token": "t"}})
    assert made["params"] == {"token": MASK, "colour": ""}


@PROOFS.of("xmatters-must-be-loaded")
def _(world: World) -> None:
    assert "xMatters" not in [each["name"] for each in world.ok("GET", "/connectors")]
    group = world.group()
    answer = world.refused(400, "POST", f"/alertGroups/{group}/connectors", {"connectorId": "xMatters"})
    assert answer.errors() == {
        "object": "connectorInstance",
        "field": "connectorId",
        "message": "connector not found",
        "rejected-value": "xMatters",
    }
    world.instance(group, world.load_xmatters(), trigger_url="https://x.example", recipients="ops")


@PROOFS.of("changed-by-hand")
def _(world: World) -> None:
    group, instance = world.wired(world.definition("JSON Alert"), url="http://127.0.0.1:1/ours")
    world.control.edit("apifortress", "connectors", instance, params={"url": "http://127.0.0.1:1/theirs"})
    path = f"/alertGroups/{group}/connectors/{instance}"
    assert world.ok("GET", path)["params"]["url"].endswith("theirs")
    world.ok("PUT", path, {"params": {"url": "http://127.0.0.1:1/ours"}})
    assert world.control.get("apifortress", "connectors", instance)["params"]["url"].endswith("ours")


@PROOFS.of("definition-ids")
def _(world: World) -> None:
    assert re.fullmatch("[0-9a-f]{24}", world.load("Pager", "url"))
    world.switch("apifortress.connector_ids", "number")
    definition = world.load("Pager", "url")
    group = world.group()
    instance = world.instance(group, definition, url="x")
    assert definition.isdecimal() and instance.isdecimal() and definition != instance
    assert world.ok("GET", f"/alertGroups/{group}/connectors/{instance}")["connectorId"] == definition


@PROOFS.of("definition-closed")
def _(world: World) -> None:
    def seen(**who: tuple[str, str]) -> list[str]:
        return [each["name"] for each in world.ok("GET", "/connectors", **who)]

    everything = seen()
    assert seen(who=MANAGER) == everything
    world.switch("apifortress.closed_definitions", "hidden")
    assert seen() == everything
    assert set(everything) - set(seen(who=MANAGER)) == {"Elastic", "GTT-I Digestor"}
    elastic = world.definition("Elastic")
    world.refused(404, "GET", f"/connectors/{elastic}", who=MANAGER)
    path = f"/alertGroups/{world.group()}/connectors"
    world.refused(400, "POST", path, {"connectorId": elastic, "params": {}}, who=MANAGER)
    world.ok("POST", path, {"connectorId": elastic, "params": {}})


@PROOFS.of("instance-trim")
def _(world: World) -> None:
    group, key = world.group(), world.definition("JSON Alert")
    path = f"/alertGroups/{group}/connectors/{world.instance(group, key, url=' x ')}"
    assert world.ok("GET", path)["params"] == {"url": " x "}
    world.switch("apifortress.trim_params", True)
    assert world.ok("PUT", path, {"params": {"url": " y "}})["params"] == {"url": "y"}
