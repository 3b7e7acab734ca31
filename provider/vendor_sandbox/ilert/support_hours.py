"""Support hours, and whether it is support time now (ilert.md 3.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.enums import WEEKDAYS
from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.kinds import Id, Kind
from vendor_sandbox.ilert.names import ALERT_SOURCES, SUPPORT_HOURS
from vendor_sandbox.ilert.references import accept_teams, first_referrer, show_teams
from vendor_sandbox.ilert.transport import Call, listed

Stored = dict[str, Any]
_DATE = len("2027-01-01")


def accept_days(body: Stored) -> Stored:
    """Seven days, each open from-to or ``null``; at least one is open."""
    days = body.get("supportDays")
    if not isinstance(days, dict):
        raise bad_request("Field 'supportDays [object]' is required")
    kept: Stored = {}
    for day in WEEKDAYS:
        hours = days.get(day)
        if hours is None:
            kept[day] = None
        elif isinstance(hours, dict):
            kept[day] = {edge: fields.time_of_day(hours.get(edge), f"{day}.{edge}") for edge in ("start", "end")}
        else:
            raise bad_request(f"'{day}' must be an object with 'start' and 'end'")
    if not any(kept.values()):
        raise bad_request("At least one support day is required")
    return kept


def accept_timezone(body: Stored) -> str:
    """Any IANA zone (ilert.md 1.12)."""
    zone = fields.text(body, "timezone")
    if not zone:
        raise bad_request("Field 'timezone [string]' is required")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise bad_request(f"'{zone}' is not a valid timezone") from None
    return zone


def _accept_exception(value: Any) -> Stored:
    if not isinstance(value, dict):
        raise bad_request("'exceptions' must be an array of objects")
    kept: Stored = {"name": fields.text(value, "name", "")}
    for edge in ("start", "end"):
        moment = fields.text(value, edge)
        try:
            datetime.fromisoformat(moment or "")
        except ValueError:
            raise bad_request(f"'exceptions.{edge}' must be an ISO date") from None
        kept[edge] = moment
    kept["supportStatus"] = fields.choice(value, "supportStatus", ("DURING", "OUTSIDE", "NONE"), "DURING")
    return kept


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read support hours from a POST or PUT body."""
    return {
        "name": fields.name(call.context, body),
        "teams": accept_teams(call.context, body, existing),
        "timezone": accept_timezone(body),
        "supportDays": accept_days(body),
        "exceptions": [_accept_exception(value) for value in fields.items(body, "exceptions")],
    }


def shape_of(context: Context, stored: Stored, in_list: bool = False) -> Stored:
    """Support hours as answered; a list leaves ``exceptions`` out (ilert.md 3.3)."""
    shown: Stored = {"id": stored["id"], "name": stored["name"]}
    listed(context, shown, "teams", show_teams(context, stored))
    shown["timezone"] = stored.get("timezone", "UTC")
    days = {day: (stored.get("supportDays") or {}).get(day) for day in WEEKDAYS}
    closed = context.switches.get("ilert.closed_days") == "null"
    shown["supportDays"] = {day: hours for day, hours in days.items() if hours or closed}
    if not in_list:
        shown["exceptions"] = [_show_exception(context, exception) for exception in stored.get("exceptions") or []]
    return shown


def _show_exception(context: Context, exception: Stored) -> Stored:
    """An exception with its edges as sent; dates may come back as date-times (ilert.md 3.3, 7 #17)."""
    if context.switches.get("ilert.exception_times") == "as_sent":
        return exception
    edges = {edge: exception[edge] for edge in ("start", "end")}
    return exception | {edge: f"{text}T00:00:00Z" if len(text) == _DATE else text for edge, text in edges.items()}


def _used_by(context: Context, number: Id) -> str | None:
    return first_referrer(context, number, [(ALERT_SOURCES, "supportHours", "alert source")])


KIND = Kind(
    path="support-hours",
    noun="support hours",
    collection=SUPPORT_HOURS,
    first_id=5600,
    cap=50,
    accept=accept,
    shape=lambda call, stored, in_list: shape_of(call.context, stored, in_list),
    used_by=_used_by,
    timestamps=False,
)


def open_at(hours: Stored, moment: datetime) -> bool:
    """Whether `moment` is support time; an exception outranks the weekday, ``NONE`` says nothing."""
    local = moment.astimezone(ZoneInfo(hours.get("timezone", "UTC")))
    for exception in hours.get("exceptions") or []:
        status = exception.get("supportStatus")
        if status in {"DURING", "OUTSIDE"} and _covers(exception, local):
            return bool(status == "DURING")
    day: Stored | None = (hours.get("supportDays") or {}).get(WEEKDAYS[local.weekday()])
    return bool(day is not None and day["start"] <= f"{local:%H:%M}" < day["end"])


def _covers(exception: Stored, local: datetime) -> bool:
    if len(exception["start"]) == _DATE:
        return bool(exception["start"] <= f"{local:%Y-%m-%d}" <= exception["end"])
    edges = (datetime.fromisoformat(exception[edge]) for edge in ("start", "end"))
    start, end = (edge if edge.tzinfo else edge.replace(tzinfo=local.tzinfo) for edge in edges)
    return start <= local < end
