"""A clock that stands still: for what was due earlier than the call that brings it about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context


class Moment(Clock):
    """The clock of one past moment. It cannot be moved."""

    def __init__(self, moment: datetime) -> None:
        """Stand at `moment` (aware)."""
        self._moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self._moment

    def advance(self, seconds: float) -> None:
        """Raises ValueError: a past moment stays where it is."""
        raise ValueError("a past moment cannot be moved")


def at(context: Context, moment: datetime) -> Context:
    """The same sandbox as it was at `moment`: what is written gets that time."""
    return replace(context, clock=Moment(moment))
