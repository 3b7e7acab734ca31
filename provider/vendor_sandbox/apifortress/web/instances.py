"""The connectors of a group: cards, the two dialogs of a new one, the pencil, the bin (api-fortress.md 1.8)."""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress import connectors
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.listing import in_order, seen_definitions, sees
from vendor_sandbox.apifortress.objects import CONNECTORS, DEFINITIONS, GROUPS, group_connectors, owned
from vendor_sandbox.apifortress.web.forms import bin_icon, choice, form, hidden, text
from vendor_sandbox.apifortress.web.html import Markup, el, join, line_breaks
from vendor_sandbox.apifortress.web.layout import card, icon, listing, pair
from vendor_sandbox.apifortress.web.router import Pages
from vendor_sandbox.apifortress.web.visit import Visit

_Object = dict[str, Any]


def routes(pages: Pages) -> list[Route]:
    """List, the two dialogs, save, pencil, its save, bin."""
    return [
        *pages.show("connectors", _list),
        *pages.show("connector_add", _choose),
        *pages.show("connector_params", _fill),
        *pages.save("connector_save", _save),
        *pages.show("connector_edit", _edit),
        *pages.save("connector_update", _update),
        *pages.delete("connector_delete", _delete),
    ]


def _group(visit: Visit) -> _Object:
    return visit.own(GROUPS, "gid", "Alert group")


def _instance(visit: Visit) -> tuple[_Object, _Object]:
    """(group, connector) that the request names; the group by itself where the connector alone is named."""
    key = visit.arg("iid")
    found = visit.context.store.get(CONNECTORS, key)
    if found is None or visit.arg("gid") not in {"", str(found["alertGroupId"])}:
        raise ApiError(404, f"Connector {key} not found")
    return owned(visit.context, GROUPS, str(found["alertGroupId"]), visit.company, "Alert group"), found


def _definition(visit: Visit, key: str) -> _Object:
    found = visit.context.store.get(DEFINITIONS, key)
    if found is None:
        raise ApiError(404, "Connector not found")
    return found


def _back(visit: Visit, group: _Object) -> str:
    return visit.link("connectors", gid=group["id"], cid=visit.company)


def _section(visit: Visit, group: _Object) -> Markup:
    add = el("a", "+ Connector to this group", href=visit.link("connector_add", gid=group["id"]), class_="add")
    shown = [connectors.render(visit.context, each) for each in group_connectors(visit.context, group["id"])]
    cards = listing(visit, "connector", (_card(visit, each) for each in in_order(visit.context, shown)))
    return el("section", el("h3", f"Group Connectors @ {group['label']}"), add, cards, id="connectors")


def _card(visit: Visit, shown: _Object) -> Markup:
    """The connector's name, and its parameters in clear and in no order that means anything (1.8)."""
    params = sorted(shown["params"].items(), key=lambda each: hashlib.sha256(each[0].encode()).digest())
    given = {"gid": shown["alertGroupId"], "iid": shown["id"]}
    actions = (
        icon(visit, "edit", "✎", "Edit", "connector_edit", **given),
        bin_icon(visit, "Delete", "connector_delete", **given),
    )
    lines = [pair(visit, name, value) for name, value in params]
    return card(visit, "connector", shown["id"], shown["connectorName"], *lines, actions=actions)


def _list(visit: Visit) -> Response:
    return visit.dialog("Edit distro group connectors", _section(visit, _group(visit)))


def _choose(visit: Visit) -> Response:
    """First dialog: which connector."""
    group = _group(visit)
    seen = seen_definitions(visit.context, admin=visit.is_admin)
    options = [(each["id"], each["name"], False) for each in seen]
    field = choice(visit, "Connector:", visit.flavour.field("did"), options)
    made = form(visit, "connector_params", field, method="get", back=_back(visit, group), gid=group["id"])
    return visit.dialog("Add a new connector instance", made)


def _fill(visit: Visit) -> Response:
    """Second dialog: the parameters."""
    group, definition = _group(visit), _definition(visit, visit.arg("did"))
    if not sees(visit.context, definition, admin=visit.is_admin):
        raise ApiError(404, "Connector not found")
    given = {"gid": group["id"], "did": definition["id"]}
    return _parameters(visit, definition, {}, "connector_save", given)


def _edit(visit: Visit) -> Response:
    """The pencil opens the parameters again, nothing else (1.8)."""
    group, instance = _instance(visit)
    definition = _definition(visit, instance["connectorId"])
    params = connectors.render(visit.context, instance)["params"]
    given = {"gid": group["id"], "iid": instance["id"]}
    return _parameters(visit, definition, params, "connector_update", given)


def _parameters(
    visit: Visit, definition: _Object, params: dict[str, str], action: str, given: dict[str, Any]
) -> Response:
    """The definition's description as a banner; per parameter an info box and a line of text, never masked (1.8)."""
    back = visit.link("connectors", gid=given["gid"], cid=visit.company)
    rows = []
    for position, each in enumerate(definition["params"]):
        name = each["name"]
        if visit.flavour.value_name is not None:
            rows.append(hidden(visit.flavour.value_name.format(n=position), name))
        rows.append(el("div", each["description"], class_="info"))
        rows.append(text(visit, name, visit.flavour.value_field(position, name), params.get(name, "")))
    banner = el("div", line_breaks(definition["description"]), class_="banner")
    made = form(visit, action, join(banner, *rows), back=back, **given)
    return visit.dialog(f"Set params for connector: {definition['name']}", made)


def _save(visit: Visit) -> Response:
    group = _group(visit)
    body = {"connectorId": visit.arg("did"), "params": visit.flavour.values(visit.form)}
    return visit.saved(
        lambda: connectors.create(visit.context, group, body, admin=visit.is_admin),
        lambda: _section(visit, group),
        _back(visit, group),
    )


def _update(visit: Visit) -> Response:
    """Stores the whole form; a mask that is sent back leaves the value that it hides."""
    group, instance = _instance(visit)
    shown = connectors.render(visit.context, instance)["params"]
    params = {
        name: instance["params"][name] if value == connectors.MASK == shown.get(name) else value
        for name, value in visit.flavour.values(visit.form).items()
    }
    return visit.saved(
        lambda: connectors.update(visit.context, instance, {"params": params}),
        lambda: _section(visit, group),
        _back(visit, group),
    )


def _delete(visit: Visit) -> Response:
    group, instance = _instance(visit)
    return visit.saved(
        lambda: visit.context.store.delete(CONNECTORS, instance["id"]),
        lambda: _section(visit, group),
        _back(visit, group),
    )
