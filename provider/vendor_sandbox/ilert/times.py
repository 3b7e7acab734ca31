"""Time as ilert writes it: UTC, ISO-8601, with 0, 3 or 6 decimals (ilert.md 1.12, Appendix A Timestamps)."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any


def _which(identity: int | str) -> int:
    return (identity if isinstance(identity, int) else zlib.crc32(identity.encode())) % 3


def written(moment: datetime, identity: int | str = 1) -> str:
    """A moment as text; the object's id chooses the precision, so that clients meet all three."""
    utc = moment.astimezone(UTC)
    decimals = ("", f".{utc.microsecond // 1000:03d}", f".{utc.microsecond:06d}")[_which(identity)]
    return f"{utc:%Y-%m-%dT%H:%M:%S}{decimals}Z"


def precision(identity: int | str = 1) -> timedelta:
    """The smallest step that shows in what `written` writes for this id."""
    return (timedelta(seconds=1), timedelta(milliseconds=1), timedelta(microseconds=1))[_which(identity)]


def stamps(stored: dict[str, Any]) -> dict[str, str]:
    """``createdAt`` and ``updatedAt`` of an object as shown; those that it has."""
    return {key: written(read(stored[key]), stored["id"]) for key in ("createdAt", "updatedAt") if stored.get(key)}


def kept(moment: datetime) -> str:
    """A moment as stored: full precision."""
    return moment.astimezone(UTC).isoformat()


def read(text: str) -> datetime:
    """A stored or sent moment; input may carry an offset. Raises ``ValueError`` when it is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
