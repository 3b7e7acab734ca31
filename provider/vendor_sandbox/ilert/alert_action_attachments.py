"""Attaching alert sources to alert actions, and detaching them (ilert.md 3.7)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.alert_actions import KIND, shape
from vendor_sandbox.ilert.errors import bad_request, not_found
from vendor_sandbox.ilert.kinds import find
from vendor_sandbox.ilert.names import ALERT_ACTIONS, ALERT_SOURCES
from vendor_sandbox.ilert.transport import Call, body_object, show
from vendor_sandbox.ilert.visibility import hidden

Stored = dict[str, Any]


def _attached(call: Call) -> tuple[Stored, int, list[Stored]]:
    """The action of the path, the source of the body, and the action's sources."""
    action = find(call.context, KIND, call.request.path_params["id"])
    if hidden(call.context, call.caller, ALERT_ACTIONS, action):
        raise not_found(KIND.noun)
    number = fields.reference({"id": body_object(call).get("alertSourceId")}, "alertSourceId")
    if call.context.store.get(ALERT_SOURCES, str(number)) is None:
        raise not_found("alert source")
    return action, number, list(action.get("alertSources") or [])


def _store(call: Call, action: Stored, sources: list[Stored]) -> Response:
    action = action | {"alertSources": sources}
    call.context.store.put(ALERT_ACTIONS, action["id"], action)
    return show(call.context, shape(call, action, False))


def add_source(call: Call) -> Response:
    """PUT ``/{id}/add-source``: 400 when it is attached already (ilert.md 1.9)."""
    action, number, sources = _attached(call)
    if number in {source["id"] for source in sources}:
        raise bad_request("This alert action is already attached to this alert source")
    return _store(call, action, [*sources, {"id": number}])


def remove_source(call: Call) -> Response:
    """PUT ``/{id}/remove-source``: 400 when it is not attached (ilert.md 1.9)."""
    action, number, sources = _attached(call)
    if number not in {source["id"] for source in sources}:
        raise bad_request("This alert action is not attached to this alert source")
    return _store(call, action, [source for source in sources if source["id"] != number])
