"""Schedules and services as far as other objects refer to them, read only (ilert.md 3.5, 3.10)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.kinds import Kind, find
from vendor_sandbox.ilert.names import FIRST_SERVICE, SCHEDULES, SERVICES
from vendor_sandbox.ilert.references import show_teams, user_reference
from vendor_sandbox.ilert.surroundings import on_call
from vendor_sandbox.ilert.transport import Call, listed, show

Stored = dict[str, Any]


def _read_only(_call: Call, _body: Stored, _existing: Stored | None) -> Stored:
    raise bad_request("This kind is read only here")


def _shape_schedule(call: Call, stored: Stored, _listed: bool) -> Stored:
    shown: Stored = {key: stored[key] for key in ("id", "name", "timezone", "type") if key in stored}
    listed(call.context, shown, "teams", show_teams(call.context, stored))
    if "currentShift" in call.includes and stored.get("currentShift"):
        user = user_reference(call.context, stored["currentShift"]["user"]["id"])
        shown["currentShift"] = stored["currentShift"] | {"user": user}
    return shown


SCHEDULE = Kind(
    path="schedules",
    noun="schedule",
    collection=SCHEDULES,
    first_id=18100,
    cap=20,
    page_size=20,
    accept=_read_only,
    shape=_shape_schedule,
    writable=False,
)


def _shape_service(call: Call, stored: Stored, _listed: bool) -> Stored:
    shown = {key: value for key, value in stored.items() if key != "teams"}
    listed(call.context, shown, "teams", show_teams(call.context, stored))
    return shown


SERVICE = Kind(
    path="services",
    noun="service",
    collection=SERVICES,
    first_id=FIRST_SERVICE,
    cap=100,
    page_size=10,
    include_lowers_cap=True,
    accept=_read_only,
    shape=_shape_service,
    writable=False,
)


def user_on_call(call: Call) -> Response:
    """GET ``/{id}/user-on-call``: 200, or 204 when nobody is (ilert.md 3.5)."""
    schedule = find(call.context, SCHEDULE, call.request.path_params["id"])
    shift = on_call(call.context, schedule["id"])
    if not shift:
        return Response(status_code=204)
    return show(call.context, shift | {"user": user_reference(call.context, shift["user"]["id"])})
