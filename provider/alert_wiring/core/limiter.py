"""A limiter shared by all threads of a process: at most so many calls in any minute.

Vendors count fixed minutes (`ilert.md 1.7`); a sliding minute stays under every fixed one.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from alert_wiring.core.telling import tell

_WINDOW_SECONDS = 60.0
_WORTH_TELLING_SECONDS = 1.0


class Limiter:
    """At most `calls_per_minute` calls start in any 60 seconds."""

    def __init__(
        self,
        calls_per_minute: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Start with an empty window. `clock` and `sleep` are for tests."""
        self._limit = max(1, int(calls_per_minute))
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._starts: deque[float] = deque()

    def wait(self) -> None:
        """Return when one more call may start, and count it."""
        while True:
            with self._lock:
                now = self._clock()
                while self._starts and now - self._starts[0] >= _WINDOW_SECONDS:
                    self._starts.popleft()
                if len(self._starts) < self._limit:
                    self._starts.append(now)
                    return
                pause = _WINDOW_SECONDS - (now - self._starts[0])
            if pause >= _WORTH_TELLING_SECONDS:
                tell(f"the {self._limit} calls allowed in a minute are used up: going on in {round(pause)} s")
            self._sleep(max(pause, 0.001))
