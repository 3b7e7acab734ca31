"""Places in a JSON value at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Place = tuple[Any, ...]
"""Keys and indices on the way to a value; empty: the whole."""


def places(value: Any) -> Iterator[Place]:
    """Yield the way to each value inside, the whole first."""
    yield ()
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        for place in places(item):
            yield (key, *place)


def replaced(value: Any, place: Place, new: Any) -> Any:
    """Return the value with another one at a place; only what lies on the way is copied."""
    if not place:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = replaced(value[place[0]], place[1:], new)
    return copy
