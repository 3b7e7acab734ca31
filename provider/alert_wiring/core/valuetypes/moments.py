"""The value type of time stamps."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes.scalars import Text

_PARTS = re.compile(
    r"(?P<second>.*T\d\d:\d\d:\d\d)(?:[.,](?P<decimals>\d+))?(?P<zone>Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)


class Moment(Text):
    """An ISO-8601 time stamp, whose precision varies from answer to answer (`ilert.md 1.12, 5.7 #67`).

    Two are the same when they are the same instant: `10:00:00Z`, `10:00:00.000Z` and `12:00:00+02:00`. One that was cut
    to fewer decimals is another, since the object may have changed within them.
    """

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as instants; what is no time stamp, as text."""
        one = _instant(str(left).strip())
        return one == _instant(str(right).strip()) if one else super().equal(left, right)


def _instant(text: str) -> tuple[datetime, str] | None:
    """Return the second in UTC and its decimals; None for a text that is no time stamp. No zone means UTC."""
    parts = _PARTS.fullmatch(text)
    try:
        second = datetime.fromisoformat(parts["second"] + (parts["zone"] or "Z")) if parts else None
        return (second.astimezone(UTC), (parts["decimals"] or "").rstrip("0")) if parts and second else None
    except (ValueError, OverflowError):
        return None
