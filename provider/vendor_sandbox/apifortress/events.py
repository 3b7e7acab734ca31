"""Simulated test runs (api-fortress.md 4.9, 4.10)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context


async def simulate(context: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Run a test in a project."""
    return {"event": body, "deliveries": [], "now": context.clock.timestamp()}
