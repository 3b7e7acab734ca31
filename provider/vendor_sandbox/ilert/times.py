"""Time as ilert writes it: UTC, ISO-8601, with 0, 3 or 6 decimals (ilert.md 1.12, Appendix A Timestamps)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def written(moment: datetime, number: int = 1) -> str:
    """A moment as text; `number` (an id) chooses the precision, so that clients meet all three."""
    utc = moment.astimezone(UTC)
    decimals = ("", f".{utc.microsecond // 1000:03d}", f".{utc.microsecond:06d}")[number % 3]
    return f"{utc:%Y-%m-%dT%H:%M:%S}{decimals}Z"


def precision(number: int = 1) -> timedelta:
    """The smallest step that shows in what `written` writes for this `number`."""
    return (timedelta(seconds=1), timedelta(milliseconds=1), timedelta(microseconds=1))[number % 3]


def kept(moment: datetime) -> str:
    """A moment as stored: full precision."""
    return moment.astimezone(UTC).isoformat()


def read(text: str) -> datetime:
    """A stored or sent moment; input may carry an offset. Raises ``ValueError`` when it is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
