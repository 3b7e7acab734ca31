"""What becomes of an accepted trigger, later: an event and a log entry, or only a failure in the log (5.3, 10.3)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.moment import at
from vendor_sandbox.xmatters import event_book, times
from vendor_sandbox.xmatters.callers import PEOPLE
from vendor_sandbox.xmatters.integrations import LOGS
from vendor_sandbox.xmatters.plans import FORMS, INTEGRATIONS, PLANS, PROPERTIES, SECTIONS_OF, new_id, of_plan
from vendor_sandbox.xmatters.recipients import GROUPS, members_of, resolve
from vendor_sandbox.xmatters.scripts import ScriptError, is_api_fortress, mapped
from vendor_sandbox.xmatters.transport import API

Stored = dict[str, Any]
REQUESTS = "xmatters.requests"
"""Accepted triggers that are not processed yet."""
_WAITING = Index(REQUESTS, order=lambda request: request["due"])
_ENDING = Index(event_book.ACTIVE, order=lambda entry: entry["due"])


def may_send(context: Context, person: Stored, form: Stored) -> bool:
    """Whether a person has sender permission on a form: himself, by group, or by role."""
    for entry in form.get("senderPermissions") or []:
        kind, key = entry["senderType"], entry["sender"]["id"]
        group = context.store.get(GROUPS, key) if kind == "GROUP" else None
        in_group = group is not None and any(one["id"] == person["id"] for one in members_of(context, group))
        if (kind == "PERSON" and key in {person["id"], person["targetName"]}) or in_group:
            return True
        if kind == "ROLE" and key in (person.get("roles") or []):
            return True
    return False


def settle(context: Context) -> None:
    """Bring about everything that is due, in the order in which it fell due: triggers, ends of events."""
    now = context.clock.now()
    with context.store.transaction():
        while due := _first_due(context, now):
            moment, key, request = due
            then = at(context, moment)
            if request is None:
                event_book.expire(then, key)
            else:
                context.store.delete(REQUESTS, key)
                _process(then, request)


def _first_due(context: Context, now: datetime) -> tuple[datetime, str, Stored | None] | None:
    """When, key, and the waiting request; no request means an event whose time is over."""
    waiting = [*context.store.places(_WAITING)[:1], *context.store.places(_ENDING)[:1]]
    found = [(times.read(due), key) for due, _, key in waiting]
    moment, key = min((item for item in found if item[0] <= now), key=lambda item: item[0], default=(now, ""))
    return (moment, key, context.store.get(REQUESTS, key)) if key else None


def _process(context: Context, request: Stored) -> None:
    row = context.store.get(INTEGRATIONS, request["integration"])
    if row is None:
        return
    plan = context.store.get(PLANS, row["plan"]["id"]) or {}
    try:
        _run(context, row, plan, request)
        status = "COMPLETED"
    except ScriptError as error:
        status = "FAILED"
        context.log.info("xmatters trigger %s failed: %s", request["requestId"], error)
        if context.switches.get("xmatters.failure_event") == "yes":
            event_book.make_system(context, f"Integration Builder: Integration Problem: {row['name']}")
    if status == "FAILED" or plan.get("loggingLevel") == "INFO":
        _log(context, row, request, status)


def _log(context: Context, row: Stored, request: Stored, status: str) -> None:
    """Write a log entry; successes are logged only at level ``INFO`` (xmatters.md 4.7)."""
    plan = f"{API}/plans/{row['plan']['id']}"
    entry = {
        "id": new_id(),
        "integration": {
            "id": row["id"],
            "name": row["name"],
            "plan": {"id": row["plan"]["id"], "links": {"self": plan}},
            "links": {"self": f"{plan}/integrations/{row['id']}"},
        },
        "by": request["by"],
        "completed": times.zulu(context.clock.now()),
        "remoteAddress": request["remoteAddress"],
        "requestMethod": "POST",
        "requestHeaders": request["requestHeaders"],
        "requestParameters": request["requestParameters"],
        "requestBody": request["requestBody"],
        "requestId": request["requestId"],
        "url": request["url"],
        "status": status,
    }
    context.store.insert(f"{LOGS}.{row['id']}", entry["id"], entry)


def _run(context: Context, row: Stored, plan: Stored, request: Stored) -> None:
    """Do what the operation says; raises ``ScriptError`` for everything that fails after the 202."""
    if not plan.get("enabled", True):
        raise ScriptError("the plan is not enabled")
    if row["operation"] == "RUN_SCRIPT" or row.get("createdBy") == "FLOW":
        return
    form = context.store.get(FORMS, (row.get("form") or {}).get("id", ""))
    if form is None or not form.get("apiEnabled"):
        raise ScriptError("the form is not enabled for the API")
    person = context.store.get(PEOPLE, request["by"]["id"])
    if person is None or not may_send(context, person, form):
        raise ScriptError("the user has no sender permission on the form")
    content: Stored = {}
    if row["operation"] == "CREATE_EVENT_SIMPLE":
        content = _simple_body(request["requestBody"])
        entries = content.get("recipients") or []
        names = [str(entry.get("id") or entry.get("targetName")) for entry in entries if isinstance(entry, dict)]
        properties = content.get("properties") or {}
    elif is_api_fortress(row["script"]):
        names, properties = mapped(row["script"], request["requestBody"])
    elif context.switches.get("xmatters.unknown_script") == "FAILED":
        raise ScriptError("the script is not one that this stand-in can follow")
    else:
        return
    _check_properties(context, plan, properties)
    handling = _on_the_form(context, form, properties)
    people = _recipients(context, form, names)
    made = {**handling, **content, "properties": _languages(context, plan, properties), "recipients": people}
    event_book.make(context, plan, form, request, made)


def _simple_body(text: str) -> Stored:
    """The body of CREATE_EVENT_SIMPLE; raises ``ScriptError`` when it is no JSON object."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise ScriptError(f"the body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise ScriptError("the body is not an object")
    return content


