"""Every value type by a table: what it says of a value, and what goes over the wire in both directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import UNKNOWN, contains_unknown, plain_json
from alert_wiring.core.valuetypes import (
    Choice,
    Decimal,
    Flag,
    Id,
    IdSet,
    ListOf,
    Moment,
    Record,
    Text,
    TextMap,
    Url,
    ValueType,
    Whole,
)
from alert_wiring.core.valuetypes.base import id_order, id_text, whole

Make = Callable[[], ValueType]
"""The tables hold makers, so that constructors run inside the tests."""


def inner() -> Record:
    return Record(Fields(Field("size", "size", Whole())))


def said(type_: ValueType, value: Any) -> list[str]:
    problems = Problems()
    type_.check(value, Spot(problems, "p", "p"))
    return [problem.text for problem in problems.found] + [f"warning {text}" for text in problems.warnings]


GOOD: list[tuple[Make, Any, Any]] = [
    (Text, "", ""),
    (lambda: Text(3, 3), "abc", "abc"),
    (lambda: Text(3, 3), " abc  ", " abc  "),
    (lambda: Choice("A", "B"), "B", "B"),
    (lambda: Choice("", "B"), "B", "B"),
    (Flag, False, False),
    (Whole, 5, 5),
    (Whole, 5.0, 5),
    (Whole, " -5 ", -5),
    (lambda: Whole(1, 9), 1, 1),
    (lambda: Whole(1, 9), 9, 9),
    (lambda: Decimal(0, 1), 0.0, 0.0),
    (lambda: Decimal(0, 1), 1, 1),
    (Url, "http://h", "http://h"),
    (Url, " HTTPS://h/p ", " HTTPS://h/p "),
    (lambda: Url(https_only=True), "https://h", "https://h"),
    (Url, "https://X.example/XX", "https://X.example/XX"),
    (Id, 7.0, "7"),
    (lambda: Id(numeric=True), "9" * 18, "9" * 18),
    (Id, "a-b", "a-b"),
    (lambda: Id(numeric=True), 7, "7"),
    (IdSet, ["10", 9, "x", "9"], ["9", "10", "x"]),
    (lambda: IdSet(most=2), [2, 1], ["1", "2"]),
    (IdSet, [UNKNOWN, 3], ["3", UNKNOWN]),
    (lambda: ListOf(Whole(), most=2), (1, 2.0), [1, 2]),
    (lambda: ListOf(Whole()), [UNKNOWN, 1, 2, 3], [UNKNOWN, 1, 2, 3]),
    (inner, {"size": 2.0}, {"size": 2}),
    (TextMap, {"a": 1.0, "b": None, "c": UNKNOWN, "d": "x"}, {"a": "1", "c": UNKNOWN, "d": "x"}),
]


@pytest.mark.parametrize(("make", "value", "checked"), GOOD)
def test_a_good_value_is_taken_in_checked_form(make: Make, value: Any, checked: Any) -> None:
    problems = Problems()
    assert make().check(value, Spot(problems, "p", "p")) == checked
    assert (problems.found, problems.warnings) == ([], [])


WORDS = tuple(f"W{number}" for number in range(21))
"""One more than a message names."""

BAD: list[tuple[Make, Any, list[str]]] = [
    (lambda: Text(hint="try"), 5, ["p: must be text, not 5; try"]),
    (Text, 5, ["p: must be text, not 5"]),
    (lambda: Text(2), " a ", ["p: must have at least 2 character(s), not ' a '"]),
    (lambda: Text(2, hint="try"), "a", ["p: must have at least 2 character(s), not 'a'; try"]),
    (lambda: Text(0, 2, "try"), "abc", ["p: must have at most 2 characters, but has 3; try"]),
    (lambda: Choice("RED", "BLUE"), 5, ["p: must be one of RED, BLUE, not 5"]),
    (lambda: Choice("RED", "BLUE"), "BLU", ["p: must be one of RED, BLUE, not 'BLU'; did you mean BLUE?"]),
    (lambda: Choice("REDS", "REDO"), "RED", ["p: must be one of REDS, REDO, not 'RED'; did you mean REDS or REDO?"]),
    (lambda: Choice(*WORDS), "x", [f"p: must be one of {', '.join(WORDS[:20])}, not 'x'"]),
    (lambda: Choice(*WORDS), 5, [f"p: must be one of {', '.join(WORDS[:20])}, not 5"]),
    (lambda: Choice("RED"), "xyz", ["p: must be one of RED, not 'xyz'"]),
    (lambda: Choice("RED", open_set=True), "xyz", ["warning p: 'xyz' is not known to this version"]),
    (lambda: Choice("RED", open_set=True), "RE", ["warning p: 'RE' is not known to this version; did you mean RED?"]),
    (Flag, "true", ["p: must be True or False, not 'true'"]),
    (lambda: Whole(hint="try"), "a", ["p: must be a whole number, not 'a'; try"]),
    (Whole, True, ["p: must be a whole number, not True"]),
    (Whole, 1.5, ["p: must be a whole number, not 1.5"]),
    (lambda: Whole(1, hint="try"), 0, ["p: must be a whole number of at least 1, not 0; try"]),
    (lambda: Whole(1, 9), 0, ["p: must be a whole number from 1 to 9, not 0"]),
    (lambda: Whole(1, 9), 10, ["p: must be a whole number from 1 to 9, not 10"]),
    (lambda: Whole(1), 0.0, ["p: must be a whole number of at least 1, not 0"]),
    (lambda: Whole(most=9), 10, ["p: must be a whole number of at most 9, not 10"]),
    (lambda: Decimal(0, 1), 1.1, ["p: must be a number from 0 to 1, not 1.1"]),
    (lambda: Decimal(0, 1), -0.1, ["p: must be a number from 0 to 1, not -0.1"]),
    (lambda: Decimal(0, 1), True, ["p: must be a number from 0 to 1, not True"]),
    (lambda: Decimal(0, 1), "0.5", ["p: must be a number from 0 to 1, not '0.5'"]),
    (Url, "h", ["p: must be an absolute http or https address such as https://host/path, not 'h'"]),
    (
        Url,
        "https://",
        ["p: must be an absolute http or https address such as https://host/path, not 'https://'"],
    ),
    (
        Url,
        "https://h/a b",
        ["p: must be an absolute http or https address such as https://host/path, not 'https://h/a b'"],
    ),
    (
        Url,
        "https://[",
        ["p: must be an absolute http or https address such as https://host/path, not 'https://['"],
    ),
    (Url, 5, ["p: must be an absolute http or https address such as https://host/path, not 5"]),
    (
        lambda: Url(https_only=True),
        "http://h",
        ["p: must be an absolute https address such as https://host/path, not 'http://h'"],
    ),
    (lambda: Id(hint="try"), "", ["p: must be an id, not ''; try"]),
    (
        lambda: Record(Fields(Field("a", "a", Text()), Field("b", "b", Text()))),
        5,
        ["p: must be an object with a, b, not 5"],
    ),
    (Id, 1.5, ["p: must be an id, not 1.5"]),
    (lambda: Id(numeric=True, hint="try"), "x1", ["p: must be a numeric id, not 'x1'; try"]),
    (lambda: Id(numeric=True), "٣", ["p: must be a numeric id, not '٣'"]),
    (IdSet, "5", ["p: must be a list of ids, not '5'"]),
    (lambda: IdSet(most=1), ["1", "2"], ["p: must have at most 1 members, but has 2"]),
    (lambda: IdSet(numeric=True), ["1", "x"], ["p[1]: must be a numeric id, not 'x'"]),
    (lambda: ListOf(Whole()), "5", ["p: must be a list, not '5'"]),
    (lambda: ListOf(Whole(), most=1), [1, 2], ["p: must have at most 1 items, but has 2"]),
    (lambda: ListOf(Whole()), [1, "x"], ["p[1]: must be a whole number, not 'x'"]),
    (inner, 5, ["p: must be an object with size, not 5"]),
    (inner, {"size": "x"}, ["p.size: must be a whole number, not 'x'"]),
    (TextMap, [], ["p: must be a map from text to text, not []"]),
    (TextMap, {"a": 1.5}, ["p.a: must be text, not 1.5"]),
    (Text, ["x" * 80], ["p: must be text, not ['" + "x" * 57 + "…"]),
    (Text, ["x" * 56], ["p: must be text, not ['" + "x" * 56 + "']"]),
    (Text, ["x" * 57], ["p: must be text, not ['" + "x" * 57 + "…"]),
]


@pytest.mark.parametrize(("make", "value", "texts"), BAD)
def test_a_bad_value_is_told_in_these_words(make: Make, value: Any, texts: list[str]) -> None:
    assert said(make(), value) == texts


TO_WIRE: list[tuple[Make, Any, Any]] = [
    (Whole, 5.0, 5),
    (lambda: Whole(as_text=True), 5.0, "5"),
    (Id, "5", "5"),
    (lambda: Id(numeric=True), "5", 5),
    (lambda: Id(numeric=True), "x", "x"),
    (IdSet, ["1", "2"], ["1", "2"]),
    (lambda: IdSet(numeric=True), ["1", "2"], [1, 2]),
    (lambda: IdSet(numeric=True, member="id"), ["1"], [{"id": 1}]),
    (lambda: ListOf(Whole(as_text=True)), [1, 2], ["1", "2"]),
    (inner, {"size": 2.0}, {"size": 2}),
]


@pytest.mark.parametrize(("make", "value", "sent"), TO_WIRE)
def test_what_is_sent(make: Make, value: Any, sent: Any) -> None:
    wire = make().to_wire(value)
    assert (wire, repr(wire)) == (sent, repr(sent))


FROM_WIRE: list[tuple[Make, Any, Any]] = [
    (Text, None, None),
    (Text, "", None),
    (Text, 5, "5"),
    (Text, "X" * 4, "X" * 4),
    (Flag, " TRUE", True),
    (Flag, "yes", False),
    (Flag, None, None),
    (Flag, True, True),
    (Whole, "5", 5),
    (Whole, 5.0, 5),
    (Whole, "", None),
    (Whole, "many", "many"),
    (Id, 5.0, "5"),
    (Id, "", None),
    (IdSet, None, []),
    (IdSet, [10, "9", None, "9"], ["9", "10"]),
    (lambda: IdSet(member="id"), [{"id": 10, "name": "n"}, {"id": 9}, 8], ["8", "9", "10"]),
    (lambda: ListOf(Whole()), ["1"], [1]),
    (lambda: ListOf(Whole()), [], None),
    (lambda: ListOf(Whole()), "text", None),
    (inner, {"size": "2", "else": 1}, {"size": 2}),
    (inner, {}, None),
    (inner, "text", None),
    (TextMap, {"a": 1, "b": None}, {"a": "1"}),
    (TextMap, None, None),
]


@pytest.mark.parametrize(("make", "wire", "value"), FROM_WIRE)
def test_what_is_read(make: Make, wire: Any, value: Any) -> None:
    read = make().from_wire(wire)
    assert (read, repr(read)) == (value, repr(value))


SAME: list[tuple[Make, Any, Any, bool]] = [
    (Text, " a", "a ", True),
    (Text, "a", "A", False),
    (Text, None, None, True),
    (Text, "a", None, False),
    (Text, None, "a", False),
    (Text, UNKNOWN, "<not known yet>", False),
    (Text, "<not known yet>", UNKNOWN, False),
    (Text, UNKNOWN, UNKNOWN, False),
    (Whole, "5", 5.0, True),
    (Whole, 5, 6, False),
    (lambda: Decimal(0, 1), 0.1 + 0.2, 0.3, True),
    (lambda: Decimal(0, 1), 0.3, 0.4, False),
    (Id, 5.0, "5", True),
    (IdSet, ["2", 1], ["1", "2"], True),
    (IdSet, ["1"], ["1", "2"], False),
    (lambda: ListOf(Whole()), [1, 2], [1.0, 2.0], True),
    (lambda: ListOf(Whole()), [1, 2], [2, 1], False),
    (lambda: ListOf(Whole()), [1], [1, 2], False),
    (inner, {"size": 1}, {"size": "1"}, True),
    (inner, {"size": 1}, {"size": 2}, False),
    (TextMap, {"a": 1}, {"a": "1"}, True),
    (TextMap, {"a": "1"}, {"a": "1", "b": "2"}, False),
    (Moment, "2026-01-01T10:00:00Z", "2026-01-01T12:00:00.000+02:00", True),
    (Moment, "2026-01-01T10:00:00", "2026-01-01T10:00:00Z", True),
    (Moment, "2026-01-01T10:00:00.10", "2026-01-01T10:00:00.1", True),
    (Moment, "2026-01-01T10:00:00.1", "2026-01-01T10:00:00", False),
    (Moment, " soon", "soon ", True),
    (Moment, "soon", "later", False),
    (Moment, "2026-01-01T10:00:00Z", "soon", False),
    (Moment, "2026-99-01T10:00:00Z", "2026-98-01T10:00:00Z", False),
]


@pytest.mark.parametrize(("make", "left", "right", "equal"), SAME)
def test_what_counts_as_the_same(make: Make, left: Any, right: Any, equal: bool) -> None:
    assert make().same(left, right) is equal


def test_the_base_takes_everything_as_it_is() -> None:
    base = ValueType()
    assert (said(base, 5), base.check(5, Spot(Problems(), "p", "p"))) == ([], 5)
    assert (base.to_wire([1]), base.from_wire([1]), base.equal([1], [1]), base.equal([1], [2])) == (
        [1],
        [1],
        True,
        False,
    )
    assert base.checked(UNKNOWN, Spot(Problems(), "p", "p")) is UNKNOWN


@pytest.mark.parametrize(
    ("value", "text"), [(True, ""), (None, ""), (5.0, "5"), (5.5, ""), (" 5 ", "5"), (5, "5"), ([], "")]
)
def test_ids_become_text(value: Any, text: str) -> None:
    assert id_text(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (True, None),
        (3, 3),
        (3.0, 3),
        (3.5, None),
        (" -3 ", -3),
        ("--3", None),
        ("³", None),
        ("", None),
        (None, None),
        ("9" * 30, 10**30 - 1),
    ],
)
def test_whole_numbers_are_found(value: Any, number: int | None) -> None:
    assert whole(value) == number


def test_ids_are_in_the_order_of_their_numbers() -> None:
    ordered = ["007", "010", "10", "0XX1", "X", "a"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=id_order) == ordered


def test_what_is_no_number_is_compared_as_it_is() -> None:
    assert Decimal(0, 1).same("x", "x")
    assert not Decimal(0, 1).same("x", "y")


class Word(str):
    """Text of another class, as a library may hand it out."""


def test_plain_json_is_a_copy_that_json_can_carry() -> None:
    source = {"a": [1, 2.5, (True, None)], "b": None, "c": Word("x")}
    plain = plain_json(source)
    assert plain == {"a": [1, 2.5, [True, None]], "c": "x"}
    assert type(plain["c"]) is str


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({1}, "value is of type set, which JSON cannot carry"),
        ({"a": [0, {"b": b""}]}, "value.a[1].b is of type bytes, which JSON cannot carry"),
        ({1: 2}, "value is of type dict, which JSON cannot carry"),
        (float("nan"), "value is of type float, which JSON cannot carry"),
    ],
)
def test_what_json_cannot_carry_is_named_by_its_place_and_type(value: Any, text: str) -> None:
    with pytest.raises(TypeError) as caught:
        plain_json(value)
    assert str(caught.value) == text


def test_an_unknown_is_found_at_any_depth_and_shown_by_a_stable_word() -> None:
    assert contains_unknown(UNKNOWN)
    assert contains_unknown({"a": [1, (UNKNOWN,)]})
    assert not contains_unknown({"a": [1, "x"], "b": None})
    assert repr(UNKNOWN) == "<not known yet>"


def test_a_table_knows_its_inputs_outputs_and_secrets() -> None:
    table = Fields(
        Field("a", "a", Text()), Field("k", "k", Text(), secret=True), Field("u", "u", Text(), computed=True)
    )
    assert [field.name for field in table] == ["a", "k", "u"]
    assert [field.name for field in table.inputs] == ["a", "k"]
    assert (table.names, table.output_names, table.secret_names) == (("a", "k"), ("a", "k", "u"), ("k",))


def test_options_and_what_has_no_place_on_the_wire_are_left_out_of_a_body() -> None:
    table = Fields(
        Field("option", "option", Text(), local=True),
        Field("derived", "", Text()),
        Field("note", "n.o", Text(), cleared=""),
    )
    inputs = {"option": "x", "derived": "y"}
    assert table.to_api({**inputs, "note": "z"}) == {"n": {"o": "z"}}
    assert table.to_api(inputs) == {}
    assert table.to_api(inputs, update=True) == {"n": {"o": ""}}
    assert table.from_api({"": "strange", "n": {"o": "z"}}) == {"note": "z"}
