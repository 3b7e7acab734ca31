"""Connector instances of a group (api-fortress.md 1.8, 4.5, 4.6: I1 to I5)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress import groups
from vendor_sandbox.apifortress.catalogue import is_secret
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError, invalid
from vendor_sandbox.apifortress.listing import in_order, sees
from vendor_sandbox.apifortress.objects import CONNECTORS, DEFINITIONS, group_connectors, new_id
from vendor_sandbox.context import Context

MASK = "********"
_KIND = "connectorInstance"


def routes(endpoints: Endpoints) -> list[Route]:
    """The contract's routes."""
    every = "/alertGroups/{group}/connectors"
    one = "/alertGroups/{group}/connectors/{instance}"
    return [
        endpoints.route("GET", every, _list),
        endpoints.route("POST", every, _create),
        endpoints.route("GET", one, _get),
        endpoints.route("PUT", one, _update),
        endpoints.route("DELETE", one, _delete),
    ]


def own(ask: Ask) -> dict[str, Any]:
    """The instance that the path names, in the group that it names. Raises ApiError 404."""
    group = groups.own(ask)
    found = ask.context.store.get(CONNECTORS, ask.path["instance"])
    if found is None or found["alertGroupId"] != group["id"]:
        raise ApiError(404, f"Connector {ask.path['instance']} not found in alert group {group['id']}")
    return found


def render(context: Context, instance: dict[str, Any]) -> dict[str, Any]:
    """An instance on the wire: parameters in clear, as the product shows them, unless `maskSecrets` is on."""
    definition = context.store.get(DEFINITIONS, instance["connectorId"])
    name = "" if definition is None else definition["name"]
    masked = context.switches.on("maskSecrets")
    params = {
        param: MASK if masked and value and is_secret(name, param) else value
        for param, value in instance["params"].items()
    }
    return {
        "id": instance["id"],
        "alertGroupId": instance["alertGroupId"],
        "connectorId": instance["connectorId"],
        "connectorName": name,
        "params": params,
    }


async def _list(ask: Ask) -> Any:
    shown = [render(ask.context, each) for each in group_connectors(ask.context, groups.own(ask)["id"])]
    return in_order(ask.context, shown)


def create(context: Context, group: dict[str, Any], body: dict[str, Any], *, admin: bool) -> dict[str, Any]:
    """A new connector of a group. Raises ApiError 400 for a definition one may not see, or bad parameters."""
    wanted = body.get("connectorId")
    definition = context.store.get(DEFINITIONS, wanted) if isinstance(wanted, str) else None
    if definition is None or not sees(context, definition, admin=admin):
        raise invalid(_KIND, "connectorId", "connector not found", wanted)
    made = {
        "id": new_id(context),
        "alertGroupId": group["id"],
        "connectorId": definition["id"],
        "params": _params(context, definition, body),
    }
    context.store.insert(CONNECTORS, made["id"], made)
    return made


def update(context: Context, instance: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Replace the whole map of parameters. Raises ApiError 400 for bad ones and for another definition or group."""
    for fixed in ("connectorId", "alertGroupId"):
        if body.get(fixed, instance[fixed]) != instance[fixed]:
            raise invalid(_KIND, fixed, "cannot be changed", body[fixed])
    definition = context.store.get(DEFINITIONS, instance["connectorId"])
    if definition is None:
        raise ApiError(409, f"The definition of connector {instance['id']} is gone")
    changed = {**instance, "params": _params(context, definition, body)}
    context.store.put(CONNECTORS, instance["id"], changed)
    return changed


async def _create(ask: Ask) -> Any:
    return render(ask.context, create(ask.context, groups.own(ask), ask.body, admin=ask.identity.admin))


async def _get(ask: Ask) -> Any:
    return render(ask.context, own(ask))


async def _update(ask: Ask) -> Any:
    return render(ask.context, update(ask.context, own(ask), ask.body))


async def _delete(ask: Ask) -> Any:
    ask.context.store.delete(CONNECTORS, own(ask)["id"])
    return {"status": "success"}


def _params(context: Context, definition: dict[str, Any], body: dict[str, Any]) -> dict[str, str]:
    """All declared parameters, missing ones as empty text. Raises ApiError 400; values never show in it."""
    wanted = body.get("params", {})
    if not isinstance(wanted, dict):
        raise invalid(_KIND, "params", "must be an object", None)
    names = [each["name"] for each in definition["params"]]
    for name, value in wanted.items():
        if name not in names:
            raise invalid(
                _KIND, f"params.{name}", f"unknown parameter; {definition['name']} has {', '.join(names)}", None
            )
        if not isinstance(value, str):
            raise invalid(_KIND, f"params.{name}", "must be a string", None)
    trimmed = context.switches.on("apifortress.trim_params")
    return {name: wanted.get(name, "").strip() if trimmed else wanted.get(name, "") for name in names}
