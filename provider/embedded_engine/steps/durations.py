"""Custom timeouts: the program writes `1h30m`, the state and the plugin want seconds (pulumi-engine.md 2.3)."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)")


def seconds(text: str) -> float:
    """Read a duration such as `5m` or `1h30m`; empty is 0. Raises `ValueError` when it is none."""
    if text in ("", "0"):
        return 0.0
    total, position = 0.0, 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise ValueError(f"{text!r} is not a duration such as 90s, 5m or 1h30m")
        total += float(match.group(1)) * _UNITS[match.group(2)]
        position = match.end()
    return total
