"""Every kind of ilert lives its life under every reading of what the reference leaves open, several at a time.

The engines' own tests move one switch of each vendor at a time and take hours for all; here no engine runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from ilert_kind_inputs import CASES

from alert_wiring import ilert
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.kind import IlertKind
from support.sandbox import Sandbox
from support.switches import Position, positions

LIVES = 4
"""How many lives try all positions."""


def readings() -> list[tuple[Position, ...]]:
    """Every position that is not a default; those of one switch stand side by side, so none share a life."""
    others = [one for one in positions() if one.vendor == "ilert"]
    return [tuple(others[start::LIVES]) for start in range(LIVES)]


@pytest.mark.parametrize("moved", readings(), ids=lambda moved: "+".join(one.text for one in moved))
def test_every_reading_of_the_reference_is_coped_with(
    sandbox: Sandbox, full: Props, environment: dict[str, str], moved: tuple[Position, ...]
) -> None:
    assert len({one.name for one in moved}) == len(moved)
    sandbox.control.switch(**{one.name: one.value for one in moved})
    before = sandbox.control.state()["ilert"]
    source = ilert.AlertSource.provider_class.kind
    assert isinstance(source, IlertKind)
    whole = {name: value for name, value in full.items() if name != "team_ids"}
    lives = [(source, whole, {"summary_template": "{{ a }}", "link_templates": None, "severity": None, "active": True})]
    for kind, first, change in [*lives, *((case.kind, case.full, case.changes) for case in CASES)]:
        live_a_life(sandbox, environment, kind, first, {**first, **change})
    assert sandbox.control.state()["ilert"] == before


def live_a_life(sandbox: Sandbox, environment: dict[str, str], kind: IlertKind, first: Props, second: Props) -> None:
    """Create, change, delete, delete again; between them a refresh and a second preview that find nothing to do."""

    @contextmanager
    def process() -> Iterator[Lifecycle[Any]]:
        settings = Settings({**environment, "ILERT_CALLS_PER_MINUTE": "100000"}, lambda _key: None)
        api = IlertApi.connect(settings)
        api.http.sleep = sandbox.control.advance
        with patch("alert_wiring.core.lifecycle.shared_api", return_value=api):
            yield Lifecycle(kind, lambda: settings, pytest.fail)

    def checked(props: Props) -> Props:
        with process() as lifecycle:
            inputs, problems = lifecycle.check({name: value for name, value in props.items() if value is not None})
        assert problems.found == []
        return inputs

    def settled(id_: str, outputs: Props, inputs: Props) -> None:
        with process() as lifecycle:
            found = lifecycle.read(id_, outputs)
            assert found is not None
            assert lifecycle.diff(outputs, inputs).changed == ()
            assert lifecycle.diff(found.outputs, inputs).changed == ()

    inputs, others = checked(first), checked(second)
    with process() as lifecycle:
        made = lifecycle.create(inputs)
    settled(made.id, made.outputs, inputs)
    with process() as lifecycle:
        assert not lifecycle.diff(made.outputs, others).replaces
        outputs = lifecycle.update(made.id, made.outputs, others)
    settled(made.id, outputs, others)
    for _ in range(2):
        with process() as lifecycle:
            lifecycle.delete(made.id, outputs)
    with process() as lifecycle:
        assert lifecycle.read(made.id, outputs) is None
