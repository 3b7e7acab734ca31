"""Connector definitions (api-fortress.md 1.7, 4.5, 4.6: D1 to D5)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError, bool_field, invalid, name_field, text_field
from vendor_sandbox.apifortress.listing import seen_definitions, sees
from vendor_sandbox.apifortress.objects import CONNECTORS, DEFINITIONS, USES, new_id
from vendor_sandbox.context import Context

_KIND = "connector"
MAX_PARAMS = 5


def routes(endpoints: Endpoints) -> list[Route]:
    """The contract's routes."""
    one = "/connectors/{connector}"
    return [
        endpoints.route("GET", "/connectors", _list),
        endpoints.route("GET", one, _get),
        endpoints.route("POST", "/connectors", _create, admin=True),
        endpoints.route("PUT", one, _update, admin=True),
        endpoints.route("DELETE", one, _delete, admin=True),
    ]


def render(definition: dict[str, Any], *, with_code: bool = False) -> dict[str, Any]:
    """A definition on the wire; its code only for those who may see it."""
    shown = {name: value for name, value in definition.items() if with_code or name != "code"}
    return {**shown, "hasCode": bool(definition["code"])}


def _own(ask: Ask) -> dict[str, Any]:
    key = ask.path["connector"]
    found = ask.context.store.get(DEFINITIONS, key)
    if found is None or not sees(ask.context, found, admin=ask.identity.admin):
        raise ApiError(404, f"Connector {key} not found")
    return found


def _shows_code(ask: Ask) -> bool:
    return ask.identity.admin and ask.query.get("include") == "code"


async def _list(ask: Ask) -> Any:
    seen = seen_definitions(ask.context, admin=ask.identity.admin)
    return [render(each, with_code=_shows_code(ask)) for each in seen]


async def _get(ask: Ask) -> Any:
    return render(_own(ask), with_code=_shows_code(ask))


def create(context: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Load a definition. Raises ApiError 400."""
    made = {"id": new_id(context), **_fields(body)}
    context.store.insert(DEFINITIONS, made["id"], made)
    return made


def update(context: Context, key: str, body: dict[str, Any]) -> dict[str, Any]:
    """Replace a definition; its instances lose removed parameters and get new ones as empty text (D4)."""
    store = context.store
    changed = {"id": key, **_fields(body)}
    names = [each["name"] for each in changed["params"]]
    with store.transaction():
        store.put(DEFINITIONS, key, changed)
        for instance in store.found(USES, key):
            params = {name: instance["params"].get(name, "") for name in names}
            store.put(CONNECTORS, instance["id"], {**instance, "params": params})
    return changed


def remove(context: Context, key: str) -> None:
    """Delete a definition. Raises ApiError 409 while connectors use it."""
    used = [each["alertGroupId"] for each in context.store.found(USES, key)]
    if used:
        groups = ", ".join(map(str, sorted(set(used))))
        raise ApiError(409, f"Connector {key} is used in alert groups {groups}")
    context.store.delete(DEFINITIONS, key)


async def _create(ask: Ask) -> Any:
    return render(create(ask.context, ask.body))


async def _update(ask: Ask) -> Any:
    return render(update(ask.context, _own(ask)["id"], ask.body))


async def _delete(ask: Ask) -> Any:
    remove(ask.context, _own(ask)["id"])
    return {"status": "success"}


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    """The writable members, checked; unknown ones are ignored. Raises ApiError 400."""
    name = name_field(_KIND, body, "name")
    mode = text_field(_KIND, body, "mode", "Event")
    if mode != "Event":
        raise invalid(_KIND, "mode", "must be Event", mode)
    code = body.get("code")
    if not isinstance(code, str) or not code.strip():
        raise invalid(_KIND, "code", "must not be blank", None)
    return {
        "name": name,
        "description": text_field(_KIND, body, "description", ""),
        "mode": mode,
        "runOnSuccess": bool_field(_KIND, body, "runOnSuccess", False),
        "params": _params(body.get("params", [])),
        "finished": bool_field(_KIND, body, "finished", False),
        "open": bool_field(_KIND, body, "open", False),
        "code": code,
    }


def _params(wanted: Any) -> list[dict[str, str]]:
    if not isinstance(wanted, list) or len(wanted) > MAX_PARAMS:
        raise invalid(_KIND, "params", f"must be an array of at most {MAX_PARAMS} parameters", wanted)
    params: list[dict[str, str]] = []
    for each in wanted:
        if not isinstance(each, dict):
            raise invalid(_KIND, "params", "must hold objects with name and description", each)
        name = each.get("name")
        if not isinstance(name, str) or not name.strip():
            raise invalid(_KIND, "params", "a parameter's name must not be blank", name)
        if name in [param["name"] for param in params]:
            raise invalid(_KIND, "params", f"parameter {name} is declared twice", name)
        params.append({"name": name, "description": text_field(_KIND, each, "description", "")})
    return params
