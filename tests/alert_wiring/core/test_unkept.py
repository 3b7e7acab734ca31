"""What a vendor did not keep is named to the place, with both values, and never with a secret."""

from __future__ import annotations

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.redaction import MASK, hide
from alert_wiring.core.unkept import shown, unkept
from alert_wiring.core.valuetypes import IdSet, ListOf, Record, Text, TextMap, Whole

STEP = Fields(Field("name", "name", Text()), Field("size", "size", Whole()))
FIELDS = Fields(
    Field("name", "name", Text(), required=True),
    Field("steps", "steps", ListOf(Record(STEP))),
    Field("team_ids", "teams", IdSet()),
    Field("params", "params", TextMap(), secret=True),
)
SENT = {
    "name": "a",
    "steps": [{"name": "one", "size": 1}, {"name": "two", "size": 2}],
    "team_ids": ["1", "2"],
    "params": {"counter": "2", "ttl": "60", "url": "https://x/planted-key"},
}


def told(**got: object) -> list[str]:
    return unkept(FIELDS, SENT, {**SENT, **got})


def test_what_was_kept_is_not_told() -> None:
    assert told(team_ids=["2", "1"]) == []


def test_a_plain_value_is_told_with_both_sides() -> None:
    assert told(name="A") == ["name: sent 'a', got 'A'"]
    assert told(name=None) == ["name: sent 'a', got nothing"]


def test_the_places_inside_a_value_are_told() -> None:
    assert told(steps=[{"name": "one", "size": 1}, {"name": "two", "size": 3}]) == ["steps[1].size: sent 2, got 3"]
    assert told(steps=[{"name": "one", "size": 1}, {"name": "two"}]) == ["steps[1].size: sent 2, got nothing"]
    assert told(steps=[SENT["steps"][0]]) == ["steps[1]: sent {'name': 'two', 'size': 2}, got nothing"]  # type: ignore[index]


def test_order_is_told_only_where_it_is_all_that_differs() -> None:
    assert told(team_ids=["2", "3"]) == ["team_ids[0]: sent '1', got nothing; team_ids[1]: sent nothing, got '3'"]
    (text,) = told(steps=[{"name": "two", "size": 2}, {"name": "one", "size": 1}])
    assert "steps[0].name: sent 'one', got 'two'" in text
    assert "steps[1].name: sent 'two', got 'one'" in text


def test_of_a_secret_property_only_the_places_are_told() -> None:
    assert told(params={"counter": "3", "url": "https://x/other-key"}) == ["params.counter, params.ttl, params.url"]


def test_known_secrets_and_long_texts_do_not_show_elsewhere() -> None:
    hide("planted-password")
    (text,) = told(name="x planted-password " + "y" * 300)
    assert MASK in text
    assert "planted" not in text
    assert len(text) < 150


def test_a_long_value_is_cut() -> None:
    assert shown("x" * 58) == repr("x" * 58)
    assert shown("x" * 59) == "'" + "x" * 59 + "..."
