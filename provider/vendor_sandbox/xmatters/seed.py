"""A lived-in xMatters instance: people, groups, devices, and workflows that belong to somebody else."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.credentials import XMATTERS_PASSWORD, XMATTERS_TRIGGER_KEY, XMATTERS_USERNAME
from vendor_sandbox.xmatters.callers import API_KEY_PREFIX, CREDENTIALS, PEOPLE
from vendor_sandbox.xmatters.keys import KEYS
from vendor_sandbox.xmatters.plans import CONSTANTS, ENDPOINTS, FORMS, INTEGRATIONS, LIBRARIES, PLANS, PROPERTIES
from vendor_sandbox.xmatters.recipients import DEVICES, GROUPS, SITES

API_KEY = f"{API_KEY_PREFIX}5a4d0a52-0a4f-4d6c-9a10-000000000001"
API_KEY_SECRET = "sandbox-xmatters-api-secret"  # noqa: S105 - public on purpose
"""The seeded user's API key: basic credentials that stand for the user (xmatters.md 2.3)."""
FOREIGN_TRIGGER_KEY = "foreign-trigger-key"
"""Key of the seeded foreign integration: worth nothing at any other (xmatters.md 10.3)."""
_NAMESPACE = uuid.UUID("5f1d2c1e-0c4b-4f0a-9a55-6a3b5c8f7d10")
_CREATED = "2024-03-02T09:15:27.418Z"


def seeded_id(name: str) -> str:
    """The id of a seeded object: the same in every sandbox."""
    return str(uuid.uuid5(_NAMESPACE, name))


_PEOPLE = (
    ("iac-bot", "IaC", "Bot", "ACTIVE", XMATTERS_USERNAME),
    ("jdoe", "Jane", "Doe", "ACTIVE", "jdoe"),
    ("mmcbride", "Mary", "McBride", "ACTIVE", "mmcbride"),
    ("lrivera", "Luis", "Rivera", "ACTIVE", "lrivera"),
    ("asmith", "Alan", "Smith", "INACTIVE", "asmith"),
    ("kito", "Kenji", "Ito", "ACTIVE", "kito"),
    ("workflow-owner", "Wanda", "Owner", "ACTIVE", "workflow-owner"),
    ("viewer", "Vic", "Viewer", "ACTIVE", "viewer"),
)
_DEVICES = (
    ("jdoe", "Work Email", "EMAIL", "ACTIVE", "jane.doe@acme.example"),
    ("jdoe", "Mobile", "TEXT_PHONE", "ACTIVE", "+4915112345678"),
    ("mmcbride", "Work Email", "EMAIL", "ACTIVE", "mary.mcbride@acme.example"),
    ("mmcbride", "Work Phone", "VOICE", "ACTIVE", "+4930123456"),
    ("lrivera", "Work Email", "EMAIL", "INACTIVE", "luis.rivera@acme.example"),
    ("asmith", "Work Email", "EMAIL", "ACTIVE", "alan.smith@acme.example"),
    ("iac-bot", "Work Email", "EMAIL", "ACTIVE", "iac-bot@acme.example"),
)
_GROUPS = (
    ("Ops On-Call", "ON_CALL", "ACTIVE", True, ("jdoe", "mmcbride", "kito")),
    ("Executives", "BROADCAST", "ACTIVE", True, ("lrivera", "workflow-owner")),
    ("QA / Web & API", "ON_CALL", "ACTIVE", True, ("jdoe",)),
    ("Empty Shift", "ON_CALL", "ACTIVE", True, ()),
    ("Old Team", "ON_CALL", "INACTIVE", True, ("asmith",)),
    ("Security Only", "BROADCAST", "ACTIVE", False, ("mmcbride",)),
    ("Night Shift", "DYNAMIC", "ACTIVE", True, ("kito",)),
)


def _people(site: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": seeded_id(f"person {name}"),
            "targetName": name,
            "recipientType": "PERSON",
            "externallyOwned": False,
            "firstName": first,
            "lastName": last,
            "webLogin": login,
            "language": "en",
            "timezone": "Europe/Berlin",
            "site": {"id": site["id"], "name": site["name"]},
            "status": status,
            "licenseType": "FULL_USER",
            "roles": ["REST Web Service User", "Standard User"],
            "whenCreated": _CREATED,
            "whenUpdated": _CREATED,
        }
        for name, first, last, status, login in _PEOPLE
    ]


def _devices() -> list[dict[str, Any]]:
    return [
        {
            "id": seeded_id(f"device {owner} {name}"),
            "name": name,
            "targetName": f"{owner}|{name}",
            "recipientType": "DEVICE",
            "deviceType": kind,
            "owner": {"id": seeded_id(f"person {owner}"), "targetName": owner, "recipientType": "PERSON"},
            "status": status,
            "testStatus": "TESTED",
            "externallyOwned": False,
            ("emailAddress" if kind == "EMAIL" else "phoneNumber"): address,
        }
        for owner, name, kind, status, address in _DEVICES
    ]


def _groups() -> list[dict[str, Any]]:
    return [
        {
            "id": seeded_id(f"group {name}"),
            "targetName": name,
            "recipientType": "GROUP",
            "status": status,
            "groupType": kind,
            "description": f"{name} of Acme",
            "allowDuplicates": True,
            "useDefaultDevices": True,
            "observedByAll": observed,
            "externallyOwned": False,
            "created": _CREATED,
            "members": [seeded_id(f"person {member}") for member in members],
        }
        for name, kind, status, observed, members in _GROUPS
    ]


