"""Every kind of ilert but alert sources, through the shared lifecycle, against the running sandbox.

A lifecycle here stands for one process of the plugin: `Account.again` begins the next one, which knows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from ilert_kind_inputs import ACTION, CASES, CONNECTOR, HEARTBEAT, HOURS, POLICY, SOURCE, SRE, TEAM, TYPED_ACTIONS, Case

from alert_wiring import ilert
from alert_wiring.core import api as core_api
from alert_wiring.core.errors import BadRequestError, ExistsError, NoMatchError, NotFoundError, WiringError
from alert_wiring.core.lifecycle import Lifecycle, Live
from alert_wiring.core.marks import made_name
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.kind import IlertKind
from contracts.field_table import FieldTable
from support.sandbox import Control

SOURCES = Case(
    ilert.AlertSource,
    {"name": "Checkout", "integration_type": "APIFORTRESS", "escalation_policy_id": "2344528"},
    *({}, {}, {}),
)
every_kind = pytest.mark.parametrize("case", CASES, ids=lambda case: case.resource.__name__)


@dataclass
class Account:
    """The sandbox's ilert account as one plugin process after the other sees it."""

    settings: Settings
    control: Control
    warnings: list[str] = field(default_factory=list)

    def of(self, kind: IlertKind) -> Lifecycle[IlertApi]:
        return Lifecycle(kind, lambda: self.settings, self.warnings.append)

    def again(self) -> None:
        """Begin the next process; the log of requests begins with it."""
        core_api._shared.clear()
        self.control.clear_log()

    def sent(self) -> list[str]:
        return [f"{row['method']} {row['path']}" for row in self.control.requests_log("ilert")]

    def checked(self, case: Case, inputs: dict[str, Any]) -> dict[str, Any]:
        found, problems = self.of(case.kind).check({name: one for name, one in inputs.items() if one is not None})
        assert problems.found == []
        return found

    def made(self, case: Case, inputs: dict[str, Any]) -> Live:
        return self.of(case.kind).create(self.checked(case, inputs))

    def edit(self, case: Case, id_: str, **members: Any) -> None:
        self.control.edit("ilert", case.collection, id_, **members)


