"""The real REST v3 paths of an API hook (api-fortress.md 3.2, 4.9). What answers hold beyond that is [inferred]."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.auth import TOKEN_SECONDS, basic_user
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.events import EVENTS
from vendor_sandbox.apifortress.hook_runs import run
from vendor_sandbox.apifortress.objects import HOOKS, PROJECTS, TESTS, TOKENS, of_project
from vendor_sandbox.apifortress.projects import render
from vendor_sandbox.context import Context


@dataclass(frozen=True)
class Call:
    """One call of a hook."""

    request: Request
    project: dict[str, Any]
    body: dict[str, Any]


Action = Callable[[Call], Awaitable[Any]]


class Hooks:
    """Serves the hooks of the store."""

    def __init__(self, context: Context) -> None:
        """Serve from `context`."""
        self._context = context

    def routes(self) -> list[Route]:
        """Routes below ``/api/rest/v3``; a first segment that is no hook key is 404."""
        both = ["GET", "POST"]
        return [
            Route("/validators/unit", _validate, methods=["POST"]),
            Route("/validators/input", _validate, methods=["POST"]),
            self._route("/{hook}", ["GET"], self._project),
            self._route("/{hook}/", ["GET"], self._project),
            self._route("/{hook}/login", ["GET"], self._login),
            self._route("/{hook}/tests", ["GET"], self._tests),
            self._route("/{hook}/tests/run-all", both, self._run_all, runs=True),
            self._route("/{hook}/tests/automatch", ["POST"], self._automatch, runs=True),
            self._route("/{hook}/tests/tag/{tag}/run", both, self._run_tag, runs=True),
            self._route("/{hook}/tests/{test}/run", both, self._run_one, runs=True),
            self._route("/{hook}/tests/{test}", ["GET"], self._test, token=True),
            self._route("/{hook}/insights/events", ["GET"], self._events),
            self._route("/{hook}/insights/events/stream", ["GET"], self._stream),
            self._route("/{hook}/insights/metrics", ["GET"], self._metrics),
            self._route("/{hook}/insights/events/{event}", ["GET"], self._event, token=True),
        ]

    def _route(
        self, path: str, methods: list[str], action: Action, *, runs: bool = False, token: bool = False
    ) -> Route:
        """`runs`: whether the call needs a token is for the switch to say; `token`: it does."""

        async def endpoint(request: Request) -> Response:
            try:
                hook = self._context.store.get(HOOKS, request.path_params["hook"])
                project = None if hook is None else self._context.store.get(PROJECTS, str(hook["projectId"]))
                if project is None:
                    raise ApiError(404, "Not Found")
                if token or (runs and self._context.switches.get("apifortress.hook_runs") == "token"):
                    self._authorize(request)
                answer = await action(Call(request, project, await _body(request)))
                return answer if isinstance(answer, Response) else JSONResponse(answer)
            except ApiError as error:
                if self._context.switches.get("apifortress.hook_errors") == "empty":
                    return Response(status_code=error.status)
                return error.response()

        return Route(path, endpoint, methods=methods)

    def _authorize(self, request: Request) -> None:
        """Raises ApiError 401 without a token of this hook's login."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        kept = self._context.store.get(TOKENS, f"{request.path_params['hook']}/{token.strip()}")
        now = self._context.clock.timestamp()
        if scheme.lower() != "bearer" or kept is None or now - kept["issued"] > TOKEN_SECONDS:
            raise ApiError(401, "Invalid or expired token")

    async def _project(self, call: Call) -> Any:
        """Details of the project; their shape is [inferred]."""
        return render(self._context, call.project)

    async def _login(self, call: Call) -> Any:
        """A token for the hook's privileged user, good for this hook only."""
        user = basic_user(self._context, call.request)
        hook = call.request.path_params["hook"]
        if user["id"] != (self._context.store.get(HOOKS, hook) or {}).get("userId"):
            raise ApiError(401, "Not the privileged user of this hook")
        token = secrets.token_urlsafe(32)
        kept = {"token": token, "hook": hook, "issued": self._context.clock.timestamp()}
        self._context.store.put(TOKENS, f"{hook}/{token}", kept)
        return {"access_token": token}

    async def _tests(self, call: Call) -> Any:
        return [{"id": each["id"], "name": each["name"]} for each in self._tests_of(call.project)]

    async def _test(self, call: Call) -> Any:
        wanted = call.request.path_params["test"]
        found = next((each for each in self._tests_of(call.project) if each["id"] == wanted), None)
        if found is None:
            raise ApiError(404, "Not Found")
        return {name: found[name] for name in ("id", "projectId", "name", "tags")}

    async def _run_one(self, call: Call) -> Response:
        wanted = call.request.path_params["test"]
        return await self._run(call, lambda test: bool(test["id"] == wanted))

    async def _run_tag(self, call: Call) -> Response:
        tag = call.request.path_params["tag"]
        return await self._run(call, lambda test: tag in test.get("tags", []))

    async def _run_all(self, call: Call) -> Response:
        return await self._run(call, lambda _: True)

    async def _automatch(self, call: Call) -> Response:
        """Tests whose pattern fits ``url``, which the body must have; here every test fits."""
        if not isinstance(call.body.get("url"), str) or not call.body["url"]:
            raise ApiError(400, "url is required")
        return await self._run(call, lambda _: True)

    async def _run(self, call: Call, wanted: Callable[[dict[str, Any]], bool]) -> Response:
        tests = [each for each in self._tests_of(call.project) if wanted(each)]
        return await run(self._context, call.request, call.project, tests, call.body)

    async def _events(self, call: Call) -> Any:
        return self._events_of(call.project)

    async def _stream(self, call: Call) -> Response:
        """The events, one JSON text a line."""
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in self._events_of(call.project))
        return PlainTextResponse("".join(lines), media_type="application/x-ndjson")

    async def _metrics(self, call: Call) -> Any:
        """Metrics of runs are not simulated: none."""
        return []

    async def _event(self, call: Call) -> Any:
        wanted = call.request.path_params["event"]
        found = next((each for each in self._events_of(call.project) if each["eventId"] == wanted), None)
        if found is None:
            raise ApiError(404, "event not found")
        return found

    def _events_of(self, project: dict[str, Any]) -> list[dict[str, Any]]:
        found = [each["event"] for each in self._context.store.journal(EVENTS)]
        return [each for each in found if each["projectId"] == project["id"]]

    def _tests_of(self, project: dict[str, Any]) -> list[dict[str, Any]]:
        return of_project(self._context, TESTS, project)


async def _validate(request: Request) -> Response:
    """The syntax check of a test or its input, which needs no hook; here any text is right."""
    try:
        body = await _body(request)
        if not isinstance(body.get("text"), str):
            raise ApiError(400, "text is required")
    except ApiError as error:
        return error.response()
    return JSONResponse({"status": "success"})


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError as error:
        raise ApiError(400, "Malformed JSON") from error
    return body if isinstance(body, dict) else {}
