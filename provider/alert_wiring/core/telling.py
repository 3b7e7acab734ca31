"""Tell the user something, from anywhere below an operation: what it waits for, and what it could not do.

    with telling(show), cautioning(warn):
        ...          # in here `tell` says what goes on, `caution` what stays; without a listener nothing happens

The listeners belong to the calling thread's context, like the deadline (`core.deadline`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Tell = Callable[[str], None]

_listener: ContextVar[Tell | None] = ContextVar("alert_wiring_listener", default=None)
_cautioned: ContextVar[Tell | None] = ContextVar("alert_wiring_cautioned", default=None)


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


@contextmanager
def cautioning(listener: Tell) -> Iterator[None]:
    """Hand every caution inside to `listener`, which must not raise."""
    token = _cautioned.set(listener)
    try:
        yield
    finally:
        _cautioned.reset(token)


def caution(text: str) -> None:
    """Warn the user of something that is no failure of the operation, such as what a vendor cannot undo."""
    listener = _cautioned.get()
    if listener is not None:
        listener(text)
