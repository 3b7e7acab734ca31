"""Teams and their members (ilert.md 3.2)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.enums import TEAM_ROLES
from vendor_sandbox.ilert.errors import bad_request, not_found
from vendor_sandbox.ilert.kinds import Id, Kind, find
from vendor_sandbox.ilert.names import (
    ALERT_ACTIONS,
    ALERT_SOURCES,
    HEARTBEATS,
    POLICIES,
    SCHEDULES,
    SUPPORT_HOURS,
    TEAMS,
    USERS,
)
from vendor_sandbox.ilert.references import accept_reference, first_referrer, in_people_order
from vendor_sandbox.ilert.times import stamps
from vendor_sandbox.ilert.transport import Call, body_object, listed, require_admin, show
from vendor_sandbox.ilert.users import shape_of as shape_of_user

Stored = dict[str, Any]


def _accept_member(context: Context, value: Any) -> Stored:
    if not isinstance(value, dict):
        raise bad_request("'members' must be an array of objects")
    return {
        "user": accept_reference(context, value.get("user"), "user", USERS, "user"),
        "role": fields.choice(value, "role", TEAM_ROLES, "RESPONDER"),
    }


def accept(call: Call, body: Stored, _existing: Stored | None) -> Stored:
    """Read a team; members are replaced as a whole."""
    members = {
        member["user"]["id"]: member
        for member in (_accept_member(call.context, value) for value in fields.items(body, "members"))
    }
    return {
        "name": fields.name(call.context, body),
        "visibility": fields.choice(body, "visibility", ("PUBLIC", "PRIVATE"), "PUBLIC"),
        "members": list(members.values()),
    }


def shape(call: Call, stored: Stored, _listed: bool) -> Stored:
    """A team with its members as whole users."""
    context = call.context
    roles = {member["user"]["id"]: member["role"] for member in stored.get("members") or []}
    people = in_people_order(context, [member["user"] for member in stored.get("members") or []])
    users = [context.store.get(USERS, str(person["id"])) for person in people]
    members = [{"user": shape_of_user(user), "role": roles[user["id"]]} for user in users if user]
    shown = {"id": stored["id"], "name": stored["name"], "visibility": stored.get("visibility", "PUBLIC")}
    listed(context, shown, "members", members)
    return shown | stamps(stored)


def _used_by(context: Context, number: Id) -> str | None:
    places = [
        (ALERT_SOURCES, "teams", "alert source"),
        (POLICIES, "teams", "escalation policy"),
        (POLICIES, "escalationRules.teams", "escalation policy"),
        (ALERT_ACTIONS, "teams", "alert action"),
        (HEARTBEATS, "teams", "heartbeat monitor"),
        (SUPPORT_HOURS, "teams", "support hours"),
        (SCHEDULES, "teams", "schedule"),
    ]
    return first_referrer(context, number, places)


KIND = Kind(
    path="teams",
    noun="team",
    collection=TEAMS,
    first_id=40300,
    cap=100,
    accept=accept,
    shape=shape,
    used_by=_used_by,
    neighbour=True,
    admin_only=True,
)


def add_member(call: Call) -> Response:
    """POST ``/{id}/members``: adds one member or changes its role (ilert.md 3.2)."""
    require_admin(call)
    team = find(call.context, KIND, call.request.path_params["id"])
    member = _accept_member(call.context, body_object(call))
    others = [held for held in team["members"] if held["user"]["id"] != member["user"]["id"]]
    team["members"] = [*others, member]
    call.context.store.put(TEAMS, str(team["id"]), team)
    return show(call.context, shape(call, team, False))


def remove_member(call: Call) -> Response:
    """DELETE ``/{id}/members/{userId}``."""
    require_admin(call)
    team = find(call.context, KIND, call.request.path_params["id"])
    rest = [held for held in team["members"] if str(held["user"]["id"]) != call.request.path_params["user"]]
    if len(rest) == len(team["members"]):
        raise not_found("team member")
    call.context.store.put(TEAMS, str(team["id"]), team | {"members": rest})
    return Response(status_code=204)
