"""What xMatters' client sends is what the field table of the reference says, and it keeps a small model.

The property test drives random valid sequences of calls through the client against the sandbox: what was written can
be read, what was deleted is gone, and what belongs to others never changes.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from alert_wiring.core.settings import Settings
from alert_wiring.xmatters.api import XMattersApi, plan_path
from contracts.field_table import FieldTable
from contracts.xmatters_strategies import DELETABLE, FIXED, steps
from support.sandbox import Sandbox

Drawn = tuple[str, str, int, dict[str, Any]]


def client(sandbox: Sandbox) -> XMattersApi:
    environment = {**sandbox.settings("xmatters"), "XMATTERS_CALLS_PER_MINUTE": "1000000"}
    return XMattersApi.connect(Settings(environment, lambda _key: None))


class Account:
    """The account, and what ours in it must be like: the model."""

    def __init__(self, api: XMattersApi) -> None:
        self.api = api
        self.plan = api.save("/plans", {"name": "Model", "enabled": True})["id"]
        self.model: dict[tuple[str, str], dict[str, Any]] = {}

    def path(self, collection: str) -> str:
        return "/shared-libraries" if collection == "shared-libraries" else plan_path(self.plan, collection)

    def do(self, position: int, step: Drawn) -> None:
        verb, collection, number, drawn = step
        ours = [key for key in self.model if key[0] == collection]
        if verb == "create" or not ours:
            parent = {"plan": {"id": self.plan}} if collection == "shared-libraries" else {}
            sent = {"name": f"n {position}", **drawn}
            made = self.api.save(self.path(collection), {**sent, **parent})
            self.model[collection, made["id"]] = sent
        elif verb == "modify" or collection not in DELETABLE:
            key = ours[number % len(ours)]
            sent = {name: value for name, value in drawn.items() if name not in FIXED or name == "propertyType"}
            self.api.save(self.path(collection), {"id": key[1], **sent})
            self.model[key] |= sent
        else:
            key = ours[number % len(ours)]
            path = f"{self.path(collection)}/{key[1]}"
            assert [self.api.delete(path), self.api.delete(path)] == [True, False]
            del self.model[key]

    def check(self) -> None:
        """Everything that was written is read, and nothing else; a workflow's own endpoint is not ours."""
        for collection in {key[0] for key in self.model} | set(DELETABLE):
            rows = self.api.list_all(plan_path(self.plan, collection))
            rows = [row for row in rows if row.get("endpointType") != "XMATTERS"]
            wanted = {id_: told for (name, id_), told in self.model.items() if name == collection}
            assert {row["id"] for row in rows} == wanted.keys()
            for row in rows:
                told = wanted[row["id"]]
                assert {name: row.get(name, "") for name in told} == told


@given(sequence=steps)
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],  # making a failure smaller takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_can_be_read_and_nobody_elses_object_changes(sandbox: Sandbox, sequence: list[Drawn]) -> None:
    sandbox.control.reset()
    before = sandbox.control.state()["xmatters"]
    with FieldTable.load("xmatters").watching():
        account = Account(client(sandbox))
        for position, step in enumerate(sequence):
            account.do(position, step)
        account.check()
        account.api.delete(plan_path(account.plan))
    assert sandbox.control.state()["xmatters"] == before
