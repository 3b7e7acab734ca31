"""Indexes over the store's collections, in memory: objects are found by what is in them, in order, without a scan."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]
Place = tuple[Any, int, str]
"""What an entry is sorted by: the index's order, then the object's place in its collection, then its key."""


def _once(_: Body) -> Iterable[Hashable]:
    return (None,)


def _as_made(_: Body) -> Any:
    return 0


@dataclass(frozen=True)
class Index:
    """One way to find objects of a collection. Make them once, at the top of a module; the store builds them on use."""

    collection: str
    values: Callable[[Body], Iterable[Hashable]] = _once
    """Under which values an object is found; unless told, all under None. Without the field: under no value."""
    order: Callable[[Body], Any] = _as_made
    """What objects found under one value are sorted by; unless told, the order in which they were made."""


class Built:
    """The entries of one index."""

    def __init__(self, index: Index) -> None:
        """Start empty."""
        self._index = index
        self._by_value: dict[Hashable, list[Place]] = {}
        self._by_key: dict[str, list[tuple[Hashable, Place]]] = {}

    def add(self, key: str, seq: int, body: Body) -> None:
        """Enter an object; an object that was there before is entered anew."""
        self.remove(key)
        try:
            place = (self._index.order(body), seq, key)
            values = list(dict.fromkeys(self._index.values(body)))
        except (KeyError, TypeError, AttributeError, ValueError):  # made by hand, and not what its kind has
            return
        for value in values:
            insort(self._by_value.setdefault(value, []), place)
        self._by_key[key] = [(value, place) for value in values]

    def remove(self, key: str) -> None:
        """Take an object out; nothing happens when it is not in."""
        for value, place in self._by_key.pop(key, ()):
            places = self._by_value[value]
            del places[bisect_left(places, place)]
            if not places:
                del self._by_value[value]

    def places(self, value: Hashable) -> list[Place]:
        """The entries under a value, sorted. Not to be changed."""
        return self._by_value.get(value, [])

    def rank(self, key: str, value: Hashable) -> int | None:
        """How many entries under a value stand before an object; None when it is not among them."""
        for found, place in self._by_key.get(key, ()):
            if found == value:
                return bisect_left(self._by_value[value], place)
        return None
