"""The limiter of an account: shared by all its threads and, where the system allows, by all processes of the user.

    limiter = Limiter(120, shared=MeetingPlace.of("ilert", address, token))
    started = limiter.wait()                 # returns when one more call may start, and counts it
    limiter.refused(started, retry_after)    # a 429 holds back everybody on this account
    limiter.accepted(started)

The plugin, the program's look-ups, `alert-wiring` and a second engine spend one allowance together (`core.pace`).
Where they cannot meet, each process counts for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from alert_wiring.core.deadline import seconds_left
from alert_wiring.core.halt import pause as interruptible_pause
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.pace import Allowance, Pace
from alert_wiring.core.telling import tell

_WORTH_TELLING_SECONDS = 1.0
_LATE_SECONDS = 1.0
"""Whoever wakes up later than this asks anew: its place has passed."""

T = TypeVar("T")


class WaitTooLongError(Exception):
    """The next call may start only after the operation's time is over."""

    def __init__(self, seconds: float, blocked: bool) -> None:
        """Keep how long it would have been, and whether that is for a refusal."""
        super().__init__(f"{seconds:.0f} s")
        self.seconds, self.blocked = seconds, blocked


class Limiter:
    """Says when a call may start, and waits for it."""

    def __init__(
        self,
        calls_per_minute: float,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], None] | None = None,
        *,
        burst: float | None = None,
        shared: MeetingPlace | None = None,
    ) -> None:
        """Start with nothing used.

        Args:
            calls_per_minute: in any minute.
            clock: seconds that only go forward, the same for all processes; for tests.
            sleep: waits; for tests.
            burst: how many calls may start at once; half of a minute's unless told.
            shared: where the account's processes meet; None counts for this process alone.
        """
        calls = max(1, int(calls_per_minute))
        self._allowance = Allowance(calls, max(1, min(calls, int(burst if burst is not None else calls / 2))))
        self._clock, self._sleep, self._shared = clock, sleep, shared
        self._lock = threading.Lock()
        self._pace = Pace()

    def wait(self, *, silent: bool = False) -> float:
        """Return when one more call may start, and count it. The result names the call in `refused` and `accepted`.

        Args:
            silent: say nothing about the wait; it was told already.

        Raises:
            WaitTooLongError: that is only after the deadline; said at once, and nothing is counted.
            HaltedError: the run was interrupted.
        """
        while True:
            now = self._now()
            start, blocked = self._change(partial(self._place, now))
            if start <= now:
                return start
            if not silent:
                self._tell(start - now, blocked)
            (self._sleep or interruptible_pause)(start - now)
            if self._now() - start < _LATE_SECONDS and not self._blocked_meanwhile(start):
                return start

    def refused(self, started: float, retry_after: float | None = None) -> float:
        """Hold back the whole account after a 429; return for how many seconds.

        Args:
            started: what `wait` returned for the refused call.
            retry_after: the vendor's own wish in seconds.
        """
        return self._change(lambda pace: pace.refuse(started, self._now(), retry_after))

    def accepted(self, started: float) -> None:
        """Note that a call was not refused; costs nothing unless one was, shortly before."""
        if self._pace.row:
            self._change(lambda pace: pace.accept(started))

    def _place(self, now: float, pace: Pace) -> tuple[float, bool]:
        start = pace.start(now, self._allowance)
        blocked = pace.blocked_until > now
        left = seconds_left()
        if left is not None and start > now and start - now >= left:
            raise WaitTooLongError(start - now, blocked)
        pace.take(start)
        return start, blocked

    def _tell(self, seconds: float, blocked: bool) -> None:
        if seconds >= _WORTH_TELLING_SECONDS:
            why = (
                "the vendor refused a call of this account (429)"
                if blocked
                else f"the {self._allowance.calls} calls allowed in a minute are spread over it"
            )
            tell(f"{why}: going on in {round(seconds)} s")

    def _blocked_meanwhile(self, start: float) -> bool:
        return self._change(lambda pace: pace.blocked_until > start)

    def _now(self) -> float:
        return time.monotonic() if self._clock is None else self._clock()

    def _change(self, alter: Callable[[Pace], T]) -> T:
        """Let `alter` change the pace: the shared one where that is possible, and this process's own view of it."""
        with self._lock:
            if self._shared is None:
                return alter(self._pace)
            results: list[T] = []

            def shared(data: bytes) -> bytes:
                self._pace = Pace.from_bytes(data, self._now())
                results.append(alter(self._pace))
                return self._pace.to_bytes()

            try:
                self._shared.change(shared)
            except OSError:
                return results[0] if results else alter(self._pace)
            return results[0]
