"""Stand-in for API Fortress: the proposed contract of api-fortress.md section 4, and the connectors' deliveries."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from vendor_sandbox.apifortress import account, connectors, definitions, groups, older, projects, test_fire, users, web
from vendor_sandbox.apifortress.by_hand import delete_by_hand, edited_by_hand, made_by_hand
from vendor_sandbox.apifortress.endpoint import Endpoints
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.hooks import Hooks
from vendor_sandbox.apifortress.objects import OBJECTS
from vendor_sandbox.apifortress.options import SWITCHES
from vendor_sandbox.apifortress.seed import seed
from vendor_sandbox.context import Context

__all__ = ["OBJECTS", "delete_by_hand", "edited_by_hand", "made_by_hand", "routes", "seed"]


def routes(context: Context) -> list[BaseRoute]:
    """The contract below ``/app/api/rest/v3`` (4.1), and the web application's pages below ``/app/web`` (3.5)."""
    context.switches.register(*SWITCHES)
    endpoints = Endpoints(context)
    contract = [
        *account.routes(endpoints, context),
        *definitions.routes(endpoints),
        *groups.routes(endpoints),
        *connectors.routes(endpoints),
        *users.routes(endpoints),
        *projects.routes(endpoints),
        *test_fire.routes(endpoints),
        *Hooks(context).routes(),
    ]
    served = [
        Mount("/api/rest/v3", routes=contract),
        Mount("/api/rest", routes=older.routes(endpoints)),
        *web.routes(context),
    ]
    app = Starlette(routes=served, exception_handlers={HTTPException: _http_error})
    return [Mount("/app", app=app)]


async def _http_error(_: Request, error: Exception) -> Response:
    """Unknown paths and methods, answered in the vendor's form."""
    if not isinstance(error, HTTPException):  # pragma: no cover - registered for this class only
        raise error
    text = {404: "Not Found", 405: "Method not allowed"}.get(error.status_code, error.detail)
    return ApiError(error.status_code, text).response()
