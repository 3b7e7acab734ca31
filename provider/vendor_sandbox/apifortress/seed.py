"""A lived-in API Fortress account: other people's projects, groups and connectors that must survive everything."""

from __future__ import annotations

from typing import Any

from vendor_sandbox import credentials
from vendor_sandbox.apifortress.catalogue import Published, of_profile
from vendor_sandbox.apifortress.objects import (
    API_KEYS,
    COMPANIES,
    CONNECTORS,
    DEFINITIONS,
    GROUPS,
    HOOKS,
    MEMBERS,
    PROJECTS,
    SCHEDULES,
    TESTS,
    USERS,
)
from vendor_sandbox.context import Context
from vendor_sandbox.profile import DEFAULT, profile

HOOK = "0a1b2c3d-1111-4222-8333-444455556666123"
"""Key of the seeded API hook, of project 3073."""
_COMPANIES = (
    {"id": 1, "name": "Example Co.", "description": "", "timeZone": "America/New_York"},
    {"id": 2, "name": "Other Co.", "description": "Another tenant of the same server", "timeZone": "Europe/Rome"},
)
_USERS = (
    # id, e-mail, name, level, platform admin, company
    (11, credentials.APIFORTRESS_EMAIL, "Mary Manager", "manager", False, 1),
    (12, "ann@example.com", "Ann Example", "developer", False, 1),
    (13, "paul@example.com", "Paul Analyst", "analyst", False, 1),
    (14, "admin@example.com", "Ada Admin", "manager", True, 1),
    (15, "olga@other.example", "Olga Other", "manager", False, 2),
)
_PROJECTS = (
    # id, name, groups, company, schedule interval in seconds of its tests (None: not scheduled)
    (2, "Examples", (), 1, None),
    (238, "Orders API", (2,), 1, 300),
    (2901, "Inventory", (171, 172), 1, 3600),
    (3073, "Alert to iLert", (170,), 1, 300),
    (3074, "Payments API", (2, 170), 1, 900),
    (3075, "Checkout", (), 1, 300),
    (3076, "Customer portal", (171,), 1, 600),
    (512, "Other shop", (175,), 2, 300),
)
_GROUPS = (
    # id, label, company, connectors as (published name, parameters)
    (
        2,
        "Slack Demo",
        1,
        (("Slack Webhook", {"hook": "T0SEEDED/B0SEEDED/seeded-slack-secret", "username": "fortress"}),),
    ),
    (170, "on-call mail", 1, ()),
    (
        171,
        "datadog",
        1,
        (
            ("DataDog custom check", {"apiKey": "seeded-datadog-secret", "host": "inventory-1"}),
            ("JSON Alert", {"url": "https://hooks.example.com/in/seeded-json-secret"}),
        ),
    ),
    (172, "datadog 2", 1, (("DataDog custom check", {"apiKey": "seeded-datadog-secret", "host": "inventory-2"}),)),
    (175, "other-webhook", 2, (("JSON Alert", {"url": "https://hooks.other.example/in/seeded-other-secret"}),)),
)
_MEMBERS = ((170, 11, False), (170, 12, True), (172, 12, False))


def seed(context: Context) -> None:
    """Fill an empty store; the profile decides which connector definitions (and so which connectors) are there."""
    store = context.store
    for company in _COMPANIES:
        store.insert(COMPANIES, str(company["id"]), dict(company))
    for number, email, name, level, admin, company_id in _USERS:
        user = {"id": number, "email": email, "fullName": name, "level": level, "admin": admin}
        extra = {"companyId": company_id, "timeZone": "America/New_York", "password": credentials.APIFORTRESS_PASSWORD}
        store.insert(USERS, str(number), user | extra)
    _keys(context)
    _definitions(context, of_profile(profile(context.store) or DEFAULT))
    for group_id, label, company_id, connectors in _GROUPS:
        store.insert(GROUPS, str(group_id), {"id": group_id, "label": label, "companyId": company_id})
        for position, (connector, params) in enumerate(connectors):
            _connector(context, group_id, position, connector, params)
    for group_id, user_id, sms in _MEMBERS:
        key = f"{group_id}/{user_id}"
        store.insert(MEMBERS, key, {"id": key, "alertGroupId": group_id, "userId": user_id, "sms": sms})
    for row in _PROJECTS:
        _project(context, row)
    store.insert(
        HOOKS,
        HOOK,
        {"id": HOOK, "projectId": 3073, "userId": 11, "comment": "end-to-end tests"},
    )


def _keys(context: Context) -> None:
    keys = (
        (credentials.APIFORTRESS_KEY, credentials.APIFORTRESS_SECRET, "sandbox (flagged admin)", True, 1),
        (credentials.APIFORTRESS_MANAGER_KEY, credentials.APIFORTRESS_MANAGER_SECRET, "acts as manager", False, 1),
        ("sandbox-other-key", "sandbox-other-secret", "other company", True, 2),
    )
    for number, (key, secret, comment, admin, company) in enumerate(keys, 1):
        body = {"id": number, "key": key, "secret": secret, "comment": comment, "admin": admin, "companyId": company}
        context.store.insert(API_KEYS, str(number), body)


def definition_body(known: Published, key: str) -> dict[str, Any]:
    """A published connector as it is stored; its code is a stand-in, since the scripts carry no licence (5.1)."""
    return {
        "id": key,
        "name": known.name,
        "description": known.description,
        "mode": "Event",
        "runOnSuccess": known.on_success,
        "params": [{"name": name, "description": name.replace("_", " ")} for name in known.names],
        "finished": known.finished,
        "open": known.open,
        "code": f"// stand-in for the published script of {known.name}; the sandbox never runs code",
    }


def _definitions(context: Context, wanted: list[Published]) -> None:
    for number, known in enumerate(wanted, 1):
        key = f"5d519a1eb3cb1f0001b3bd{number:02x}"
        context.store.insert(DEFINITIONS, key, definition_body(known, key))


def _connector(context: Context, group_id: int, position: int, connector: str, params: dict[str, str]) -> None:
    found = next((each for each in context.store.all(DEFINITIONS) if each["name"] == connector), None)
    if found is None:
        return
    key = f"5ea9ad6ab3cb1f0001b{group_id:04x}{position:01x}"
    body = {"id": key, "alertGroupId": group_id, "connectorId": found["id"], "params": params}
    context.store.insert(CONNECTORS, key, body)


def _project(context: Context, row: tuple[int, str, tuple[int, ...], int, int | None]) -> None:
    number, name, groups, company, interval = row
    context.store.insert(
        PROJECTS,
        str(number),
        {
            "id": number,
            "name": name,
            "description": "",
            "notes": "",
            "viewableOnStatusPage": True,
            "companyId": company,
            "alertGroupIds": list(groups),
        },
    )
    for position, title in enumerate(("Health check", "List and read")):
        test_id = f"5ea9ad6ab3cb1f0001{number:04x}{position:02x}"
        test = {"id": test_id, "projectId": number, "name": f"{name} – {title}", "tags": ["monitor"], "fails": False}
        context.store.insert(TESTS, test_id, test)
        if interval is not None:
            _schedule(context, 2 * number + position, test, interval)


def _schedule(context: Context, number: int, test: dict[str, Any], interval: int) -> None:
    body = {
        "id": number,
        "name": f"every {interval // 60} minutes",
        "testId": test["id"],
        "projectId": test["projectId"],
        "intervalSeconds": interval,
        "active": True,
        "location": "New York",
    }
    context.store.insert(SCHEDULES, str(number), body)
