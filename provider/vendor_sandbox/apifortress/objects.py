"""API Fortress' collections in the store, and the look-ups that every route needs."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.context import Context
from vendor_sandbox.ids import object_id

COMPANIES = "apifortress.companies"
USERS = "apifortress.users"
API_KEYS = "apifortress.api_keys"
TOKENS = "apifortress.tokens"
HOOKS = "apifortress.hooks"
TESTS = "apifortress.tests"
SCHEDULES = "apifortress.schedules"
PROJECTS = "apifortress.projects"
GROUPS = "apifortress.alert_groups"
MEMBERS = "apifortress.group_users"
DEFINITIONS = "apifortress.connector_definitions"
CONNECTORS = "apifortress.connectors"
THRESHOLDS = "apifortress.thresholds"

OBJECTS = {
    "companies": COMPANIES,
    "users": USERS,
    "apiKeys": API_KEYS,
    "hooks": HOOKS,
    "tests": TESTS,
    "schedules": SCHEDULES,
    "projects": PROJECTS,
    "alertGroups": GROUPS,
    "groupUsers": MEMBERS,
    "connectorDefinitions": DEFINITIONS,
    "connectors": CONNECTORS,
}
"""Kind → collection."""


def new_id(context: Context) -> str:
    """The id of a new definition or connector, in the form that the switch says (1.11)."""
    if context.switches.get("apifortress.connector_ids") == "number":
        return str(context.store.next_number("apifortress.connector", 4711))
    return object_id(context)


def owned(context: Context, collection: str, key: str, company: int, kind: str) -> dict[str, Any]:
    """An object of the caller's company. Raises ApiError 404 for an unknown, foreign or malformed id."""
    found = context.store.get(collection, key)
    if found is None or found["companyId"] != company:
        raise ApiError(404, f"{kind} {key} not found")
    return found


def group_connectors(context: Context, group_id: int) -> list[dict[str, Any]]:
    """A group's connector instances in creation order."""
    return [each for each in context.store.all(CONNECTORS) if each["alertGroupId"] == group_id]


def delete_group(context: Context, group_id: int) -> None:
    """Remove a group with its connectors, memberships and assignments."""
    store = context.store
    with store.transaction():
        for connector in group_connectors(context, group_id):
            store.delete(CONNECTORS, connector["id"])
        for key, member in store.items(MEMBERS):
            if member["alertGroupId"] == group_id:
                store.delete(MEMBERS, key)
        for project in store.all(PROJECTS):
            if group_id in project["alertGroupIds"]:
                left = [each for each in project["alertGroupIds"] if each != group_id]
                store.put(PROJECTS, str(project["id"]), {**project, "alertGroupIds": left})
        store.delete(GROUPS, str(group_id))


def delete_by_hand(context: Context, kind: str, key: str) -> bool:
    """What the bin icon of the console does: a group takes everything that hangs on it along."""
    if kind == "alertGroups":
        delete_group(context, int(key))
        return True
    return context.store.delete(OBJECTS[kind], key)
