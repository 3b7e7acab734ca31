"""Alert groups, called distro groups: cards, the dialog "Add Distro Group", the bin (api-fortress.md 1.5)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress import groups
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.listing import in_order
from vendor_sandbox.apifortress.objects import GROUPS, of_company
from vendor_sandbox.apifortress.web.forms import bin_icon, form, text
from vendor_sandbox.apifortress.web.html import Markup, el
from vendor_sandbox.apifortress.web.layout import card, icon, listing
from vendor_sandbox.apifortress.web.router import Pages
from vendor_sandbox.apifortress.web.visit import Visit


def routes(pages: Pages) -> list[Route]:
    """List (on a page of its own in one flavour), dialog, save, bin. There is no rename (1.5)."""
    return [
        *pages.show("group_add", _add),
        *pages.save("group_save", _save),
        *pages.delete("group_delete", _delete),
        *(route for route in pages.show("groups", _list) if route.path.endswith("/distroGroups/{cid}")),
    ]


def section(visit: Visit) -> Markup:
    """The groups of the company, with "+ Alert Group"."""
    mine = of_company(visit.context, GROUPS, visit.company)
    shown = in_order(visit.context, groups.render(visit.context, *mine))
    add = el("a", "+ Alert Group", href=visit.link("group_add"), class_="add")
    cards = listing(visit, "distro", (_card(visit, each) for each in shown))
    return el("section", el("h3", "Alerts Groups"), add, cards, id="alertsGroups")


def _card(visit: Visit, group: dict[str, Any]) -> Markup:
    lines = (f"users: {group['usersCount']}", f"connectors: {group['connectorsCount']}")
    given = {"gid": group["id"], "cid": visit.company}
    actions = (
        icon(visit, "users", "👥", "Edit distro group users", "users", **given),
        icon(visit, "connectors", "🔌", "Edit distro group connectors", "connectors", **given),
        bin_icon(visit, "Delete", "group_delete", gid=group["id"]),
    )
    return card(visit, "distro", group["id"], group["label"], *lines, actions=actions)


def _list(visit: Visit) -> Response:
    if visit.arg("cid") != str(visit.company):
        raise ApiError(404, "Not Found")
    return visit.page("Alerts Groups", section(visit))


def _back(visit: Visit) -> str:
    return visit.link("groups", cid=visit.company)


def _add(visit: Visit) -> Response:
    field = text(visit, "Label:", visit.flavour.field("label"))
    return visit.dialog("Add Distro Group", form(visit, "group_save", field, back=_back(visit)))


def _save(visit: Visit) -> Response:
    def change() -> None:
        groups.create(visit.context, visit.company, {"label": visit.arg("label")})

    return visit.saved(change, lambda: section(visit), _back(visit))


def _delete(visit: Visit) -> Response:
    group = visit.own(GROUPS, "gid", "Alert group")
    return visit.saved(lambda: groups.remove(visit.context, group), lambda: section(visit), _back(visit))
