"""A stand-in for ilert, written from ilert.md alone: what is known of it, and switches where nobody knows."""

from __future__ import annotations

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.alert_book import forget_source
from vendor_sandbox.ilert.heartbeat_book import forget as forget_monitor
from vendor_sandbox.ilert.names import (
    ALERT_ACTIONS,
    ALERT_SOURCES,
    ALERTS,
    CONNECTORS,
    HEARTBEATS,
    MAINTENANCE,
    POLICIES,
    SCHEDULES,
    SERVICES,
    SUPPORT_HOURS,
    TEAMS,
    USERS,
)
from vendor_sandbox.ilert.outbox import RUNS
from vendor_sandbox.ilert.routing import routes
from vendor_sandbox.ilert.seed import seed
from vendor_sandbox.ilert.settling import settle
from vendor_sandbox.ilert.stamps import edited_by_hand

OBJECTS = {
    "alert-sources": ALERT_SOURCES,
    "escalation-policies": POLICIES,
    "teams": TEAMS,
    "support-hours": SUPPORT_HOURS,
    "users": USERS,
    "schedules": SCHEDULES,
    "services": SERVICES,
    "connectors": CONNECTORS,
    "alert-actions": ALERT_ACTIONS,
    "heartbeat-monitors": HEARTBEATS,
    "maintenance-windows": MAINTENANCE,
    "alerts": ALERTS,
    "action-runs": RUNS,
}
"""Kind → collection. Stored objects have the API's names, in the shape that is written to the API."""


def delete_by_hand(context: Context, kind: str, number: str) -> bool:
    """Delete an object as the console would, with what goes with it."""
    found = context.store.delete(OBJECTS[kind], number)
    if found and kind == "alert-sources":
        forget_source(context, int(number))
    if found and kind == "heartbeat-monitors":
        forget_monitor(context, number)
    return found


__all__ = ["OBJECTS", "delete_by_hand", "edited_by_hand", "routes", "seed", "settle"]
