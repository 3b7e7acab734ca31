"""From what arrives to an event: the generic body, and the payload of a dedicated type (ilert.md 4.1, 4.3)."""

from __future__ import annotations

import json
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.enums import EVENT_TYPES, PRIORITIES
from vendor_sandbox.ilert.errors import bad_request

Event = dict[str, Any]
_LISTS = ("images", "links", "comments", "logs", "services")


def generic_event(body: dict[str, Any]) -> Event:
    """The event of ``POST /api/events``; raises ``IlertError`` 400 for a missing or invalid field."""
    kind = fields.choice(body, "eventType", EVENT_TYPES)
    if kind is None:
        raise bad_request("Field 'eventType [string]' is required")
    summary = fields.text(body, "summary")
    if kind == "ALERT" and not (summary and summary.strip()):
        raise bad_request("Field 'summary [string]' is required")
    event: Event = {
        "eventType": kind,
        "summary": summary or "",
        "details": fields.text(body, "details", ""),
        "alertKey": (fields.text(body, "alertKey") or fields.text(body, "incidentKey") or "").strip(),
        "priority": fields.choice(body, "priority", PRIORITIES),
        "severity": fields.whole(body, "severity", 1, 5),
        "routingKey": fields.text(body, "routingKey"),
        "labels": body["labels"] if isinstance(body.get("labels"), dict) else {},
        "customDetails": body["customDetails"] if isinstance(body.get("customDetails"), dict) else {},
    }
    return event | {field: fields.items(body, field) for field in _LISTS}


def api_fortress_event(context: Context, body: dict[str, Any]) -> Event:
    """What ilert makes of an API Fortress payload, as far as anybody can tell (ilert.md 4.3)."""
    test = body["test"] if isinstance(body.get("test"), dict) else {}
    sent = body.get("criticalFailures")
    failures = [failure for failure in sent if isinstance(failure, dict)] if isinstance(sent, list) else []
    succeeded = body.get("eventType") == "success" or body.get("failuresCount") == 0
    resolves = succeeded and context.switches.get("ilert.success_resolves") == "yes"
    by_test = context.switches.get("ilert.api_fortress_alert_key") == "test_id"
    kind, key = "RESOLVE" if resolves else "ALERT", str(test.get("id") or "") if by_test else ""
    if context.switches.get("ilert.api_fortress_mapping") == "generic":
        details = json.dumps(body, ensure_ascii=False)
        return {
            "eventType": kind,
            "summary": "New event from API Fortress",
            "details": details,
            "alertKey": key,
            "customDetails": body,
        }
    count = body.get("failuresCount", len(failures))
    lines = [" ".join(str(failure.get(key) or "") for key in ("status", "extra")).strip() for failure in failures]
    return {
        "eventType": kind,
        "summary": f"{body.get('projectName', '')} / {test.get('name', '')}: {count} failure(s)",
        "details": "\n".join(
            f"{failure.get('expression') or ''}: {line}" for failure, line in zip(failures, lines, strict=True)
        ),
        "alertKey": key,
        "customDetails": body,
    }


def other_event(body: dict[str, Any]) -> Event:
    """A payload of any other dedicated type: nothing is known of its mapping, so little is made of it."""
    text = body.get("summary") or body.get("title") or body.get("message")
    return {"eventType": "ALERT", "summary": str(text or "New event"), "alertKey": "", "customDetails": body}


def dedicated_event(context: Context, integration_type: str, body: dict[str, Any]) -> Event:
    """The event of a payload that came to a type's own address."""
    if integration_type == "APIFORTRESS":
        return api_fortress_event(context, body)
    return other_event(body)
