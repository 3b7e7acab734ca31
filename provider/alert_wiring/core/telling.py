"""Tell the user what an operation is waiting for, from anywhere below it.

    with telling(show):
        ...          # whatever waits in here calls `tell`; without a listener nothing happens

The listener belongs to the calling thread's context, like the deadline (`core.deadline`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Tell = Callable[[str], None]

_listener: ContextVar[Tell | None] = ContextVar("alert_wiring_listener", default=None)


@contextmanager
def telling(listener: Tell) -> Iterator[None]:
    """Hand everything that is told inside to `listener`, which must not raise."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(text: str) -> None:
    """Say what is going on, for as long as it goes on."""
    listener = _listener.get()
    if listener is not None:
        listener(text)
