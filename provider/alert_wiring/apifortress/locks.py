"""One writer per object: what is read, changed and written as a whole is changed by one at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager

from alert_wiring.core.turns import Turns


class Locks:
    """One lock per object of one account, by its id, for all threads, and for all processes where they can meet."""

    def __init__(self, turns: Turns | None = None, what: str = "") -> None:
        """Start without locks; each is made on first use.

        Args:
            turns: the account's turns; None for this process alone.
            what: what the ids name.
        """
        self._turns, self._what = turns or Turns(None), what

    def of(self, id_: str) -> AbstractContextManager[float | None]:
        """Return the lock of one object."""
        return self._turns.turn(f"{self._what} {id_}")
