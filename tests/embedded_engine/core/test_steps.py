"""Decisions as pure functions (pulumi-engine.md 4.1, 4.4, 4.6, 4.9, 4.13)."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_engine.files.model import Resource
from embedded_engine.plugin import DiffAnswer
from embedded_engine.steps.decision import Action, Difference, decide, deletes_first, interpret
from embedded_engine.steps.durations import seconds
from embedded_engine.steps.goal import AliasSpec
from embedded_engine.steps.graph import Dependents, delete_waves, needed_by
from embedded_engine.steps.urns import Identity, Namer, own_type, provider_id, provider_urn, urn_name

STACK = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev"
NAMER = Namer("dev", "proj")


def thing(name: str, *needs: str, **more: Any) -> Resource:
    defaults: dict[str, Any] = {"type": "t:m:T", "custom": True, "id": f"id-{name}", "dependencies": needs}
    return Resource(urn=name, **{**defaults, **more})


Changes = Literal["unknown", "none", "some"]


@pytest.mark.parametrize(
    ("changes", "replaces", "differ", "action"),
    [
        ("none", (), False, Action.SAME),
        ("none", (), True, Action.SAME),
        ("none", ("x",), True, Action.SAME),
        ("some", (), False, Action.UPDATE),
        ("some", (), True, Action.UPDATE),
        ("some", ("x",), True, Action.REPLACE),
        ("some", ("x",), False, Action.REPLACE),
        ("unknown", (), False, Action.SAME),
        ("unknown", (), True, Action.UPDATE),
        ("unknown", ("x",), False, Action.SAME),
        ("unknown", ("x",), True, Action.REPLACE),
    ],
)
@pytest.mark.parametrize("unfinished", [False, True], ids=["", "initErrors"])
@pytest.mark.parametrize("pending", [False, True], ids=["", "pendingReplacement"])
def test_from_a_diff_to_an_action(
    changes: Changes, replaces: tuple[str, ...], differ: bool, action: Action, unfinished: bool, pending: bool
) -> None:
    old = thing("a", inputs={"x": 1}, init_errors=["half"] if unfinished else [], pending_replacement=pending)
    difference = interpret(DiffAnswer(changes, replaces), old.inputs, {"x": 2 if differ else 1}, (), ())
    if pending:
        action = Action.REPLACE
    elif unfinished and action is Action.SAME:
        action = Action.UPDATE
    assert decide(difference, old) is action


@pytest.mark.parametrize(
    ("changes", "pattern", "action", "keys"),
    [
        ("some", "x", Action.UPDATE, ()),
        ("some", "*", Action.UPDATE, ()),
        ("unknown", "x", Action.REPLACE, ("x",)),
        ("unknown", "x.k[0]", Action.REPLACE, ("x",)),
        ("unknown", "x.other", Action.UPDATE, ()),
        ("unknown", "*", Action.REPLACE, ("x",)),
        ("none", "x", Action.SAME, ()),
    ],
)
def test_replace_on_changes_needs_keys_to_work_on(
    changes: Changes, pattern: str, action: Action, keys: tuple[str, ...]
) -> None:
    old = thing("a", inputs={"x": {"k": [1]}, "y": 1})
    difference = interpret(DiffAnswer(changes), old.inputs, {"x": {"k": [2]}, "y": 1}, (), (pattern,))
    assert (decide(difference, old), tuple(difference.replace_keys)) == (action, keys)


def test_only_an_unknown_answer_carries_keys_and_paths() -> None:
    for changes in ("some", "none"):
        difference = interpret(DiffAnswer(changes), {"x": 1}, {"x": 2}, (), ())  # type: ignore[arg-type]
        assert (difference.diffs, difference.detailed) == ((), None)
    difference = interpret(DiffAnswer("unknown"), {"x": 1, "z": 1}, {"x": 2, "z": 2}, ("z",), ())
    assert (list(difference.diffs), list(difference.detailed or {})) == (["x"], ["x"])


@pytest.mark.parametrize(
    ("answer", "option", "first"),
    [(True, None, True), (False, None, False), (True, False, False), (False, True, True)],
)
def test_a_defined_option_wins_over_the_provider(answer: bool, option: bool | None, first: bool) -> None:
    assert deletes_first(Difference(True, delete_before_replace=answer), option) is first


@pytest.mark.parametrize(
    ("parent", "urn"),
    [
        ("", "urn:pulumi:dev::proj::m:i:T::x"),
        (STACK, "urn:pulumi:dev::proj::m:i:T::x"),
        ("urn:pulumi:dev::proj::a:b:C::c", "urn:pulumi:dev::proj::a:b:C$m:i:T::x"),
        ("urn:pulumi:dev::proj::a:b:C$d:e:F::c", "urn:pulumi:dev::proj::a:b:C$d:e:F$m:i:T::x"),
    ],
)
def test_urns_hold_the_types_of_parents(parent: str, urn: str) -> None:
    assert NAMER.urn(parent, "m:i:T", "x") == urn
    assert (own_type(urn), urn_name(urn)) == ("m:i:T", "x")


def test_a_name_may_hold_the_separator() -> None:
    assert urn_name(NAMER.urn("", "m:i:T", "a::b")) == "a::b"


def test_provider_references() -> None:
    reference = "urn:pulumi:dev::proj::pulumi:providers:pulumi-python::default::uuid-1"
    assert provider_urn(reference) == "urn:pulumi:dev::proj::pulumi:providers:pulumi-python::default"
    assert provider_id(reference) == "uuid-1"


OLD_C, NEW_C = "urn:pulumi:dev::proj::a:b:C::c", "urn:pulumi:dev::proj::a:b:C::d"


@pytest.mark.parametrize(
    ("identity", "specs", "matched", "found"),
    [
        (Identity("m:i:T", "a2", STACK), [AliasSpec(name="a")], {}, ["urn:pulumi:dev::proj::m:i:T::a"]),
        (Identity("m:i:T", "a", STACK), [AliasSpec(type="m:i:Old")], {}, ["urn:pulumi:dev::proj::m:i:Old::a"]),
        (Identity("m:i:T", "a", OLD_C), [AliasSpec(no_parent=True)], {}, ["urn:pulumi:dev::proj::m:i:T::a"]),
        (Identity("m:i:T", "a", OLD_C), [AliasSpec(parent=STACK)], {}, ["urn:pulumi:dev::proj::m:i:T::a"]),
        (Identity("m:i:T", "a", STACK), [AliasSpec(stack="old")], {}, ["urn:pulumi:old::proj::m:i:T::a"]),
        (Identity("m:i:T", "a", STACK), [AliasSpec(project="op")], {}, ["urn:pulumi:dev::op::m:i:T::a"]),
        (Identity("m:i:T", "a", STACK), [AliasSpec(urn="urn:x")] * 2, {}, ["urn:x"]),
        (Identity("m:i:T", "d-kid", NEW_C), [], {NEW_C: OLD_C}, ["urn:pulumi:dev::proj::a:b:C$m:i:T::c-kid"]),
        (Identity("m:i:T", "kid", NEW_C), [], {NEW_C: OLD_C}, ["urn:pulumi:dev::proj::a:b:C$m:i:T::kid"]),
        (
            Identity("m:i:T", "d-kid", NEW_C),
            [AliasSpec(name="d-old")],
            {NEW_C: OLD_C},
            [
                "urn:pulumi:dev::proj::a:b:C$m:i:T::d-old",
                "urn:pulumi:dev::proj::a:b:C$m:i:T::c-kid",
                "urn:pulumi:dev::proj::a:b:C$m:i:T::c-old",
            ],
        ),
    ],
)
def test_aliases(identity: Identity, specs: list[AliasSpec], matched: dict[str, str], found: list[str]) -> None:
    assert NAMER.aliases(identity, specs, matched) == found


def waves(*condemned: Resource, state: list[Resource]) -> list[list[str]]:
    return [sorted(one.urn for one in wave) for wave in delete_waves(condemned, state)]


def test_deletes_go_in_waves_dependents_first() -> None:
    state = [thing("a"), thing("b", "a"), thing("c", "b"), thing("d", parent="a"), thing("e")]
    assert waves(*state, state=state) == [["c"], ["b", "d"], ["a", "e"]]


@pytest.mark.parametrize(
    "reference",
    [
        {"parent": "a"},
        {"provider": "a::id-a"},
        {"property_dependencies": {"k": ["a"]}},
        {"deleted_with": "a"},
        {"replace_with": ["a"]},
    ],
)
def test_every_sort_of_reference_orders_deletes(reference: dict[str, Any]) -> None:
    state = [thing("a"), thing("b", **reference)]
    assert waves(*state, state=state) == [["b"], ["a"]]


def test_a_dependency_on_a_component_stands_for_its_children() -> None:
    state = [
        thing("c", custom=False, id=""),
        thing("inner", custom=False, id="", parent="c"),
        thing("kid", parent="inner"),
        thing("x", "c"),
    ]
    assert waves(*state, state=state) == [["x"], ["kid"], ["inner"], ["c"]]
    assert needed_by([state[-1]], state) == {"c", "inner", "kid"}


def test_children_do_not_wait_for_their_siblings() -> None:
    state = [thing("c", custom=False, id=""), thing("one", parent="c"), thing("two", parent="c")]
    assert waves(*state, state=state) == [["one", "two"], ["c"]]


def test_an_old_half_makes_no_circle() -> None:
    old_half = thing("a", delete=True)
    state = [thing("a"), thing("b", "a"), old_half]
    assert waves(state[1], old_half, state=state) == [["a", "b"]] or waves(state[1], old_half, state=state) == [
        ["b"],
        ["a"],
    ]


@given(st.lists(st.sets(st.integers(0, 11), max_size=3), min_size=1, max_size=12))
def test_no_wave_holds_a_reference_of_a_later_one(edges: list[set[int]]) -> None:
    state = [thing(f"r{i}", *(f"r{j}" for j in sorted(to) if j < i)) for i, to in enumerate(edges)]
    done: set[str] = set()
    for wave in delete_waves(state, state):
        names = {one.urn for one in wave}
        for one in state:
            if one.urn not in done | names:
                continue
            if one.urn in names:
                assert all(other.urn in done for other in state if one.urn in other.dependencies)
        done |= names
    assert done == {one.urn for one in state}


def test_dependents_follow_property_dependencies_but_not_parents() -> None:
    root = thing("a")
    state = [
        thing("z", "a"),
        root,
        thing("b", property_dependencies={"k": ["a"]}),
        thing("c", "b"),
        thing("d", parent="a"),
    ]
    assert [one.urn for one in Dependents(state).of(root, lambda _: False)] == ["b", "c"]
    assert [one.urn for one in Dependents(state).of(root, lambda one: one.urn == "b")] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("", 0), ("0", 0), ("90s", 90), ("5m", 300), ("1h30m", 5400), ("1.5h", 5400), ("250ms", 0.25), ("1m0.5s", 60.5)],
)
def test_durations(text: str, value: float) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["5", "m", "5 m", "1h30", "-5m", "5min"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        seconds(text)


@given(st.lists(st.sets(st.integers(0, 11), max_size=3), min_size=1, max_size=12), st.data())
def test_dependents_are_those_that_a_search_finds(needs: list[set[int]], data: st.DataObject) -> None:
    state = [thing(f"u{index}", *(f"u{one}" for one in ones if one < index)) for index, ones in enumerate(needs)]
    root = data.draw(st.sampled_from(state))
    ignored = data.draw(st.sets(st.sampled_from([one.urn for one in state])))
    reached = {root.urn}
    for one in state[state.index(root) + 1 :]:
        if one.urn not in ignored and not reached.isdisjoint(one.dependencies):
            reached.add(one.urn)
    found = Dependents(state).of(root, lambda one: one.urn in ignored)
    assert [one.urn for one in found] == [one.urn for one in state if one.urn in reached - {root.urn}]
