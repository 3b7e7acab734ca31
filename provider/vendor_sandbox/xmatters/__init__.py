"""A stand-in for xMatters, written from xmatters.md alone: what is known of it, and switches where nobody knows."""

from __future__ import annotations

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters.callers import PEOPLE
from vendor_sandbox.xmatters.event_book import EVENTS
from vendor_sandbox.xmatters.plans import (
    CONSTANTS,
    ENDPOINTS,
    FORMS,
    INTEGRATIONS,
    LIBRARIES,
    PLANS,
    PROPERTIES,
    SECTIONS,
    forget,
)
from vendor_sandbox.xmatters.processing import settle
from vendor_sandbox.xmatters.recipients import DEVICES, GROUPS, SITES
from vendor_sandbox.xmatters.routing import routes
from vendor_sandbox.xmatters.seed import seed
from vendor_sandbox.xmatters.trigger import KEYS

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
    return context.store.delete(OBJECTS[kind], key)


__all__ = ["OBJECTS", "delete_by_hand", "routes", "seed", "settle"]
