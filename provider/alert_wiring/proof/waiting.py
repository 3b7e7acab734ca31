"""Waiting for something that a vendor makes a moment after it was asked to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """How long to ask again, and how often; `xmatters.md 5.6` asks every 5 s, `ilert.md 4.6` every 2 s.

    Attributes:
        seconds: longest wait.
        first: pause after the first answer that is not there yet, in seconds; each further one is half as long again.
        longest: longest pause, in seconds.
    """

    seconds: float = 60.0
    first: float = 0.1
    longest: float = 2.0

    def until(self, ask: Callable[[], T], good: Callable[[T], bool]) -> T:
        """Ask until the answer is good or the time is over; the last answer comes back either way."""
        end = time.monotonic() + self.seconds
        pause = self.first
        while not good(answer := ask()) and time.monotonic() + pause < end:
            time.sleep(pause)
            pause = min(self.longest, pause * 1.5)
        return answer
