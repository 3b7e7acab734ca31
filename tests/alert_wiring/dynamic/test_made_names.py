"""Made names differ wherever URNs differ: two resources of one name and type may live in different parents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks
from pulumi.runtime.stack import Stack

from alert_wiring import apifortress, ilert, xmatters
from alert_wiring.core.marks import is_made_name
from alert_wiring.dynamic import keep_parent_types
from alert_wiring.dynamic.parents import parent_types

Options = pulumi.ResourceOptions


class Team(pulumi.ComponentResource):
    """A user's own component, which knows nothing of ours."""

    def __init__(self, name: str, opts: Options | None = None) -> None:
        super().__init__("shop:index:Team", name, None, opts)


class Squad(pulumi.ComponentResource):
    """One that keeps its parents, as ours do."""

    def __init__(self, name: str, opts: Options | None = None) -> None:
        keep_parent_types(self, opts)
        super().__init__("shop:index:Squad", name, None, opts)


class Recorder(mocks.Mocks):
    """Remembers the name of every source, in the order of registration."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if "name" in args.inputs:
            self.names.setdefault(args.name, []).append(args.inputs["name"])
        return "1", dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:
        return {}


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    found = Recorder()
    mocks.set_mocks(found, project="wiring", stack="dev")
    yield found


def source(resource_name: str, parent: pulumi.Resource | None = None) -> ilert.AlertSource:
    return ilert.AlertSource(
        resource_name, integration_type="APIFORTRESS", escalation_policy_id="5", opts=Options(parent=parent)
    )


def names_of(recorder: Recorder, program: Any) -> list[str]:
    pulumi.runtime.test(program)()
    return [name for names in recorder.names.values() for name in names]


def test_the_same_name_under_other_parents_is_another_made_name(recorder: Recorder) -> None:
    def program() -> None:
        team, squad = Team("payments"), Squad("payments")
        inner = Squad("payments-squad", Options(parent=team))
        for parent in (None, team, squad, inner, source("outer"), source("outer-team", team)):
            source("checkout", parent)

    found = names_of(recorder, program)
    checkouts = recorder.names["checkout"]
    assert len(checkouts) == 6 and len(set(found)) == len(found) == 8
    assert all(is_made_name(name) for name in found)


def test_names_are_the_same_in_preview_and_update_and_whatever_a_parent_is_called(recorder: Recorder) -> None:
    """A URN has its parents' types, not their names: two parents of one type cannot both have the child."""
    names_of(recorder, lambda: source("checkout", Team("one")))
    names_of(recorder, lambda: source("checkout", Team("two")))
    first, second = recorder.names["checkout"]
    assert first == second


def test_the_stack_as_a_parent_is_none(recorder: Recorder) -> None:
    stack = Stack.__new__(Stack)
    stack._type = "pulumi:pulumi:Stack"
    assert parent_types(None) == parent_types(Options()) == parent_types(Options(parent=stack)) == ()


def test_every_resource_of_ours_keeps_its_parents(recorder: Recorder) -> None:
    def program() -> None:
        for made in (source("s"), apifortress.AlertGroup("g"), xmatters.Workflow("w")):
            inner = apifortress.AlertGroup("inner", opts=Options(parent=made))
            assert parent_types(Options(parent=inner)) == (made.pulumi_resource_type, inner.pulumi_resource_type)

    names_of(recorder, program)
