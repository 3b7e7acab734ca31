"""Readers for values of a request body: each returns the value or refuses with 400 and the field's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import times
from vendor_sandbox.ilert.errors import bad_request

_DURATION = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")
_LONGEST_NAME = 255
_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


def is_set(body: dict[str, Any], field: str) -> bool:
    """Whether a field carries a value: ``null`` counts as not set (ilert.md 1.12)."""
    return body.get(field) is not None


def text(body: dict[str, Any], field: str, default: str | None = None) -> str | None:
    """A string."""
    value = body.get(field)
    if value is None:
        return default
    if not isinstance(value, str):
        raise bad_request(f"'{field}' must be a string")
    return value


def name(context: Context, body: dict[str, Any]) -> str:
    """The required name, 1-255 characters as far as anybody checks (ilert.md Appendix A, Create)."""
    value = text(body, "name")
    if not value or not value.strip():
        raise bad_request("Field 'name [string]' is required")
    if len(value) > _LONGEST_NAME and context.switches.get("ilert.name_length") == "255":
        raise bad_request(f"'name' must not be longer than {_LONGEST_NAME} characters")
    return value


def boolean(body: dict[str, Any], field: str, default: bool) -> bool:
    """A boolean."""
    value = body.get(field)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise bad_request(f"'{field}' must be a boolean")
    return value


def whole(body: dict[str, Any], field: str, low: int, high: int, default: int | None = None) -> int | None:
    """A whole number from `low` to `high`."""
    value = body.get(field)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise bad_request(f"'{field}' must be a whole number from {low} to {high}")
    return value


def fraction(body: dict[str, Any], field: str) -> float | None:
    """A number from 0 to 1."""
    value = body.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise bad_request(f"'{field}' must be a number from 0 to 1")
    return float(value)


def choice(body: dict[str, Any], field: str, choices: Sequence[str], default: str | None = None) -> str | None:
    """One of a closed list."""
    value = body.get(field)
    if value is None:
        return default
    if value not in choices:
        raise bad_request(f"'{field}' must be one of {', '.join(choices)}")
    return str(value)


def items(body: dict[str, Any], field: str, most: int | None = None) -> list[Any]:
    """A list; absent and ``null`` are empty."""
    value = body.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request(f"'{field}' must be an array")
    if most is not None and len(value) > most:
        raise bad_request(f"'{field}' must not have more than {most} entries")
    return value


def mapping(body: dict[str, Any], field: str) -> dict[str, Any]:
    """An object; absent and ``null`` are empty."""
    value = body.get(field)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_request(f"'{field}' must be an object")
    return value


def reference(value: Any, field: str) -> int:
    """The id of ``{"id": n}``; a string of digits is taken as well."""
    found = value.get("id") if isinstance(value, dict) else None
    if isinstance(found, bool) or found is None:
        raise bad_request(f"Field '{field} {{id}}' is required")
    try:
        return int(found)
    except (TypeError, ValueError):
        raise bad_request(f"'{field}.id' must be a number") from None


def seconds_of(duration: str) -> int | None:
    """The length of an ISO-8601 duration, ``None`` when it is none."""
    match = _DURATION.match(duration)
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def duration(body: dict[str, Any], field: str, choices: Sequence[str] | None = None) -> str | None:
    """An ISO-8601 duration; with `choices`, one that is as long as one of them."""
    value = text(body, field)
    if value is None:
        return None
    length = seconds_of(value)
    if length is None or length == 0:
        raise bad_request(f"'{field}' must be an ISO-8601 duration")
    if choices is not None and length not in {seconds_of(choice) for choice in choices}:
        raise bad_request(f"'{field}' must be one of {', '.join(choices)}")
    return value


def canonical_duration(value: str) -> str:
    """The shortest spelling: ``PT60M`` is ``PT1H`` (ilert.md 5.2 #14)."""
    rest = seconds_of(value) or 0
    days, rest = divmod(rest, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    date = f"{days}D" if days else ""
    time = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if number)
    return f"P{date}{'T' + time if time else ''}"


def moment(params: Mapping[str, str], name: str) -> datetime | None:
    """A moment of a query, UTC unless it says otherwise."""
    text = params.get(name)
    if text is None:
        return None
    try:
        return times.read(text.replace(" ", "+"))
    except ValueError:
        raise bad_request(f"'{name}' must be an ISO date time") from None


def time_of_day(value: Any, field: str) -> str:
    """``HH:mm``."""
    if not isinstance(value, str) or not _CLOCK.match(value):
        raise bad_request(f"'{field}' must be a time of day HH:mm")
    return value
