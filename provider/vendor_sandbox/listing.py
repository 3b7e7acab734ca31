"""A list of stored objects that reads only the part that is asked for."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, overload

from vendor_sandbox.indexes import Index
from vendor_sandbox.store import Store

Body = dict[str, Any]


class Listing(Sequence[Body]):
    """The objects under a value of an index, as a sequence; its length reads nothing, a slice only what is in it."""

    def __init__(self, store: Store, index: Index, value: Hashable = None, *, last_first: bool = False) -> None:
        """List what stands under `value` of `index`, from its end when `last_first` is set."""
        self._store = store
        self._index = index
        self._value = value
        self._last_first = last_first

    def __len__(self) -> int:
        """How many there are."""
        return self._store.count(self._index, self._value)

    @overload
    def __getitem__(self, wanted: int) -> Body: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Body]: ...

    def __getitem__(self, wanted: int | slice) -> Body | list[Body]:
        """One object, or those of a slice without a step."""
        if isinstance(wanted, int):
            return self[wanted : wanted + 1 or None][0]
        start, stop, _ = wanted.indices(len(self))
        if not self._last_first:
            return self._store.found(self._index, self._value, start, max(0, stop - start))
        first = len(self) - stop
        return self._store.found(self._index, self._value, first, max(0, stop - start))[::-1]
