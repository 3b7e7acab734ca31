"""Alert groups (api-fortress.md 1.5, 4.5, 4.6: G1 to G5)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError, name_field
from vendor_sandbox.apifortress.listing import in_order
from vendor_sandbox.apifortress.objects import (
    CONNECTORS_OF,
    GROUPS,
    HOLDERS,
    LABELS,
    MEMBERS_OF,
    delete_group,
    new_number,
    of_company,
    owned,
)
from vendor_sandbox.context import Context


def routes(endpoints: Endpoints) -> list[Route]:
    """The contract's routes."""
    one = "/alertGroups/{group}"
    return [
        endpoints.route("GET", "/alertGroups", _list),
        endpoints.route("POST", "/alertGroups", _create),
        endpoints.route("GET", one, _get),
        endpoints.route("PUT", one, _rename),
        endpoints.route("DELETE", one, _delete),
    ]


def own(ask: Ask) -> dict[str, Any]:
    """The group that the path names. Raises ApiError 404."""
    return owned(ask.context, GROUPS, ask.path["group"], ask.company, "Alert group")


def assigned_to(context: Context, group_id: int) -> list[int]:
    """Ids of the projects that hold a group, ascending."""
    return [int(key) for _, _, key in context.store.places(HOLDERS, group_id)]


def render(context: Context, *groups: dict[str, Any]) -> list[dict[str, Any]]:
    """Groups on the wire, with what hangs on them; of that nothing is read."""
    return [
        {
            "id": group["id"],
            "label": group["label"],
            "companyId": group["companyId"],
            "usersCount": context.store.count(MEMBERS_OF, group["id"]),
            "connectorsCount": context.store.count(CONNECTORS_OF, group["id"]),
            "projectIds": assigned_to(context, group["id"]),
        }
        for group in groups
    ]


async def _list(ask: Ask) -> Any:
    label = ask.query.get("label")
    if label is None:
        found = of_company(ask.context, GROUPS, ask.company)
    else:
        found = ask.context.store.found(LABELS, (ask.company, label))
    return in_order(ask.context, render(ask.context, *found))


def create(context: Context, company: int, body: dict[str, Any]) -> dict[str, Any]:
    """A new group of a company, from its label. Raises ApiError 400 for a bad one, 409 for a taken one."""
    label = _free_label(context, company, body, None)
    made = {"id": new_number(context, GROUPS, 189), "label": label, "companyId": company}
    context.store.insert(GROUPS, str(made["id"]), made)
    return made


def remove(context: Context, group: dict[str, Any]) -> None:
    """Delete a group with all that hangs on it. Raises ApiError 409 while projects hold it."""
    projects = assigned_to(context, group["id"])
    if projects and not context.switches.on("cascadeAssigned"):
        raise ApiError(409, f"Alert group {group['id']} is assigned to projects {', '.join(map(str, projects))}")
    delete_group(context, group["id"])


async def _create(ask: Ask) -> Any:
    return render(ask.context, create(ask.context, ask.company, ask.body))[0]


async def _get(ask: Ask) -> Any:
    return render(ask.context, own(ask))[0]


async def _rename(ask: Ask) -> Any:
    group = own(ask)
    if not ask.context.switches.on("renameAllowed"):
        raise ApiError(405, "An alert group cannot be renamed on this instance")
    changed = {**group, "label": _free_label(ask.context, ask.company, ask.body, group["id"])}
    ask.context.store.put(GROUPS, str(group["id"]), changed)
    return render(ask.context, changed)[0]


async def _delete(ask: Ask) -> Any:
    remove(ask.context, own(ask))
    return {"status": "success"}


def _free_label(context: Context, company: int, body: dict[str, Any], but_for: int | None) -> str:
    """The body's label. Raises ApiError 400 for a bad one, 409 for a taken one where labels are unique."""
    label = name_field("alertGroup", body, "label")
    if context.switches.on("uniqueLabels"):
        taken = [key for _, _, key in context.store.places(LABELS, (company, label)) if key != str(but_for)]
        if taken:
            raise ApiError(409, f"An alert group with label {label} exists already")
    return label
