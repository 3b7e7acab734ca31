"""An alert source through the real plugin process, against the running sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.plugin import Plugin, Secret, Served, plugin
from support.sandbox import Sandbox

from alert_wiring import ilert


@pytest.fixture
def environment(sandbox: Sandbox) -> dict[str, str]:
    found = sandbox.status["ilert"]
    return {"ILERT_URL": found["url"], "ILERT_TOKEN": found["credentials"]["token"]}


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[Plugin]:
    with plugin(environment, log=True) as running:
        yield running


@pytest.fixture
def source(served: Plugin) -> Served:
    return served.of(ilert.AlertSource)


@pytest.fixture
def policy_id(sandbox: Sandbox) -> str:
    return str(sandbox.control.objects("ilert", "escalation-policies")[0]["id"])


@pytest.fixture
def inputs(policy_id: str) -> dict[str, Any]:
    return {"name": "Checkout", "integration_type": "APIFORTRESS", "escalation_policy_id": policy_id}


def test_thin_path(source: Served, inputs: dict[str, Any]) -> None:
    checked = source.check(inputs)
    assert checked.failures == []
    made = source.create(checked.inputs)
    print(made)
    assert isinstance(made.outputs["integration_url"], Secret)
    assert source.diff(made.id, made.outputs, checked.inputs).changes is False
    found = source.read(made.id, made.outputs)
    assert found.inputs == checked.inputs
    assert found.outputs == made.outputs
