"""A client that waits without time passing."""

from __future__ import annotations

from collections.abc import Callable

from alert_wiring.core.http import HttpSession
from alert_wiring.core.limiter import Limiter


def waits_at_once(http: HttpSession, waited: Callable[[float], object] = lambda _seconds: None) -> None:
    """Let a session's pauses and its limiter's end at once; `waited` is told each one, in seconds."""
    now = [0.0]

    def wait(seconds: float) -> None:
        now[0] += seconds
        waited(seconds)

    http.sleep = wait
    http.limiter = Limiter(1_000_000, clock=lambda: now[0], sleep=wait)
