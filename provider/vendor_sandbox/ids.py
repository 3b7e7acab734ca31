"""Identifiers that several parts of the sandbox make."""

from __future__ import annotations

from vendor_sandbox.context import Context


def object_id(context: Context) -> str:
    """A new Mongo ObjectId: seconds of the sandbox clock, a fixed machine part, a counter (api-fortress.md 1.11)."""
    counter = context.store.next_number("object-id", 0xB3BE01)
    return f"{int(context.clock.timestamp()):08x}b3cb1f0001{counter & 0xFFFFFF:06x}"
