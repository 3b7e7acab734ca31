"""Every further kind of ilert through the real plugin process: one process, the whole life of each."""

from __future__ import annotations

from typing import Any

from ilert_kind_inputs import CASES, Case

from support.plugin import UNKNOWN, Plugin, PluginError, Secret, Served
from support.sandbox import Control


def test_the_whole_life_of_every_kind(running: Plugin, control: Control) -> None:
    """Numbers cross as floats and secrets come back marked; what is there afterwards is what was there before."""
    before = control.state()["ilert"]
    for case in CASES:
        _life(running.of(case.resource), case)
    assert control.state()["ilert"] == before
    assert [message.text for message in running.messages if message.severity > 1] == []


def _life(served: Served, case: Case) -> None:
    checked = served.check(case.full)
    assert checked.failures == []
    inputs = _plain(checked.inputs)
    state = served.create(inputs)
    secrets = {one.name for one in case.kind.fields if one.secret} & state.outputs.keys()
    assert {name for name, value in state.outputs.items() if isinstance(value, Secret)} == secrets
    assert inputs.items() <= _plain(state.outputs).items()
    assert served.diff(state.id, state.outputs, inputs).changes is False
    found = served.read(state.id, state.outputs)
    assert found.inputs is not None and _plain(found.inputs) == inputs
    assert {name for name, value in found.outputs.items() if isinstance(value, Secret)} == secrets
    name, value = next((name, value) for name, value in case.changes.items() if value is not None and name != "name")
    changed = _plain(served.check({**inputs, name: value}).inputs)
    diff = served.diff(state.id, found.outputs, changed)
    assert (diff.changes, diff.replaces) == (True, [])
    outputs = served.update(state.id, found.outputs, changed)
    assert {name for name, value in outputs.items() if isinstance(value, Secret)} == secrets
    for one in case.replaces & inputs.keys():
        other = UNKNOWN if one in {"connector_id"} else {"other": "x"} if one == "params" else "github"
        diff = served.diff(state.id, outputs, {**changed, one: other})
        assert (diff.replaces, diff.delete_before_replace) == ([one], True)
    served.delete(state.id, outputs)
    assert served.read(state.id, outputs).id == ""
    try:
        served.update(state.id, outputs, inputs)
    except PluginError as error:
        assert "run `pulumi refresh`" in str(error) and "\n" not in str(error).strip()
        assert "canary" not in str(error)
    else:
        raise AssertionError("an update of what is gone")


def _plain(value: Any) -> Any:
    if isinstance(value, Secret):
        return _plain(value.value)
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
