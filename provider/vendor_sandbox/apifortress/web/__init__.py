"""The self-hosted web application's own pages (api-fortress.md 3.5, 4.11), on the same objects as the contract.

What was seen: the addresses in `flavour._SEEN`, the words on labels, titles, cards and banners, the two dialogs of a
connector, the project form that saves everything in one go. All else is a guess, and a switch where it matters.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.web import (
    dashboard,
    definitions,
    groups,
    instances,
    members,
    projects,
    reports,
    settings,
    sign_in,
)
from vendor_sandbox.apifortress.web.flavour import FLAVOURS
from vendor_sandbox.apifortress.web.router import Pages
from vendor_sandbox.context import Context


def routes(context: Context) -> list[Route]:
    """Routes below ``/app``."""
    pages = Pages(context, sign_in.sign_in)
    rooms = (sign_in, dashboard, settings, groups, members, instances, projects, definitions, reports)

    async def home(_: Request) -> Response:
        flavour = FLAVOURS[str(context.switches.get("apifortress.web_markup"))]
        return RedirectResponse(flavour.place("dashboard", {})[0], 302)

    return [Route("/", home), *(route for room in rooms for route in room.routes(pages))]
