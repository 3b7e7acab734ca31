"""Each managed field of each kind, changed in code and changed by hand, through a whole engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wired.fields import KINDS, Varied, managed
from wired.matrix import ROWS, Story

from alert_wiring.core.fields import Field

NOT_VARIED = {
    ("apifortress.ConnectorDefinition", "mode"): "there is one mode only (api-fortress.md 1.7)",
    ("xmatters.Workflow", "position"): "moving one moves others (xmatters.md 3.2); see test_wire_life.py",
}
CLEAN = ("clean preview", "clean refresh", "preview after change", "preview after repair")

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
in_place = pytest.mark.parametrize("row", [row for row in ROWS if row.by_hand is not None], ids=lambda row: row.name)


@pytest.fixture(scope="module")
def story(kind: str, once: Callable[..., Any], new_estate: Callable[..., Any]) -> dict[str, Any]:
    """Return what happened when one stack with a resource per field went through this engine."""

    def run() -> dict[str, Any]:
        with new_estate(kind) as estate:
            return Story(estate).run()

    found: dict[str, Any] = once(f"matrix-{kind}", run)
    return found


@pytest.mark.parametrize("kind_name", KINDS)
def test_every_managed_field_has_a_row(kind_name: str) -> None:
    """A field that is added to a kind must be added here."""
    rows = {row.field for row in ROWS if row.kind == kind_name}
    left_out = {field for kind, field in NOT_VARIED if kind == kind_name}
    assert rows | left_out == {field.name for field in managed(kind_name)}
    assert not rows & left_out


@pytest.mark.parametrize("operation", CLEAN)
def test_nothing_differs_when_nothing_was_changed(operation: str, story: dict[str, Any]) -> None:
    """After up, after a change and after a repair neither preview nor refresh finds anything."""
    assert story[operation]["shown"] == {}, story[operation]["text"]


@each_row
def test_a_change_in_code_is_previewed_as_what_it_is(row: Varied, story: dict[str, Any]) -> None:
    """The preview shows this property of this resource and nothing else, as an update or a replacement."""
    _expect(story["preview of change"], row)


@each_row
def test_a_change_in_code_is_made(row: Varied, story: dict[str, Any]) -> None:
    """The up does what was previewed, and the vendor has the new value (in another object where it was replaced)."""
    _expect(story["change"], row)
    stored = story["stored"]
    if _is_sent(row):
        assert stored["built"][row.name] != stored["changed"][row.name]


def test_a_change_in_code_touches_nothing_else(story: dict[str, Any]) -> None:
    """Only the varied resources are shown, in preview and up."""
    names = {row.name for row in ROWS}
    assert story["preview of change"]["shown"].keys() == names
    assert story["change"]["shown"].keys() == names


@in_place
def test_a_change_by_hand_is_shown_by_refresh(row: Varied, story: dict[str, Any]) -> None:
    """The refresh shows the property that a person changed, and only that."""
    stored = story["stored"]
    assert stored["edited"][row.name] != stored["changed"][row.name], "the edit by hand changed nothing"
    assert story["refresh"]["shown"].get(row.name) == {"marks": ["~"], "diff": _named(row)}, story["refresh"]["text"]


@in_place
def test_a_change_by_hand_is_repaired_by_up(row: Varied, story: dict[str, Any]) -> None:
    """The next up writes the property back; the object is what it was before."""
    assert story["repair"]["shown"].get(row.name) == {"marks": ["~"], "diff": _named(row)}, story["repair"]["text"]
    assert story["stored"]["repaired"][row.name] == story["stored"]["changed"][row.name]


def test_only_what_was_changed_by_hand_is_refreshed_and_repaired(story: dict[str, Any]) -> None:
    """Nothing else is shown, and nothing else is written."""
    names = {row.name for row in ROWS if row.by_hand is not None}
    assert story["refresh"]["shown"].keys() == names
    assert story["repair"]["shown"].keys() == names


def test_destroy_leaves_the_vendors_as_they_were(story: dict[str, Any]) -> None:
    """Everything of ours is gone, also what was replaced, and everything else is as it was seeded."""
    assert story["left"] == []


def _field(row: Varied) -> Field:
    return next(field for field in managed(row.kind) if field.name == row.field)


def _is_sent(row: Varied) -> bool:
    return bool(_field(row).wire) and not _field(row).write_only


def _named(row: Varied) -> list[str]:
    """Return what the engines show to differ: of a secret they know two masks, which are the same."""
    return [] if _field(row).secret else [row.field]


def _expect(operation: dict[str, Any], row: Varied) -> None:
    found = operation["shown"].get(row.name, {"marks": [], "diff": []})
    assert found["marks"] and found["diff"] == _named(row), operation["text"]
    replaced = any(mark in {"+-", "--", "++", "-+"} for mark in found["marks"])
    assert replaced == row.replaces, operation["text"]
