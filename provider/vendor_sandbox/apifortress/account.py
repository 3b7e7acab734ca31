"""The caller's company, and login (api-fortress.md 4.6: L1, C1)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.auth import login
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.objects import COMPANIES
from vendor_sandbox.context import Context


def routes(endpoints: Endpoints, context: Context) -> list[Route]:
    """Routes of the contract, below ``/api/rest/v3``."""

    async def log_in(request: Request) -> Response:
        try:
            return JSONResponse(login(context, request))
        except ApiError as error:
            return error.response()

    return [Route("/login", log_in, methods=["GET"]), endpoints.route("GET", "/company", company)]


async def company(ask: Ask) -> Any:
    """C1: the company of the credential."""
    return ask.context.store.get(COMPANIES, str(ask.company))
