"""Connector scripts that a route loads: only where the instance lacks them, and never to lose what this stack loaded.

Definitions belong to the whole instance (`api-fortress.md 1.1`), so another stack may have loaded one already.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest_route import World

from alert_wiring import AlertRoute
from alert_wiring.apifortress.scripts import with_mark
from alert_wiring.core import api as shared

FORM = {
    "name": "xMatters",
    "description": "",
    "mode": "Event",
    "runOnSuccess": False,
    "params": [{"name": "trigger_url", "description": ""}, {"name": "recipients", "description": ""}],
    "finished": True,
    "open": True,
}
BY_HAND = "class XMatters { }\n"


def wired(world: World, scripts: str, *names: str) -> None:
    """Run a program of routes in a process of its own."""
    shared._shared.clear()
    world.control.clear_log()

    def program() -> Any:
        for name in names or ("orders",):
            AlertRoute(name, projects=["Orders API"], xmatters_recipients=["jdoe"], load_connectors=scripts)

    world.run(program)


def on_the_instance(world: World, code: str) -> str:
    made = world.control.create("apifortress", "connectorDefinitions", {**FORM, "code": code})
    return str(made["id"])


def asked_for_code(world: World) -> int:
    rows = world.control.requests_log("apifortress")
    return len([row for row in rows if row["method"] == "GET" and "/connectors/" in row["path"]])


@pytest.mark.parametrize("code", [BY_HAND, with_mark(BY_HAND, "connector-xmatters-0123456789")])
def test_one_that_somebody_else_loaded_is_used_under_its_name(world: World, scripts: str, code: str) -> None:
    on_the_instance(world, code)
    wired(world, scripts, "orders", "returns")
    assert world.of("apifortress:ConnectorDefinition") == []
    assert {one.inputs["connector"] for one in world.of("apifortress:Connector")} == {"xMatters"}
    assert asked_for_code(world) == 1


def test_one_that_this_stack_loaded_stays_its_resource(world: World, scripts: str) -> None:
    wired(world, scripts)
    first = world.one("apifortress:ConnectorDefinition").inputs
    assert asked_for_code(world) == 0, "a name that is not listed costs nothing"
    on_the_instance(world, with_mark(first["code"], first["mark"]))
    wired(world, scripts, "orders", "returns")
    assert world.one("apifortress:ConnectorDefinition").inputs == first
    assert asked_for_code(world) == 1


def test_our_own_is_found_among_several_of_the_name(world: World, scripts: str) -> None:
    wired(world, scripts)
    first = world.one("apifortress:ConnectorDefinition").inputs
    on_the_instance(world, BY_HAND)
    on_the_instance(world, with_mark(first["code"], first["mark"]))
    wired(world, scripts)
    assert world.one("apifortress:ConnectorDefinition").inputs == first


def test_where_the_script_may_not_be_seen_the_resource_stays(
    world: World, scripts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be this stack's: dropping the resource would delete it, keeping it can at most be refused."""
    on_the_instance(world, BY_HAND)
    monkeypatch.setenv("APIFORTRESS_API_KEY", "sandbox-manager-key")
    monkeypatch.setenv("APIFORTRESS_API_SECRET", "sandbox-manager-secret")
    wired(world, scripts)
    assert world.one("apifortress:ConnectorDefinition").inputs["name"] == "xMatters"
    assert asked_for_code(world) > 0


def test_where_the_script_cannot_be_asked_for_the_resource_stays(world: World, scripts: str) -> None:
    on_the_instance(world, BY_HAND)
    world.control.fault(vendor="apifortress", method="GET", pathRegex="/connectors/[^/]+$", status=400)
    wired(world, scripts)
    assert world.one("apifortress:ConnectorDefinition").inputs["name"] == "xMatters"
    assert any("were not checked" in text for text in world.said)


def test_what_a_route_loaded_is_left_where_others_use_it(world: World, scripts: str) -> None:
    wired(world, scripts)
    assert world.one("apifortress:ConnectorDefinition").inputs["leave_in_use"] is True
