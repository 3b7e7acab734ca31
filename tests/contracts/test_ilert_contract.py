"""Whatever ilert's kinds send is what the field table of the reference says.

The property test drives random valid sequences of calls through the client against the sandbox and holds both to a
small model: what was written can be read, what was deleted is gone, and what belongs to others never changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from alert_wiring.core.errors import NotFoundError
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from contracts.field_table import FieldTable
from contracts.ilert_strategies import KINDS, steps
from contracts.record import main
from support.sandbox import Sandbox


@pytest.fixture(scope="module")
def account(session_sandbox: Sandbox) -> tuple[IlertApi, Sandbox]:
    """A client of the sandbox as seeded."""
    session_sandbox.control.reset()
    environment = {**session_sandbox.settings("ilert"), "ILERT_CALLS_PER_MINUTE": "1000000"}
    return IlertApi.connect(Settings(environment, lambda key: None)), session_sandbox


def checked(collection: str, inputs: dict[str, Any]) -> dict[str, Any]:
    kind = KINDS[collection].kind
    found, problems = Lifecycle(kind, Settings.from_environment, lambda text: None).check(inputs)
    assert problems.found == [], inputs
    return found


def unmanaged(collection: str, old: dict[str, Any]) -> dict[str, Any]:
    """Return what stays as it was when an update does not say otherwise."""
    hands_off = {one.name for one in KINDS[collection].kind.fields if one.hands_off}
    return {name: value for name, value in old.items() if name in hands_off}


@given(sequence=steps())
@settings(max_examples=20, phases=[Phase.explicit, Phase.generate])  # making a failure smaller takes minutes here
def test_what_is_written_can_be_read_and_nobody_elses_object_changes(
    sequence: list[tuple[str, str, int, dict[str, Any]]], account: tuple[IlertApi, Sandbox]
) -> None:
    api, sandbox = account
    sandbox.control.reset()
    before = sandbox.control.state()["ilert"]
    model: dict[tuple[str, str], dict[str, Any]] = {}  # what was written, by collection and id
    with FieldTable.load("ilert").watching():
        for position, (verb, collection, number, drawn) in enumerate(sequence):
            kind, mine = KINDS[collection].kind, [key for key in model if key[0] == collection]
            if verb == "create" or not mine:
                inputs = checked(collection, {**drawn, "name": f"{drawn['name']} {position}"})
                made = kind.create_remote(api, kind.to_api(inputs, None), inputs)
                model[collection, kind.id_of(made)] = inputs
            elif verb == "update":
                id_ = mine[number % len(mine)][1]
                kept = {one.name for one in kind.fields.inputs if one.immutable}
                old = model[collection, id_]
                inputs = checked(collection, {**drawn, "name": old["name"]})
                inputs = {name: value for name, value in inputs.items() if name not in kept}
                inputs |= {name: value for name, value in old.items() if name in kept}
                now = kind.get_remote(api, id_, old)
                olds = kind.from_api(now or {}, old)  # with its key, which a monitor's update must repeat
                kind.update_remote(api, id_, kind.to_api(inputs, olds), inputs, olds)
                model[collection, id_] = {**unmanaged(collection, old), **inputs}
            else:
                id_ = mine[number % len(mine)][1]
                kind.delete_remote(api, id_, {})
                del model[collection, id_]
                assert kind.get_remote(api, id_, {}) is None
                with pytest.raises(NotFoundError):
                    kind.delete_remote(api, id_, {})
            for (where, id_), inputs in model.items():
                found = KINDS[where].kind.get_remote(api, id_, inputs)
                assert found is not None
                assert KINDS[where].kind.fields.differing(KINDS[where].kind.from_api(found, inputs), inputs) == []
        for where, id_ in model:
            KINDS[where].kind.delete_remote(api, id_, {})
    assert sandbox.control.state()["ilert"] == before


def test_a_recording_leaves_the_account_as_it_was_and_hides_keys_and_people(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make record` against the sandbox: every kind, and what is said to differ from the documented shape."""
    found = sandbox.status["ilert"]
    before = sandbox.control.state()["ilert"]
    assert main(["ilert", "--into", str(tmp_path)], sandbox.settings("ilert")) == 0, capsys.readouterr().out
    assert sandbox.control.state()["ilert"] == before
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "ilert").glob("*.yaml")}
    assert {"source_create", "policy_update", "action_read", "monitor_delete", "user_search"} <= texts.keys()
    for text in (*texts.values(), capsys.readouterr().out):
        for hidden in ("il1afr", "il1hb", "not-real", "ada.moss@", found["credentials"]["token"], found["url"]):
            assert hidden not in text, hidden
