"""Stop sending when nobody waits for the answer any more.

A plugin outlives an engine that was killed, and would make objects after the next run has looked for them
(`pulumi-dynamic-providers.md 4.6`). Whoever notices calls `stop`: no request starts after that; those that are on their
way are finished, so that `in_flight` tells when the process may end.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from alert_wiring.core.errors import WiringError

_lock = threading.Lock()
_stopped: list[str] = []
_sending = 0


class HaltedError(WiringError):
    """The engine is gone; nothing is sent any more."""


def stop(reason: str) -> None:
    """Let no further request start."""
    with _lock:
        _stopped[:] = [reason]


def in_flight() -> int:
    """Return how many requests are on their way."""
    return _sending


@contextmanager
def sending() -> Iterator[None]:
    """Count one request.

    Raises:
        HaltedError: `stop` was called.
    """
    global _sending  # noqa: PLW0603 (one number per process, under the lock)
    with _lock:
        if _stopped:
            raise HaltedError(_stopped[0])
        _sending += 1
    try:
        yield
    finally:
        with _lock:
            _sending -= 1
