"""What another stack made is not taken over and not taken out, unless the user names it with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from conftest_route import World

from alert_wiring import apifortress
from alert_wiring.core import api as shared
from alert_wiring.core.errors import RefusedError
from alert_wiring.core.marks import made_name
from support.sandbox import Sandbox

TOKEN = "pulumi-python:dynamic/apifortress:AlertGroup"
THEIRS = made_name("payments", ("organization", "project", "another stack", TOKEN, "payments"))
WHOLE = "apifortress:ProjectAssignments"


def taken(name: str, resource_name: str = "payments", **more: Any) -> Callable[[], Any]:
    return lambda: apifortress.AlertGroup(resource_name, name=name, **more).id


def mine(world: World) -> str:
    """Return the name that the program's stack makes for a group called payments."""
    world.run(lambda: apifortress.AlertGroup("payments").id)
    return str(world.one("apifortress:AlertGroup").inputs["name"])


def test_a_name_that_another_made_is_refused_and_may_be_allowed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for more in ({}, {"adopt": True}):
        with pytest.raises(RefusedError, match="AlertGroup 'payments' would take over") as caught:
            world.run(taken(THEIRS, **more))
        assert f'guard.allow["{THEIRS}"]' in caught.value.text
        assert isinstance(caught.value, pulumi.RunError), "one line, no traceback"
    for permitted in ({"allow": {THEIRS: "it moves here"}}, {"turned_off": {"foreign-mark": "we merge"}}):
        monkeypatch.setenv("ALERT_WIRING_GUARD", json.dumps(permitted))
        world.run(taken(THEIRS))
        assert world.one("apifortress:AlertGroup").inputs["name"] == THEIRS


def test_a_name_that_this_stack_made_may_be_written_out_also_for_a_renamed_resource(world: World) -> None:
    own = mine(world)
    world.run(taken(own))
    world.run(taken(own, "orders"))
    world.run(lambda: apifortress.AlertGroup.get("payments", "170").id)


@pytest.mark.usefixtures("unread_futures")
@pytest.mark.parametrize("preview", [True, False])
def test_a_whole_set_takes_out_no_group_of_another_stack(
    world: World, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, preview: bool
) -> None:
    """One that a person made goes as before, and so does one of this stack."""
    monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: preview)
    own = mine(world)
    ids = [sandbox.control.create("apifortress", "alertGroups", {"label": label})["id"] for label in (own, THEIRS)]

    def program() -> Any:
        return apifortress.ProjectAssignments("all", project="Checkout", alert_group_ids=["170"]).id

    sandbox.control.edit("apifortress", "projects", "3075", alertGroupIds=[ids[0], 171])
    world.run(program)
    assert world.one(WHOLE).inputs["alert_group_ids"] == ["170"]
    shared._shared.clear()  # the lists of the run before
    sandbox.control.edit("apifortress", "projects", "3075", alertGroupIds=[*ids, 171])
    with pytest.raises(RefusedError, match="ProjectAssignments 'all' would take out alert group"):
        world.run(program)
    assert not world.of(WHOLE)
    monkeypatch.setenv("ALERT_WIRING_GUARD", json.dumps({"allow": {THEIRS: "that stack is retired"}}))
    world.run(program)
    assert world.of(WHOLE)
