"""When an object was last changed: its ``updatedAt`` moves with every PUT and every edit in the console."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.times import kept, precision, read

Stored = dict[str, Any]

STAMPED = frozenset(
    {"alert-sources", "teams", "connectors", "alert-actions", "heartbeat-monitors", "maintenance-windows"}
)
"""The kinds whose answers have time stamps (ilert.md 2.3, 3.2, 3.6-3.8)."""


def moved(context: Context, before: Stored) -> str:
    """The time stamp of a change to an object, as stored (ilert.md 2.3: ``updatedAt`` moves on each PUT).

    It differs from the last one as it is shown, also when the object changed within the same second before.
    """
    now = context.clock.now()
    last = before.get("updatedAt")
    return kept(max(now, read(last) + precision(before["id"])) if last else now)
