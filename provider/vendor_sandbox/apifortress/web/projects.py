"""The dialog of a project, which saves everything in one go (api-fortress.md 1.4)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress import projects
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.objects import GROUPS, PROJECTS, TESTS, of_company, of_project
from vendor_sandbox.apifortress.web import dashboard
from vendor_sandbox.apifortress.web.forms import area, bin_icon, choice, form, hidden, text, tick
from vendor_sandbox.apifortress.web.html import Markup, el
from vendor_sandbox.apifortress.web.router import Pages
from vendor_sandbox.apifortress.web.visit import Visit

_Object = dict[str, Any]
_FRESH = {"name": "", "description": "", "notes": "", "viewableOnStatusPage": True, "alertGroupIds": []}
_STALE = "Another user has updated this Project while you were editing"
_FULL = "This project can't be removed since has content connected to it"


def routes(pages: Pages) -> list[Route]:
    """Dialogs for a new project and an old one, their saves, "Remove Project"."""
    return [
        *pages.show("project_add", _add),
        *pages.save("project_save", _create),
        *pages.show("project_edit", _edit),
        *pages.save("project_update", _update),
        *pages.delete("project_delete", _delete),
    ]


def _own(visit: Visit) -> _Object:
    return projects.render(visit.context, visit.own(PROJECTS, "pid", "Project"))


def _back(visit: Visit) -> str:
    return visit.link("dashboard", cid=visit.company)


def _add(visit: Visit) -> Response:
    return visit.dialog("Add Project", form(visit, "project_save", *_fields(visit, _FRESH), back=_back(visit)))


def _edit(visit: Visit) -> Response:
    project = _own(visit)
    made = form(
        visit,
        "project_update",
        hidden("version", _version(project)),
        el("p", f"Company: {visit.company_name}", class_="company"),
        *_fields(visit, project),
        back=_back(visit),
        pid=project["id"],
    )
    return visit.dialog(f"Edit Project » {project['name']}", made, _removal(visit, project))


def _removal(visit: Visit, project: _Object) -> Markup:
    """An empty project can be removed; one with tests shows a banner instead (1.4)."""
    if _has_content(visit, project):
        return el("div", _FULL, class_="banner")
    return el("div", "Remove Project ", bin_icon(visit, "Remove Project", "project_delete", pid=project["id"]))


def _has_content(visit: Visit, project: _Object) -> bool:
    return bool(of_project(visit.context, TESTS, project))


def _fields(visit: Visit, project: _Object) -> list[Markup]:
    field = visit.flavour.field
    return [
        text(visit, "Project name", field("name"), project["name"]),
        text(
            visit, "Description", field("description"), project["description"], placeholder="your project description"
        ),
        area(visit, "Notes", field("notes"), project["notes"]),
        _groups(visit, set(project["alertGroupIds"])),
        tick(visit, "Viewable on status page", field("viewable"), project["viewableOnStatusPage"]),
    ]


def _groups(visit: Visit, chosen: set[int]) -> Markup:
    """The alert groups: a select of many, or chips beside a type-ahead in which the chosen ones are grey (1.4)."""
    mine = of_company(visit.context, GROUPS, visit.company)
    label, name = "Alert Distribution lists", visit.flavour.field("groups")
    if not visit.flavour.chips:
        options = [(str(each["id"]), each["label"], each["id"] in chosen) for each in mine]
        return choice(visit, label, name, options, many=True)
    chips = [
        el("li", each["label"], " ×", hidden(name, each["id"]), class_="chip") for each in mine if each["id"] in chosen
    ]
    offered = [el("option", each["label"], value=each["id"], disabled=each["id"] in chosen) for each in mine]
    ahead = el("select", el("option", "Distribution group", value=""), *offered, class_="typeahead")
    return el("div", el("span", label, class_="label"), el("ul", *chips, class_="chips"), ahead)


def _body(visit: Visit) -> _Object:
    """What the form holds, as the contract's project has it."""
    wanted = [each for each in visit.args("groups") if each]
    return {
        "name": visit.arg("name"),
        "description": visit.arg("description"),
        "notes": visit.arg("notes"),
        "viewableOnStatusPage": visit.ticked("viewable"),
        "alertGroupIds": [int(each) if each.isdecimal() else each for each in wanted],
    }


def _create(visit: Visit) -> Response:
    def change() -> None:
        made = projects.create(visit.context, _body(visit), visit.company)
        dashboard.note(visit, f"Project '{made['name']}' created")

    return visit.saved(change, lambda: dashboard.cards(visit), _back(visit))


def _update(visit: Visit) -> Response:
    project = _own(visit)

    def change() -> None:
        wants_version = visit.context.switches.get("apifortress.web_project_save") == "version"
        if wants_version and visit.arg("version") != _version(project):
            raise ApiError(409, _STALE)
        saved = projects.save(visit.context, project, _body(visit))
        dashboard.note(visit, f"Project '{saved['name']}' updated")

    return visit.saved(change, lambda: dashboard.cards(visit), _back(visit))


def _delete(visit: Visit) -> Response:
    project = _own(visit)

    def change() -> None:
        if _has_content(visit, project):
            raise ApiError(409, _FULL)
        projects.remove(visit.context, str(project["id"]))
        dashboard.note(visit, f"Project '{project['name']}' removed")

    return visit.saved(change, lambda: dashboard.cards(visit), _back(visit))


def _version(project: _Object) -> str:
    """Changes whenever the project does, whoever changes it."""
    return str(int(hashlib.sha256(json.dumps(project, sort_keys=True).encode()).hexdigest()[:7], 16))
