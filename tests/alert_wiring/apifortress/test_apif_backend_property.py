"""Any valid sequence of calls through a backend, against a model of a few lines (`api-fortress.md 4.7`).

What was written can be read, what was deleted is gone, and objects that others made never change. The test speaks the
backend interface only, so that every backend runs the very same sequences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from apif_backends import over, rest_only
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alert_wiring.apifortress.backend import ApiFortressBackend, Capability
from alert_wiring.apifortress.objects import DefinitionSpec, Parameter
from alert_wiring.core.errors import ConflictError

PROJECTS = ("2", "238")
"""Two seeded projects; the first has no alert group, the second one of somebody else."""
USERS = ("11", "12", "13")

Step = tuple[str, int, int, str]
"""Move, two numbers that choose among what there is, and a text."""


@dataclass
class Model:
    """What must be there."""

    groups: dict[str, str] = field(default_factory=dict)
    members: dict[str, dict[str, bool]] = field(default_factory=dict)
    connectors: dict[tuple[str, str], tuple[str, dict[str, str]]] = field(default_factory=dict)
    definitions: dict[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    assigned: dict[str, set[str]] = field(default_factory=dict)
    dead: list[tuple[str, ...]] = field(default_factory=list)


class Player:
    """Makes each move twice: through the backend and in the model."""

    def __init__(self, backend: ApiFortressBackend) -> None:
        self.backend, self.model = backend, Model()
        self.model.assigned = {project: backend.get_assigned(project) or set() for project in PROJECTS}
        self.foreign = {project: set(groups) for project, groups in self.model.assigned.items()}

    def play(self, step: Step) -> None:
        name, one, two, text = step
        move: Callable[[int, int, str], None] = getattr(self, name)
        move(one, two, text)

    def create_group(self, one: int, two: int, text: str) -> None:
        made = self.backend.create_group(text)
        assert made.label == text
        assert made.id not in self.model.groups, "ids are never reused (4.7)"
        self.model.groups[made.id] = text
        self.model.members[made.id] = {}

    def rename_group(self, one: int, two: int, text: str) -> None:
        if self.model.groups and Capability.RENAME_GROUP in self.backend.capabilities:
            group = _one_of(self.model.groups, one)
            assert self.backend.rename_group(group, text).label == text
            self.model.groups[group] = text

    def delete_group(self, one: int, two: int, text: str) -> None:
        if not self.model.groups:
            return
        group = _one_of(self.model.groups, one)
        if any(group in groups for groups in self.model.assigned.values()):
            with pytest.raises(ConflictError):
                self.backend.delete_group(group)
            return
        self.backend.delete_group(group)
        self.model.dead.append((group,))
        del self.model.groups[group], self.model.members[group]
        for key in [key for key in self.model.connectors if key[0] == group]:
            del self.model.connectors[key]
            self.model.dead.append(key)

    def add_connector(self, one: int, two: int, text: str) -> None:
        if not self.model.groups:
            return
        group, loaded = _one_of(self.model.groups, one), self.backend.list_definitions()
        definition = sorted(loaded, key=lambda each: each.id)[two % len(loaded)]
        params = _params(definition.param_names, text)
        made = self.backend.create_instance(group, definition.id, dict(params))
        assert (made.definition_id, made.connector_name, made.params) == (definition.id, definition.name, params)
        self.model.connectors[group, made.id] = (definition.id, params)

    def change_connector(self, one: int, two: int, text: str) -> None:
        if not self.model.connectors:
            return
        key = _one_of(self.model.connectors, one)
        definition, old = self.model.connectors[key]
        params = _params(tuple(old), text)
        assert self.backend.update_instance(*key, dict(params)).params == params
        self.model.connectors[key] = (definition, params)

    def delete_connector(self, one: int, two: int, text: str) -> None:
        if self.model.connectors:
            key = _one_of(self.model.connectors, one)
            self.backend.delete_instance(*key)
            del self.model.connectors[key]
            self.model.dead.append(key)

    def assign(self, one: int, two: int, text: str) -> None:
        if self.model.groups:
            project, group = PROJECTS[two % len(PROJECTS)], _one_of(self.model.groups, one)
            wanted = self.model.assigned[project] ^ {group}
            self.backend.set_assigned(project, wanted)
            self.model.assigned[project] = wanted

    def assign_pair(self, one: int, two: int, text: str) -> None:
        if not self.model.groups or Capability.PAIRWISE_ASSIGN not in self.backend.capabilities:
            return
        project, group = PROJECTS[two % len(PROJECTS)], _one_of(self.model.groups, one)
        if group in self.model.assigned[project]:
            self.backend.remove_assigned(project, group)
        else:
            self.backend.add_assigned(project, group)
        self.model.assigned[project] ^= {group}

    def add_member(self, one: int, two: int, text: str) -> None:
        if self.model.groups:
            group, user, sms = _one_of(self.model.groups, one), USERS[two % len(USERS)], len(text) % 2 == 0
            assert self.backend.add_member(group, user, sms=sms).sms is sms
            self.model.members[group][user] = sms

    def remove_member(self, one: int, two: int, text: str) -> None:
        if self.model.groups:
            group, user = _one_of(self.model.groups, one), USERS[two % len(USERS)]
            self.backend.remove_member(group, user)
            self.model.members[group].pop(user, None)

    def load_definition(self, one: int, two: int, text: str) -> None:
        if Capability.LOAD_DEFINITION in self.backend.capabilities:
            spec = _spec(text, one)
            made = self.backend.load_definition(spec)
            assert (made.name, made.param_names) == (spec.name, _names(spec))
            self.model.definitions[made.id] = (spec.name, spec.code, _names(spec))

    def change_definition(self, one: int, two: int, text: str) -> None:
        if self.model.definitions:
            id_, spec = _one_of(self.model.definitions, one), _spec(text, two)
            self.backend.update_definition(id_, spec)
            self.model.definitions[id_] = (spec.name, spec.code, _names(spec))
            for key, (definition, params) in list(self.model.connectors.items()):
                if definition == id_:  # a parameter that goes away is dropped, a new one is empty (4.6 D4)
                    self.model.connectors[key] = (id_, {name: params.get(name, "") for name in _names(spec)})

    def delete_definition(self, one: int, two: int, text: str) -> None:
        if not self.model.definitions:
            return
        id_ = _one_of(self.model.definitions, one)
        if any(definition == id_ for definition, _ in self.model.connectors.values()):
            with pytest.raises(ConflictError):
                self.backend.delete_definition(id_)
            return
        self.backend.delete_definition(id_)
        del self.model.definitions[id_]
        assert self.backend.get_definition(id_) is None

    def compare(self) -> None:
        """Everything that the model has is there, by list and by itself, and what it lost is gone."""
        model, backend = self.model, self.backend
        listed = {group.id: group for group in backend.list_groups()}
        assert {id_: listed[id_].label for id_ in model.groups} == model.groups
        for group in model.groups:
            found = {
                (group, one.id): (one.definition_id, dict(one.params)) for one in backend.list_instances(group) or ()
            }
            assert found == {key: value for key, value in model.connectors.items() if key[0] == group}
            members = backend.list_members(group)
            assert members is not None
            assert {member.user_id: member.sms for member in members} == model.members[group]
            assert (listed[group].connectors_count, listed[group].users_count) == (len(found), len(members))
            one = backend.get_group(group)
            assert one is not None
            assert (one.id, one.label) == (group, model.groups[group])
        for key, (definition, params) in model.connectors.items():
            instance = backend.get_instance(*key)
            assert instance is not None
            assert (instance.definition_id, instance.params) == (definition, params)
        for key in model.dead:
            assert (backend.get_group(key[0]) if len(key) == 1 else backend.get_instance(key[0], key[1])) is None
            assert key[0] not in listed or len(key) == 2
        assert {project: backend.get_assigned(project) for project in PROJECTS} == model.assigned
        names = {definition.id: definition.name for definition in backend.list_definitions()}
        for id_, (name, code, params) in model.definitions.items():
            full = backend.get_definition(id_)
            assert full is not None
            assert (names[id_], full.name, full.code, full.param_names) == (name, name, code, params)

    def clear(self) -> None:
        """Take everything away again."""
        for project, groups in self.foreign.items():
            self.backend.set_assigned(project, groups)
        for group in self.model.groups:
            self.backend.delete_group(group)
        for id_ in self.model.definitions:
            self.backend.delete_definition(id_)


def _one_of(found: Any, number: int) -> Any:
    return list(found)[number % len(found)]


def _params(names: tuple[str, ...], text: str) -> dict[str, str]:
    """A value for every second parameter; untouched ones are stored empty (4.5)."""
    return {name: f"{text} {number}" if number % 2 == 0 else "" for number, name in enumerate(names)}


def _names(spec: DefinitionSpec) -> tuple[str, ...]:
    return tuple(param.name for param in spec.params)


def _spec(text: str, number: int) -> DefinitionSpec:
    params = tuple(Parameter(f"p{index}", text if index % 2 else "") for index in range(number % 6))
    return DefinitionSpec(f"Ours {text}", f"class Ours {{\n  // {text}\n}}", "", "Event", number % 2 == 0, params)


MOVES = [name for name, member in vars(Player).items() if callable(member) and not name.startswith("_")]
MOVES = [name for name in MOVES if name not in {"play", "compare", "clear"}]
WORDS = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
STEP = st.tuples(st.sampled_from(MOVES), st.integers(0, 9), st.integers(0, 9), WORDS | st.just("two words"))
STEPS = st.lists(STEP, min_size=4, max_size=16)
MANY_STEPS = st.lists(STEP, min_size=24, max_size=32)
"""Short sequences hardly ever get to what needs several objects."""


def play_through(account: Any, steps: list[Step]) -> None:
    """Play the steps, compare with the model, look that nothing of others moved, and clear up."""
    account.new_process()
    before = account.control.state()["apifortress"]
    player = Player(account.api().backend)
    for step in [("create_group", 0, 0, "first"), *steps]:
        player.play(step)
    player.compare()
    ours = {*player.model.groups, *player.model.definitions}
    after = account.control.state()["apifortress"]
    for kind, rows in before.items():
        kept = [row for row in after[kind] if not {str(row.get("id")), str(row.get("alertGroupId"))} & ours]
        if kind != "projects":
            assert kept == rows, f"{kind} of others"
    player.clear()
    assert account.control.state()["apifortress"] == before


@rest_only
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.large_base_example])
@given(steps=MANY_STEPS)
def test_what_is_written_is_there_and_nothing_else_moves(account: Any, steps: list[Step]) -> None:
    play_through(account, steps)


@over(["web"])
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_same_through_pages_which_cost_more(account: Any, steps: list[Step]) -> None:
    play_through(account, steps)
