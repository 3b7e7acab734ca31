"""What every call to ilert goes through: credentials, rate windows, JSON, paging, refusals (ilert.md 1.3-1.10)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.errors import IlertError, bad_request

API_KEYS = "ilert.api_keys"
WRITING_ROLES = frozenset({"ADMIN", "USER"})
"""Roles that may change configuration (ilert.md 1.5)."""


@dataclass(frozen=True)
class Caller:
    """Who calls: the user behind an API key, and what that user may do."""

    token: str
    role: str
    user: int

    @property
    def writes(self) -> bool:
        """Whether configuration may be changed and keys may be seen."""
        return self.role in WRITING_ROLES

    @property
    def blind(self) -> bool:
        """Whether this key sees no object at all: every look-up is a 404 (ilert.md Appendix A, Visibility)."""
        return self.role == "BLIND"


@dataclass(frozen=True)
class Call:
    """One request on its way through."""

    context: Context
    request: Request
    caller: Caller
    body: Any

    @property
    def includes(self) -> frozenset[str]:
        """The values of the repeatable ``include`` (ilert.md 2.2); unknown ones do nothing."""
        return frozenset(self.request.query_params.getlist("include"))


Handler = Callable[[Call], Response]


class RateWindows:
    """Fixed one-minute windows by counted thing (ilert.md 1.7); off unless the switch says otherwise."""

    def __init__(self, context: Context) -> None:
        """Start with empty windows; a restart forgets them, as a new window would."""
        self._context = context
        self._counts: dict[tuple[str, int], int] = {}

    def count(self, what: str, limit: int) -> None:
        """Count one call for `what`; raises ``IlertError`` 429 above `limit` in this minute."""
        if self._context.switches.get("ilert.rate_limit") != "documented":
            return
        minute = int(self._context.clock.timestamp() // 60)
        self._counts = {key: value for key, value in self._counts.items() if key[1] == minute}
        key = (what, minute)
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > limit:
            raise IlertError(429, "Too many requests")


KEY_LIMIT = 120
"""Calls per minute and API key."""
EVENT_LIMIT = 50
"""Events per minute and integration key."""


def authenticate(context: Context, request: Request) -> Caller:
    """The caller; no header is 401, anything but ``Bearer`` and a known key is 403 ``KEY_ERROR`` (ilert.md 1.9)."""
    header = request.headers.get("authorization")
    if not header:
        raise IlertError(401, "Authentication required")
    scheme, _, token = header.partition(" ")
    known = context.store.get(API_KEYS, token.strip()) if scheme.lower() == "bearer" else None
    if known is None:
        raise IlertError(403, "The provided API key is invalid", "KEY_ERROR")
    return Caller(token=token.strip(), role=str(known["role"]), user=int(known["user"]))


async def read_json(request: Request) -> Any:
    """The body as JSON, ``None`` when there is none; raises ``IlertError`` 400 when it is no JSON."""
    raw = await request.body()
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_request("Request body is not valid JSON") from None


def endpoint(
    context: Context, windows: RateWindows, handler: Handler, *, writes: bool = False, settle: Callable[[], None]
) -> Callable[[Request], Awaitable[Response]]:
    """Make a Starlette endpoint of a handler.

    Args:
        context: the sandbox.
        windows: where calls per key are counted.
        handler: answers one authenticated call, or raises ``IlertError``.
        writes: refuse callers that may not change configuration with 403.
        settle: brings everything that is due on the clock about before the call is answered.
    """

    async def answer(request: Request) -> Response:
        try:
            caller = authenticate(context, request)
            windows.count(f"key {caller.token}", KEY_LIMIT)
            body = await read_json(request)
            settle()
            if writes and not caller.writes:
                raise IlertError(403, "You do not have permission to perform this action")
            with context.store.transaction():
                return handler(Call(context, request, caller, body))
        except IlertError as error:
            return error.response()

    return answer


def require_admin(call: Call) -> None:
    """Raises ``IlertError`` 403 for everybody but an administrator (ilert.md 1.5)."""
    if call.caller.role != "ADMIN":
        raise IlertError(403, "You do not have permission to perform this action")


def body_object(call: Call) -> dict[str, Any]:
    """The body as an object; raises ``IlertError`` 400 for anything else."""
    if not isinstance(call.body, dict):
        raise bad_request("Request body must be a JSON object")
    return call.body


def _number(call: Call, name: str, default: int) -> int:
    text = call.request.query_params.get(name)
    if text is None:
        return default
    try:
        return int(text)
    except ValueError:
        raise bad_request(f"'{name}' must be a number") from None


def in_order(row: dict[str, Any]) -> int:
    """Sorts by id (ilert.md Appendix A Paging); objects with a UUID stay in the order in which they were made."""
    return int(row["id"]) if str(row["id"]).isdigit() else 0


def page_size(call: Call, default: int, cap: int) -> int:
    """``max-results``: above the cap of the list it is refused, never clamped (ilert.md 1.6)."""
    size = _number(call, "max-results", default)
    if size > cap:
        raise bad_request(f"'max-results' must not be above {cap}")
    if size < 1:
        raise bad_request("'max-results' must not be below 1")
    return size


def page(call: Call, rows: list[dict[str, Any]], default: int, cap: int) -> list[dict[str, Any]]:
    """The asked part of a list (ilert.md 1.6)."""
    start = _number(call, "start-index", 0)
    if start < 0:
        raise bad_request("'start-index' must not be negative")
    size = page_size(call, default, cap)
    if call.context.switches.get("ilert.list_order") == "shuffled":
        rows = sorted(rows, key=lambda row: hashlib.sha256(str(row["id"]).encode()).digest())
    else:
        rows = sorted(rows, key=in_order)
    return rows[start : start + size]


def in_team_context(call: Call, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the team named by ``team-context`` or ``x-team-context``; 0 and no header mean all (ilert.md 1.4)."""
    headers = call.request.headers
    wanted = headers.get("team-context") or headers.get("x-team-context") or "0"
    if not wanted.isdigit() or wanted == "0":
        return rows
    return [row for row in rows if any(team["id"] == int(wanted) for team in row.get("teams") or [])]


def show(context: Context, body: dict[str, Any], status: int = 200, location: str | None = None) -> JSONResponse:
    """Answer with an object, with what nobody knows added under a switch (ilert.md 1.2)."""
    if context.switches.get("ilert.unknown_response_fields") == "yes":
        body = {**body, "betaFeatures": {"stage": 3}, "_links": None}
    headers = {"Location": location} if location else None
    return JSONResponse(body, status_code=status, headers=headers)


def show_all(context: Context, rows: list[dict[str, Any]]) -> JSONResponse:
    """Answer with a bare array: no total, no next link (ilert.md 1.6)."""
    if context.switches.get("ilert.unknown_response_fields") == "yes":
        rows = [{**row, "betaFeatures": {"stage": 3}, "_links": None} for row in rows]
    return JSONResponse(rows)
