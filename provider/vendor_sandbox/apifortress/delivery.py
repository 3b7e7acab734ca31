"""From an event to the requests of the connectors (api-fortress.md 4.10)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from vendor_sandbox.apifortress import threshold
from vendor_sandbox.apifortress.catalogue import published
from vendor_sandbox.apifortress.objects import DEFINITIONS, GROUPS, group_connectors
from vendor_sandbox.apifortress.outgoing import build
from vendor_sandbox.apifortress.sender import Outcome, send
from vendor_sandbox.context import Context

DELIVERIES = "deliveries"
"""Journal of everything that connectors sent or would have sent."""
THRESHOLD_CONNECTOR = "JSON Alert /w Threshold"


async def fan_out(
    context: Context, project: dict[str, Any], message: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Fire every connector of every group of a project, each group once, ascending, connectors in creation order.

    Returns the deliveries and the connectors that stayed silent, with the reason.
    """
    deliveries: list[dict[str, Any]] = []
    silent: list[dict[str, Any]] = []
    for instance in project_connectors(context, project):
        definition = context.store.get(DEFINITIONS, instance["connectorId"])
        if definition is not None and message["failuresCount"] == 0 and not definition["runOnSuccess"]:
            silent.append(_about(instance, definition) | {"reason": "success-not-enabled"})
        elif definition is not None and not _threshold_lets_through(context, definition, instance, message):
            silent.append(_about(instance, definition) | {"reason": "threshold-not-reached"})
        else:
            deliveries.append(await fire(context, instance, definition, message))
    return deliveries, silent


def project_connectors(context: Context, project: dict[str, Any]) -> list[dict[str, Any]]:
    """The connector instances that an event of a project reaches, in order."""
    groups = [each for each in sorted(set(project["alertGroupIds"])) if context.store.get(GROUPS, str(each))]
    return [instance for group in groups for instance in group_connectors(context, group)]


async def fire(
    context: Context, instance: dict[str, Any], definition: dict[str, Any] | None, message: dict[str, Any]
) -> dict[str, Any]:
    """Build and send one connector's request, and keep the delivery. Touches no counter."""
    request = None if definition is None else build(definition, instance["params"], message)
    if request is None:
        outcome = Outcome(False, reason="unknown-definition")
    else:
        outcome = await send(request, context.switches.get("deliver"))
    delivery = {
        "time": context.clock.now().isoformat(timespec="milliseconds"),
        "eventId": message["eventId"],
        "projectId": message["projectId"],
        "testId": message["test"]["id"],
        **_about(instance, definition),
        "sent": outcome.sent,
        "reason": outcome.reason,
        "method": None if request is None else request.method,
        "url": None if request is None else request.url,
        "headers": {} if request is None else request.headers,
        "body": None if request is None else request.body,
        "httpStatus": outcome.status,
        "error": outcome.error,
    }
    return {"seq": context.store.append(DELIVERIES, delivery), **delivery}


def report(outcome: str, deliveries: list[dict[str, Any]]) -> dict[str, Any]:
    """The test report of T1/T2: of parameter values only the target host shows (api-fortress.md 4.6)."""
    names = ("alertGroupId", "instanceId", "connectorName", "sent", "reason", "url", "httpStatus", "error")
    return {
        "outcome": outcome,
        "deliveries": [{**{n: each[n] for n in names}, "url": host(each)} for each in deliveries],
    }


def host(delivery: dict[str, Any]) -> str | None:
    """The origin of a delivery's URL."""
    if delivery["url"] is None:
        return None
    parts = urlsplit(delivery["url"])
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _threshold_lets_through(
    context: Context, definition: dict[str, Any], instance: dict[str, Any], message: dict[str, Any]
) -> bool:
    known = published(definition["name"])
    if known is None or known.name != THRESHOLD_CONNECTOR:
        return True
    params = instance["params"]
    return threshold.reached(context, message["test"]["id"], params.get("counter", ""), params.get("ttl", ""))


def _about(instance: dict[str, Any], definition: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "alertGroupId": instance["alertGroupId"],
        "instanceId": instance["id"],
        "connectorName": "" if definition is None else definition["name"],
    }
