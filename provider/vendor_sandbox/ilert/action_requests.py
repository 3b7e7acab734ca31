"""What an alert action sends: a webhook's POST, a mail, or the words for another tool (ilert.md 3.7)."""

from __future__ import annotations

import json
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import times
from vendor_sandbox.ilert.names import USERS
from vendor_sandbox.ilert.surroundings import render

Stored = dict[str, Any]
_WEBHOOKS = {"webhook": "webhookUrl", "slack_webhook": "url", "microsoft_teams_webhook": "url"}
"""Types that post to an address of their own parameters. Only ``webhook`` has a published parameter."""


def default_body(context: Context, alert: Stored, trigger: str) -> Stored:
    """What a webhook without a template posts; the id is text there, unlike in the API (ilert.md 3.7)."""
    users = [responder["user"] for responder in alert.get("responders") or []]
    person = context.store.get(USERS, str(users[0]["id"])) if users else None
    source = alert["alertSource"]
    return {
        "id": str(alert["id"]),
        "status": alert["status"],
        "summary": alert["summary"],
        "details": alert.get("details") or "",
        "reportTime": times.written(times.read(alert["reportTime"]), alert["id"]),
        "eventType": trigger,
        "priority": alert.get("priority"),
        "alertKey": alert.get("alertKey"),
        "alertSource": {"id": source["id"], "name": source["name"]},
        "assignedTo": person and {key: person.get(key) for key in ("username", "email", "firstName", "lastName")},
    }


def request_of(context: Context, action: Stored, alert: Stored, trigger: str) -> Stored:
    """Method, url, headers and body; without an address what is told to the tool as ``content``."""
    params = action.get("params") or {}
    plain = default_body(context, alert, trigger)
    template = params.get("bodyTemplate")
    body = render(context, template, {**plain, "alert": plain}) if isinstance(template, str) and template else None
    kind = str(action.get("connectorType"))
    url = params.get(_WEBHOOKS.get(kind, ""))
    if isinstance(url, str) and url:
        headers = {str(one.get("key")): str(one.get("value")) for one in params.get("headers") or []}
        text = json.dumps(plain, ensure_ascii=False) if body is None else body
        return {"method": "POST", "url": url, "headers": {"Content-Type": "application/json", **headers}, "body": text}
    if kind == "email":
        subject = render(context, str(params.get("subject") or "{{ summary }}"), {**plain, "alert": plain})
        mail = {"recipients": params.get("recipients") or [], "subject": subject}
        return {"content": {**mail, "body": plain["details"] if body is None else body}}
    return {"content": plain}
