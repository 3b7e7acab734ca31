"""One deadline for a whole operation: the engine sets none (`pulumi-dynamic-providers.md 4.7`).

    with operation_deadline(600):
        ...          # every request in here, also its retries and waits, ends in time

Nested deadlines never lengthen an outer one. The deadline belongs to the calling thread's context. An interruption of
the run is a deadline for everybody (`core.halt`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from alert_wiring.core.halt import begin, seconds_to_finish

_ends_at: ContextVar[float | None] = ContextVar("alert_wiring_deadline", default=None)


@contextmanager
def operation_deadline(seconds: float) -> Iterator[None]:
    """Give everything inside at most `seconds` seconds.

    Raises:
        HaltedError: the run was interrupted, so no operation begins any more.
    """
    outer = _ends_at.get()
    if outer is None:
        begin()
    mine = time.monotonic() + seconds
    token = _ends_at.set(mine if outer is None else min(outer, mine))
    try:
        yield
    finally:
        _ends_at.reset(token)


def seconds_left() -> float | None:
    """Return the seconds that are left, never negative, or None where no deadline is set."""
    ends_at, to_finish = _ends_at.get(), seconds_to_finish()
    mine = None if ends_at is None else max(0.0, ends_at - time.monotonic())
    return min((left for left in (mine, to_finish) if left is not None), default=None)
