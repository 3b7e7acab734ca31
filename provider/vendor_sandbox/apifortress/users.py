"""Recipients in a group (api-fortress.md 1.6, 4.6: U1 to U3)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress import groups
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError, bool_field
from vendor_sandbox.apifortress.listing import in_order
from vendor_sandbox.apifortress.objects import MEMBERS, MEMBERS_OF, USERS, owned
from vendor_sandbox.context import Context


def routes(endpoints: Endpoints) -> list[Route]:
    """The contract's routes."""
    one = "/alertGroups/{group}/users/{user}"
    return [
        endpoints.route("GET", "/alertGroups/{group}/users", _list),
        endpoints.route("PUT", one, _put),
        endpoints.route("DELETE", one, _delete),
    ]


def _render(context: Context, member: dict[str, Any]) -> dict[str, Any]:
    user = context.store.get(USERS, str(member["userId"])) or {"fullName": "", "email": ""}
    return {
        "userId": member["userId"],
        "fullName": user["fullName"],
        "email": user["email"],
        "sms": member["sms"],
    }


async def _list(ask: Ask) -> Any:
    return in_order(ask.context, members(ask.context, groups.own(ask)))


def members(context: Context, group: dict[str, Any]) -> list[dict[str, Any]]:
    """The recipients of a group, as they are shown."""
    return [_render(context, each) for each in context.store.found(MEMBERS_OF, group["id"])]


def put(context: Context, group: dict[str, Any], user: dict[str, Any], sms: bool) -> dict[str, Any]:
    """Make a user a recipient of a group, or change the SMS flag of one."""
    key = f"{group['id']}/{user['id']}"
    member = {"id": key, "alertGroupId": group["id"], "userId": user["id"], "sms": sms}
    context.store.put(MEMBERS, key, member)
    return _render(context, member)


def remove(context: Context, group: dict[str, Any], user: str) -> None:
    """Take a user out of a group. Raises ApiError 404."""
    if not context.store.delete(MEMBERS, f"{group['id']}/{user}"):
        raise ApiError(404, f"User {user} is not in alert group {group['id']}")


async def _put(ask: Ask) -> Any:
    group = groups.own(ask)
    user = owned(ask.context, USERS, ask.path["user"], ask.company, "User")
    return put(ask.context, group, user, bool_field("groupUser", ask.body, "sms", False))


async def _delete(ask: Ask) -> Any:
    remove(ask.context, groups.own(ask), ask.path["user"])
    return {"status": "success"}
