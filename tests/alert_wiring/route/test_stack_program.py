"""The program of the example stack: a route of the configuration is AlertRoute's arguments, and nothing is ignored."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pulumi
import pytest
from conftest_route import World

PROGRAM = Path(__file__).parents[3] / "stacks" / "__main__.py"
ROUTE = {"name": "payments", "projects": ["Payments API"], "ilert_escalation_policy": "Payments on-call"}


def run(world: World, *routes: dict[str, Any]) -> None:
    def program() -> None:
        pulumi.runtime.set_all_config({"wiring:routes": json.dumps(routes)})
        runpy.run_path(str(PROGRAM), run_name="__main__")

    world.run(program)


def test_each_route_of_the_configuration_is_wired(world: World) -> None:
    run(world, ROUTE, {**ROUTE, "name": "all", "ilert_auto_resolution": "PT4H"})
    # The SDK registers what does not depend on each other in any order.
    assert sorted(one.name for one in world.of("apifortress:AlertGroup")) == ["all", "payments"]
    timeouts = {one.name: one.inputs.get("auto_resolution_timeout") for one in world.of("ilert:AlertSource")}
    assert timeouts == {"payments": None, "all": "PT4H"}


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ({**ROUTE, "ilert_policy": "x"}, "route 'payments' has no 'ilert_policy'; there are .*ilert_escalation_policy"),
        ({"name": "payments"}, "route 'payments' lacks 'projects'"),
        ({"projects": ["Payments API"]}, "route None lacks 'name'"),
    ],
)
def test_a_misspelt_or_missing_key_is_one_line(world: World, route: dict[str, Any], words: str) -> None:
    with pytest.raises(pulumi.RunError, match=words):
        run(world, route)
    assert world.of("apifortress:AlertGroup") == []
