"""API Fortress' collections in the store, and the look-ups that every route needs."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.context import Context
from vendor_sandbox.ids import object_id
from vendor_sandbox.indexes import Index

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

KEYS = Index(API_KEYS, lambda key: [key["key"]])
"""API keys by the key itself."""
EMAILS = Index(USERS, lambda user: [user["email"].lower()])
"""Users by the name that they sign in with."""
THERE = Index(GROUPS, lambda group: [group["id"]])
"""Alert groups by their id: whether there is one, without reading it."""
LABELS = Index(GROUPS, lambda group: [(group["companyId"], group["label"])])
"""Alert groups by company and label."""
NAMES = Index(PROJECTS, lambda project: [(project["companyId"], project["name"])])
"""Projects by company and name."""
HOLDERS = Index(PROJECTS, lambda project: project["alertGroupIds"], lambda project: project["id"])
"""Projects by each alert group that they hold, ascending."""
CONNECTORS_OF = Index(CONNECTORS, lambda connector: [connector["alertGroupId"]])
"""Connectors by their group."""
USES = Index(CONNECTORS, lambda connector: [connector["connectorId"]])
"""Connectors by their definition."""
MEMBERS_OF = Index(MEMBERS, lambda member: [member["alertGroupId"]])
"""Recipients by their group."""
OF_PROJECT = {collection: Index(collection, lambda each: [each["projectId"]]) for collection in (TESTS, SCHEDULES)}
"""Tests and schedules by their project."""
OF_TEST = Index(SCHEDULES, lambda schedule: [schedule["testId"]])
"""Schedules by their test."""

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


def new_number(context: Context, collection: str, start: int) -> int:
    """The next id of a group or project; ids that were taken by hand are left out."""
    while True:
        number = context.store.next_number(collection, start)
        if context.store.get(collection, str(number)) is None:
            return number


def owned(context: Context, collection: str, key: str, company: int, kind: str) -> dict[str, Any]:
    """An object of the caller's company. Raises ApiError 404 for an unknown, foreign or malformed id."""
    found = context.store.get(collection, key)
    if found is None or found["companyId"] != company:
        raise ApiError(404, f"{kind} {key} not found")
    return found


def of_company(context: Context, collection: str, company: int) -> list[dict[str, Any]]:
    """The objects of a company in order of creation."""
    # Nearly everything belongs to one company, and a collection is read faster as a whole than object by object.
    return [each for each in context.store.all(collection) if each["companyId"] == company]


def of_project(context: Context, collection: str, project: dict[str, Any]) -> list[dict[str, Any]]:
    """The tests or schedules of a project."""
    return context.store.found(OF_PROJECT[collection], project["id"])


def group_connectors(context: Context, group_id: int) -> list[dict[str, Any]]:
    """A group's connector instances in creation order."""
    return context.store.found(CONNECTORS_OF, group_id)


def delete_group(context: Context, group_id: int) -> None:
    """Remove a group with its connectors, memberships and assignments."""
    store = context.store
    with store.transaction():
        store.delete_found(CONNECTORS_OF, group_id)
        store.delete_found(MEMBERS_OF, group_id)
        for project in store.found(HOLDERS, group_id):
            left = [each for each in project["alertGroupIds"] if each != group_id]
            store.put(PROJECTS, str(project["id"]), {**project, "alertGroupIds": left})
        store.delete(GROUPS, str(group_id))
