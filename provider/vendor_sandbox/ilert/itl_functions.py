"""The functions of ITL, ilert's template language (ilert.md 4.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

Arguments = list[str | int]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _argument(arguments: Arguments, index: int) -> str:
    return str(arguments[index]) if index < len(arguments) else ""


def _substring(value: Any, arguments: Arguments) -> str:
    start = int(arguments[0])
    end = int(arguments[1]) if len(arguments) > 1 else None
    return _text(value)[start:end]


def _split_take_at(value: Any, arguments: Arguments) -> str:
    pieces = _text(value).split(_argument(arguments, 0))
    index = int(arguments[1])
    return pieces[index] if 0 <= index < len(pieces) else ""


def _extract(value: Any, arguments: Arguments) -> str:
    match = re.search(_argument(arguments, 0), _text(value))
    return match.group(0) if match else ""


def _extract_groups(value: Any, arguments: Arguments) -> str:
    match = re.search(_argument(arguments, 0), _text(value))
    return "".join(group or "" for group in match.groups()) if match else ""


def _date(moment: datetime, style: str) -> str:
    hour = moment.hour % 12 or 12
    half = "AM" if moment.hour < 12 else "PM"
    if style.upper() == "S":
        return f"{moment.month}/{moment.day}/{moment:%y}, {hour}:{moment:%M} {half}"
    return f"{moment:%b} {moment.day}, {moment.year}, {hour}:{moment:%M}:{moment:%S} {half}"


def _format_unix(divisor: int) -> Callable[[Any, Arguments], str]:
    def formatted(value: Any, arguments: Arguments) -> str:
        return _date(datetime.fromtimestamp(float(_text(value)) / divisor, UTC), _argument(arguments, 0))

    return formatted


def _format_date_string(value: Any, arguments: Arguments) -> str:
    return _date(datetime.fromisoformat(_text(value)).astimezone(UTC), _argument(arguments, 0))


def _join(value: Any, arguments: Arguments) -> str:
    items = value if isinstance(value, list) else []
    return (_argument(arguments, 0) or ", ").join(_text(item) for item in items)


def _join_objects(value: Any, arguments: Arguments) -> str:
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return (_argument(arguments, 1) or "\n").join(_text(item.get(_argument(arguments, 0))) for item in items)


_PLAIN: dict[str, Callable[[Any, Arguments], str]] = {
    "substring": _substring,
    "lowerCase": lambda value, _: _text(value).lower(),
    "upperCase": lambda value, _: _text(value).upper(),
    "replaceAll": lambda value, arguments: _text(value).replace(_argument(arguments, 0), _argument(arguments, 1)),
    "splitTakeAt": _split_take_at,
    "extractRegex": _extract,
    "extractRegexGroups": _extract_groups,
    "formatUnixMs": _format_unix(1000),
    "formatUnixSec": _format_unix(1),
    "formatDateString": _format_date_string,
    "join": _join,
    "joinFromObjectArr": _join_objects,
}

_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "equals": str.__eq__,
    "contains": str.__contains__,
}

_CONDITIONAL = re.compile(r"^(startsWith|equals|endsWith|contains)(TakeOrDrop|Take|ElseOrDrop|Else)$")


def _conditional(test: str, suffix: str, value: Any, arguments: Arguments) -> str:
    text = _text(value)
    matched = _TESTS[test](text, _argument(arguments, 0))
    other = _argument(arguments, 1)
    if suffix == "Take":
        return other if matched else text
    if suffix == "TakeOrDrop":
        return other if matched else ""
    if suffix == "Else":
        return text if matched else other
    return "" if matched else other


def apply(name: str, value: Any, arguments: Arguments) -> str:
    """Apply one function; an unknown one, or one that cannot work on the value, prints nothing."""
    conditional = _CONDITIONAL.match(name)
    if conditional:
        return _conditional(conditional.group(1), conditional.group(2), value, arguments)
    function = _PLAIN.get(name)
    if function is None:
        return ""
    try:
        return function(value, arguments)
    except (ValueError, IndexError, TypeError, OverflowError, re.error):
        return ""
