"""Stop sending: at once when nobody waits for the answer any more, in good order after Ctrl-C.

A plugin outlives an engine that was killed, and would make objects after the next run has looked for them
(`pulumi-dynamic-providers.md 4.6`). Whoever notices calls `stop`: no request starts after that; those that are on their
way are finished, so that `in_flight` tells when the process may end.

After Ctrl-C the engine waits for what runs (4.7 there). `wind_down` gives that a moment: no operation begins, those
that run may go on, and when the moment is over, whoever waits for an answer or for its turn is let go. What was on its
way then may have happened: the next run looks first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alert_wiring.core.errors import WiringError

_STEP_SECONDS = 0.1
"""How often a pause looks whether it is still wanted."""

_lock = threading.Lock()
_stopped: list[str] = []
_winding_down: list[tuple[str, float]] = []
_timers: list[threading.Timer] = []
_on_the_way: dict[object, Callable[[], None]] = {}


class HaltedError(WiringError):
    """The engine is gone or was interrupted; nothing is sent any more."""


def stop(reason: str) -> None:
    """Let no further request start."""
    with _lock:
        _stopped[:] = [reason]


def wind_down(reason: str, seconds: float) -> None:
    """Let no further operation begin, and after `seconds` no request start or be waited for. The first call counts."""
    with _lock:
        if _winding_down:
            return
        _winding_down.append((reason, time.monotonic() + seconds))
        timer = threading.Timer(seconds, _let_go, (reason,))
        timer.daemon = True
        _timers.append(timer)
    timer.start()


def resume() -> None:
    """Forget every halt; for tests."""
    while _timers:
        timer = _timers.pop()
        timer.cancel()
        timer.join()
    with _lock:
        _stopped.clear()
        _winding_down.clear()


def begin() -> None:
    """Say that an operation begins.

    Raises:
        HaltedError: none may.
    """
    with _lock:
        reasons = _stopped or [reason for reason, _ in _winding_down]
    if reasons:
        raise HaltedError(reasons[0])


def check() -> None:
    """Raise when no request may start any more.

    Raises:
        HaltedError: `stop` was called, or the moment of `wind_down` is over.
    """
    if _stopped:
        raise HaltedError(_stopped[0])


def winding_down() -> str:
    """Return why operations may only be finished, empty when all goes on."""
    return _winding_down[0][0] if _winding_down else ""


def seconds_to_finish() -> float | None:
    """Return the seconds that running operations still have after an interruption; None when there was none."""
    return max(0.0, _winding_down[0][1] - time.monotonic()) if _winding_down else None


def pause(seconds: float) -> None:
    """Wait.

    Raises:
        HaltedError: the run was halted meanwhile.
    """
    ends = time.monotonic() + seconds
    while True:
        check()
        left = ends - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, _STEP_SECONDS))


def in_flight() -> int:
    """Return how many requests are on their way."""
    return len(_on_the_way)


@contextmanager
def sending(let_go: Callable[[], None]) -> Iterator[None]:
    """Count one request; `let_go` is called when nobody may wait for its answer any longer.

    Raises:
        HaltedError: no request may start any more.
    """
    key = object()
    with _lock:
        if _stopped:
            raise HaltedError(_stopped[0])
        _on_the_way[key] = let_go
    try:
        yield
    finally:
        with _lock:
            del _on_the_way[key]


def _let_go(reason: str) -> None:
    with _lock:
        _stopped[:] = _stopped or [reason]
        waiting = list(_on_the_way.values())
    for each in waiting:
        each()