def _on_the_form(context: Context, form: Stored, properties: Stored) -> Stored:
    """The form's own handling options; a required property without a value or default is a ``ScriptError`` (5.1)."""
    handling: Stored = {}
    for section in context.store.found(SECTIONS_OF, form["id"]):
        if section["type"] == "HANDLING_OPTIONS":
            handling |= {name: section[name] for name in _HANDLING if section.get(name) is not None}
        for item in section.get("items") or []:
            definition = context.store.get(PROPERTIES, item["propertyDefinition"]["id"]) or {}
            if item.get("required") and definition.get("name") not in properties and not definition.get("default"):
                raise ScriptError(f"the property {definition.get('name')} is required")
    return handling


def _recipients(context: Context, form: Stored, names: list[str]) -> list[Stored]:
    """Who is told: the request's recipients, else the form's; raises ``ScriptError`` for an unknown one."""
    wanted = names or [entry["id"] for entry in form.get("recipients") or []]
    found: dict[str, Stored] = {}
    for name in wanted:
        row = resolve(context, name)
        if row is None:
            raise ScriptError(f"the recipient {name} does not exist")
        found[row["id"]] = row
    if not found:
        raise ScriptError("the event has no recipients")
    return list(found.values())


def _definitions(context: Context, plan: Stored) -> dict[str, Stored]:
    return {row["name"]: row for row in of_plan(context, PROPERTIES, plan["id"])}


_HANDLING = (
    "priority",
    "expirationInMinutes",
    "overrideDeviceRestrictions",
    "escalationOverride",
    "bypassPhoneIntro",
    "requirePhonePassword",
)
"""What a trigger may leave to the form (xmatters.md 5.1)."""
_EXPECTED: dict[str, type | tuple[type, ...]] = {
    "BOOLEAN": bool,
    "NUMBER": (int, float),
    "LIST_TEXT_MULTI_SELECT": list,
    "HIERARCHY": list,
}


def _check_properties(context: Context, plan: Stored, properties: Stored) -> None:
    """Raises ``ScriptError`` for a property the plan does not define, of the wrong type, or too long."""
    definitions = _definitions(context, plan)
    for name, value in properties.items():
        definition = definitions.get(name)
        if definition is None:
            raise ScriptError(f"the property {name} is not defined")
        if not isinstance(value, _EXPECTED.get(definition["propertyType"], str)):
            raise ScriptError(f"the property {name} has a value of the wrong type")
        if isinstance(value, str) and len(value) > int(definition.get("maxLength") or len(value)):
            raise ScriptError(f"the property {name} is too long")
        chosen = value if isinstance(value, list) else [value]
        if definition["propertyType"].startswith("LIST") and set(chosen) - set(definition["items"]):
            raise ScriptError(f"the property {name} has a value that is not in its list")


def _languages(context: Context, plan: Stored, properties: Stored) -> Stored:
    """Text properties are kept under ``Name#en``, others under their name (xmatters.md 5.4)."""
    definitions = _definitions(context, plan)
    text = {name for name in properties if definitions[name]["propertyType"] == "TEXT"}
    return {f"{name}#en" if name in text else name: value for name, value in properties.items()}
