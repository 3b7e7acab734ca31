"""What holds for every kind and every valid input, against API Fortress in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apif_memory import MemoryBackend
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_wiring.apifortress.alert_group import AlertGroupKind
from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.apifortress.backend import Capability
from alert_wiring.apifortress.catalogue import CATALOGUE, ConnectorRule, readme_of
from alert_wiring.apifortress.connector import ConnectorKind
from alert_wiring.apifortress.connector_definition import ConnectorDefinitionKind
from alert_wiring.apifortress.group_user import GroupUserKind
from alert_wiring.apifortress.objects import DefinitionSpec, Parameter, Project, User
from alert_wiring.apifortress.parameters import Params
from alert_wiring.apifortress.project_assignment import ProjectAssignmentKind
from alert_wiring.apifortress.project_assignments import ProjectAssignmentsKind
from alert_wiring.core import api as shared
from alert_wiring.core.http import HttpSession
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import UNKNOWN, Props

Made = tuple[Kind[Any], MemoryBackend, Props, Props]
"""A kind, a fresh backend, first inputs, and inputs to change them to."""


class Process:
    """One plugin process on a backend in memory."""

    def __init__(self, backend: MemoryBackend) -> None:
        self.backend = backend
        self.warnings: list[str] = []

    def of(self, kind: Kind[Any]) -> Lifecycle[Any]:
        settings = Settings({}, lambda _key: None)
        key = (ApiFortressApi, *(settings.get(one) for one in ApiFortressApi.settings))
        api = shared._shared.get(key)
        if not isinstance(api, ApiFortressApi) or api.backend is not self.backend:
            http: Any = HttpSession.__new__(HttpSession)
            http.base_url = "https://memory"
            shared._shared[key] = ApiFortressApi(http, self.backend)
        return Lifecycle(kind, lambda: settings, self.warnings.append)

    def again(self) -> None:
        shared._shared.clear()


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
PADDED = st.tuples(st.sampled_from(["", " ", "  "]), TEXT, st.sampled_from(["", " "])).map("".join)
KEPT = TEXT.filter(lambda text: set(text) - set("*•●"))
FORMS = {
    "hook": st.from_regex(r"T[A-Z0-9]{1,4}/B[A-Z0-9]{1,4}/[a-zA-Z0-9]{1,6}", fullmatch=True),
    "authorization": TEXT.map(lambda text: f"Bearer {text}"),
    "hostname": st.from_regex(r"[a-z]{1,8}\.example\.com(:8443)?", fullmatch=True),
    "domain": st.from_regex(r"[a-z]{1,8}(\.testrail\.io)?", fullmatch=True),
    "credentials": st.from_regex(r"AC[0-9a-f]{1,8}:[0-9a-f]{1,8}", fullmatch=True),
}
URLS = st.from_regex(r"https?://[a-z]{1,8}\.example/[a-z0-9/]{0,12}", fullmatch=True)


def loaded(backend: MemoryBackend, rule: ConnectorRule) -> str:
    params = tuple(Parameter(param.name, param.meaning) for param in rule.params)
    return backend.load_definition(DefinitionSpec(rule.name, "class A { }", params=params, finished=True, open=True)).id


@st.composite
def groups(draw: st.DrawFn) -> Made:
    backend = MemoryBackend()
    for label in draw(st.lists(TEXT, max_size=3)):
        backend.create_group(f"foreign {label}")
    return AlertGroupKind(), backend, {"name": draw(PADDED)}, {"name": draw(PADDED)}


@st.composite
def params_of(draw: st.DrawFn, rule: ConnectorRule) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for param in rule.params:
        if not param.required and draw(st.booleans()):
            continue
        if param.url:
            values: st.SearchStrategy[Any] = URLS
        elif param.form:
            values = FORMS[param.name]
        elif param.choices:
            values = st.sampled_from(param.choices)
        elif param.whole:
            numbers = st.integers(1, param.most or 10_000)
            values = st.one_of(numbers, numbers.map(str), numbers.map(float))
        else:
            values = KEPT
        params[param.name] = draw(values)
    return params


@st.composite
def connectors(draw: st.DrawFn) -> Made:
    backend = MemoryBackend()
    rule = draw(st.sampled_from(CATALOGUE))
    id_ = loaded(backend, rule)
    group = backend.create_group("g")
    name = draw(st.sampled_from([rule.name, rule.name.upper(), f" {rule.name.lower()} ", id_]))
    base = {"alert_group_id": group.id, "connector": name, "checked_as": rule.name}
    return (
        ConnectorKind(),
        backend,
        {**base, "params": draw(params_of(rule))},
        {**base, "params": draw(params_of(rule))},
    )


@st.composite
def pairs(draw: st.DrawFn) -> Made:
    backend = MemoryBackend(draw(st.sampled_from([frozenset(Capability), frozenset()])))
    foreign = [backend.create_group("foreign").id for _ in range(draw(st.integers(0, 3)))]
    group = backend.create_group("ours").id
    backend.projects["7"] = Project("7", "Payments API", frozenset(foreign))
    backend.projects["8"] = Project("8", "Checkout", frozenset(foreign))
    inputs = {"project": draw(st.sampled_from(["7", "Payments API", " Payments API "])), "alert_group_id": group}
    return ProjectAssignmentKind(), backend, inputs, dict(inputs)


@st.composite
def wholes(draw: st.DrawFn) -> Made:
    backend = MemoryBackend()
    ids = [backend.create_group(f"group {number}").id for number in range(5)]
    some = st.lists(st.sampled_from(ids), max_size=6)
    backend.projects["7"] = Project("7", "Payments API", frozenset(draw(some)))
    backend.projects["8"] = Project("8", "Checkout", frozenset(ids[:2]))
    base = {"project": draw(st.sampled_from(["7", "Payments API", " Payments API "]))}
    if draw(st.booleans()):
        base["on_delete"] = "restore"
    first = draw(some.filter(lambda given: set(given) != backend.projects["7"].group_ids))
    return (
        ProjectAssignmentsKind(),
        backend,
        {**base, "alert_group_ids": first},
        {**base, "alert_group_ids": draw(some)},
    )


@st.composite
def members(draw: st.DrawFn) -> Made:
    backend = MemoryBackend()
    group = backend.create_group("g").id
    for id_, name in (("11", "Mary Manager"), ("12", "Ann Example"), ("13", "Ann Other")):
        backend.users[id_] = User(id_, name, f"{name.split()[0]}.{id_}@example.com")
    for id_ in draw(st.sets(st.sampled_from(["11", "13"]))):
        backend.add_member(group, id_, sms=draw(st.booleans()))
    inputs: Props = {"alert_group_id": group}
    inputs["user"] = draw(st.sampled_from(["12", "Ann Example", " ann.12@EXAMPLE.com "]))
    if draw(st.booleans()):
        inputs["send_sms"] = draw(st.booleans())
    return GroupUserKind(), backend, inputs, dict(inputs)


@st.composite
def definitions(draw: st.DrawFn) -> Made:
    def one() -> Props:
        names = draw(st.lists(TEXT, max_size=5, unique=True))
        lines = draw(st.lists(st.sampled_from(["class A {", "", "  def run() { }  ", "}", "\r", "// x"]), min_size=1))
        flags = {name: draw(st.booleans()) for name in ("run_on_success", "finished", "open") if draw(st.booleans())}
        return {
            "name": "Our connector",
            "code": "class A { }\n" + "\n".join(lines),
            "params": [{"name": name, "description": draw(st.sampled_from(["", "<br/>x"]))} for name in names],
            "mark": "ours-0123456789",
            **({"description": draw(PADDED)} if draw(st.booleans()) else {}),
            **flags,
        }

    backend = MemoryBackend()
    for rule in draw(st.lists(st.sampled_from(CATALOGUE), max_size=3)):
        loaded(backend, rule)
    return ConnectorDefinitionKind(), backend, one(), one()


KINDS = (groups(), connectors(), pairs(), wholes(), members(), definitions())


def every_kind(test: Callable[[Made], None]) -> Callable[[], None]:
    """Run a property for all kinds; hypothesis chooses the kind, the inputs and the account around them."""
    return settings(max_examples=90)(given(made=st.one_of(KINDS))(test))


def snapshot(backend: MemoryBackend) -> tuple[Any, ...]:
    stores = (backend.definitions, backend.groups, backend.instances, backend.projects, backend.members)
    return tuple(dict(store) for store in stores)


@every_kind
def test_check_is_idempotent_and_finds_nothing(made: Made) -> None:
    kind, backend, inputs, _ = made
    once, problems = Process(backend).of(kind).check(inputs)
    assert problems.found == []
    twice, problems = Process(backend).of(kind).check(once)
    assert twice == once
    assert problems.found == []
    assert set(backend.calls) <= {"load_definition", "create_group", "add_member"}, "no I/O"


@every_kind
def test_what_was_created_reads_back_without_a_diff(made: Made) -> None:
    kind, backend, inputs, _ = made
    process = Process(backend)
    checked, _ = process.of(kind).check(inputs)
    live = process.of(kind).create(checked)
    assert process.warnings == []
    assert process.of(kind).diff(live.outputs, checked).changed == ()
    process.again()
    read = process.of(kind).read(live.id, live.outputs)
    assert read is not None
    assert read.id == live.id
    assert process.of(kind).diff(read.outputs, checked).changed == ()
    assert process.of(kind).diff(read.outputs, read.inputs).changed == ()
    assert read.inputs == {name: value for name, value in checked.items() if name in read.inputs}


@every_kind
def test_an_update_ends_where_a_create_would(made: Made) -> None:
    kind, backend, first, second = made
    process = Process(backend)
    checked, _ = process.of(kind).check(first)
    wanted, _ = process.of(kind).check(second)
    live = process.of(kind).create(checked)
    change = process.of(kind).diff(live.outputs, wanted)
    assert change.replaces == ()
    outputs = process.of(kind).update(live.id, live.outputs, wanted) if change.changed else live.outputs
    assert process.of(kind).diff(outputs, wanted).changed == ()
    process.again()
    read = process.of(kind).read(live.id, outputs)
    assert read is not None
    assert process.of(kind).diff(read.outputs, wanted).changed == ()


@every_kind
def test_create_and_delete_leave_everything_else_as_it_was(made: Made) -> None:
    kind, backend, inputs, _ = made
    process = Process(backend)
    process.of(AlertGroupKind()).create({"name": "another group"})  # else the account shows nothing at all in the end
    before = snapshot(backend)
    process.again()
    live = process.of(kind).create(process.of(kind).check(inputs)[0])
    assert snapshot(backend) != before
    for _ in range(2):
        process.again()
        process.of(kind).delete(live.id, live.outputs)
        assert snapshot(backend) == before
    process.again()
    if not isinstance(kind, ProjectAssignmentsKind):  # a project always has a set, if an empty one
        assert process.of(kind).read(live.id, live.outputs) is None


@every_kind
def test_any_unknown_value_is_tolerated_by_check_and_diff(made: Made) -> None:
    kind, backend, inputs, _ = made
    lifecycle = Process(backend).of(kind)
    known, _ = lifecycle.check(inputs)
    for name in inputs:
        checked, problems = lifecycle.check({**inputs, name: UNKNOWN})
        assert problems.found == []
        assert checked[name] is UNKNOWN
        lifecycle.diff(known, checked)
    nested = {name: {**value, "url": UNKNOWN} for name, value in inputs.items() if isinstance(value, dict)}
    for name, value in nested.items():
        checked, _ = lifecycle.check({**inputs, name: value})
        assert checked[name]["url"] is UNKNOWN


@given(left=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(0, 99), st.just(""))))
def test_parameters_are_equal_in_any_order_as_text_and_without_the_empty_ones(left: dict[str, Any]) -> None:
    right = {name: f" {value} " for name, value in reversed(left.items())}
    assert Params().equal(left, right)
    assert Params().equal(left, {**right, "another": ""})
    assert not Params().equal(left, {**right, "another": "x"})


def test_the_readme_of_every_connector_loads_it() -> None:
    for rule in CATALOGUE:
        given_by_readme = readme_of(rule.name)
        rows = [{"name": name, "description": text} for name, text in given_by_readme.pop("params").items()]
        props = {"name": rule.name, "code": "class A { }", "params": rows, **given_by_readme}
        _, problems = Process(MemoryBackend()).of(ConnectorDefinitionKind()).check(props)
        assert problems.found == []
