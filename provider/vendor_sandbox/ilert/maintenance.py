"""Which alert sources are in maintenance now (ilert.md 3.10)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import times
from vendor_sandbox.ilert.indexes import REFERRING
from vendor_sandbox.ilert.names import MAINTENANCE


def is_open(context: Context, window: dict[str, Any]) -> bool:
    """Whether a window has begun and not ended."""
    return times.read(window["start"]) <= context.clock.now() < times.read(window["end"])


def in_maintenance(context: Context, source: int) -> bool:
    """Whether an open window names a source."""
    windows = context.store.found(REFERRING[MAINTENANCE], ("alertSources", source))
    return any(is_open(context, window) for window in windows)
