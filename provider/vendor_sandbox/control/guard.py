"""What every call of the control plane passes: the token, a JSON body, errors as one line of JSON."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.sandbox import Sandbox

Action = Callable[["Call"], Awaitable[Any]]


class Refused(Exception):  # noqa: N818 - an answer, not a failure of ours
    """The call cannot be done; answered with `status` and the text."""

    def __init__(self, status: int, text: str) -> None:
        """Answer with `status` and `text`."""
        super().__init__(text)
        self.status = status


class Call:
    """One authenticated call."""

    def __init__(self, sandbox: Sandbox, request: Request, body: dict[str, Any]) -> None:
        """Bundle the sandbox, the path and query parameters, and the JSON body (empty object when none was sent)."""
        self.sandbox = sandbox
        self.path: dict[str, str] = request.path_params
        self.query = request.query_params
        self.body = body


class Guard:
    """Makes routes of actions."""

    def __init__(self, sandbox: Sandbox, token: str) -> None:
        """Guard `sandbox` with this run's `token`."""
        self._sandbox = sandbox
        self._token = token

    def route(self, method: str, path: str, action: Action) -> Route:
        """A route that answers with the JSON of what `action` returns."""

        async def endpoint(request: Request) -> Response:
            try:
                self._authorize(request)
                return JSONResponse(await action(Call(self._sandbox, request, await _body(request))))
            except Refused as refusal:
                return JSONResponse({"status": "error", "message": str(refusal)}, refusal.status)

        return Route(path, endpoint, methods=[method])

    def _authorize(self, request: Request) -> None:
        sent = request.headers.get("authorization", "")
        if not secrets.compare_digest(sent.encode(), f"Bearer {self._token}".encode()):
            raise Refused(401, "the control plane needs this run's token: Authorization: Bearer <control token>")


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Refused(400, f"malformed JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refused(400, "the body must be a JSON object")
    return body
