"""Recipients in a group (api-fortress.md 1.6, 4.6: U1 to U3)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress import groups
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError, bool_field
from vendor_sandbox.apifortress.objects import MEMBERS, USERS, owned
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
    group = groups.own(ask)
    return [
        _render(ask.context, each) for each in ask.context.store.all(MEMBERS) if each["alertGroupId"] == group["id"]
    ]


async def _put(ask: Ask) -> Any:
    group = groups.own(ask)
    user = owned(ask.context, USERS, ask.path["user"], ask.company, "User")
    sms = bool_field("groupUser", ask.body, "sms", False)
    key = f"{group['id']}/{user['id']}"
    member = {"id": key, "alertGroupId": group["id"], "userId": user["id"], "sms": sms}
    ask.context.store.put(MEMBERS, key, member)
    return _render(ask.context, member)


async def _delete(ask: Ask) -> Any:
    group = groups.own(ask)
    if not ask.context.store.delete(MEMBERS, f"{group['id']}/{ask.path['user']}"):
        raise ApiError(404, f"User {ask.path['user']} is not in alert group {group['id']}")
    return {"status": "success"}
