"""The admin panel's connectors: the list, and the dialog that is titled "Add engine" by mistake (1.7, 5.1)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress import definitions
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.listing import seen_definitions
from vendor_sandbox.apifortress.objects import DEFINITIONS
from vendor_sandbox.apifortress.web.forms import area, bin_icon, choice, form, text, tick
from vendor_sandbox.apifortress.web.html import Markup, el, join
from vendor_sandbox.apifortress.web.layout import card, icon, listing
from vendor_sandbox.apifortress.web.router import ADMIN, Pages
from vendor_sandbox.apifortress.web.visit import Visit

_Object = dict[str, Any]
_FRESH: _Object = {
    "name": "",
    "description": "",
    "mode": "Event",
    "runOnSuccess": False,
    "params": [],
    "code": "",
    "finished": False,
    "open": False,
}


def routes(pages: Pages) -> list[Route]:
    """List, dialog, save; pencil and bin are guesses, nobody showed them."""
    return [
        *pages.show("definitions", _list, ADMIN),
        *pages.show("definition_add", _add, ADMIN),
        *pages.save("definition_save", _save, ADMIN),
        *pages.show("definition_edit", _edit, ADMIN),
        *pages.save("definition_update", _update, ADMIN),
        *pages.delete("definition_delete", _delete, ADMIN),
    ]


def _section(visit: Visit) -> Markup:
    search = el("input", type="search", placeholder="Search in connectors …", aria_label="Search in connectors")
    add = el("a", "+ Connector", href=visit.link("definition_add"), class_="add")
    rows = (_card(visit, each) for each in seen_definitions(visit.context, admin=True))
    words = el("p", "All the connectors registered to the cloud")
    menu = el("nav", el("b", "Manage"), " ", el("a", "Connectors", href=visit.link("definitions")))
    cards = listing(visit, "definition", rows)
    return el("section", menu, el("h2", "Connectors"), words, search, " ", add, cards, id="definitions")


def _card(visit: Visit, definition: _Object) -> Markup:
    """The description with its markup as text: the list prints it raw (1.7)."""
    lines = (
        definition["description"],
        f"Finished: {'true' if definition['finished'] else 'false'}",
        f"Open: {'true' if definition['open'] else 'false'}",
    )
    actions = (
        icon(visit, "edit", "✎", "Edit", "definition_edit", did=definition["id"]),
        bin_icon(visit, "Delete", "definition_delete", did=definition["id"]),
    )
    return card(visit, "definition", definition["id"], definition["name"], *lines, actions=actions)


def _list(visit: Visit) -> Response:
    return visit.page("Connectors", _section(visit))


def _own(visit: Visit) -> _Object:
    found = visit.context.store.get(DEFINITIONS, visit.arg("did"))
    if found is None:
        raise ApiError(404, "Not Found")
    return found


def _back(visit: Visit) -> str:
    return visit.link("definitions")


def _add(visit: Visit) -> Response:
    return visit.dialog("Add engine", form(visit, "definition_save", _fields(visit, _FRESH), back=_back(visit)))


def _edit(visit: Visit) -> Response:
    found = _own(visit)
    made = form(visit, "definition_update", _fields(visit, found), back=_back(visit), did=found["id"])
    return visit.dialog("Edit engine", made)


def _fields(visit: Visit, definition: _Object) -> Markup:
    field = visit.flavour.field
    rows = [
        text(visit, "Name", field("name"), definition["name"]),
        text(visit, "Description", field("description"), definition["description"]),
        choice(visit, "Mode", field("mode"), [("Event", "Event", True)]),
        tick(visit, "Run on successful events as well", field("runOnSuccess"), definition["runOnSuccess"]),
    ]
    for number, (name, description) in enumerate(_declared_fields(visit), 1):
        known = definition["params"][number - 1 : number] or [{"name": "", "description": ""}]
        rows.append(text(visit, f"Param {number}", name, known[0]["name"]))
        rows.append(text(visit, f"Param {number} - Description", description, known[0]["description"]))
    rows += [
        area(visit, "Code", field("code"), definition["code"]),
        tick(visit, "Finished", field("finished"), definition["finished"]),
        tick(visit, "Open", field("open"), definition["open"]),
    ]
    return join(*rows)


def _declared_fields(visit: Visit) -> list[tuple[str, str]]:
    """The fields of each of the five parameters and its description."""
    name, description = visit.flavour.declared
    return [(name.format(n=number), description.format(n=number)) for number in range(1, definitions.MAX_PARAMS + 1)]


def _body(visit: Visit) -> _Object:
    """What the form holds, as the contract's definition has it; a parameter left empty is none."""
    declared = [
        {"name": visit.arg(name), "description": visit.arg(description)}
        for name, description in _declared_fields(visit)
        if visit.arg(name).strip()
    ]
    return {
        "name": visit.arg("name"),
        "description": visit.arg("description"),
        "mode": visit.arg("mode"),
        "runOnSuccess": visit.ticked("runOnSuccess"),
        "params": declared,
        "code": visit.arg("code"),
        "finished": visit.ticked("finished"),
        "open": visit.ticked("open"),
    }


def _save(visit: Visit) -> Response:
    return visit.saved(lambda: definitions.create(visit.context, _body(visit)), lambda: _section(visit), _back(visit))


def _update(visit: Visit) -> Response:
    key = _own(visit)["id"]
    return visit.saved(
        lambda: definitions.update(visit.context, key, _body(visit)), lambda: _section(visit), _back(visit)
    )


def _delete(visit: Visit) -> Response:
    key = _own(visit)["id"]
    return visit.saved(lambda: definitions.remove(visit.context, key), lambda: _section(visit), _back(visit))
