"""Takes secrets out of request lines before they are kept or shown."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote

MASK = "***"
_ILERT_KEY = re.compile(r"il1[a-z]{3}[0-9A-Za-z]{6,}")
"""Integration keys (ilert.md, Appendix A "Keys") wherever they stand in a path."""
_EVENT_KEY = re.compile(r"(/events/[^/]+/)[^/]+")
"""The key in an event URL, whatever its form (ilert.md 2.11)."""
_HOOK = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\d{2,3}")
"""API hook keys of API Fortress: a UUID directly followed by digits (api-fortress.md 1.10)."""
_SECRET_NAME = re.compile(r"key|token|secret|password|authorization", re.IGNORECASE)


def path_without_secrets(path: str) -> str:
    """A request path with integration keys and hook keys masked."""
    return _HOOK.sub(MASK, _ILERT_KEY.sub(MASK, _EVENT_KEY.sub(rf"\1{MASK}", path)))


def query_without_secrets(query: str) -> str:
    """A query string with the values of secret-looking names masked; the order is kept."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return "&".join(f"{quote(name)}={MASK if _SECRET_NAME.search(name) else quote(value)}" for name, value in pairs)
