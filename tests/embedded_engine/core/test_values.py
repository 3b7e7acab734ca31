"""Values: the wire, secrets, comparison, paths (pulumi-engine.md section 3)."""

from __future__ import annotations

import math
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from embedded_engine.values import (
    SECRET,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_SENTINEL,
    UNKNOWN_SENTINELS,
    PropertyDiff,
    Secret,
    annotate,
    changed_keys,
    contains_secret,
    detailed_diff,
    equal,
    mark_outputs,
    parse_path,
    present,
    reset,
    unwrap,
)
from embedded_engine.values.marks import RESOURCE_REFERENCE
from embedded_engine.values.paths import render_key
from embedded_engine.values.wire import from_struct, to_plugin, to_program

keys = st.text(min_size=1, max_size=6).filter(lambda key: key != SIGNATURE)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8).filter(lambda text: text not in UNKNOWN_SENTINELS),
)
plain = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))
marked = st.recursive(
    scalars | st.just(UNKNOWN) | scalars.map(Secret),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
)
plain_maps = st.dictionaries(keys, plain, max_size=4)
marked_maps = st.dictionaries(keys, marked, max_size=4)


@given(marked_maps)
def test_the_wire_to_the_program_keeps_every_mark(properties: dict[str, Any]) -> None:
    back = from_struct(to_program(properties))
    assert equal(back, properties)
    assert contains_secret(back) == contains_secret(properties)


@given(plain_maps)
def test_the_wire_to_the_plugin_keeps_plain_values_and_types(properties: dict[str, Any]) -> None:
    assert equal(from_struct(to_plugin(properties)), properties)


def test_integral_numbers_are_ints_as_the_state_writes_them() -> None:
    struct = Struct()
    struct.update({"i": 3, "f": 1.5, "big": 9007199254740993})
    assert {key: (type(value), value) for key, value in from_struct(struct).items()} == {
        "i": (int, 3),
        "f": (float, 1.5),
        "big": (int, 9007199254740992),
    }


def test_a_plugin_sees_no_secret_and_no_reference() -> None:
    reference = {SIGNATURE: RESOURCE_REFERENCE, "urn": "urn:pulumi:s::p::t::a", "id": "id-1"}
    component = {SIGNATURE: RESOURCE_REFERENCE, "urn": "urn:pulumi:s::p::t::c"}
    sent = to_plugin({"s": Secret({"k": Secret("v")}), "r": reference, "c": component}, keep_unknowns=True)
    assert from_struct(sent) == {"s": {"k": "v"}, "r": "id-1", "c": "urn:pulumi:s::p::t::c"}


def test_unknowns_are_kept_only_when_asked() -> None:
    properties = {"a": UNKNOWN, "l": [1, UNKNOWN, 2], "s": Secret(UNKNOWN), "d": {"k": UNKNOWN}}
    assert from_struct(to_plugin(properties)) == {"l": [1, 2], "d": {}}
    kept = to_plugin(properties, keep_unknowns=True)
    assert kept.fields["a"].string_value == UNKNOWN_SENTINEL
    assert from_struct(kept) == {"a": UNKNOWN, "l": [1, UNKNOWN, 2], "s": UNKNOWN, "d": {"k": UNKNOWN}}


@pytest.mark.parametrize("sentinel", sorted(UNKNOWN_SENTINELS))
def test_every_sentinel_is_understood(sentinel: str) -> None:
    struct = Struct()
    struct.update({"x": sentinel})
    assert from_struct(struct)["x"] is UNKNOWN


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_numbers_that_cannot_travel_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match="cannot travel"):
        to_plugin({"x": number})


def test_a_secret_hides_its_value() -> None:
    assert "hush" not in f"{Secret('hush')!r} {[Secret('hush')]}"


def test_annotate_follows_the_three_rules() -> None:
    reference = {"cfg": {"k": Secret("s"), "p": 1}, "lst": ["x", Secret("s")], "pw": Secret("s"), "gone": Secret(1)}
    result = {"cfg": {"k": "s", "p": 1, "more": 2}, "lst": ["x", "s"], "pw": "s", "url": "u"}
    assert annotate(result, reference) == {
        "cfg": {"k": Secret("s"), "p": 1, "more": 2},
        "lst": Secret(["x", "s"]),
        "pw": Secret("s"),
        "url": "u",
    }


@given(marked_maps)
def test_what_a_plugin_echoes_is_as_secret_as_it_was(properties: dict[str, Any]) -> None:
    echoed = annotate(from_struct(to_plugin(properties, keep_unknowns=True)), properties)
    assert equal(echoed, properties)
    for key, value in properties.items():
        assert contains_secret(echoed[key]) == contains_secret(value)


