"""The gear icon: a company's settings, with its users and, in one flavour, its alert groups (api-fortress.md 1.2)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress.errors import ApiError, name_field
from vendor_sandbox.apifortress.objects import API_KEYS, COMPANIES, GROUPS, HOOKS, PROJECTS, USERS, of_company
from vendor_sandbox.apifortress.web import groups
from vendor_sandbox.apifortress.web.forms import area, choice, form, text, tick
from vendor_sandbox.apifortress.web.html import Markup, el, join
from vendor_sandbox.apifortress.web.layout import card, listing
from vendor_sandbox.apifortress.web.router import Pages
from vendor_sandbox.apifortress.web.visit import Visit

_ZONES = ("America/New_York", "Europe/Berlin", "Europe/London", "Europe/Rome", "US/Eastern", "US/Pacific", "UTC")


def routes(pages: Pages) -> list[Route]:
    """The settings page and its save."""
    return [*pages.show("company", _show), *pages.save("company_save", _save)]


def _company(visit: Visit) -> dict[str, Any]:
    """The company that the address names. Raises ApiError 404 for any but that of who is signed in."""
    if visit.arg("cid") != str(visit.company):
        raise ApiError(404, "Not Found")
    return visit.context.store.get(COMPANIES, str(visit.company)) or {}


def _show(visit: Visit) -> Response:
    company = _company(visit)
    sections = [_menu(visit), el("h2", "Settings"), _form(visit, company), _users(visit)]
    if not visit.flavour.groups_apart:
        sections.append(groups.section(visit))
    return visit.page("Company", join(*sections, *_advanced(visit)))


def _menu(visit: Visit) -> Markup:
    """The sections in their order; three of them with a count (1.2)."""
    users, distros = (
        len(of_company(visit.context, USERS, visit.company)),
        len(of_company(visit.context, GROUPS, visit.company)),
    )
    here = visit.link("company", cid=visit.company)
    entries = (
        ("Global", (("Company", here, None), ("Account", f"{here}#account", None))),
        ("People", (("Users", f"{here}#users", users),)),
        (
            "Notifications",
            (
                ("Notifications", f"{here}#notifications", 0),
                ("Alerts Groups", visit.link("groups", cid=visit.company), distros),
            ),
        ),
        ("Advanced", (("API Keys", f"{here}#apiKeys", None), ("API Hooks", f"{here}#apiHooks", None))),
        ("Status Pages", (("Big Screens", f"{here}#bigScreens", None), ("Shareable", f"{here}#shareable", None))),
    )
    return el(
        "nav",
        *(
            el("div", el("b", title), *(_entry(name, link, count) for name, link, count in under))
            for title, under in entries
        ),
        class_="settings",
    )


def _entry(name: str, link: str, count: int | None) -> Markup:
    badge = None if count is None else el("span", count, class_="badge")
    return el("div", el("a", name, href=link), " ", badge)


def _form(visit: Visit, company: dict[str, Any]) -> Markup:
    field = visit.flavour.field
    zone = company["timeZone"]
    zones = sorted({*_ZONES, zone})
    return form(
        visit,
        "company_save",
        text(visit, "Company Name", field("name"), company["name"]),
        area(visit, "Description", field("description"), company["description"]),
        choice(visit, "Time Zone", "timeZone", [(each, each, each == zone) for each in zones]),
        tick(visit, "Public dashboard", "publicDashboard", bool(company.get("publicDashboard"))),
        tick(visit, "Subscribers need authorization", "needAuthorization", bool(company.get("needAuthorization"))),
        cid=visit.company,
    )


def _save(visit: Visit) -> Response:
    company = _company(visit)

    def change() -> None:
        changed = {
            **company,
            "name": name_field("company", {"name": visit.arg("name")}, "name"),
            "description": visit.arg("description"),
            "timeZone": visit.arg("timeZone") or company["timeZone"],
        }
        visit.context.store.put(COMPANIES, str(visit.company), changed)

    return visit.saved(change, lambda: _form(visit, _company(visit)), visit.link("company", cid=visit.company))


def _users(visit: Visit) -> Markup:
    rows = (
        card(visit, "user", each["id"], each["fullName"], each["email"], f"Level: {each['level']}")
        for each in of_company(visit.context, USERS, visit.company)
    )
    return el("section", el("h3", "Users"), listing(visit, "user", rows), id="users")


def _advanced(visit: Visit) -> list[Markup]:
    """API keys and hooks, by their comments: what they open is not shown here."""
    keys = (
        card(visit, "api-key", each["id"], each["comment"])
        for each in of_company(visit.context, API_KEYS, visit.company)
    )
    projects = {each["id"]: each["name"] for each in of_company(visit.context, PROJECTS, visit.company)}
    hooks = (
        card(visit, "api-hook", number, projects[each["projectId"]], each["comment"])
        for number, each in enumerate(visit.context.store.all(HOOKS), 1)
        if each["projectId"] in projects
    )
    return [
        el("section", el("h3", "API Keys"), listing(visit, "api-key", keys), id="apiKeys"),
        el("section", el("h3", "API Hooks"), listing(visit, "api-hook", hooks), id="apiHooks"),
    ]
