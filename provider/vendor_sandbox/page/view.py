"""Everything that the page shows, as one JSON object without secrets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from vendor_sandbox import ilert, xmatters
from vendor_sandbox.apifortress.delivery import DELIVERIES
from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.page.consoles import consoles
from vendor_sandbox.page.picture import picture

_NEWEST = 30
"""Entries shown of everything that grows."""


def view(context: Context) -> dict[str, Any]:
    """The page's content at this moment, with what was accepted and is due by now brought about."""
    ilert.settle(context)
    xmatters.settle(context)
    return {
        "now": context.clock.now().strftime("%Y-%m-%d %H:%M:%S UTC"),
        "wire": picture(context),
        "vendors": consoles(context),
        "deliveries": [_delivery(each) for each in context.store.newest(DELIVERIES, _NEWEST)],
        "alerts": [_alert(each) for each in _newest(context, ilert.OBJECTS["alerts"])],
        "events": [_event(each) for each in _newest(context, xmatters.OBJECTS["events"])],
    }


def _newest(context: Context, collection: str) -> list[dict[str, Any]]:
    return Listing(context.store, Index(collection), last_first=True)[:_NEWEST]


def _delivery(entry: dict[str, Any]) -> dict[str, Any]:
    status = entry.get("httpStatus")
    host = urlsplit(entry["url"]).netloc if entry.get("url") else ""
    return {
        "title": str(entry["connectorName"]),
        "id": f"group {entry['alertGroupId']}",
        "state": str(status or entry.get("error") or entry.get("reason") or "recorded"),
        "good": bool(status and 200 <= status < 300),
        "detail": f"{entry['time'][11:19]} project {entry['projectId']} → {host or 'nowhere'}",
    }


def _alert(alert: dict[str, Any]) -> dict[str, Any]:
    policy = (alert.get("escalationPolicy") or {}).get("name", "no policy")
    return {
        "title": str(alert.get("summary")),
        "id": f"#{alert['id']}",
        "state": str(alert["status"]),
        "good": alert["status"] == "RESOLVED",
        "detail": f"{alert['alertSource']['name']} → {policy}",
    }


def _event(event: dict[str, Any]) -> dict[str, Any]:
    recipients = ", ".join(str(each.get("targetName")) for each in event.get("recipients") or ())
    return {
        "title": str(event.get("name") or "").strip(),
        "id": f"#{event['eventId']}",
        "state": str(event["status"]),
        "good": str(event["status"]).startswith("TERMINATED"),
        "detail": f"{event['plan'].get('name', '')} → {recipients or 'nobody'}",
    }
