"""Objects that the control plane makes, changes and deletes as a person does in the console (api-fortress.md 4.9)."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from vendor_sandbox import credentials
from vendor_sandbox.apifortress import projects
from vendor_sandbox.apifortress.objects import MEMBERS, OBJECTS, delete_group
from vendor_sandbox.context import Context

_COMPANY = {"companyId": 1}
_UNTOLD: dict[str, dict[str, Any]] = {
    "companies": {"name": "", "description": "", "timeZone": "America/New_York"},
    "users": {
        **_COMPANY,
        "email": "",
        "fullName": "",
        "level": "developer",
        "admin": False,
        "timeZone": "America/New_York",
        "password": credentials.APIFORTRESS_PASSWORD,
    },
    "apiKeys": {**_COMPANY, "key": "", "secret": "", "comment": "", "admin": False},
    "hooks": {"projectId": 0, "userId": 0, "comment": ""},
    "tests": {"projectId": 0, "name": "", "tags": [], "fails": False},
    "schedules": {"projectId": 0, "testId": "", "name": "", "intervalSeconds": 300, "active": True, "location": ""},
    "projects": {
        **_COMPANY,
        "name": "",
        "description": "",
        "notes": "",
        "viewableOnStatusPage": True,
        "alertGroupIds": [],
    },
    "alertGroups": {**_COMPANY, "label": ""},
    "groupUsers": {"alertGroupId": 0, "userId": 0, "sms": False},
    "connectorDefinitions": {
        "name": "",
        "description": "",
        "mode": "Event",
        "runOnSuccess": False,
        "params": [],
        "finished": False,
        "open": False,
        "code": "",
    },
    "connectors": {"alertGroupId": 0, "connectorId": "", "params": {}},
}
"""Kind → what an object has where nobody said otherwise."""


def made_by_hand(_: Context, kind: str, typed: dict[str, Any]) -> dict[str, Any]:
    """A new object with everything that its kind has; without an id where the control plane knows a fitting one."""
    made = {**_UNTOLD[kind], **typed}
    if kind == "groupUsers":
        return {"id": f"{made['alertGroupId']}/{made['userId']}", **made}
    if kind == "hooks":
        return {"id": f"{uuid.uuid4()}{100 + secrets.randbelow(900)}", **made}
    return made


def edited_by_hand(_: Context, kind: str, __: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """A changed object; what was taken away is as in a new one."""
    return {**_UNTOLD[kind], **after}


def delete_by_hand(context: Context, kind: str, key: str) -> bool:
    """What the bin icon of the console does: a group, a project or a user takes along what hangs on it."""
    if kind == "alertGroups":
        delete_group(context, int(key))
        return True
    if kind == "projects":
        return projects.remove(context, key)
    if kind == "users":
        for member in context.store.all(MEMBERS):
            if str(member["userId"]) == key:
                context.store.delete(MEMBERS, member["id"])
    return context.store.delete(OBJECTS[kind], key)
