"""The caller's company, login, and older company-wide calls still in use (api-fortress.md 3.3, 4.6: L1, C1)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.auth import login
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.objects import COMPANIES, PROJECTS, SCHEDULES, TESTS, owned
from vendor_sandbox.context import Context


def routes(endpoints: Endpoints, context: Context) -> list[Route]:
    """Routes of the contract, below ``/api/rest/v3``."""

    async def log_in(request: Request) -> Response:
        try:
            return JSONResponse(login(context, request))
        except ApiError as error:
            return error.response()

    return [Route("/login", log_in, methods=["GET"]), endpoints.route("GET", "/company", _company)]


def older_routes(endpoints: Endpoints) -> list[Route]:
    """Routes of the default API, below ``/api/rest``; the members of a schedule are [inferred], its page is lost."""
    return [
        endpoints.route("GET", "/company/details", _company),
        endpoints.route("GET", "/schedule/byProject/{project}", _schedules_of_project),
        endpoints.route("GET", "/schedule/byTest/{test}", _schedules_of_test),
    ]


async def _company(ask: Ask) -> Any:
    return ask.context.store.get(COMPANIES, str(ask.company))


async def _schedules_of_project(ask: Ask) -> Any:
    project = owned(ask.context, PROJECTS, ask.path["project"], ask.company, "Project")
    return [each for each in ask.context.store.all(SCHEDULES) if each["projectId"] == project["id"]]


async def _schedules_of_test(ask: Ask) -> Any:
    test = ask.context.store.get(TESTS, ask.path["test"])
    if test is None:
        raise ApiError(404, f"Test {ask.path['test']} not found")
    owned(ask.context, PROJECTS, str(test["projectId"]), ask.company, "Project")
    return [each for each in ask.context.store.all(SCHEDULES) if each["testId"] == test["id"]]
