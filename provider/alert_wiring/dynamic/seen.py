"""What this plugin process has seen of the program, so that a deletion's reason can be told (`core.removal`).

An up and a destroy have a process each for their writes, so what was seen in one of them is all there is to know. A
deletion before a replacement comes after the resource's own Check, or, for a dependent that must go first, after a
Diff that asks for its replacement; every other one stands at the end of an up, behind all Checks.
"""

from __future__ import annotations

import threading

from alert_wiring.core.removal import Removal


class Seen:
    """Remembers the resources that were checked, and the objects that a Diff wants replaced."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._lock = threading.Lock()
        self._checked: set[str] = set()
        self._replaced: set[tuple[str, str]] = set()

    def checked(self, urn: str) -> None:
        """Remember that the program has this resource."""
        with self._lock:
            self._checked.add(urn)

    def replaced(self, noun: str, id_: str) -> None:
        """Remember that this object must be replaced; by id, since an alias gives the resource another URN."""
        with self._lock:
            self._replaced.add((noun, id_))

    def removal(self, urn: str, noun: str, id_: str) -> Removal:
        """Say why this resource's object is deleted now."""
        with self._lock:
            if urn in self._checked or (noun, id_) in self._replaced:
                return Removal.REPLACED
            return Removal.DROPPED if self._checked else Removal.DESTROYED


SEEN = Seen()
"""Of this process."""
