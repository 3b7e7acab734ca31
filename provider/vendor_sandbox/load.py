"""Fills a stand-in with many objects of the kinds that a large estate has, each with a name of its own.

For measuring. What is made is valid and consistent: it can be listed, read, changed and deleted like everything else.
"""

from __future__ import annotations

import uuid
from typing import Any

from vendor_sandbox import apifortress, ilert, xmatters
from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index

Body = dict[str, Any]
_FIRST = 50_000_000
"""Ids of copies with numbers begin here, above everything that a stand-in gives."""


def _ilert(context: Context, number: int) -> list[tuple[str, Body]]:
    """One alert source with one policy, a team for every fourth, support hours for every fourth."""
    kinds = ["alert-sources", "escalation-policies"]
    if number % 4 == 0:
        kinds += ["teams", "support-hours"]
    made = []
    for kind in kinds:
        body = _example(context, ilert.OBJECTS[kind])
        body |= {"id": _FIRST + number, "name": f"Load {kind} {number}"}
        if "integrationKey" in body:
            body["integrationKey"] = f"il1api{uuid.uuid4().hex[:20]}"
        if kind == "alert-sources":
            body["escalationPolicy"] = {"id": _FIRST + number}
        body.pop("routingKey", None)
        made.append((ilert.OBJECTS[kind], body))
    return made


def _xmatters(context: Context, number: int) -> list[tuple[str, Body]]:
    """One workflow with a form, a section, two properties, a constant, an endpoint, a library and two integrations."""
    del context
    plan, form = str(uuid.uuid4()), str(uuid.uuid4())
    below = {"plan": {"id": plan}}
    script = "Ly8gbG9hZAo="
    text = {"description": "", "helpText": "", "default": "", "minLength": 0, "pattern": "", "validate": False}
    inbound = {"integrationType": "INBOUND_WEBHOOK", "authenticationType": "URL", "deployed": True, "script": script}
    integration = {**below, **inbound, "form": {"id": form}, "operation": "CREATE_EVENT", "environment": "HOSTED"}
    bodies: list[tuple[str, Body]] = [
        ("plans", {"id": plan, "name": f"Load {number}", "enabled": True, "rank": -float(number)}),
        ("forms", {"id": form, **below, "name": "Alert", "formId": str(_FIRST + number), "apiEnabled": True}),
        ("form-sections", {"form": {"id": form}, "title": "Details", "type": "CUSTOM_SECTION", "orderNum": 0}),
        ("constants", {**below, "name": "Bridge", "value": str(number), "description": ""}),
        ("endpoints", {**below, "name": "Out", "endpointType": "EXTERNAL", "url": "https://out.example"}),
        ("shared-libraries", {**below, "name": f"Library {number}", "script": script}),
        *(("integrations", {**integration, "name": name}) for name in ("First", "Second")),
        *(
            ("property-definitions", {**below, "name": name, "propertyType": "TEXT", "maxLength": 300, **text})
            for name in ("Summary", "Message")
        ),
    ]
    return [(xmatters.OBJECTS[kind], {"id": str(uuid.uuid4()), **body}) for kind, body in bodies]


def _apifortress(context: Context, number: int) -> list[tuple[str, Body]]:
    """One project, one alert group that it holds, two connectors in it."""
    group = _FIRST + number
    project = {"name": f"Load project {number}", "alertGroupIds": [group], "id": group}
    connectors = ({"id": uuid.uuid4().hex[:24], "alertGroupId": group} for _ in range(2))
    bodies: list[tuple[str, Body]] = [
        ("projects", project),
        ("alertGroups", {"id": group, "label": f"Load group {number}"}),
        *(("connectors", each) for each in connectors),
    ]
    collections = apifortress.OBJECTS
    return [(collections[kind], {**_example(context, collections[kind]), **body}) for kind, body in bodies]


def _example(context: Context, collection: str) -> Body:
    """The first object of a collection: a seeded one."""
    found = context.store.first(Index(collection))
    if found is None:
        raise LookupError(f"{collection} has no seeded object to copy")
    return found


_MAKERS = {"ilert": _ilert, "xmatters": _xmatters, "apifortress": _apifortress}


def fill(context: Context, vendor: str, objects: int) -> None:
    """Add about `objects` objects (never fewer) to a seeded stand-in."""
    made, number = 0, 0
    with context.store.transaction():
        while made < objects:
            for collection, body in _MAKERS[vendor](context, number):
                context.store.insert(collection, str(body["id"]), body)
                made += 1
            number += 1
