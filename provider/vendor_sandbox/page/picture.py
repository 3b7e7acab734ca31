"""The wire as boxes and lines: project, alert group, connector, receiver, people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from vendor_sandbox import apifortress, ilert, xmatters
from vendor_sandbox.apifortress.objects import CONNECTORS_OF
from vendor_sandbox.context import Context
from vendor_sandbox.ilert.alert_sources import by_key
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.page.consoles import name_of

_NEWEST = 40
"""Projects drawn."""
_ALERTING = Index(apifortress.OBJECTS["projects"], lambda project: [None] if project["alertGroupIds"] else [])
_EVENT = re.compile(r"/api/(?:v1/)?events/[^/]+/([^/?]+)")
_TRIGGER = re.compile(r"/functions/([^/]+)/triggers")


@dataclass
class _Drawing:
    """Boxes by key and lines between them; asking twice draws once."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)

    def box(self, column: str, vendor: str, key: str, title: str, detail: str) -> str:
        """Draw a box and return its key."""
        self.nodes.setdefault(key, {"key": key, "column": column, "vendor": vendor, "title": title, "detail": detail})
        return key

    def line(self, start: str, end: str) -> None:
        """Draw a line."""
        link = {"from": start, "to": end}
        if link not in self.links:
            self.links.append(link)


def picture(context: Context) -> dict[str, Any]:
    """Boxes and lines of the newest projects that alert somebody."""
    drawing = _Drawing()
    definitions = apifortress.OBJECTS["connectorDefinitions"]
    for project in Listing(context.store, _ALERTING)[-_NEWEST:]:
        for number in project["alertGroupIds"]:
            found = context.store.get(apifortress.OBJECTS["alertGroups"], str(number))
            if found is None:
                continue
            start = drawing.box(
                "projects", "apifortress", f"project-{project['id']}", str(project["name"]), f"id {project['id']}"
            )
            group = drawing.box(
                "groups", "apifortress", f"group-{number}", str(found["label"]), f"alert group {number}"
            )
            drawing.line(start, group)
            for connector in context.store.found(CONNECTORS_OF, number):
                title = name_of(context, definitions, connector["connectorId"])
                key = f"connector-{connector['id']}"
                drawing.line(group, drawing.box("connectors", "apifortress", key, title, _timing(connector)))
                _receiver(context, drawing, key, connector)
    return {"nodes": list(drawing.nodes.values()), "links": drawing.links}


def _timing(connector: dict[str, Any]) -> str:
    params = connector.get("params") or {}
    if params.get("counter"):
        return f"{params['counter']} failures within {params.get('ttl', '?')} s"
    return "every failure"


def _receiver(context: Context, drawing: _Drawing, start: str, connector: dict[str, Any]) -> None:
    """Follow the address in a connector's parameters to what it reaches here; the address itself is not shown."""
    params = connector.get("params") or {}
    address = str(params.get("url") or params.get("trigger_url") or "")
    if event := _EVENT.search(address):
        _to_ilert(context, drawing, start, event[1])
    elif trigger := _TRIGGER.search(address):
        _to_xmatters(context, drawing, start, trigger[1], str(params.get("recipients") or ""))


def _to_ilert(context: Context, drawing: _Drawing, start: str, key: str) -> None:
    source = by_key(context, key)
    if source is None:
        drawing.line(start, drawing.box("targets", "nowhere", f"lost-{start}", "no such alert source", "ilert"))
        return
    box = drawing.box("targets", "ilert", f"source-{source['id']}", str(source["name"]), "ilert alert source")
    policy = source.get("escalationPolicy") or {}
    name = name_of(context, ilert.OBJECTS["escalation-policies"], policy)
    drawing.line(start, box)
    drawing.line(box, drawing.box("people", "ilert", f"policy-{policy.get('id')}", name, "escalation policy"))


def _to_xmatters(context: Context, drawing: _Drawing, start: str, number: str, recipients: str) -> None:
    found = context.store.get(xmatters.OBJECTS["integrations"], number)
    if found is None:
        drawing.line(start, drawing.box("targets", "nowhere", f"lost-{start}", "no such integration", "xMatters"))
        return
    box = drawing.box(
        "targets", "xmatters", f"integration-{number}", str(found["name"]), "xMatters inbound integration"
    )
    drawing.line(start, box)
    people = drawing.box("people", "xmatters", f"recipients-{recipients}", recipients or "the form's own", "recipients")
    drawing.line(box, people)
