"""Every kind of API Fortress lives under every reading of what the reference leaves open, over each backend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alert_wiring.apifortress.alert_group import AlertGroupKind
from alert_wiring.apifortress.connector import ConnectorKind
from alert_wiring.apifortress.connector_definition import ConnectorDefinitionKind
from alert_wiring.apifortress.group_user import GroupUserKind
from alert_wiring.apifortress.project_assignment import ProjectAssignmentKind
from alert_wiring.apifortress.project_assignments import ProjectAssignmentsKind
from alert_wiring.core.kind import Kind
from alert_wiring.core.values import Props
from support.switches import Position, positions

MAP_OF_B = Path(__file__).with_name("web_map_b.yaml")
TOLD = {"apifortress.web_login"}
"""An instance with single sign-on only cannot be used through its pages; that it is said has a test of its own."""


def readings() -> list[tuple[Position, ...]]:
    """Every position that is not a default; those of one switch stand side by side, so none share a life."""
    others = [one for one in positions() if one.vendor == "apifortress" and one.name not in TOLD]
    return [tuple(others[start::2]) for start in range(2)]


@pytest.mark.parametrize("moved", readings(), ids=lambda moved: "+".join(one.text for one in moved))
def test_every_reading_of_the_reference_is_coped_with(account: Any, moved: tuple[Position, ...]) -> None:
    assert len({one.name for one in moved}) == len(moved)
    account.control.switch(**{one.name: one.value for one in moved})
    if "apifortress.web_markup" in {one.name for one in moved}:
        account.environment["APIFORTRESS_WEB_MAP"] = str(MAP_OF_B)
    before = account.control.state()["apifortress"]
    code = "class X {\n  def run() { }\n}\n"
    definition = Life(account, ConnectorDefinitionKind(), {"name": "xMatters", "code": code, "params": PARAMS})
    definition.change({"name": "xMatters", "code": code, "params": PARAMS, "description": "to people"})
    group = Life(account, AlertGroupKind(), {"name": "Ours  & theirs"})
    place = {"alert_group_id": group.id}
    alert = Life(account, ConnectorKind(), {**place, "connector": "JSON Alert", "params": {"url": "https://a.example"}})
    alert.change({**place, "connector": "JSON Alert", "params": {"url": "https://b.example/?k=1"}})
    people = {"trigger_url": "https://x.example/api?apiKey=k", "recipients": "jdoe,Ops On-Call"}
    called = Life(account, ConnectorKind(), {**place, "connector": definition.id, "params": people})
    user = Life(account, GroupUserKind(), {**place, "user": "ann@example.com", "send_sms": True})
    pair = Life(account, ProjectAssignmentKind(), {**place, "project": "Checkout"})
    whole = Life(account, ProjectAssignmentsKind(), {"project": "Inventory", "alert_group_ids": [group.id]})
    whole.change({"project": "Inventory", "alert_group_ids": ["172", group.id]})
    for one in (whole, pair, user, called, alert, group, definition):
        one.end()
    assert account.control.state()["apifortress"] == before


PARAMS = [{"name": "trigger_url", "description": "URL"}, {"name": "recipients", "description": "who"}]


class Life:
    """One object, settled after everything that is done to it: a refresh and a second preview find nothing to do."""

    def __init__(self, account: Any, kind: Kind[Any], props: Props) -> None:
        self.account, self.kind = account, kind
        account.new_process()
        self.id, self.outputs = account.made(kind, props)
        self._settled(props)

    def change(self, props: Props) -> None:
        """Update in place."""
        self.account.new_process()
        lifecycle = self.account.of(self.kind)
        inputs, problems = lifecycle.check(props)
        assert problems.found == []
        change = lifecycle.diff(self.outputs, inputs)
        assert (bool(change.changed), change.replaces) == (True, ())
        self.outputs = lifecycle.update(self.id, self.outputs, inputs)
        self._settled(props)

    def end(self) -> None:
        """Delete, and delete again."""
        for _ in range(2):
            self.account.new_process()
            self.account.of(self.kind).delete(self.id, self.outputs)

    def _settled(self, props: Props) -> None:
        self.account.new_process()
        lifecycle = self.account.of(self.kind)
        inputs, _ = lifecycle.check(props)
        found = lifecycle.read(self.id, self.outputs)
        assert found is not None
        assert lifecycle.diff(self.outputs, inputs).changed == ()
        assert lifecycle.diff(found.outputs, inputs).changed == ()