def _plan(name: str, kind: str, owner: str, **more: Any) -> dict[str, Any]:
    return {
        "id": seeded_id(f"plan {name}"),
        "planType": kind,
        "name": name,
        "description": "",
        "enabled": True,
        "loggingLevel": "INFO",
        "accessibleByAll": True,
        "created": _CREATED,
        "creator": {"id": seeded_id(f"person {owner}")},
        **more,
    }


def _incident_response(plan: str) -> list[tuple[str, dict[str, Any]]]:
    """A whole foreign workflow: form, constants, properties, endpoint, library, an inbound integration, a flow."""
    below = {"plan": {"id": plan}}
    form = seeded_id("form Incident")
    script = base64.b64encode(b"// incident-response-v2\nform.post(trigger);\n").decode()
    sender = {"senderType": "GROUP", "sender": {"id": seeded_id("group Executives")}, "manageScenarios": True}
    text = {"description": "", "helpText": "", "default": "", "minLength": 0, "pattern": "", "validate": False}
    inbound = {
        "integrationType": "INBOUND_WEBHOOK",
        "authenticationType": "URL",
        "deployed": True,
        "environment": "HOSTED",
    }
    rows = (
        (
            FORMS,
            "form Incident",
            {
                "name": "Incident",
                "formId": "2480001",
                "description": "Major incidents",
                "apiEnabled": True,
                "uiEnabled": True,
                "mobileEnabled": True,
                "recipients": [{"id": seeded_id("group Ops On-Call")}],
                "senderPermissions": [sender],
            },
        ),
        (CONSTANTS, "constant Jira URL", {"name": "Jira URL", "value": "https://jira.acme.example", "description": ""}),
        (CONSTANTS, "constant Bridge", {"name": "Bridge", "value": "4711", "description": "Conference bridge"}),
        (PROPERTIES, "property Title", {"name": "Title", "propertyType": "TEXT", "maxLength": 140, **text}),
        (
            PROPERTIES,
            "property Ticket",
            {
                "name": "Ticket",
                "propertyType": "NUMBER",
                "description": "",
                "helpText": "",
                "default": "",
                "maxLength": 20,
                "minLength": 0,
                "units": "",
            },
        ),
        (
            ENDPOINTS,
            "endpoint xMatters",
            {"name": "xMatters", "endpointType": "XMATTERS", "url": "https://acme.xmatters.com"},
        ),
        (LIBRARIES, "library Tools", {"name": "Tools", "script": base64.b64encode(b"exports.ok = true;\n").decode()}),
        (
            INTEGRATIONS,
            "integration Jira",
            {
                "name": "Jira webhook",
                "form": {"id": form},
                "operation": "CREATE_EVENT",
                "script": script,
                "createdBy": "IB",
                **inbound,
            },
        ),
        (
            INTEGRATIONS,
            "integration Flow",
            {
                "name": "Datadog HTTP trigger",
                "form": None,
                "operation": "RUN_SCRIPT",
                "script": script,
                "createdBy": "FLOW",
                **inbound,
            },
        ),
    )
    return [(collection, {"id": seeded_id(name), **below, **body}) for collection, name, body in rows]


def seed(context: Context) -> None:
    """Fill a fresh instance; nothing of it is ours, and all of it must survive what we do."""
    store = context.store
    site = {"id": seeded_id("site Default"), "name": "Default Site", "timezone": "Europe/Berlin", "status": "ACTIVE"}
    incident = _plan("Incident Response", "PLAN", "workflow-owner", description="Major incident process")
    plans = [
        incident,
        _plan("Payroll Notices", "PLAN", "workflow-owner", accessibleByAll=False),
        _plan("Conference Bridge", "BUILT_IN", "workflow-owner"),
        _plan("System Notifications", "RESERVED", "workflow-owner"),
    ]
    rows: list[tuple[str, dict[str, Any]]] = [(SITES, site)]
    for collection, bodies in ((PEOPLE, _people(site)), (DEVICES, _devices()), (GROUPS, _groups()), (PLANS, plans)):
        rows += [(collection, body) for body in bodies]
    for collection, body in [*rows, *_incident_response(incident["id"])]:
        store.insert(collection, body["id"], body)
    bot = seeded_id("person iac-bot")
    credentials = (
        (XMATTERS_USERNAME, XMATTERS_PASSWORD, "iac-bot", "admin"),
        (API_KEY, API_KEY_SECRET, "iac-bot", "admin"),
        ("workflow-owner", "owner-password", "workflow-owner", "user"),
        ("viewer", "viewer-password", "viewer", "user"),
    )
    for user, secret, person, role in credentials:
        store.insert(CREDENTIALS, user, {"secret": secret, "person": seeded_id(f"person {person}"), "role": role})
    standing = {"id": XMATTERS_TRIGGER_KEY, "integration": None, "user": bot, "role": "admin"}
    owner = {"integration": seeded_id("integration Jira"), "user": seeded_id("person workflow-owner")}
    store.insert(KEYS, XMATTERS_TRIGGER_KEY, standing)
    store.insert(KEYS, FOREIGN_TRIGGER_KEY, {"id": FOREIGN_TRIGGER_KEY, **owner})
