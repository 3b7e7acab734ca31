"""Value types that only ilert has: templates, ISO durations, email addresses, link templates."""

from __future__ import annotations

import re
from typing import Any

from alert_wiring.core.problems import Spot
from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes import Record, Text

_BRACES = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_DURATION = re.compile(
    r"P(?:(?P<days>\d{1,9})D)?(?:T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9})S)?)?",
    re.IGNORECASE | re.ASCII,
)


class Template(Text):
    """A text with `{{ variables }}`. The server parses it and prints it again, so blanks inside braces do not count.

    On the wire an object: `{"textTemplate": …}`, or `{"elements": [...]}` from a server that was not asked for text
    (`ilert.md 2.4, 2.10, 5.3 #22`).
    """

    def equal(self, left: Json, right: Json) -> bool:
        """Equal after normalising the braces."""
        return _printed(str(left)) == _printed(str(right))

    def to_wire(self, value: Json) -> Json:
        """The template object."""
        return {"textTemplate": value}

    def from_wire(self, value: Json) -> Json:
        """The text of a template object; None for an empty one."""
        if not isinstance(value, dict):
            return None
        text = value.get("textTemplate")
        if text is None:
            text = "".join(_element(element) for element in value.get("elements") or [])
        return str(text) or None


class Duration(Text):
    """An ISO-8601 duration such as `PT30M`; `PT60M` and `PT1H` are the same (`ilert.md 5.2 #14`).

    Args:
        known: the durations that ilert is known to take.
        open_set: whether others are only warned about.
    """

    def __init__(self, *known: str, open_set: bool = False) -> None:
        """Keep the known durations."""
        super().__init__(shortest=1)
        self.known, self.open_set = known, open_set

    def check(self, value: Json, spot: Spot) -> Json:
        """A known duration, or at least a duration."""
        seconds = duration_seconds(value)
        words = ", ".join(self.known)
        if seconds is None:
            spot.bad(f"must be an ISO-8601 duration such as {self.known[0]}; known are {words}", value)
        elif seconds not in {duration_seconds(word) for word in self.known}:
            if self.open_set:
                spot.warn(f"{value} is not one of the durations that ilert is known to take: {words}")
            else:
                spot.bad(f"must be one of {words}", value)
        return value

    def to_wire(self, value: Json) -> Json:
        """The spelling that ilert is known to take: `PT1H` for `PT60M` in a list that has only that."""
        seconds = duration_seconds(value)
        return value if value in self.known else next((w for w in self.known if duration_seconds(w) == seconds), value)

    def equal(self, left: Json, right: Json) -> bool:
        """Equal in seconds."""
        one = duration_seconds(left)
        return one == duration_seconds(right) if one is not None else left == right


class EmailAddress(Text):
    """The address of an email source: case does not matter, and the server may add the domain (`ilert.md 5.4 #29`)."""

    def check(self, value: Json, spot: Spot) -> Json:
        """A local part, with or without a domain."""
        if not isinstance(value, str) or not re.fullmatch(r"[^@\s]+(@[^@\s]+)?", value.strip()):
            spot.bad("must be an email address such as checkout@example.ilertnotify.com", value)
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal without case; an address without a domain equals one with the same local part."""
        one, other = (str(side).strip().lower().partition("@") for side in (left, right))
        return one[0] == other[0] and (one[2] == other[2] or not one[2] or not other[2])


class LinkTemplate(Record):
    """One link. The plain `text` is superseded by `linkTextTemplate`: only that is written (`ilert.md 5.3 #23`)."""

    def from_wire(self, value: Json) -> Json:
        """The link, with a plain `text` turned into a template."""
        if not isinstance(value, dict):
            return None
        row: dict[str, Any] = dict(value)
        if not row.get("linkTextTemplate") and row.get("text"):
            row["linkTextTemplate"] = {"textTemplate": row["text"]}
        return super().from_wire(row)


def duration_seconds(value: Json) -> int | None:
    """Return the seconds of an ISO-8601 duration, None if it is none."""
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _printed(text: str) -> str:
    return _BRACES.sub(lambda match: "{{ " + " ".join(match[1].split()) + " }}", text).strip()


def _element(element: Json) -> str:
    """Print one element of a tokenised template as text."""
    if not isinstance(element, dict):
        return ""
    text = str(element.get("val") or "")
    if element.get("type") != "VAR":
        return text
    if element.get("func"):
        arguments = ",".join(_argument(argument) for argument in element.get("args") or [])
        text = f"{text}.{element['func']}({arguments})"
    return "{{ " + text + " }}"


def _argument(argument: Json) -> str:
    """Print one argument: `{"S": text}` in quotes, `{"N": number}` bare."""
    if not isinstance(argument, dict):
        return str(argument)
    return f'"{argument["S"]}"' if "S" in argument else str(argument.get("N", ""))
