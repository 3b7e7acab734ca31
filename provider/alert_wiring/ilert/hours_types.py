"""Value types of support hours: times of day, days of the week, exceptions (`ilert.md 3.3`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Spot
from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes import Choice, ListOf, Moment, Record, Text

_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::00)?", re.ASCII)
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: Final = get_args(Weekday)


class TimeOfDay(Text):
    """A time as `HH:mm` (`ilert.md 1.12`); `8:00` and `08:00:00` are the same as `08:00`."""

    def check(self, value: Json, spot: Spot) -> Json:
        """A time from 00:00 to 23:59."""
        if _minutes(value) is None:
            spot.bad("must be a time from 00:00 to 23:59 such as 08:00", value)
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal to the minute."""
        one = _minutes(left)
        return one == _minutes(right) if one is not None else super().equal(left, right)

    def to_wire(self, value: Json) -> Json:
        """`HH:mm` with two digits each."""
        minutes = _minutes(value)
        return value if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


class TimeZone(Text):
    """An IANA time zone. ilert takes any (`ilert.md 1.12`); one that this machine does not know is warned about."""

    def check(self, value: Json, spot: Spot) -> Json:
        """Text, and a known zone."""
        super().check(value, spot)
        if isinstance(value, str) and value.strip() and not _is_zone(value.strip()):
            near = near_matches(value, available_timezones())
            meant = f"; did you mean {' or '.join(near)}?" if near else ""
            spot.warn(f"{value!r} is no time zone that this machine knows{meant}")
        return value


class Day(Moment):
    """A date, or a moment: the documents disagree, so what was written is sent (`ilert.md 3.3`, conflict).

    A date and a moment are the same when the moment is on that date, as it is written.
    """

    def check(self, value: Json, spot: Spot) -> Json:
        """An ISO date or date and time."""
        if not isinstance(value, str) or not _is_iso(value.strip()):
            spot.bad("must be a date such as 2026-12-24, or a time such as 2026-12-24T00:00:00Z", value)
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as dates where one is a date, else as instants."""
        one, other = str(left).strip(), str(right).strip()
        return one[:10] == other[:10] if 10 in (len(one), len(other)) else super().equal(one, other)


class SupportDays(Record):
    """The week. All seven days are sent, closed ones as null (`ilert.md 3.3`); null and absent are one (`5.6 #46`)."""

    def __init__(self) -> None:
        """Know what a day looks like."""
        hours = Record(
            Fields(
                Field("start", "start", TimeOfDay(), required=True, hint='write {"start": "08:00", "end": "17:00"}'),
                Field("end", "end", TimeOfDay(), required=True, hint='write {"start": "08:00", "end": "17:00"}'),
            )
        )
        super().__init__(Fields(*(Field(day, day.upper(), hours) for day in DAYS)))

    def to_wire(self, value: Json) -> Json:
        """Seven members, null for closed days."""
        return {**dict.fromkeys(map(str.upper, DAYS)), **super().to_wire(value)}


class Exceptions(ListOf):
    """Exceptions from the week, whose order does not matter."""

    def __init__(self) -> None:
        """Know what an exception looks like. `NONE` is something that ilert may answer (`ilert.md 5.6 #44`)."""
        status = Choice("DURING", "OUTSIDE", "NONE", open_set=True)
        super().__init__(
            Record(
                Fields(
                    Field("name", "name", Text(1), required=True),
                    Field("start", "start", Day(), required=True),
                    Field("end", "end", Day(), required=True),
                    Field("support_status", "supportStatus", status, default="DURING"),
                )
            )
        )

    def equal(self, left: Json, right: Json) -> bool:
        """Equal when each has its counterpart, in any order."""
        rest = list(right)
        for one in left:
            match = next((index for index, other in enumerate(rest) if self.item.same(one, other)), None)
            if match is None:
                return False
            del rest[match]
        return not rest


def ends_before_it_starts(day: Json) -> bool:
    """Say whether the hours of a day run over midnight, as far as they are known."""
    if not isinstance(day, Mapping):
        return False
    start, end = _minutes(day.get("start")), _minutes(day.get("end"))
    return start is not None and end is not None and end <= start


def _minutes(value: Any) -> int | None:
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(match["hour"]) * 60 + int(match["minute"]) if match else None


def _is_zone(name: str) -> bool:
    """Say whether this machine knows the zone; without any zone data nothing can be said against it."""
    try:
        return ZoneInfo(name) is not None
    except (OSError, ValueError, KeyError):
        return not available_timezones()


def _is_iso(text: str) -> bool:
    for kind in (date, datetime):
        try:
            kind.fromisoformat(text)
        except ValueError:
            continue
        return True
    return False
