"""From an event to the requests of the connectors (api-fortress.md 4.10)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from vendor_sandbox.apifortress import threshold
from vendor_sandbox.apifortress.catalogue import published
from vendor_sandbox.apifortress.objects import DEFINITIONS, GROUPS, group_connectors
from vendor_sandbox.apifortress.outgoing import talk
from vendor_sandbox.apifortress.request import Outgoing
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
        if why := _kept_silent(context, instance, definition, message):
            silent.append(_about(instance, definition) | {"reason": why})
        else:
            deliveries.append(await fire(context, instance, definition, message))
    return deliveries, silent


def project_connectors(context: Context, project: dict[str, Any]) -> list[dict[str, Any]]:
    """The connector instances that an event of a project reaches, in order."""
    last_first = context.switches.get("apifortress.fan_out_order") == "descending"
    wanted = sorted(set(project["alertGroupIds"]), reverse=last_first)
    groups = [each for each in wanted if context.store.get(GROUPS, str(each))]
    return [instance for group in groups for instance in group_connectors(context, group)]


async def fire(
    context: Context, instance: dict[str, Any], definition: dict[str, Any] | None, message: dict[str, Any]
) -> dict[str, Any]:
    """Build and send one connector's request, and keep the delivery. Touches no counter."""
    requests, outcome = await _exchange(context, instance, definition, message)
    request = requests[-1] if requests else None
    delivery = {
        "time": context.clock.now().isoformat(timespec="milliseconds"),
        "eventId": message["eventId"],
        "projectId": message["projectId"],
        "testId": message["test"]["id"],
        **_about(instance, definition),
        "sent": outcome.sent,
        "reason": outcome.reason,
        "before": [{"method": each.method, "url": each.url} for each in requests[:-1]],
        "method": None if request is None else request.method,
        "url": None if request is None else request.url,
        "headers": {} if request is None else request.headers,
        "body": None if request is None else request.body,
        "httpStatus": outcome.status,
        "error": outcome.error,
    }
    return {"seq": context.store.append(DELIVERIES, delivery), **delivery}


async def _exchange(
    context: Context, instance: dict[str, Any], definition: dict[str, Any] | None, message: dict[str, Any]
) -> tuple[list[Outgoing], Outcome]:
    """Send a connector's requests one after the other: all of them, and what became of the last."""
    comments = context.switches.get("apifortress.jira_script") == "comments"
    told = None if definition is None else talk(definition, instance["params"], message, jira_comments=comments)
    outcome = Outcome(False, reason="unknown-definition")
    requests: list[Outgoing] = []
    answer: str | None = None
    while told is not None:
        try:
            request = told.send(answer)
        except StopIteration:
            break
        requests.append(request)
        outcome = await send(request, context.switches.get("deliver"))
        answer = outcome.body
    return requests, outcome


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


def _kept_silent(
    context: Context, instance: dict[str, Any], definition: dict[str, Any] | None, message: dict[str, Any]
) -> str | None:
    """Why a connector stays silent, some of it only under the readings that say so (1.9, 6.4, 7.7)."""
    if definition is not None and message["failuresCount"] == 0 and not definition["runOnSuccess"]:
        return "success-not-enabled"
    unfinished = definition is not None and not definition["finished"]
    if unfinished and context.switches.get("apifortress.unfinished_connectors") == "silent":
        return "definition-not-finished"
    disabled = str(message.get("facts", {}).get("disable_alerts", "")).lower() == "true"
    if disabled and context.switches.get("apifortress.facts_and_connectors") == "all":
        return "alerts-disabled"
    # Last, because it counts: an event that another reason stops does not come to the threshold.
    if definition is not None and not _threshold_lets_through(context, definition, instance, message):
        return "threshold-not-reached"
    return None


def _threshold_lets_through(
    context: Context, definition: dict[str, Any], instance: dict[str, Any], message: dict[str, Any]
) -> bool:
    known = published(definition["name"])
    if known is None or known.name != THRESHOLD_CONNECTOR:
        return True
    params = instance["params"]
    own_count = context.switches.get("apifortress.threshold_key") == "instance"
    key = message["test"]["id"] + (f"/{instance['id']}" if own_count else "")
    return threshold.reached(context, key, params.get("counter", ""), params.get("ttl", ""))


def _about(instance: dict[str, Any], definition: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "alertGroupId": instance["alertGroupId"],
        "instanceId": instance["id"],
        "connectorName": "" if definition is None else definition["name"],
    }
