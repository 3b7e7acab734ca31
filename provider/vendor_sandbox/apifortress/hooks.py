"""The real REST v3 paths of an API hook that an end-to-end test needs (api-fortress.md 3.2, 4.9)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.auth import basic_user
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.events import simulate
from vendor_sandbox.apifortress.objects import HOOKS, PROJECTS, TESTS, TOKENS
from vendor_sandbox.apifortress.projects import render
from vendor_sandbox.context import Context

Action = Callable[[Request, dict[str, Any]], Awaitable[Response]]
_UNREACHABLE = ".invalid"
"""A ``domain`` override with this ending makes a test fail: the usual way to fire the wiring (6.5 way 2)."""


class Hooks:
    """Serves the hooks of the store."""

    def __init__(self, context: Context) -> None:
        """Serve from `context`."""
        self._context = context

    def routes(self) -> list[Route]:
        """Routes below ``/api/rest/v3``; a first segment that is no hook key is 404."""
        return [
            self._route("/{hook}", ["GET"], self._project),
            self._route("/{hook}/", ["GET"], self._project),
            self._route("/{hook}/login", ["GET"], self._login),
            self._route("/{hook}/tests", ["GET"], self._tests),
            self._route("/{hook}/tests/run-all", ["GET", "POST"], self._run),
            self._route("/{hook}/tests/{test}/run", ["GET", "POST"], self._run),
        ]

    def _route(self, path: str, methods: list[str], action: Action) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                hook = self._context.store.get(HOOKS, request.path_params["hook"])
                project = None if hook is None else self._context.store.get(PROJECTS, str(hook["projectId"]))
                if project is None:
                    raise ApiError(404, "Not Found")
                return await action(request, project)
            except ApiError as error:
                return error.response()

        return Route(path, endpoint, methods=methods)

    async def _project(self, _: Request, project: dict[str, Any]) -> Response:
        """Details of the project; their shape is [inferred]."""
        return JSONResponse(render(self._context, project))

    async def _login(self, request: Request, _: dict[str, Any]) -> Response:
        """A token for the hook's privileged user, good for this hook only."""
        user = basic_user(self._context, request)
        hook = request.path_params["hook"]
        if user["id"] != (self._context.store.get(HOOKS, hook) or {}).get("userId"):
            raise ApiError(401, "Not the privileged user of this hook")
        token = secrets.token_urlsafe(32)
        kept = {"token": token, "hook": hook, "issued": self._context.clock.timestamp()}
        self._context.store.put(TOKENS, f"{hook}/{token}", kept)
        return JSONResponse({"access_token": token})

    async def _tests(self, _: Request, project: dict[str, Any]) -> Response:
        return JSONResponse([{"id": each["id"], "name": each["name"]} for each in self._tests_of(project)])

    async def _run(self, request: Request, project: dict[str, Any]) -> Response:
        """Run one test, or all, as an API run; ``sync=true`` waits for the result."""
        wanted = request.path_params.get("test")
        tests = [each for each in self._tests_of(project) if wanted in {None, each["id"]}]
        if not tests:
            raise ApiError(404, "Not Found")
        runs = [_run_body(request, project, test, await _params(request)) for test in tests]
        if request.query_params.get("sync") != "true":
            return JSONResponse({"code": "ACCEPTED"}, background=BackgroundTask(self._fire, runs))
        results = await self._fire(runs)
        return JSONResponse(results if wanted is None else results[0])

    async def _fire(self, runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [_result(self._context, run, await simulate(self._context, run)) for run in runs]

    def _tests_of(self, project: dict[str, Any]) -> list[dict[str, Any]]:
        return [each for each in self._context.store.all(TESTS) if each["projectId"] == project["id"]]


async def _params(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError as error:
        raise ApiError(400, "Malformed JSON") from error
    params = body.get("params", {}) if isinstance(body, dict) else {}
    return params if isinstance(params, dict) else {}


def _run_body(
    request: Request, project: dict[str, Any], test: dict[str, Any], params: dict[str, Any]
) -> dict[str, Any]:
    domain = params.get("domain", "")
    broken = isinstance(domain, str) and domain.endswith(_UNREACHABLE)
    critical = {
        "action": "get",
        "expression": f"get https://{domain}/",
        "status": "Generic Failure",
        "failureType": "UnknownHostException",
        "extra": domain,
    }
    return {
        "projectId": project["id"],
        "test": {"id": test["id"], "name": test["name"]},
        "failuresCount": 1 if broken or test.get("fails") else 0,
        "criticalFailures": [critical] if broken else [],
        "tags": test.get("tags", []),
        "trigger": "api",
        "silent": request.query_params.get("silent") == "true",
        "dryrun": request.query_params.get("dryrun") == "true",
    }


def _result(context: Context, run: dict[str, Any], simulated: dict[str, Any]) -> dict[str, Any]:
    """The synchronous result of one run (api-fortress.md 3.2)."""
    event = simulated["event"] or {}
    report = f"{context.urls.apifortress}/app/web/events/details/{simulated['eventId']}?cid={event.get('companyId')}"
    return {
        "test": run["test"],
        "failuresCount": run["failuresCount"],
        "warningsCount": 0,
        "criticalFailures": run["criticalFailures"],
        "date": event.get("date", int(context.clock.timestamp() * 1000)),
        "location": event.get("location", "New York"),
        "projectId": run["projectId"],
        "companyId": event.get("companyId"),
        "links": {"private": report},
    }
