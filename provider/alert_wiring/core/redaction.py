"""Nothing secret in any text: one place that masks keys in messages.

Values that are known to be secret are registered with `hide`; forms that are always secret (a URL that carries a key)
are registered as patterns with `hide_pattern`. Every error text of `core.errors` passes through `redact`.
"""

from __future__ import annotations

import re
import threading
from re import Pattern
from urllib.parse import quote

MASK = "[secret]"

_SHORTEST_SECRET = 6
"""Shorter values are not masked: they would blank out ordinary words."""

_lock = threading.Lock()
_values: set[str] = set()
_patterns: list[Pattern[str]] = [
    re.compile(r"(?i)(?<=bearer )[^\s\"',;]+"),
    re.compile(r"(?i)(?<=basic )[a-z0-9+/=]{8,}"),
    re.compile(r"(?i)(?<=api[_-]key=)[^\s&\"']+"),
    re.compile(r"(?i)(?<=apikey=)[^\s&\"']+"),
    re.compile(r"(?i)(?<=token=)[^\s&\"']+"),
    re.compile(r"(?<=://)[^/\s@]+:[^/\s@]+(?=@)"),
]


def hide(value: object) -> None:
    """Mask this value in every later text. Values that are not text or very short are ignored."""
    if isinstance(value, str) and len(value) >= _SHORTEST_SECRET:
        with _lock:
            _values.add(value)
            _values.add(quote(value, safe=""))


def hide_all(value: object) -> None:
    """Mask every text in a value, at any depth."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            hide_all(item)
    else:
        hide(value)


def hide_pattern(pattern: str) -> None:
    """Mask everything that this regular expression matches; use look-behind to keep the harmless part."""
    compiled = re.compile(pattern)
    with _lock:
        if all(known.pattern != pattern for known in _patterns):
            _patterns.append(compiled)


def redact(text: str) -> str:
    """Return `text` with every registered value and pattern masked."""
    with _lock:
        values = sorted(_values, key=len, reverse=True)
        patterns = list(_patterns)
    for value in values:
        text = text.replace(value, MASK)
    for pattern in patterns:
        text = pattern.sub(MASK, text)
    return text
