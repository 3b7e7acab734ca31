"""What an account holds, listed once per kind and process, shared by all threads and resources.

The plugin process lives for one phase of one command, so the list cannot grow stale between commands; our own writes
are entered as they happen (`pulumi-dynamic-providers.md 14 a`). "Gone" is never concluded from the list alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable

from alert_wiring.core.values import Remote

Load = Callable[[], Iterable[Remote]]

RECENT_SECONDS = 30.0
"""How long a list tells what there is now: as long as a refresh and the update after it in one command may take."""


class Inventory:
    """The objects of one kind below one parent in one account, by id."""

    def __init__(
        self,
        load: Load,
        id_of: Callable[[Remote], str],
        *,
        scoped: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember how to list; nothing is listed yet.

        Args:
            load: lists.
            id_of: the id of a listed object.
            scoped: whether the objects live in another one, with which they go.
            clock: seconds that only go forward; for tests.
        """
        self.scoped = scoped
        self._load = load
        self._id_of = id_of
        self._clock = clock
        self._listed_at = 0.0
        self._lock = threading.Lock()
        self._objects: dict[str, Remote] | None = None
        self._written: set[str] = set()
        self._made: set[str] = set()
        self._claimed: set[str] = set()
        self._dropped: set[str] = set()

    def all(self) -> list[Remote]:
        """Return all objects; the first caller lists, others wait for it. An error is not kept: the next call tries."""
        with self._lock:
            if self._objects is None:
                self._objects = self._listed()
            return list(self._objects.values())

    def get(self, id_: str, *, written: bool = True) -> Remote | None:
        """Return the object with this id, None if the list does not have it.

        Args:
            id_: the object's id.
            written: whether the answer to a write of ours counts too, which is older than what may be there now.
        """
        with self._lock:
            if self._objects is None:
                self._objects = self._listed()
            return None if id_ in self._written and not written else self._objects.get(id_)

    def recent(self, id_: str) -> Remote | None:
        """Return the object with this id if a list that is not older than `RECENT_SECONDS` has it; no I/O."""
        with self._lock:
            old = self._clock() - self._listed_at > RECENT_SECONDS
            return None if self._objects is None or old or id_ in self._written else self._objects.get(id_)

    def all_since(self, seconds: float | None) -> list[Remote]:
        """Return all objects as of a list that began within the last `seconds`; None: whenever it did."""
        with self._lock:
            age = self._clock() - self._listed_at
            if self._objects is None or (seconds is not None and age >= seconds):
                self._objects = self._listed()
            return list(self._objects.values())

    def reload(self) -> list[Remote]:
        """List again and return all objects."""
        with self._lock:
            self._objects = self._listed()
            return list(self._objects.values())

    def put(self, remote: Remote) -> None:
        """Enter an object that we made or changed."""
        with self._lock:
            self._made.add(self._id_of(remote))
            if self._objects is not None:
                self._objects[self._id_of(remote)] = remote
                self._written.add(self._id_of(remote))

    def drop(self, id_: str) -> None:
        """Take out an object that is gone."""
        with self._lock:
            self._dropped.add(id_)
            if self._objects is not None:
                self._objects.pop(id_, None)

    def dropped(self, id_: str) -> bool:
        """Say whether this run has already found an object to be gone, or made it so."""
        with self._lock:
            return id_ in self._dropped

    def claim(self, id_: str) -> None:
        """Remember that a resource of this run has taken this object over."""
        with self._lock:
            self._claimed.add(id_)

    def keep(self, id_: str) -> bool:
        """Remember that a resource in the state has this object; False if another one of this run took it over."""
        with self._lock:
            if id_ in self._claimed:
                return False
            self._made.add(id_)
            return True

    def take(self, id_: str) -> bool:
        """Claim an object that may be another resource's as well; False if that one is known to have it."""
        with self._lock:
            if id_ in self._made or id_ in self._claimed:
                return False
            self._claimed.add(id_)
            return True

    def claimed(self, id_: str) -> bool:
        """Say whether a resource of this run has taken this object over, so that a former one must not delete it."""
        with self._lock:
            return id_ in self._claimed

    def owned(self, id_: str) -> bool:
        """Say whether a resource of this run has this object; listing again forgets nothing."""
        with self._lock:
            return id_ in self._made or id_ in self._claimed

    def _listed(self) -> dict[str, Remote]:
        """List; rows that paging repeats count once (`ilert.md 5.7 #59`)."""
        at = self._clock()
        listed = {self._id_of(remote): remote for remote in self._load()}
        self._listed_at = at
        self._written.clear()
        return listed


class Inventories:
    """All inventories of one account, by kind and parent."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._by_key: dict[tuple[str, ...], Inventory] = {}

    def of(self, key: tuple[str, ...], load: Load, id_of: Callable[[Remote], str]) -> Inventory:
        """Return the inventory with this key, made on first use."""
        with self._lock:
            if key not in self._by_key:
                self._by_key[key] = Inventory(load, id_of, scoped=len(key) > 1)
            return self._by_key[key]
