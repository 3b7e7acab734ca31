"""Readers for values of a request body: each returns the value or refuses with 400."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters.errors import bad_request

Stored = dict[str, Any]


def name(context: Context, body: Stored) -> str:
    """The required name, trimmed; an empty one is refused (xmatters.md 10.2)."""
    value = body.get("name")
    if not isinstance(value, str) or not value.strip():
        raise bad_request("'name' is required")
    kept = value.strip() if context.switches.get("xmatters.names") == "trimmed" else value
    longest = int(str(context.switches.get("xmatters.name_length")))
    if len(kept) > longest:
        raise bad_request(f"'name' must not be longer than {longest} characters")
    return kept


def text(body: Stored, field: str, default: str = "") -> str:
    """A string; ``null`` clears it."""
    value = body.get(field)
    if value is None:
        return default
    if not isinstance(value, str):
        raise bad_request(f"'{field}' must be a string")
    return value


def required_text(body: Stored, field: str) -> str:
    """A string that must be there."""
    if not isinstance(body.get(field), str) or not body[field]:
        raise bad_request(f"'{field}' is required")
    return str(body[field])


def boolean(body: Stored, field: str, default: bool) -> bool:
    """A boolean."""
    value = body.get(field)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise bad_request(f"'{field}' must be true or false")
    return value


def whole(body: Stored, field: str, default: int | None = None) -> int | None:
    """A whole number."""
    value = body.get(field)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_request(f"'{field}' must be a whole number")
    return value


def choice(body: Stored, field: str, choices: Sequence[str], default: str | None = None) -> str:
    """One of a closed list."""
    value = body.get(field)
    if value is None and default is not None:
        return default
    if value not in choices:
        raise bad_request(f"'{field}' must be one of {', '.join(choices)}")
    return str(value)


def items(body: Stored, field: str) -> list[Any]:
    """A list; absent and ``null`` are empty."""
    value = body.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request(f"'{field}' must be an array")
    return value


def reference(body: Stored, field: str) -> str | None:
    """The id of ``{"id": …}``, or ``None`` when the field is not there."""
    value = body.get(field)
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise bad_request(f"'{field}' must be an object with an 'id'")
    return str(value["id"])


def script(body: Stored) -> str | None:
    """A script as canonical base64, ``None`` when there is none; raises ``XmattersError`` 400 for other text."""
    value = body.get("script")
    if value is None:
        return None
    try:
        plain = base64.b64decode("".join(str(value).split()), validate=True)
        plain.decode()
    except (binascii.Error, UnicodeDecodeError):
        raise bad_request("'script' must be base64") from None
    return base64.b64encode(plain).decode()


def show_script(context: Context, value: str) -> str:
    """Base64 as answered: in one line, wrapped at 76 columns, or with other line ends (xmatters.md 7 #4)."""
    form = context.switches.get("xmatters.script_form")
    if form == "wrapped":
        return "\n".join(value[start : start + 76] for start in range(0, len(value), 76))
    if form == "unix_lines":
        return base64.b64encode(base64.b64decode(value).replace(b"\r\n", b"\n")).decode()
    return value


def show_texts(context: Context, shown: Stored, fields: Sequence[str]) -> Stored:
    """Unset texts as ``""``, left out, or null (xmatters.md 7 #6)."""
    form = context.switches.get("xmatters.unset_strings")
    if form == "absent":
        return {key: value for key, value in shown.items() if key not in fields or value != ""}
    if form == "null":
        return {key: None if key in fields and value == "" else value for key, value in shown.items()}
    return shown
