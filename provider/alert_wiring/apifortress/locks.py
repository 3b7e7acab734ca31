"""One lock per object: what is read, changed and written as a whole is changed by one thread at a time."""

from __future__ import annotations

import threading
from collections import defaultdict


class Locks:
    """One lock per object of one account, by its id, shared by all threads of the process."""

    def __init__(self) -> None:
        """Start without locks; each is made on first use."""
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def of(self, id_: str) -> threading.Lock:
        """Return the lock of one object."""
        with self._guard:
            return self._locks[id_]
