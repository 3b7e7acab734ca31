"""Fields and value types: check, equality, both directions of the wire. Property tests where a rule is general."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.values import UNKNOWN
from alert_wiring.core.valuetypes import (
    Choice,
    Decimal,
    Flag,
    Id,
    IdSet,
    ListOf,
    Record,
    Text,
    TextMap,
    Url,
    ValueType,
    Whole,
)
from alert_wiring.ilert.value_types import Duration, EmailAddress, Template, duration_seconds

LINK = Record(Fields(Field("text", "text", Text(1), required=True), Field("href", "href.url", Url(), required=True)))
TABLE = Fields(
    Field("name", "name", Text(1, 20), required=True, hint="any name"),
    Field("kind", "type", Choice("A", "B"), required=True, immutable=True),
    Field("parent_id", "parent.id", Id(numeric=True), required=True, immutable=True, parent=True),
    Field("active", "active", Flag(), default=True),
    Field("count", "count", Whole(1, 9)),
    Field("ratio", "ratio", Decimal(0, 1)),
    Field("team_ids", "teams", IdSet(numeric=True, member="id"), hands_off=True),
    Field("service_ids", "services", IdSet(numeric=True, member="id", most=3)),
    Field("links", "links", ListOf(LINK, most=2)),
    Field("params", "params", TextMap(), secret=True),
    Field("secret", "secret", Text(), secret=True, write_only=True),
    Field("note", "note", Text(), cleared=""),
    Field("adopt", "", Flag(), local=True),
    Field("url", "url", Url(), computed=True, secret=True, sticky=True),
)

ids = st.integers(1, 10**9).map(str)
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
valid = st.fixed_dictionaries(
    {"name": words, "kind": st.sampled_from(["A", "B"]), "parent_id": ids},
    optional={
        "active": st.booleans(),
        "count": st.integers(1, 9),
        "ratio": st.floats(0, 1),
        "team_ids": st.lists(ids, max_size=4),
        "service_ids": st.lists(ids, max_size=3),
        "links": st.lists(st.fixed_dictionaries({"text": words, "href": st.just("https://x/y")}), max_size=2),
        "params": st.dictionaries(words, words, max_size=3),
        "secret": words,
        "note": words,
        "adopt": st.booleans(),
    },
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def check(members: dict[str, Any], table: Fields = TABLE) -> tuple[dict[str, Any], Problems]:
    problems = Problems()
    return table.check_members(members, Spot(problems, "", "")), problems


@given(valid)
def test_check_is_idempotent_and_nothing_differs(inputs: dict[str, Any]) -> None:
    checked, problems = check(inputs)
    assert problems.found == []
    again, problems = check(checked)
    assert (again, problems.found) == (checked, [])
    assert TABLE.differing(checked, checked) == []


@given(valid)
def test_there_and_back_gives_the_checked_inputs(inputs: dict[str, Any]) -> None:
    checked, _ = check(inputs)
    remote = {**TABLE.to_api(checked), "url": "https://x/key"}
    remote.pop("secret", None)
    props = TABLE.from_api(remote, checked)
    assert TABLE.inputs_of(props) == checked
    assert props["url"] == "https://x/key"


@given(valid)
def test_floats_of_the_wire_change_nothing(inputs: dict[str, Any]) -> None:
    checked, _ = check(inputs)
    floats = {key: float(value) if type(value) is int else value for key, value in checked.items()}
    again, problems = check(floats)
    assert (again, problems.found) == (checked, [])
    assert TABLE.differing(floats, checked) == []


@given(st.dictionaries(st.sampled_from(TABLE.names), anything))
def test_check_and_compare_never_raise(members: dict[str, Any]) -> None:
    checked, problems = check(members)
    for problem in problems.found:
        assert "\n" not in problem.text
        assert problem.prop not in {"params", "secret"}, "the engine would print the value"
    olds, _ = check({"name": "x", "kind": "A", "parent_id": "1", "links": [{"text": "a", "href": "https://x"}]})
    if not problems.found:
        TABLE.compare(olds, checked)


@given(valid, st.data())
def test_one_change_is_one_difference(inputs: dict[str, Any], data: st.DataObject) -> None:
    checked, _ = check(inputs)
    other, _ = check(data.draw(valid))
    name = data.draw(st.sampled_from([one for one in TABLE.names if one in other]))
    news = {**checked, name: other[name]}
    change = TABLE.compare(checked, news)
    assert set(change.changed) <= {name}
    immutable = {"kind", "parent_id"}
    assert set(change.replaces) == set(change.changed) & immutable


def test_an_unknown_name_is_told_with_what_is_near_or_what_there_is() -> None:
    table = Fields(Field("size_min", "min", Text()), Field("size_max", "max", Text()))
    problems = Problems()
    table.check_members({"size_mix": "1", "colour": "2"}, Spot(problems, "", ""))
    near, far = sorted((problem.text for problem in problems.found), key=lambda text: "colour" in text)
    assert near.partition("; ")[2] in {"did you mean size_min or size_max?", "did you mean size_max or size_min?"}
    assert far.partition("; ")[2] == "there are size_min, size_max"


def test_everything_wrong_is_told_at_once_with_what_to_write() -> None:
    _, problems = check(
        {
            "kind": "C",
            "parent_id": "x",
            "count": 10,
            "ratio": 2,
            "active": "yes",
            "service_ids": ["1", "2", "3", "4"],
            "links": [{"text": "a", "href": "x"}, {"href": "https://x"}],
            "params": {"a": 1.5},
            "nme": 1,
        }
    )
    texts = [problem.text for problem in problems.found]
    assert texts == [
        "nme: there is no such property; did you mean name?",
        "name: is required; any name",
        "kind: must be one of A, B, not 'C'",
        "parent_id: must be a numeric id, not 'x'",
        "active: must be True or False, not 'yes'",
        "count: must be a whole number from 1 to 9, not 10",
        "ratio: must be a number from 0 to 1, not 2",
        "service_ids: must have at most 3 members, but has 4",
        "links[0].href: must be an absolute http or https address such as https://host/path, not 'x'",
        "links[1].text: is required",
        "params.a: must be text",
    ]
    assert problems.found[-1].prop == "", "a secret property is not named"


def test_unknowns_stay_at_every_depth() -> None:
    news = {
        "name": UNKNOWN,
        "kind": UNKNOWN,
        "parent_id": UNKNOWN,
        "team_ids": ["1", UNKNOWN],
        "links": [{"text": UNKNOWN, "href": "https://x"}, UNKNOWN],
        "params": {"a": UNKNOWN},
    }
    checked, problems = check(news)
    assert problems.found == []
    assert checked == {**news, "active": True}
    olds, _ = check({"name": "x", "kind": "A", "parent_id": "1"})
    change = TABLE.compare(olds, checked)
    assert set(change.changed) == set(news)
    assert change.replaces == ("parent_id",), "only the identity of the parent counts as a replacement"


def test_hands_off_has_three_states() -> None:
    base = {"name": "x", "kind": "A", "parent_id": "1"}
    remote = {**TABLE.to_api(base), "teams": [{"id": 7, "name": "T"}]}
    assert "teams" not in TABLE.to_api(base)
    assert TABLE.to_api({**base, "team_ids": []})["teams"] == []
    assert "team_ids" not in TABLE.from_api(remote, base), "not managed: not read"
    assert TABLE.from_api(remote, {**base, "team_ids": []})["team_ids"] == ["7"]
    assert TABLE.from_api(remote, None)["team_ids"] == ["7"], "a look-up reads everything"
    assert TABLE.differing({**base, "team_ids": ["7"]}, base) == []
    assert TABLE.differing({**base, "team_ids": ["7"]}, {**base, "team_ids": []}) == ["team_ids"]


def test_absent_null_empty_and_default_are_the_same() -> None:
    base = {"name": "x", "kind": "A", "parent_id": "1", "active": True}
    for blank in (None, "", []):
        assert TABLE.differing({**base, "links": blank, "note": blank, "active": None}, base) == []
    assert TABLE.differing({**base, "note": " \t"}, base) == [], "a vendor strips blanks and has nothing left"
    remote = {"name": "x", "active": None, "links": [], "services": None, "note": ""}
    assert TABLE.from_api(remote, {}) == {"name": "x", "active": True}


def test_write_only_and_sticky_values_are_kept() -> None:
    known = {"name": "x", "secret": "s", "url": "https://x/key"}
    props = TABLE.from_api({"name": "x", "url": None, "secret": None}, known)
    assert (props["secret"], props["url"]) == ("s", "https://x/key")


def test_an_update_sends_what_clears() -> None:
    base = {"name": "x", "kind": "A", "parent_id": "1"}
    assert "note" not in TABLE.to_api(base)
    assert TABLE.to_api(base, update=True)["note"] == ""
    assert "count" not in TABLE.to_api(base, update=True)


@pytest.mark.parametrize(
    ("kind", "left", "right", "same"),
    [
        (Text(), " a ", "a", True),
        (Text(), "a", "A", False),
        (Whole(as_text=True), "5", 5, True),
        (Whole(), 5.0, 5, True),
        (Whole(), "x", 5, False),
        (Decimal(0, 1), 0.1 + 0.2, 0.3, True),
        (IdSet(), ["2", "1"], [1, 2.0], True),
        (IdSet(), ["1"], ["1", "2"], False),
        (ListOf(Text()), ["a", "b"], ["b", "a"], False),
        (TextMap(), {"a": 1}, {"a": "1"}, True),
        (TextMap(), {"a": "1"}, {"a": "1", "b": ""}, False),
        (Template(), "{{x}}\n", "{{ x }}", True),
        (Template(), "{{ x }} y", "{{ x }}y", False),
        (Duration("PT1H"), "PT60M", "PT1H", True),
        (Duration("PT1H"), "PT24H", "P1D", True),
        (Duration("PT1H"), "PT90M", "PT1H", False),
        (EmailAddress(), "Shop", "shop@example.com", True),
        (EmailAddress(), "shop@a.com", "shop@b.com", False),
        (Text(), None, None, True),
        (Text(), None, "a", False),
        (Text(), UNKNOWN, UNKNOWN, False),
    ],
)
def test_equality_belongs_to_the_type(kind: ValueType, left: Any, right: Any, same: bool) -> None:
    assert kind.same(left, right) is same
    assert kind.same(right, left) is same


@given(st.integers(0, 10), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_durations(days: int, hours: int, minutes: int, seconds: int) -> None:
    text = f"P{days}DT{hours}H{minutes}M{seconds}S"
    assert duration_seconds(text) == ((days * 24 + hours) * 60 + minutes) * 60 + seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "30m", "PT-5M", "5", 5, None])
def test_what_is_no_duration(text: Any) -> None:
    assert duration_seconds(text) is None


def test_a_tokenised_template_is_read_as_text() -> None:
    elements = [
        {"type": "TEXT", "val": "[API Fortress] "},
        {"type": "VAR", "val": "projectName"},
        {"type": "TEXT", "val": " / "},
        {"type": "VAR", "val": "test.name", "func": "upperCase", "args": []},
        {"type": "VAR", "val": "a", "func": "substring", "args": [{"N": 1}, {"S": "x"}]},
        {"type": "RAW", "val": "{{ . }}"},
    ]
    text = Template().from_wire({"elements": elements})
    assert text == '[API Fortress] {{ projectName }} / {{ test.name.upperCase() }}{{ a.substring(1,"x") }}{{ . }}'


def test_a_plain_link_text_is_read_as_a_template() -> None:
    from alert_wiring.ilert.alert_source_fields import FIELDS

    remote = {"linkTemplates": [{"text": "Event", "hrefTemplate": {"textTemplate": "https://x"}}]}
    assert FIELDS.from_api(remote)["link_templates"] == [{"link_text_template": "Event", "href_template": "https://x"}]


LONG = "9" * 5000
"""More digits than Python turns into a number without being asked to."""


@pytest.mark.parametrize("text", ["²", "٣", LONG, "+1", "1_000", "0x1"])
def test_what_only_looks_like_a_number_is_refused_and_never_raises(text: str) -> None:
    for name, value in (("count", text), ("parent_id", text), ("team_ids", ["1", text])):
        _, problems = check({"name": "x", "kind": "A", "parent_id": "1", name: value})
        assert problems.refused == {name}
    assert duration_seconds(f"PT{text}M") is None


def test_ids_are_in_the_order_of_their_numbers_whatever_else_stands_there() -> None:
    ids = IdSet()
    spot = Spot(Problems(), "", "")
    assert ids.check(["10", "b", "9", "²", "a", LONG], spot) == ["9", "10", LONG, "a", "b", "²"]
    assert ids.from_wire(["07", "7", 8]) == ids.from_wire([8, "7", "07"])


@pytest.mark.parametrize("sent", ["abc", {}, [], True, "NaN"])
def test_a_vendors_number_that_is_none_is_drift(sent: Any) -> None:
    assert not Decimal(0, 1).same(0.5, sent)
