"""The order of lists, and who sees which connector definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from vendor_sandbox.apifortress.objects import DEFINITIONS
from vendor_sandbox.context import Context

_NAMES = ("label", "name", "connectorName", "fullName")


def in_order(context: Context, objects: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Objects, given as they were made, in the order that the switch says (7.11: lists have no stable order)."""
    order = context.switches.get("apifortress.list_order")
    if order == "alphabetical":
        return sorted(objects, key=_name)
    if order == "shuffled":
        return sorted(objects, key=lambda each: hashlib.sha256(str(each).encode()).digest())
    return list(objects)


def seen_definitions(context: Context, *, admin: bool) -> list[dict[str, Any]]:
    """The definitions that a caller sees: all of them, unless closed ones are for admins only (1.7)."""
    return in_order(context, [each for each in context.store.all(DEFINITIONS) if sees(context, each, admin=admin)])


def sees(context: Context, definition: dict[str, Any], *, admin: bool) -> bool:
    """Whether a caller sees a definition."""
    if admin or context.switches.get("apifortress.closed_definitions") == "shown":
        return True
    return bool(definition["finished"] and definition["open"])


def _name(each: dict[str, Any]) -> str:
    return next(str(each[name]) for name in _NAMES if name in each).casefold()
