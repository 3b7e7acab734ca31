"""Says how an answer differs from the documented one: its status, and its members and their JSON types."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

Shape = dict[str, set[str]]


def shape_of(value: Any) -> Shape:
    """Return the JSON types that stand at each place; all items of a list count as one place, `[]`."""
    found: Shape = defaultdict(set)
    _look(value, "", found)
    return dict(found)


def differences(told: Any, got: Any) -> list[str]:
    """Return what an answer has less, more or otherwise than the documented one, one line each.

    What stands below a place that is missing, or that an empty list leaves open, is not told again.
    """
    documented, actual = shape_of(told), shape_of(got)
    lines = []
    for place in sorted(documented.keys() | actual.keys()):
        parent = _parent(place)
        if place not in actual:
            if parent is None or "object" in actual.get(parent, set()):
                lines.append(f"{place or 'the body'} is documented and missing")
        elif place not in documented:
            if parent is None or "object" in documented.get(parent, set()):
                lines.append(f"{place} is there and not documented ({_words(actual[place])})")
        elif strange := actual[place] - documented[place]:
            lines.append(f"{place or 'the body'} is {_words(strange)}, documented as {_words(documented[place])}")
    return lines


def _look(value: Any, place: str, found: Shape) -> None:
    found[place].add(_type(value))
    if isinstance(value, dict):
        for name, item in value.items():
            _look(item, f"{place}.{name}" if place else name, found)
    elif isinstance(value, list):
        for item in value:
            _look(item, f"{place}[]", found)


def _type(value: Any) -> str:
    names = {bool: "flag", int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return "null" if value is None else names[type(value)]


def _parent(place: str) -> str | None:
    """Return the object that a member stands in; None for what is no member of an object."""
    if not place or place.endswith("[]"):
        return None if not place else place.removesuffix("[]")
    return place.rpartition(".")[0]


def _words(types: set[str]) -> str:
    return " or ".join(sorted(types))
