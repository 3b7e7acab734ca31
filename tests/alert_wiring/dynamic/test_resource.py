"""The typed resources under Pulumi's mocks: names, secrets, options, `.get()`. No provider code runs here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks

from alert_wiring import ilert
from alert_wiring.core.errors import InputError
from alert_wiring.core.marks import is_made_name
from alert_wiring.dynamic.values import LOOKUP_KEY, PROVIDER_KEY


class Recorder(mocks.Mocks):
    """Answers every registration with its inputs and remembers it."""

    def __init__(self) -> None:
        self.seen: list[mocks.MockResourceArgs] = []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.seen.append(args)
        return args.resource_id or "4711", dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:
        return {}


Program = Callable[[], Any]
Run = Callable[[Program], Recorder]


@pytest.fixture
def run() -> Iterator[Run]:
    def run_program(program: Program, stack: str = "dev") -> Recorder:
        recorder = Recorder()
        mocks.set_mocks(recorder, project="wiring", stack=stack)

        @pulumi.runtime.test
        def tested() -> Any:
            return program()

        tested()
        return recorder

    yield run_program


def source(resource_name: str = "checkout", **more: Any) -> ilert.AlertSource:
    return ilert.AlertSource(resource_name, integration_type="APIFORTRESS", escalation_policy_id="5", **more)


def test_a_made_name_is_stable_and_differs_per_stack(run: Any) -> None:
    names = [run(source, stack).seen[0].inputs["name"] for stack in ("dev", "dev", "prod")]
    assert names[0] == names[1] != names[2]
    assert names[0].startswith("checkout-")
    assert is_made_name(names[0])


def test_an_explicit_name_is_taken_as_it_is(run: Run) -> None:
    inputs = run(lambda: source(name="Checkout", severity=3, active=False)).seen[0].inputs
    assert inputs.pop(PROVIDER_KEY)
    assert inputs == {
        "name": "Checkout",
        "integration_type": "APIFORTRESS",
        "escalation_policy_id": "5",
        "severity": 3,
        "active": False,
    }


def test_adopt_is_an_input_only_when_asked_for(run: Run) -> None:
    assert "adopt" not in run(lambda: source(name="Checkout")).seen[0].inputs
    assert run(lambda: source(name="Checkout", adopt=True)).seen[0].inputs["adopt"] is True


def test_get_is_typed_marks_the_lookup_and_makes_no_name(run: Run) -> None:
    def program() -> Any:
        found = ilert.AlertSource.get("old", "77")
        assert isinstance(found, ilert.AlertSource)
        return found.id.apply(ids.append)

    ids: list[str] = []
    seen = run(program).seen[0]
    assert ids == ["77"]
    assert seen.resource_id == "77"
    assert seen.inputs[LOOKUP_KEY] is True
    assert set(seen.inputs) == {LOOKUP_KEY, PROVIDER_KEY}


def test_create_before_delete_needs_a_name_of_its_own(run: Run) -> None:
    options = pulumi.ResourceOptions(delete_before_replace=False)
    with pytest.raises(InputError, match="needs an explicit name"):
        run(lambda: source(opts=options))
    run(lambda: source(name="Checkout", opts=options))


def test_outputs_exist_as_attributes(run: Run) -> None:
    def program() -> Any:
        made = source(severity=3)
        return pulumi.Output.all(made.severity, made.integration_url).apply(values.extend)

    values: list[Any] = []
    run(program)
    assert values[0] == 3
