"""The state of heartbeat monitors: who was heard of, who is overdue, and the alert that follows (ilert.md 3.8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import alert_book, due, times
from vendor_sandbox.ilert.kinds import Id
from vendor_sandbox.ilert.names import ALERT_SOURCES, ALERTS, HEARTBEATS
from vendor_sandbox.ilert.references import policy_of

Stored = dict[str, Any]
PINGS = "ilert.heartbeat_pings"
"""By monitor: the last ping, and the alert that was made of its silence."""
SILENT = "silent heartbeat"
"""The end of a monitor's interval, in the list of what falls due."""


def state_of(context: Context, monitor: Stored) -> str:
    """``UNKNOWN`` before the first ping, ``HEALTHY`` within the interval, then ``OVERDUE``."""
    heard = context.store.get(PINGS, str(monitor["id"]))
    if heard is None:
        return "UNKNOWN"
    return "OVERDUE" if _due(heard, monitor) <= context.clock.now() else "HEALTHY"


def _due(heard: Stored, monitor: Stored) -> datetime:
    return times.read(heard["last"]) + timedelta(seconds=int(monitor.get("intervalSec") or 900))


def ping(context: Context, monitor: Stored) -> None:
    """Hear of a monitor; the alert of an overdue one is resolved, which nothing states and a switch turns off."""
    heard = context.store.get(PINGS, str(monitor["id"]))
    alert = context.store.get(ALERTS, str(heard["alert"])) if heard and heard.get("alert") else None
    last = {"id": monitor["id"], "last": times.kept(context.clock.now())}
    context.store.put(PINGS, str(monitor["id"]), last)
    due.expect(context, SILENT, str(monitor["id"]), _due(last, monitor))
    if alert and alert["status"] != "RESOLVED" and context.switches.get("ilert.heartbeat_recovery") == "resolves":
        alert_book.resolve(context, alert, "Heartbeat received")


def expire(context: Context, key: str) -> None:
    """A monitor falls silent: its source, when it has one that is active, gets an alert."""
    monitor, heard = context.store.get(HEARTBEATS, key), context.store.get(PINGS, key)
    if monitor is None or heard is None:
        return
    source = context.store.get(ALERT_SOURCES, str((monitor.get("alertSource") or {}).get("id")))
    if _due(heard, monitor) > context.clock.now():  # its interval was made longer in the meantime
        due.expect(context, SILENT, key, _due(heard, monitor))
        return
    if source is not None and source.get("active", True):
        policy = policy_of(context, source)
        summary = monitor.get("alertSummary") or f"Heartbeat monitor '{monitor['name']}' is overdue"
        content = {"summary": summary, "details": "", "priority": "HIGH", "severity": source.get("severity")}
        heard["alert"] = alert_book.make(context, source, policy, content)["id"]
    context.store.put(PINGS, key, heard)


def rearm(context: Context, monitor: Stored) -> None:
    """A monitor was changed: its interval may end at another time."""
    heard = context.store.get(PINGS, str(monitor["id"]))
    if heard is not None and not heard.get("alert"):
        due.expect(context, SILENT, str(monitor["id"]), _due(heard, monitor))


def forget(context: Context, monitor: Id) -> None:
    """What goes with a deleted monitor."""
    context.store.delete(PINGS, str(monitor))
    due.forget(context, SILENT, str(monitor))
