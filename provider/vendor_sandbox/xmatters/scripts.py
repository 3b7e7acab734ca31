"""Scripts of integrations: no JavaScript engine, but the mapping of API Fortress' three keys is understood (10.3)."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

Stored = dict[str, Any]
_ASSIGNMENT = re.compile(r"trigger\.properties(?:\.(\w+)|\[\s*[\"']([^\"']+)[\"']\s*\])\s*=\s*(.+?);", re.S)
_FIELD = re.compile(r"\.(Summary|Message|Recipients)\b|\[\s*[\"'](Summary|Message|Recipients)[\"']\s*\]")
_CUT = re.compile(r"\.(?:substring|substr|slice)\(\s*0\s*,\s*(\d+)\s*\)")


class ScriptError(Exception):
    """The script would have failed on this request."""


def is_api_fortress(script: str) -> bool:
    """Whether a script (base64) is one that maps API Fortress' payload: by its first line, or by what it does."""
    text = base64.b64decode(script).decode()
    first = text.lstrip().split("\n", 1)[0]
    named = first.startswith(("//", "/*")) and "apifortress" in first.lower().replace(" ", "").replace("-", "")
    return named or ("Recipients" in text and "trigger.properties" in text and "form.post(" in text)


def mapped(script: str, body: str) -> tuple[list[str], Stored]:
    """What the script makes of a request (xmatters.md 5.2).

    Args:
        script: base64.
        body: the request's body as sent.

    Returns:
        Recipients by name, and properties; cut to a length where the script does so.

    Raises:
        ScriptError: the body is not the JSON object that the script parses.
    """
    try:
        payload = json.loads(body)
    except ValueError as error:
        raise ScriptError(f"SyntaxError: {error}") from error
    if not isinstance(payload, dict):
        raise ScriptError("TypeError: the body is not an object")
    names = [name.strip() for name in str(payload.get("Recipients") or "").split(",")]
    return [name for name in names if name], _properties(base64.b64decode(script).decode(), payload)


def _properties(text: str, payload: Stored) -> Stored:
    found: Stored = {}
    for match in _ASSIGNMENT.finditer(text):
        name, source = match.group(1) or match.group(2), match.group(3)
        field, cut = _FIELD.search(source), _CUT.search(source)
        if field:
            value = str(payload.get(field.group(1) or field.group(2)) or "")
            found[name] = value[: int(cut.group(1))] if cut else value
    return found or {name: str(payload.get(name) or "") for name in ("Summary", "Message")}
