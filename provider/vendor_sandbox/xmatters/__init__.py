"""A stand-in for xMatters, written from xmatters.md alone: what is known of it, and switches where nobody knows."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters.callers import PEOPLE
from vendor_sandbox.xmatters.event_book import EVENTS
from vendor_sandbox.xmatters.keys import KEYS, forget_keys
from vendor_sandbox.xmatters.plans import (
    CONSTANTS,
    ENDPOINTS,
    FORMS,
    INTEGRATIONS,
    LIBRARIES,
    PLANS,
    PROPERTIES,
    SECTIONS,
    SECTIONS_OF,
    forget,
)
from vendor_sandbox.xmatters.processing import settle
from vendor_sandbox.xmatters.recipients import DEVICES, GROUPS, SITES
from vendor_sandbox.xmatters.routing import routes
from vendor_sandbox.xmatters.seed import seed
from vendor_sandbox.xmatters.times import zulu

Stored = dict[str, Any]
OBJECTS = {
    "plans": PLANS,
    "forms": FORMS,
    "form-sections": SECTIONS,
    "constants": CONSTANTS,
    "property-definitions": PROPERTIES,
    "endpoints": ENDPOINTS,
    "shared-libraries": LIBRARIES,
    "integrations": INTEGRATIONS,
    "people": PEOPLE,
    "groups": GROUPS,
    "devices": DEVICES,
    "sites": SITES,
    "events": EVENTS,
    "trigger-keys": KEYS,
}
"""Kind → collection. Stored objects have the API's names; what is below a plan has ``plan: {id}``."""


def delete_by_hand(context: Context, kind: str, key: str) -> bool:
    """Delete an object as the web UI would, with what goes with it."""
    if kind == "plans" and context.store.get(PLANS, key) is not None:
        forget(context, key)
        return True
    if kind == "forms":
        context.store.delete_found(SECTIONS_OF, key)
    if kind == "integrations":
        forget_keys(context, key)
    return context.store.delete(OBJECTS[kind], key)


def edited_by_hand(context: Context, kind: str, before: Stored, after: Stored) -> Stored:
    """An object as stored after an edit in the web UI: only people tell when they were changed (xmatters.md 6.2)."""
    if kind == "people" and after.get("whenUpdated") == before.get("whenUpdated"):
        return {**after, "whenUpdated": zulu(context.clock.now())}
    return after


__all__ = ["OBJECTS", "delete_by_hand", "edited_by_hand", "routes", "seed", "settle"]
