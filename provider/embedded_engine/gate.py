"""Who of many callers may call a plugin now (pulumi-dynamic-providers.md 9.1, 9.2)."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

WORKERS: Final = 4
"""How many calls `pulumi.dynamic` works on at once; it queues all others, first come, first served."""


class Gate:
    """As many places as the plugin has workers; a short question goes before long work.

    In the plugin's own queue a Check waits for the creations that came before it, and as Checks are asked one after the
    other, fewer and fewer creations are ready to run: workers stand idle.
    """

    def __init__(self, places: int = WORKERS) -> None:
        """All `places` are free."""
        self._lock: Final = threading.Lock()
        self._free = places
        self._questions: Final[deque[threading.Lock]] = deque()
        self._works: Final[deque[threading.Lock]] = deque()

    @contextmanager
    def place(self, *, question: bool) -> Iterator[None]:
        """Wait for a place and have it until the end of the block."""
        self._enter(self._questions if question else self._works)
        try:
            yield
        finally:
            self._leave()

    def _enter(self, queue: deque[threading.Lock]) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            queue.append(turn)
        turn.acquire()  # until `_leave` lets go of it

    def _leave(self) -> None:
        with self._lock:
            waiting = self._questions or self._works
            if waiting:
                waiting.popleft().release()
            else:
                self._free += 1
