"""Every kind of ilert lives its life under every reading of what the reference leaves open, several at a time.

The engines' own tests move one switch of each vendor at a time and take hours for all; here no engine runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
import requests
from ilert_kind_inputs import CASES

from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props
from alert_wiring.ilert.alert_source import AlertSourceKind
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.kind import IlertKind
from support.sandbox import Sandbox
from support.switches import Position, positions
from support.waiting import waits_at_once

SOURCE = AlertSourceKind()
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
    whole = {name: value for name, value in full.items() if name != "team_ids"}
    lives = [(SOURCE, whole, {"summary_template": "{{ a }}", "link_templates": None, "severity": None, "active": True})]
    for kind, first, change in [*lives, *((case.kind, case.full, case.changes) for case in CASES)]:
        live_a_life(sandbox, environment, kind, first, {**first, **change})
    follow_a_failure(sandbox, environment, {name: whole[name] for name in ("integration_type", "escalation_policy_id")})
    for alert in sandbox.control.objects("ilert", "alerts"):
        if alert not in before["alerts"]:
            sandbox.control.delete("ilert", "alerts", str(alert["id"]))
    assert sandbox.control.state()["ilert"] == before


def follow_a_failure(sandbox: Sandbox, environment: dict[str, str], inputs: Props) -> None:
    """Send what a connector sends; its alert is found at the source, with the payload, and resolved once for all."""
    with process_of(sandbox, environment, SOURCE) as (lifecycle, api):
        made = lifecycle.create(lifecycle.check({**inputs, "name": "Proof"})[0])
        payload = {"eventId": "e", "test": {"id": "1", "name": "[4711]"}, "failuresCount": 1, "projectName": "P"}
        assert requests.post(made.outputs["integration_url"], json=payload, timeout=10).status_code == 202
        sandbox.control.advance(10)
        (alert,) = api.list_alerts(made.id)
        assert "[4711]" in str(api.get_alert(str(alert["id"])))
        for _ in range(2):
            assert api.resolve_alert(str(alert["id"]))["status"] == "RESOLVED"
        assert api.list_alerts(made.id) == []
        lifecycle.delete(made.id, made.outputs)


@contextmanager
def process_of(
    sandbox: Sandbox, environment: dict[str, str], kind: IlertKind
) -> Iterator[tuple[Lifecycle[Any], IlertApi]]:
    """One plugin process; its pauses move the sandbox's clock."""
    settings = Settings({**environment, "ILERT_CALLS_PER_MINUTE": "100000"}, lambda _key: None)
    api = IlertApi.connect(settings)
    waits_at_once(api.http, sandbox.control.advance)
    with patch("alert_wiring.core.lifecycle.shared_api", return_value=api):
        yield Lifecycle(kind, lambda: settings, pytest.fail), api


def live_a_life(sandbox: Sandbox, environment: dict[str, str], kind: IlertKind, first: Props, second: Props) -> None:
    """Create, change, delete, delete again; between them a refresh and a second preview that find nothing to do."""

    @contextmanager
    def process() -> Iterator[Lifecycle[Any]]:
        with process_of(sandbox, environment, kind) as (lifecycle, _):
            yield lifecycle

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
