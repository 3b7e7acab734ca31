"""The recipients in a group: the people icon and the dialog "Add Distro User" (api-fortress.md 1.6)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress import users
from vendor_sandbox.apifortress.listing import in_order
from vendor_sandbox.apifortress.objects import GROUPS, USERS, of_company
from vendor_sandbox.apifortress.web.forms import bin_icon, choice, form, tick
from vendor_sandbox.apifortress.web.html import Markup, el
from vendor_sandbox.apifortress.web.layout import card, listing
from vendor_sandbox.apifortress.web.router import Pages
from vendor_sandbox.apifortress.web.visit import Visit


def routes(pages: Pages) -> list[Route]:
    """List, dialog, save, bin. The flag of a recipient cannot be changed: delete and add again (1.6)."""
    return [
        *pages.show("users", _list),
        *pages.show("user_add", _add),
        *pages.save("user_save", _save),
        *pages.delete("user_delete", _delete),
    ]


def _group(visit: Visit) -> dict[str, Any]:
    return visit.own(GROUPS, "gid", "Alert group")


def _section(visit: Visit, group: dict[str, Any]) -> Markup:
    add = el("a", "+ User to this group", href=visit.link("user_add", gid=group["id"]), class_="add")
    rows = (
        card(
            visit,
            "distro-user",
            each["userId"],
            each["fullName"],
            each["email"],
            f"SMS: {'true' if each['sms'] else 'false'}",
            actions=(bin_icon(visit, "Delete", "user_delete", gid=group["id"], uid=each["userId"]),),
        )
        for each in in_order(visit.context, users.members(visit.context, group))
    )
    return el(
        "section", el("h3", f"Group Users @ {group['label']}"), add, listing(visit, "distro-user", rows), id="users"
    )


def _back(visit: Visit, group: dict[str, Any]) -> str:
    return visit.link("users", gid=group["id"], cid=visit.company)


def _list(visit: Visit) -> Response:
    return visit.dialog("Alerts Groups", _section(visit, _group(visit)))


def _add(visit: Visit) -> Response:
    group = _group(visit)
    mine = of_company(visit.context, USERS, visit.company)
    options = [(str(each["id"]), each["fullName"], False) for each in mine]
    fields = (
        choice(visit, "User", visit.flavour.field("uid"), options),
        tick(visit, "Send SMS", visit.flavour.field("sms"), False),
    )
    return visit.dialog("Add Distro User", form(visit, "user_save", *fields, back=_back(visit, group), gid=group["id"]))


def _save(visit: Visit) -> Response:
    group = _group(visit)
    user = visit.own(USERS, "uid", "User")
    return visit.saved(
        lambda: users.put(visit.context, group, user, visit.ticked("sms")),
        lambda: _section(visit, group),
        _back(visit, group),
    )


def _delete(visit: Visit) -> Response:
    group = _group(visit)
    return visit.saved(
        lambda: users.remove(visit.context, group, visit.arg("uid")),
        lambda: _section(visit, group),
        _back(visit, group),
    )
