"""Simulated test runs (api-fortress.md 4.9, 4.10)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.apifortress.delivery import fan_out
from vendor_sandbox.apifortress.errors import bool_field, invalid
from vendor_sandbox.apifortress.mails import notify
from vendor_sandbox.apifortress.message import message
from vendor_sandbox.apifortress.objects import PROJECTS
from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index

EVENTS = "events"
"""Journal of the runs that were stored."""
_KIND = "event"
_NAMED = Index(PROJECTS, lambda project: [project["name"]])
_TRIGGERS = ("schedule", "api", "manual")


async def simulate(context: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Run a test in a project and deliver what its connectors send.

    `body`: ``projectId`` (or ``project``, a name that one project has), ``trigger`` (default schedule), ``silent``,
    ``dryrun``, and what `message` takes. Raises ApiError 400 for a body that makes no sense.
    Returns ``eventId``, ``event`` (the message; null when nothing was stored), ``deliveries``, ``silent`` (connectors
    that were reached and sent nothing, with the reason), ``mails`` to users,
    and ``suppressed`` (why nothing was reached, or null).
    """
    project = _project(context, body)
    trigger = body.get("trigger", "schedule")
    if trigger not in _TRIGGERS:
        raise invalid(_KIND, "trigger", f"must be one of {', '.join(_TRIGGERS)}", trigger)
    silent = bool_field(_KIND, body, "silent", False)
    dryrun = bool_field(_KIND, body, "dryrun", False)
    event = message(context, project, body)
    suppressed = "dryrun" if dryrun else "silent" if silent else "manual" if trigger == "manual" else None
    answer: dict[str, Any] = {"eventId": event["eventId"], "event": event, "suppressed": suppressed, "mails": []}
    if dryrun and context.switches.get("apifortress.dry_runs") == "fire":
        deliveries, quiet = await fan_out(context, project, event)
        return {**answer, "suppressed": None, "deliveries": deliveries, "silent": quiet}
    if dryrun:
        return {**answer, "eventId": None, "event": None, "deliveries": [], "silent": []}
    stored = {"trigger": trigger, "suppressed": suppressed, "stored": context.clock.timestamp(), "event": event}
    context.store.append(EVENTS, stored)
    if suppressed is not None:
        return {**answer, "deliveries": [], "silent": []}
    with context.store.transaction():
        mails = notify(context, project, event, body.get("facts", {}))
    deliveries, quiet = await fan_out(context, project, event)
    return {**answer, "deliveries": deliveries, "silent": quiet, "mails": mails}


def _project(context: Context, body: dict[str, Any]) -> dict[str, Any]:
    if "projectId" in body:
        found = context.store.get(PROJECTS, str(body["projectId"]))
        if found is None:
            raise invalid(_KIND, "projectId", "project not found", body["projectId"])
        return found
    named = context.store.found(_NAMED, str(body.get("project")))
    if len(named) != 1:
        raise invalid(_KIND, "project", f"{len(named)} projects have this name", body.get("project"))
    return named[0]
