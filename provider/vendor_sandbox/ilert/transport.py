"""What every call to ilert goes through: credentials, rate windows, JSON, paging, refusals (ilert.md 1.3-1.10)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import outbox
from vendor_sandbox.ilert.callers import Caller, authenticate
from vendor_sandbox.ilert.errors import IlertError, bad_request, refusal
from vendor_sandbox.ilert.indexes import BY_ID, REFERRING, SHUFFLED, in_order, shuffled
from vendor_sandbox.ilert.names import TEAMS
from vendor_sandbox.ilert.rates import KEY_LIMIT, RateWindows
from vendor_sandbox.ilert.visibility import is_member
from vendor_sandbox.indexes import Index


@dataclass(frozen=True)
class Call:
    """One request on its way through."""

    context: Context
    request: Request
    caller: Caller
    body: Any

    @cached_property
    def includes(self) -> frozenset[str]:
        """The values of the repeatable ``include`` (ilert.md 2.2); unknown ones do nothing."""
        return frozenset(self.request.query_params.getlist("include"))


Handler = Callable[[Call], Response]


async def read_json(request: Request) -> Any:
    """The body as JSON, ``None`` when there is none; raises ``IlertError`` 400 when it is no JSON."""
    raw = await request.body()
    if not raw:
        return None
    try:
        body = json.loads(raw, parse_constant=_no_number)
        if b"\\u" in raw:
            json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise bad_request("Request body is not valid JSON") from None
    return body


def _no_number(name: str) -> None:
    """NaN and Infinity are not JSON, though the parser knows them."""
    raise ValueError(name)


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
            windows.count(f"key {caller.token}", KEY_LIMIT, request)
            body = await read_json(request)
            settle()
            check_includes(context, request)
            if writes and not caller.writes:
                raise IlertError(403, "You do not have permission to perform this action")
            with context.store.transaction():
                given = handler(Call(context, request, caller, body))
            outbox.send_waiting(context)
            return given
        except IlertError as error:
            return refusal(context, error, request.method)

    return answer


def require_admin(call: Call) -> None:
    """Raises ``IlertError`` 403 for everybody but an administrator (ilert.md 1.5)."""
    if call.caller.role != "ADMIN":
        raise IlertError(403, "You do not have permission to perform this action")


_INCLUDES = """
summaryTemplate detailsTemplate routingTemplate alertKeyTemplate servicesTemplate linkTemplates priorityTemplate
severityTemplate eventFilter eventTypeFilterCreate eventTypeFilterAccept eventTypeFilterResolve textTemplate conditions
integrationKey integrationUrl alertSource customDetails escalationRules nextEscalationUser vars scheduleLayers shifts
currentShift nextShift past subscribed uptime incidents
"""
KNOWN_INCLUDES = frozenset(_INCLUDES.split())
"""Every include of any kind (ilert.md 2.2, 3.5, 3.7, 3.8, 3.10, 4.5)."""


def check_includes(context: Context, request: Request) -> None:
    """Refuse an include that nobody knows, under a switch (ilert.md 2.2)."""
    unknown = sorted(set(request.query_params.getlist("include")) - KNOWN_INCLUDES)
    if unknown and context.switches.get("ilert.unknown_include") == "refuse":
        raise bad_request(f"'include' does not know {unknown[0]}")


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


SMALL_PAGE = 25
"""The cap of a list whose include lowers it (ilert.md 1.6)."""


def page_size(call: Call, default: int, cap: int, *, with_include: bool = False) -> int:
    """``max-results``: above the cap of the list it is refused, never clamped (ilert.md 1.6).

    `with_include` tells that the list takes includes, which may lower the cap.
    """
    lowered = SMALL_PAGE if call.includes and call.context.switches.get("ilert.include_page_cap") == "25" else cap
    size = _number(call, "max-results", min(default, lowered) if with_include else default)
    if with_include and size > lowered:
        raise bad_request(f"'max-results' must not be above {lowered}, when using 'include'")
    if size > cap:
        raise bad_request(f"'max-results' must not be above {cap}")
    if size < 1:
        raise bad_request("'max-results' must not be below 1")
    return size


def page(call: Call, default: int, cap: int, *, with_include: bool = False) -> tuple[int, int]:
    """``start-index`` and size of the asked part of a list (ilert.md 1.6)."""
    start = _number(call, "start-index", 0)
    if start < 0:
        raise bad_request("'start-index' must not be negative")
    return start, page_size(call, default, cap, with_include=with_include)


def order(context: Context, collection: str) -> Index:
    """The index that lists a collection in the order that a switch says."""
    mixed = context.switches.get("ilert.list_order") == "shuffled"
    return (SHUFFLED if mixed else BY_ID)[collection]


def in_list_order(context: Context, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Selected rows in the order that a switch says."""
    mixed = context.switches.get("ilert.list_order") == "shuffled"
    return sorted(rows, key=shuffled) if mixed else sorted(rows, key=in_order)


def in_team_context(call: Call, collection: str) -> list[dict[str, Any]] | None:
    """Rows of the teams that the context names: 0 all, -1 the caller's own, else one team's id (ilert.md 1.4).

    Without the header an API key sees all; Basic credentials see the team picked in the console (ilert.md 1.3).
    All is ``None``.
    """
    accepted = str(call.context.switches.get("ilert.team_context_header"))
    names = ("team-context", "x-team-context") if accepted == "both" else (accepted,)
    found = [call.request.headers[name] for name in names if name in call.request.headers]
    wanted = found[0] if found else str(call.caller.picked_team)
    store = call.context.store
    if wanted == "-1":
        mine = [team["id"] for team in store.all(TEAMS) if is_member(team, call.caller.user)]
    elif wanted.isdecimal() and wanted != "0":
        mine = [int(wanted)]
    else:
        return None
    rows = [row for team in mine for row in store.found(REFERRING[collection], ("teams", team))]
    return list({str(row["id"]): row for row in rows}.values())


TEXTS = frozenset(
    {
        "alertGroupingWindow",
        "alertSummary",
        "autoResolutionTimeout",
        "conditions",
        "connectorId",
        "eventFilter",
        "eventTypeFilterAccept",
        "eventTypeFilterCreate",
        "eventTypeFilterResolve",
        "routingKey",
    }
)
"""Optional fields that are text."""


def listed(context: Context, shown: dict[str, Any], field: str, entries: list[Any]) -> None:
    """Put a list into an answer; an empty one is left out under a switch (ilert.md 2.9)."""
    if entries or context.switches.get("ilert.empty_lists") == "empty":
        shown[field] = entries


def optional(context: Context, shown: dict[str, Any], values: dict[str, Any]) -> None:
    """Put fields into an answer that are absent without a value, or under a switch null or empty (ilert.md 7 #11)."""
    position = context.switches.get("ilert.unset_fields")
    for field, value in values.items():
        if value is not None or position == "null":
            shown[field] = value
        elif position == "empty" and field in TEXTS:
            shown[field] = ""


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