@pytest.fixture
def account(environment: dict[str, str], control: Control, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """Return the seeded account; whatever is sent to it is held to the field table of the reference."""
    monkeypatch.setattr(core_api, "_shared", {})
    control.switch(**{"ilert.updated_at_moves": "yes"})  # what happens otherwise is in test_inventory_reads.py
    control.clear_log()
    with FieldTable.load("ilert").watching():
        yield Account(Settings({**environment, "ILERT_CALLS_PER_MINUTE": "100000"}, lambda key: None), control)


def foreign(control: Control) -> dict[str, Any]:
    """Everything in the account, as it is stored."""
    return dict(control.state()["ilert"])


@every_kind
def test_every_property_goes_there_and_comes_back(case: Case, account: Account) -> None:
    names = {one.name for one in case.kind.fields.inputs if not one.local}
    assert names - case.full.keys() == case.left_out.keys(), "a property without a test"
    before = foreign(account.control)
    inputs = account.checked(case, case.full)
    live = account.of(case.kind).create(inputs)
    assert account.sent() == [f"GET {case.kind.path}", f"POST {case.kind.path}"], "one list, one write, no read back"
    assert inputs.items() <= live.outputs.items(), "in the user's spelling"
    assert account.of(case.kind).diff(live.outputs, inputs).changed == ()
    account.again()
    found = account.of(case.kind).read(live.id, live.outputs)
    assert found is not None
    assert (found.inputs, found.outputs) == (inputs, live.outputs)
    one, listed = f"GET {case.kind.path}/{live.id}", f"GET {case.kind.path}"
    assert account.sent() in ([listed], [one]), "from the list where it tells enough"
    account.again()
    account.of(case.kind).delete(live.id, found.outputs)
    assert account.sent() == [f"DELETE {case.kind.path}/{live.id}"]
    account.of(case.kind).delete(live.id, found.outputs)
    assert foreign(account.control) == before, "nothing else was touched"
    assert account.warnings == []


@every_kind
def test_each_property_changes_as_the_reference_says_and_nothing_else_does(case: Case, account: Account) -> None:
    assert case.changes.keys() | case.replaces == {one.name for one in case.kind.fields.inputs if not one.local}
    lifecycle = account.of(case.kind)
    inputs = account.checked(case, case.full)
    live = lifecycle.create(inputs)
    outputs = live.outputs
    for name, value in case.changes.items():
        inputs = account.checked(case, {**inputs, name: value})
        change = lifecycle.diff(outputs, inputs)
        assert (change.changed, change.replaces) == ((name,), ()), name
        outputs = lifecycle.update(live.id, outputs, inputs)
        assert lifecycle.diff(outputs, inputs).changed == (), name
        found = lifecycle.read(live.id, outputs)
        assert found is not None and found.inputs == inputs, name
    account.again()
    found = account.of(case.kind).read(live.id, outputs)
    assert found is not None and found.outputs == outputs
    assert account.warnings == []


@every_kind
def test_a_change_by_hand_is_seen_by_the_next_process_and_repaired(case: Case, account: Account) -> None:
    credentials = {one.name for one in case.kind.fields.inputs if one.write_only}
    unseen = credentials | case.left_out.keys() | {"connector_type", "connector_id"}
    assert case.by_hand.keys() == {one.name for one in case.kind.fields.inputs if not one.local} - unseen
    inputs = account.checked(case, case.full)
    live = account.of(case.kind).create(inputs)
    outputs = live.outputs
    for name, members in case.by_hand.items():
        account.edit(case, live.id, **members)
        account.again()
        found = account.of(case.kind).read(live.id, outputs)
        assert found is not None
        change = account.of(case.kind).diff(found.outputs, inputs)
        assert change.changed == (name,)
        assert set(change.replaces) == {name} & case.replaces
        outputs = account.of(case.kind).update(live.id, found.outputs, inputs)
        assert account.of(case.kind).diff(outputs, inputs).changed == (), name


@every_kind
@pytest.mark.parametrize("fault", [{"drop": "after"}, {"status": 500, "applyFirst": True}, {"truncate": True}], ids=str)
def test_a_lost_answer_makes_nothing_twice(case: Case, fault: dict[str, Any], account: Account) -> None:
    account.control.fault(vendor="ilert", method="POST", times=1, **fault)
    before = len(account.control.objects("ilert", case.collection))
    live = account.made(case, case.full)
    assert len(account.control.objects("ilert", case.collection)) == before + 1
    assert account.sent().count(f"POST {case.kind.path}") == 1
    assert live.inputs == account.checked(case, case.full)


@every_kind
def test_a_name_that_is_taken_is_never_taken_over_silently(case: Case, account: Account) -> None:
    live = account.made(case, case.minimal)
    account.again()
    with pytest.raises(ExistsError, match=rf"(?s){case.kind.noun} '.*id {live.id}.*adopt=True"):
        account.made(case, case.full)
    assert [sent for sent in account.sent() if not sent.startswith("GET")] == []
    wanted = {**case.full, **{name: case.minimal[name] for name in case.replaces if name in case.minimal}}
    wanted = {name: one for name, one in wanted.items() if name not in case.replaces or name in case.minimal}
    taken = account.made(case, {**wanted, "adopt": True})
    assert taken.id == live.id
    assert taken.inputs == {**account.checked(case, wanted), "adopt": True}
    mine = account.made(case, {**case.minimal, "name": made_name("mine", ("a", "b"))})
    account.again()
    again = account.made(case, {**case.minimal, "name": made_name("mine", ("a", "b"))})
    assert again.id == mine.id, "a name of our own is found again without asking"


@every_kind
def test_what_is_gone_is_told(case: Case, account: Account) -> None:
    live = account.made(case, case.full)
    account.control.delete("ilert", case.collection, live.id)
    account.again()
    lifecycle = account.of(case.kind)
    assert lifecycle.read(live.id, live.outputs) is None
    assert "GET /api/users/current" in account.sent(), "the key is good, so a 404 means gone"
    with pytest.raises(NotFoundError, match="deleted outside Pulumi: run `pulumi refresh`"):
        lifecycle.update(live.id, live.outputs, account.checked(case, {**case.full, "name": "Other"}))
    with pytest.raises(NoMatchError, match=f"there is no ilert {case.kind.noun} with id {live.id}"):
        lifecycle.read(live.id, {}, lookup=True)


@every_kind
def test_what_the_program_does_not_manage_stays(case: Case, account: Account) -> None:
    """Also where a PUT without it would clear it (`ilert.md 2.8`)."""
    unmanaged = [one for one in case.kind.fields if one.hands_off]
    minimal = {name: one for name, one in case.full.items() if name not in {field.name for field in unmanaged}}
    live = account.made(case, minimal)
    assert not {one.name for one in unmanaged} & live.outputs.keys()
    for one in unmanaged:
        account.edit(case, live.id, **case.by_hand[one.name])
    stored = account.control.get("ilert", case.collection, live.id)
    account.again()
    lifecycle = account.of(case.kind)
    found = lifecycle.read(live.id, live.outputs)
    assert found is not None
    inputs = account.checked(case, {**minimal, "name": "Other"})
    assert lifecycle.diff(found.outputs, inputs).changed == ("name",)
    lifecycle.update(live.id, found.outputs, inputs)
    now = account.control.get("ilert", case.collection, live.id)
    wires = [one.wire for one in unmanaged]
    assert {wire: now.get(wire) for wire in wires} == {wire: stored.get(wire) for wire in wires}
    assert now["name"] == "Other"


@every_kind
@pytest.mark.parametrize(
    "switches",
    [
        {"ilert.unset_fields": "null"},
        {"ilert.list_order": "shuffled", "ilert.unknown_response_fields": "yes"},
        {"ilert.neighbour_create_status": "200", "ilert.updated_at_moves": "no"},
    ],
    ids=str,
)
def test_every_reading_of_the_reference_works(case: Case, switches: dict[str, str], account: Account) -> None:
    account.control.switch(**switches)
    for number, wanted in enumerate((case.minimal, case.full)):
        inputs = account.checked(case, {**wanted, "name": f"Reading {number}"})
        live = account.of(case.kind).create(inputs)
        account.again()
        found = account.of(case.kind).read(live.id, live.outputs)
        assert found is not None and found.inputs == inputs
        assert account.of(case.kind).diff(found.outputs, inputs).changed == ()
        renamed = {**inputs, "name": f"Renamed {number}"}
        outputs = account.of(case.kind).update(live.id, found.outputs, renamed)
        assert account.of(case.kind).diff(outputs, renamed).changed == ()
    assert account.warnings == []


@every_kind
def test_an_object_is_referred_to_with_everything_it_has(case: Case, account: Account) -> None:
    live = account.made(case, case.full)
    account.again()
    found = account.of(case.kind).read(live.id, {}, lookup=True)
    assert found is not None
    never_read = {one.name for one in case.kind.fields if one.write_only}
    assert found.outputs.keys() == live.outputs.keys() - never_read
    assert case.kind.fields.differing(found.outputs, {**live.inputs, **dict.fromkeys(never_read)}) == []


IN_USE: list[tuple[Case, Case, dict[str, Any], str]] = [
    (POLICY, SOURCES, {"escalation_policy_id": "{}"}, "alert source 'Checkout'"),
    (HOURS, SOURCES, {"support_hours_id": "{}"}, "alert source 'Checkout'"),
    (TEAM, SOURCES, {"team_ids": ["{}"]}, "alert source 'Checkout'"),
    (TEAM, POLICY, {"team_ids": ["{}"]}, "escalation policy 'Night'"),
    (
        *(TEAM, POLICY),
        {"escalation_rules": [{"escalation_timeout": 1, "team_ids": ["{}"]}]},
        "a rule of the escalation policy 'Night'",
    ),
    (CONNECTOR, ACTION, {"connector_type": "zammad", "webhook": None, "connector_id": "{}"}, "alert action 'Tell'"),
    (SOURCES, ACTION, {"alert_source_ids": ["{}"]}, "alert action 'Tell'"),
]


@pytest.mark.parametrize(
    ("case", "by", "how", "words"), IN_USE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_in_use_is_told_with_what_uses_it(
    case: Case, by: Case, how: dict[str, Any], words: str, account: Account
) -> None:
    """One line; and once nothing uses it any more it goes."""
    live = account.made(case, case.minimal)
    user = account.made(by, {**by.minimal, **json.loads(json.dumps(how).replace("{}", live.id))})
    refused = {"status": 400, "message": "It is in use", "code": "BAD_REQUEST"}
    account.control.fault(vendor="ilert", method="DELETE", times=1, status=400, body=refused)
    with pytest.raises(BadRequestError) as caught:
        account.of(case.kind).delete(live.id, live.outputs)
    text = caught.value.text
    assert text.startswith(f"Deleting {case.kind.title(live.outputs)} (id {live.id}) failed: ")
    assert text.endswith(f"It is in use by {words} (id {user.id}): give them another one or delete them first.")
    account.of(by.kind).delete(user.id, user.outputs)
    account.of(case.kind).delete(live.id, live.outputs)


@pytest.mark.parametrize("case", [TEAM, CONNECTOR], ids=lambda case: case.resource.__name__)
def test_who_may_not_write_is_told_that_an_administrator_may(case: Case, account: Account) -> None:
    denied = {"status": 403, "message": "No permission", "code": "NO_PERMISSION"}
    account.control.fault(vendor="ilert", method="POST", times=1, status=403, body=denied)
    with pytest.raises(WiringError, match=f"Only an administrator may change an ilert {case.kind.noun}.*ILERT_TOKEN"):
        account.made(case, case.minimal)
    unknown = {"status": 403, "message": "The provided API key is invalid", "code": "KEY_ERROR"}
    account.control.fault(vendor="ilert", method="POST", times=1, status=403, body=unknown)
    with pytest.raises(WiringError, match="missing, unknown or revoked"):
        account.made(case, case.minimal)


def test_credentials_are_written_and_never_read(account: Account) -> None:
    live = account.made(CONNECTOR, CONNECTOR.full)
    stored = account.control.get("ilert", "connectors", live.id)
    assert stored["params"] == {
        "url": "https://tickets.example/jira",
        "email": "bot@acme.example",
        "apiKey": "canary-api-key",
        "password": "canary-password",
        "authorization": "canary-authorization",
        "secret": "canary-secret",
    }
    assert set(CONNECTOR.kind.fields.secret_names) == {"api_key", "password", "authorization", "secret"}


@pytest.mark.parametrize("tool", TYPED_ACTIONS)
def test_the_typed_params_of_an_action(tool: str, account: Account) -> None:
    wanted = {"name": tool, "connector_type": tool, "alert_source_ids": [SOURCE], **TYPED_ACTIONS[tool]}
    live = account.made(ACTION, wanted)
    account.again()
    found = account.of(ACTION.kind).read(live.id, {}, lookup=True)
    assert found is not None
    assert found.inputs[tool] == wanted[tool]
    assert ACTION.kind.fields.differing(found.outputs, account.checked(ACTION, wanted)) == []
    first, value = next(iter(wanted[tool].items()))
    changed = {**wanted[tool], first: value[:1] if isinstance(value, list) else f"{value}2"}
    other = account.checked(ACTION, {**wanted, tool: changed})
    assert account.of(ACTION.kind).diff(live.outputs, other).replaces == (tool,)


def test_params_that_ilert_adds_are_its_own(account: Account) -> None:
    live = account.made(ACTION, ACTION.full)
    account.edit(ACTION, live.id, params={**ACTION.full["params"], "addedByIlert": True})
    account.again()
    found = account.of(ACTION.kind).read(live.id, live.outputs)
    assert found is not None and found.inputs == live.inputs


def test_another_interval_makes_another_key(account: Account) -> None:
    lifecycle = account.of(HEARTBEAT.kind)
    live = account.made(HEARTBEAT, HEARTBEAT.full)
    renamed = account.checked(HEARTBEAT, {**HEARTBEAT.full, "name": "Renamed"})
    outputs = lifecycle.update(live.id, live.outputs, renamed)
    assert outputs["integration_key"] == live.outputs["integration_key"]
    quicker = lifecycle.update(live.id, outputs, {**renamed, "interval_sec": 30})
    assert quicker["integration_key"] != live.outputs["integration_key"]
    assert quicker["integration_key"] in quicker["integration_url"]
    found = lifecycle.read(live.id, quicker)
    assert found is not None and found.outputs["integration_url"] == quicker["integration_url"]


def test_a_monitor_that_appeared_since_the_list_is_a_conflict_that_shows_how_to_adopt(account: Account) -> None:
    """A name that exists is answered with 409 and the monitor itself (`ilert.md 3.8`)."""
    lifecycle = account.of(HEARTBEAT.kind)
    lifecycle._inventory(lifecycle._api(), {}).all()
    account.control.create(
        "ilert",
        "heartbeat-monitors",
        {
            **account.control.objects("ilert", "heartbeat-monitors")[0],
            "id": 99001,
            "name": "Night run",
            "integrationKey": "il1hbt00000000000000000001",
        },
    )
    with pytest.raises(ExistsError, match=r"id 99001.*adopt=True"):
        account.made(HEARTBEAT, HEARTBEAT.minimal)


def test_members_are_a_set(account: Account) -> None:
    team = account.made(TEAM, TEAM.full)
    turned = account.checked(TEAM, {**TEAM.full, "members": TEAM.full["members"][::-1]})
    assert account.of(TEAM.kind).diff(team.outputs, turned).changed == ()


def test_a_team_of_an_adopted_object_that_nobody_manages_stays(account: Account) -> None:
    live = account.made(ACTION, {**ACTION.minimal, "team_ids": [SRE], "trigger_types": ["alert-raised"]})
    account.again()
    taken = account.made(ACTION, {**ACTION.minimal, "trigger_mode": "MANUAL", "adopt": True})
    stored = account.control.get("ilert", "alert-actions", live.id)
    assert (taken.id, stored["triggerMode"]) == (live.id, "MANUAL")
    assert [one["id"] for one in stored["teams"]] == [int(SRE)]
    assert stored["triggerTypes"] == ["alert-raised"]
