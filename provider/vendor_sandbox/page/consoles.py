"""What each vendor's console shows: which kinds, and each object as a title with one line of detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vendor_sandbox import apifortress, ilert, xmatters
from vendor_sandbox.apifortress.objects import MEMBERS_OF
from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing

Stored = dict[str, Any]
_NEWEST = 60
"""Objects shown of each kind: the page stays quick in a large estate."""
Detail = Callable[[Context, Stored], str]


@dataclass(frozen=True)
class Shelf:
    """One kind of object in a console."""

    title: str
    collection: str
    name: Callable[[Stored], str]
    detail: Detail


def _named(stored: Stored) -> str:
    return str(stored.get("name") or stored.get("label") or stored.get("targetName") or stored.get("id"))


def _user(stored: Stored) -> str:
    return str(stored.get("username") or stored.get("email") or stored["id"])


def name_of(context: Context, collection: str, reference: Any) -> str:
    """The name of a referenced object; what is referred to may be gone."""
    number = reference.get("id") if isinstance(reference, dict) else reference
    found = context.store.get(collection, str(number))
    return _named(found) if found else "gone"


def _plain(*fields: str) -> Detail:
    return lambda _context, stored: ", ".join(str(stored[field]) for field in fields if stored.get(field))


def _refers(collection: str, field: str, words: str) -> Detail:
    return lambda context, stored: f"{words} {name_of(context, collection, stored.get(field))}"


def _groups(context: Context, project: Stored) -> str:
    groups = [name_of(context, apifortress.OBJECTS["alertGroups"], each) for each in project["alertGroupIds"]]
    return f"alerts {', '.join(groups)}" if groups else "nobody is alerted"


def _source(context: Context, source: Stored) -> str:
    policy = name_of(context, ilert.OBJECTS["escalation-policies"], source.get("escalationPolicy"))
    return f"{source.get('integrationType')} → {policy}{'' if source.get('active', True) else ' (off)'}"


def _connector(context: Context, connector: Stored) -> str:
    group = name_of(context, apifortress.OBJECTS["alertGroups"], connector["alertGroupId"])
    # Parameter values are credentials: only their names are shown.
    return f"in {group}; {', '.join(connector.get('params') or {}) or 'no parameters'}"


def _users(context: Context, group: Stored) -> str:
    users = context.store.count(MEMBERS_OF, group["id"])
    return f"{users} {'person' if users == 1 else 'people'}" if users else ""


def _constant(_context: Context, constant: Stored) -> str:
    return "value hidden"


_IN_PLAN = _refers(xmatters.OBJECTS["plans"], "plan", "in")
CONSOLES: tuple[tuple[str, str, tuple[Shelf, ...]], ...] = (
    (
        "apifortress",
        "API Fortress",
        (
            Shelf("projects", apifortress.OBJECTS["projects"], _named, _groups),
            Shelf("alert groups", apifortress.OBJECTS["alertGroups"], _named, _users),
            Shelf(
                "connectors",
                apifortress.OBJECTS["connectors"],
                lambda stored: str(stored["id"]),
                _connector,
            ),
            Shelf("connector definitions", apifortress.OBJECTS["connectorDefinitions"], _named, _plain("description")),
        ),
    ),
    (
        "ilert",
        "ilert",
        (
            Shelf("alert sources", ilert.OBJECTS["alert-sources"], _named, _source),
            Shelf("escalation policies", ilert.OBJECTS["escalation-policies"], _named, _plain("routingKey")),
            Shelf("teams", ilert.OBJECTS["teams"], _named, _plain("visibility")),
            Shelf("support hours", ilert.OBJECTS["support-hours"], _named, _plain("timezone")),
            Shelf("alert actions", ilert.OBJECTS["alert-actions"], _named, _plain("connectorType", "triggerMode")),
            Shelf("connectors", ilert.OBJECTS["connectors"], _named, _plain("type")),
            Shelf(
                "heartbeat monitors",
                ilert.OBJECTS["heartbeat-monitors"],
                _named,
                _refers(ilert.OBJECTS["alert-sources"], "alertSource", "for"),
            ),
            Shelf("users", ilert.OBJECTS["users"], _user, _plain("role")),
            Shelf(
                "maintenance windows",
                ilert.OBJECTS["maintenance-windows"],
                lambda stored: str(stored["summary"]),
                _plain("start", "end"),
            ),
            Shelf(
                "sent by alert actions",
                ilert.OBJECTS["action-runs"],
                lambda stored: str(stored["alertAction"]["name"]),
                _plain("trigger", "connectorType", "httpStatus", "error", "reason"),
            ),
        ),
    ),
    (
        "xmatters",
        "xMatters",
        (
            Shelf("workflows", xmatters.OBJECTS["plans"], _named, _plain("description")),
            Shelf("inbound integrations", xmatters.OBJECTS["integrations"], _named, _IN_PLAN),
            Shelf("forms", xmatters.OBJECTS["forms"], _named, _IN_PLAN),
            Shelf("properties", xmatters.OBJECTS["property-definitions"], _named, _IN_PLAN),
            Shelf("constants", xmatters.OBJECTS["constants"], _named, _constant),
            Shelf("endpoints", xmatters.OBJECTS["endpoints"], _named, _IN_PLAN),
            Shelf("shared libraries", xmatters.OBJECTS["shared-libraries"], _named, _IN_PLAN),
            Shelf("groups", xmatters.OBJECTS["groups"], _named, _plain("status", "groupType")),
            Shelf("people", xmatters.OBJECTS["people"], _named, _plain("status", "firstName", "lastName")),
        ),
    ),
)


def consoles(context: Context) -> list[dict[str, Any]]:
    """The three consoles: how many objects of each kind there are, and the newest of them, newest last."""
    urls = {
        "apifortress": context.urls.apifortress,
        "ilert": context.urls.ilert,
        "xmatters": context.urls.xmatters,
    }
    return [
        {
            "vendor": vendor,
            "title": title,
            "url": urls[vendor],
            "kinds": [
                {
                    "title": shelf.title,
                    "count": context.store.count(Index(shelf.collection)),
                    "objects": _objects(context, shelf),
                }
                for shelf in shelves
            ],
        }
        for vendor, title, shelves in CONSOLES
    ]


def _objects(context: Context, shelf: Shelf) -> list[dict[str, str]]:
    return [
        {"id": str(stored.get("id")), "title": shelf.name(stored), "detail": shelf.detail(context, stored)}
        for stored in Listing(context.store, Index(shelf.collection))[-_NEWEST:]
    ]
