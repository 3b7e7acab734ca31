"""Projects and their alert groups (api-fortress.md 4.5, 4.6: P1, P2, A1 to A4)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError, bool_field, invalid, name_field, text_field
from vendor_sandbox.apifortress.listing import in_order
from vendor_sandbox.apifortress.objects import (
    GROUPS,
    NAMES,
    OF_PROJECT,
    PROJECTS,
    SCHEDULES,
    TESTS,
    THERE,
    new_number,
    of_company,
    owned,
)
from vendor_sandbox.context import Context

_KIND = "Project"


def routes(endpoints: Endpoints) -> list[Route]:
    """The contract's routes."""
    pair = "/projects/{project}/alertGroups/{group}"
    return [
        endpoints.route("GET", "/projects", _list),
        endpoints.route("GET", "/projects/{project}", _get),
        endpoints.route("GET", "/projects/{project}/alertGroups", _assigned),
        endpoints.route("PUT", "/projects/{project}/alertGroups", _replace),
        endpoints.route("PUT", pair, _add),
        endpoints.route("DELETE", pair, _remove),
    ]


def create(context: Context, body: dict[str, Any], company: int = 1) -> dict[str, Any]:
    """A new project, as the control plane makes it (the contract has no route for it). Raises ApiError 400."""
    made = {"id": new_number(context, PROJECTS, 3100), **_fields(context, company, body)}
    context.store.insert(PROJECTS, str(made["id"]), made)
    return made


def save(context: Context, project: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Store the whole project dialog: every field and the whole set of groups (1.4). Raises ApiError 400."""
    changed = {**project, **_fields(context, project["companyId"], body)}
    context.store.put(PROJECTS, str(project["id"]), changed)
    return changed


def remove(context: Context, key: str) -> bool:
    """Delete a project with its assignments, tests and schedules (api-fortress.md 4.7 rule 5)."""
    with context.store.transaction():
        for collection in (TESTS, SCHEDULES):
            context.store.delete_found(OF_PROJECT[collection], int(key) if key.isdecimal() else key)
        return context.store.delete(PROJECTS, key)


def render(context: Context, project: dict[str, Any]) -> dict[str, Any]:
    """A project on the wire: its groups ascending, without groups that are gone."""
    there = [each for each in sorted(set(project["alertGroupIds"])) if context.store.count(THERE, each)]
    return {**project, "alertGroupIds": there}


def _own(ask: Ask) -> dict[str, Any]:
    return owned(ask.context, PROJECTS, ask.path["project"], ask.company, _KIND)


async def _list(ask: Ask) -> Any:
    name = ask.query.get("name")
    if name is None:
        found = of_company(ask.context, PROJECTS, ask.company)
    else:
        found = ask.context.store.found(NAMES, (ask.company, name))
    return in_order(ask.context, [render(ask.context, each) for each in found])


async def _get(ask: Ask) -> Any:
    return render(ask.context, _own(ask))


async def _assigned(ask: Ask) -> Any:
    groups = [ask.context.store.get(GROUPS, str(each)) for each in render(ask.context, _own(ask))["alertGroupIds"]]
    return in_order(ask.context, [{"id": each["id"], "label": each["label"]} for each in groups if each is not None])


async def _replace(ask: Ask) -> Any:
    project = _own(ask)
    if "alertGroupIds" not in ask.body:
        raise invalid("project", "alertGroupIds", "must be an array of alert group ids", None)
    return _store(ask, project, _group_ids(ask.context, ask.company, ask.body["alertGroupIds"]))


async def _add(ask: Ask) -> Any:
    project = _own(ask)
    group = owned(ask.context, GROUPS, ask.path["group"], ask.company, "Alert group")
    return _store(ask, project, [*project["alertGroupIds"], group["id"]])


async def _remove(ask: Ask) -> Any:
    project = _own(ask)
    group = ask.path["group"]
    if group not in map(str, render(ask.context, project)["alertGroupIds"]):
        raise ApiError(404, f"Alert group {group} is not assigned to project {project['id']}")
    _store(ask, project, [each for each in project["alertGroupIds"] if str(each) != group])
    return {"status": "success"}


def _store(ask: Ask, project: dict[str, Any], groups: list[int]) -> dict[str, Any]:
    changed = {**project, "alertGroupIds": sorted(set(groups))}
    ask.context.store.put(PROJECTS, str(project["id"]), changed)
    return render(ask.context, changed)


def _fields(context: Context, company: int, body: dict[str, Any]) -> dict[str, Any]:
    """Everything of a project but its id, checked. Raises ApiError 400."""
    return {
        "name": name_field("project", body, "name"),
        "description": text_field("project", body, "description", ""),
        "notes": text_field("project", body, "notes", ""),
        "viewableOnStatusPage": bool_field("project", body, "viewableOnStatusPage", True),
        "companyId": company,
        "alertGroupIds": _group_ids(context, company, body.get("alertGroupIds", [])),
    }


def _group_ids(context: Context, company: int, wanted: Any) -> list[int]:
    """A set of ids of existing groups of the company, ascending. Raises ApiError 400 naming what is wrong."""
    if not isinstance(wanted, list):
        raise invalid("project", "alertGroupIds", "must be an array of alert group ids", wanted)
    for each in wanted:
        if isinstance(each, bool) or not isinstance(each, int):
            raise invalid("project", "alertGroupIds", "must be an array of integers", each)
        group = context.store.get(GROUPS, str(each))
        if group is None or group["companyId"] != company:
            raise invalid("project", "alertGroupIds", f"alert group {each} not found", each)
    return sorted(set(wanted))