def test_outputs_are_secret_by_name_and_by_their_inputs() -> None:
    outputs = {"etag": "e", "pw": "s", "url": "u", "id": "i"}
    marked_outputs = mark_outputs(outputs, {"pw": Secret("s"), "url": "u"}, ["etag", "id", "absent"])
    assert marked_outputs == {"etag": Secret("e"), "pw": Secret("s"), "url": "u", "id": "i"}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1.0, True),
        (True, 1, False),
        (0, False, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        (Secret([1]), [1], True),
        (Secret(1), 2, False),
        (None, {}, False),
        ("", None, False),
        ([1, 2], [2, 1], False),
        (UNKNOWN, UNKNOWN, True),
        (UNKNOWN, "x", False),
        ({"a": None}, {}, False),
    ],
)
def test_equality(left: Any, right: Any, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(right, left) is same


@given(marked_maps, marked_maps)
def test_no_key_differs_exactly_when_maps_are_equal(left: dict[str, Any], right: dict[str, Any]) -> None:
    same = equal(present(left), present(right))
    assert (changed_keys(left, right) == []) == same
    assert (detailed_diff(left, right) == {}) == same


def test_what_is_present_keeps_its_marks_and_the_nulls_of_lists() -> None:
    value = {"a": None, "b": Secret({"c": None, "d": [None, {"e": None}]}), "f": Secret(None)}
    assert present(value) == {"b": Secret({"d": [None, {}]})}


def test_a_null_property_is_an_absent_one_and_a_null_in_a_list_is_not() -> None:
    assert changed_keys({"a": None, "b": {"c": None}}, {"b": {}}) == []
    assert detailed_diff({"a": None, "b": {"c": None}}, {"a": 1, "b": {}}) == {"a": PropertyDiff("add")}
    assert detailed_diff({"a": 1}, {"a": Secret(None)}) == {"a": PropertyDiff("delete")}
    assert changed_keys({"a": [None]}, {"a": []}) == ["a"]


def test_a_difference_the_other_way_round() -> None:
    kinds = ("add", "delete", "update", "add-replace", "delete-replace", "update-replace")
    found = [PropertyDiff(kind, False).inverted() for kind in kinds]
    assert [one.kind for one in found] == [
        "delete", "add", "update", "delete-replace", "add-replace", "update-replace",
    ]  # fmt: skip
    assert not any(one.input_diff for one in found)


def test_a_detailed_diff_names_paths() -> None:
    old = {"a": 1, "gone": 1, "o": {"k": [1, 2], "x.y": 1}, "s": Secret("a")}
    new = {"a": 2, "new": 1, "o": {"k": [1, 3, 4], "x.y": 2}, "s": Secret("b")}
    assert detailed_diff(old, new) == {
        "a": PropertyDiff("update"),
        "gone": PropertyDiff("delete"),
        "new": PropertyDiff("add"),
        "o.k[1]": PropertyDiff("update"),
        "o.k[2]": PropertyDiff("add"),
        'o["x.y"]': PropertyDiff("update"),
        "s": PropertyDiff("update"),
    }


@given(st.lists(keys, min_size=1, max_size=4))
def test_a_rendered_path_is_read_back(parts: list[str]) -> None:
    rendered = ""
    for part in parts:
        rendered = render_key(rendered, part)
    assert list(parse_path(rendered)) == parts


@pytest.mark.parametrize("text", ["", ".a", "a[", "a]b", "a[x]", 'a["b'])
def test_malformed_paths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="property path"):
        parse_path(text)


def test_ignored_paths_go_back_to_the_old_inputs() -> None:
    old = {"x": 1, "y": {"p": 1, "q": 1}, "removed": 5, "l": [1, 2], "s": Secret({"k": 1})}
    new = {"x": 2, "y": {"p": 2, "q": 2}, "added": 9, "l": [3, 4], "s": Secret({"k": 2, "m": 3})}
    assert reset(old, new, ["x", "y.p", "removed", "added", "l[1]", "s.k", "nowhere.at.all"]) == {
        "x": 1,
        "y": {"p": 1, "q": 2},
        "removed": 5,
        "l": [3, 2],
        "s": Secret({"k": 1, "m": 3}),
    }


@given(plain_maps, plain_maps)
def test_ignoring_every_key_restores_the_old_inputs(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert equal(reset(old, new, [render_key("", key) for key in {*old, *new}]), old)
    assert equal(reset(old, new, ["*"] if old or new else []), old)


@given(marked_maps)
def test_unwrapping_leaves_no_secret_and_no_other_change(properties: dict[str, Any]) -> None:
    assert not contains_secret(unwrap(properties))
    assert equal(unwrap(properties), properties)


def test_the_wire_form_of_a_secret() -> None:
    fields = to_program({"pw": Secret("s")}).fields["pw"].struct_value.fields
    assert {key: value.string_value for key, value in fields.items()} == {SIGNATURE: SECRET, "value": "s"}
