"""The main dashboard: a card per project, and what was done last (api-fortress.md 1.4, 1.12)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress.listing import in_order
from vendor_sandbox.apifortress.objects import PROJECTS, of_company
from vendor_sandbox.apifortress.web.html import Markup, el, join
from vendor_sandbox.apifortress.web.layout import card, icon, listing
from vendor_sandbox.apifortress.web.router import SIGNED_IN, Pages
from vendor_sandbox.apifortress.web.visit import Visit

HISTORY = "apifortress.history"
"""Journal of the saves."""
_SHOWN = 20


def routes(pages: Pages) -> list[Route]:
    """The dashboard, which everybody may see who is signed in (1.3)."""
    return pages.show("dashboard", _show, SIGNED_IN)


def title_case(name: str) -> str:
    """A project's name as its card shows it: "Alert To ILert" for "Alert to iLert"; the dialog shows it as it is."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))


def note(visit: Visit, what: str) -> None:
    """Add a line to the history."""
    who = (visit.user or {}).get("fullName", "")
    line = {"companyId": visit.company, "text": f"{what} – Initiator: {who}"}
    visit.context.store.append(HISTORY, line)


def cards(visit: Visit) -> Markup:
    """The company's projects."""
    mine = of_company(visit.context, PROJECTS, visit.company)
    return listing(visit, "project", (_card(visit, each) for each in in_order(visit.context, mine)))


def _card(visit: Visit, project: dict[str, Any]) -> Markup:
    given = {"pid": project["id"], "ref": "main-dashboard"}
    wrench = icon(visit, "settings", "🔧", "Settings", "project_edit", **given)
    return card(visit, "project", project["id"], title_case(project["name"]), project["description"], actions=(wrench,))


def _show(visit: Visit) -> Response:
    add = el("a", "+ New Project", href=visit.link("project_add", cid=visit.company), class_="add")
    mine = [each["text"] for each in visit.context.store.journal(HISTORY) if each["companyId"] == visit.company]
    history = el("ul", *(el("li", line) for line in mine[: -_SHOWN - 1 : -1]), class_="history")
    return visit.page("Dashboard", join(el("h2", "Dashboard"), add, cards(visit), el("h3", "History"), history))
