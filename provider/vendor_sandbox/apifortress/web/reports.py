"""The report of an event, to which connectors link (api-fortress.md 2.4, 3.5)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.events import EVENTS
from vendor_sandbox.apifortress.web.html import el, join
from vendor_sandbox.apifortress.web.router import SIGNED_IN, Pages
from vendor_sandbox.apifortress.web.visit import Visit


def routes(pages: Pages) -> list[Route]:
    """The report, for everybody who is signed in."""
    return pages.show("event", _show, SIGNED_IN)


def _show(visit: Visit) -> Response:
    key = visit.arg("eid")
    for entry in visit.context.store.journal(EVENTS):
        event = entry["event"]
        if event["eventId"] == key and event["companyId"] == visit.company:
            rows = (
                ("Project", event["projectName"]),
                ("Test", event["test"]["name"]),
                ("Location", event["location"]),
                ("Failures", event["failuresCount"]),
                ("Critical failures", len(event["criticalFailures"])),
                ("Tags", ", ".join(map(str, event.get("tags", [])))),
            )
            table = el("table", *(el("tr", el("td", name), el("td", value)) for name, value in rows))
            return visit.page("Event", join(el("h2", f"Event {key}"), table))
    raise ApiError(404, "Not Found")
