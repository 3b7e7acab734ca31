"""The sandbox's clock: real time plus an offset that the control plane moves and a restart keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vendor_sandbox.store import Store

_COLLECTION, _KEY = "sandbox", "clock"


class Clock:
    """Time as every stand-in sees it (tokens, windows, thresholds, time stamps)."""

    def __init__(self, store: Store) -> None:
        """Take up the offset kept in `store`."""
        self._store = store
        self.reload()

    def reload(self) -> None:
        """Read the offset again, after a reset of the store."""
        kept = self._store.get(_COLLECTION, _KEY)
        self._offset = 0.0 if kept is None else float(kept["offsetSeconds"])

    @property
    def offset_seconds(self) -> float:
        """Seconds that this clock is ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        """The sandbox's present, aware, UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def timestamp(self) -> float:
        """The sandbox's present as epoch seconds."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Move the clock forward by `seconds`. Raises ValueError for a negative number."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self._offset += seconds
        self._store.put(_COLLECTION, _KEY, {"offsetSeconds": self._offset})
