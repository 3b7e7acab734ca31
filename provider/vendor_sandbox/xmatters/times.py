"""The two ways xMatters writes time (xmatters.md 2.4)."""

from __future__ import annotations

from datetime import UTC, datetime


def zulu(moment: datetime) -> str:
    """``2017-12-08T22:27:14.516Z``: plans, annotations, logs."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def offset(moment: datetime) -> str:
    """``2016-10-31T22:37:35.301+0000``: events."""
    return zulu(moment).removesuffix("Z") + "+0000"


def read(text: str) -> datetime:
    """A stored or sent moment. Raises ``ValueError`` when it is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
