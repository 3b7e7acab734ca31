"""How a call of the contract becomes a handler's arguments, and its result or error an answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.auth import Identity, authenticate
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.context import Context

Handler = Callable[["Ask"], Awaitable[Any]]


class Ask:
    """One authenticated call: everything a handler may look at."""

    def __init__(self, context: Context, request: Request, identity: Identity, body: dict[str, Any]) -> None:
        """Bundle the parts; `body` is empty for calls without one."""
        self.context = context
        self.identity = identity
        self.company = identity.company
        self.path: dict[str, str] = request.path_params
        self.query = request.query_params
        self.body = body


class Endpoints:
    """Makes routes of handlers: authenticates, checks the role, reads the body, renders errors (4.3, 4.4)."""

    def __init__(self, context: Context) -> None:
        """Serve from `context`."""
        self._context = context

    def route(self, method: str, path: str, handler: Handler, *, admin: bool = False) -> Route:
        """A route for managers, or for admins only. Success is always 200."""

        async def endpoint(request: Request) -> Response:
            try:
                identity = authenticate(self._context, request)
                identity.require(admin=admin)
                body = await _body(request) if method in {"POST", "PUT"} else {}
                return JSONResponse(await handler(Ask(self._context, request, identity, body)))
            except ApiError as error:
                return error.response()

        return Route(path, endpoint, methods=[method])


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise ApiError(400, "Malformed JSON") from error
    if not isinstance(body, dict):
        raise ApiError(400, "The body must be a JSON object")
    return body
