"""The life of events: made, terminated, expired (xmatters.md 5.4, 5.5, 10.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters import times
from vendor_sandbox.xmatters.plans import new_id
from vendor_sandbox.xmatters.recipients import members_of, recipient

Stored = dict[str, Any]
EVENTS = "xmatters.events"
ACTIVE = "xmatters.active_events"
"""Index of events that are not over: id → when they expire."""
_FLAGS = ("overrideDeviceRestrictions", "escalationOverride", "bypassPhoneIntro", "requirePhonePassword")


def _number(context: Context) -> str:
    return str(context.store.next_number("xmatters.event_number", 9147637))


def _everybody(context: Context, targeted: list[Stored]) -> list[Stored]:
    """The targeted recipients, then the people that groups among them resolve to."""
    found = {row["id"]: {**recipient(row), "targeted": True} for row in targeted}
    for row in targeted:
        for member in members_of(context, row) if row["recipientType"] == "GROUP" else []:
            found.setdefault(member["id"], {**recipient(member), "targeted": False})
    return list(found.values())


def make(context: Context, plan: Stored, form: Stored, request: Stored, content: Stored) -> Stored:
    """A new active event.

    Args:
        context: the sandbox.
        plan: the workflow it belongs to.
        form: the form it was sent with.
        request: the trigger, for submitter and request id.
        content: recipients (whole), properties (as stored), and settings that override the form's.
    """
    now = context.clock.now()
    number = _number(context)
    texts = [value for value in content["properties"].values() if isinstance(value, str) and value]
    event: Stored = {
        "id": new_id(),
        "eventId": number,
        "name": texts[0] if texts else form["name"],
        "eventType": "USER",
        "plan": {"id": plan["id"], "name": plan["name"]},
        "form": {"id": form["id"], "name": form["name"]},
        "submitter": request["by"],
        "priority": content.get("priority") or "MEDIUM",
        "incident": f"INCIDENT_ID-{number}",
        "status": "ACTIVE",
        "created": times.offset(now),
        "expirationInMinutes": int(content.get("expirationInMinutes") or 180),
        "floodControl": False,
        **{flag: bool(content.get(flag, False)) for flag in _FLAGS},
        "responseCountsEnabled": False,
        "requestId": request["requestId"],
        "properties": content["properties"],
        "recipients": _everybody(context, content["recipients"]),
        "responseOptions": form.get("responseOptions") or [],
        "annotations": [],
    }
    _keep(context, event)
    return event


def make_system(context: Context, name: str) -> None:
    """The system event that tells a plan's owners of a failed integration (xmatters.md 5.3)."""
    number = _number(context)
    event: Stored = {
        "id": new_id(),
        "eventId": number,
        "name": name,
        "eventType": "SYSTEM",
        "plan": {"id": new_id(), "name": "Integration Builder Notifications"},
        "form": {"id": new_id(), "name": "Integration Builder: Integration Problem"},
        "submitter": {"id": new_id(), "targetName": "xm-support", "recipientType": "PERSON"},
        "priority": "MEDIUM",
        "incident": f"INCIDENT_ID-{number}",
        "status": "ACTIVE",
        "created": times.offset(context.clock.now()),
        "expirationInMinutes": 180,
        "properties": {},
        "recipients": [],
        "responseOptions": [],
        "annotations": [],
    }
    _keep(context, event)


def _keep(context: Context, event: Stored) -> None:
    due = context.clock.now() + timedelta(minutes=event["expirationInMinutes"])
    context.store.insert(EVENTS, event["id"], event)
    context.store.insert(ACTIVE, event["id"], {"due": times.zulu(due)})


def move(context: Context, event: Stored, status: str) -> Stored:
    """Change the status of an event; termination is final and gets a time."""
    event = {**event, "status": status}
    if status == "TERMINATED":
        event["terminated"] = times.offset(context.clock.now())
        context.store.delete(ACTIVE, event["id"])
    context.store.put(EVENTS, event["id"], event)
    return event


def expire(context: Context, key: str) -> None:
    """Terminate an event whose ``expirationInMinutes`` is over; forget one that is gone."""
    event = context.store.get(EVENTS, key)
    context.store.delete(ACTIVE, key)
    if event is not None and event["status"] != "TERMINATED":
        move(context, event, "TERMINATED")
