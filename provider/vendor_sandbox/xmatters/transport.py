"""What every call to xMatters goes through, in the order of xmatters.md 10.1, and pages of results (2.5)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters.callers import Caller, authenticate
from vendor_sandbox.xmatters.errors import XmattersError, bad_request, refused

API = "/api/xm/1"
CONTROL = "/_control/"
"""Root of the test-only routes that stand for steps in the web UI (xmatters.md 10.3)."""
MAXIMUM_PAGE = 1000
Stored = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request on its way through."""

    context: Context
    request: Request
    params: dict[str, str]
    """Path segments, percent-decoded one by one, so that a name may hold a slash."""
    caller: Caller
    body: Any = None

    def query(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return next((unquote_plus(raw) for key, raw in self._pairs() if key == name), None)

    def query_list(self, name: str) -> list[str]:
        """Items of a list parameter: a literal comma separates, ``%2C`` is a comma (xmatters.md 2.4)."""
        return [unquote_plus(part) for key, raw in self._pairs() if key == name for part in raw.split(",") if part]

    def _pairs(self) -> list[tuple[str, str]]:
        raw = self.request.scope["query_string"].decode("latin-1")
        pairs = [piece.partition("=") for piece in raw.split("&") if piece]
        return [(unquote_plus(name), value) for name, _, value in pairs]

    @cached_property
    def embeds(self) -> frozenset[str]:
        """What ``embed`` asks for."""
        return frozenset(self.query_list("embed"))


Handler = Callable[[Call], Response]


class RateLimit:
    """Calls per minute, told in headers on every answer (xmatters.md 2.6)."""

    def __init__(self, context: Context, shared_with: RateLimit | None = None) -> None:
        """Start a fresh window; `shared_with` counts for both while they share one allowance."""
        self._context = context
        self._shared_with = shared_with
        self._window = 0
        self.used = 0

    @property
    def _counting(self) -> RateLimit:
        """The allowance that counts (xmatters.md 2.6)."""
        shared = self._context.switches.get("xmatters.rate_allowance") == "shared"
        return self._shared_with if shared and self._shared_with else self

    @property
    def limit(self) -> int:
        """Calls allowed per minute."""
        return int(str(self._context.switches.get("xmatters.calls_per_minute")))

    def count(self) -> None:
        """Count one call; raises ``XmattersError`` 429 above the limit."""
        mine = self._counting
        window = int(self._context.clock.timestamp() // 60)
        mine.used = mine.used + 1 if window == mine._window else 1
        mine._window = window
        if mine.used > self.limit:
            raise XmattersError(429, "Rate limit exceeded")

    def stamp(self, response: Response) -> Response:
        """Add the headers that a real instance was seen to send."""
        if response.status_code == 429 and self._context.switches.get("xmatters.rate_limit_body") == "empty":
            response = Response(status_code=429)
        response.headers["x-ratelimit-limit"] = str(self.limit)
        response.headers["x-ratelimit-period_in_sec"] = "60"
        response.headers["x-ratelimit-used"] = str(min(self._counting.used, self.limit))
        response.headers["x-concurrentlimit-limit"] = "10000"
        response.headers["x-concurrentlimit-used"] = "1"
        if response.status_code == 429 and self._context.switches.get("xmatters.retry_after") == "yes":
            response.headers["Retry-After"] = str(60 - int(self._context.clock.timestamp()) % 60)
        return response


class Router:
    """Finds the handler of a path by its raw segments, and answers 404 or 405 like the API."""

    def __init__(self, context: Context, table: Iterable[tuple[str, str, Handler]], settle: Callable[[], None]) -> None:
        """Serve a table of (method, path below the API's root, handler)."""
        self.context = context
        self.limit = RateLimit(context)
        self.settle = settle
        self._table = [(method, path.split("/"), handler) for method, path, handler in table]

    async def answer(self, request: Request) -> Response:
        """Answer one call: rate limit, credentials, route, media type, JSON, then the handler."""
        try:
            self.limit.count()
            caller = authenticate(self.context, request)
            handler, params = self._find(request)
            body = await self._body(request)
            self.settle()
            with self.context.store.transaction():
                response = handler(Call(self.context, request, params, caller, body))
        except XmattersError as error:
            response = refused(self.context, error)
        return self.limit.stamp(response)

    def _find(self, request: Request) -> tuple[Handler, dict[str, str]]:
        raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
        full = raw.decode("latin-1").split("?")[0]
        if not full.startswith((f"{API}/", CONTROL)):
            raise XmattersError(404, f"Could not find the resource {full}")
        segments = full.removeprefix(API).strip("/").split("/")
        other_method = False
        for method, pattern, handler in self._table:
            params = _match(pattern, segments)
            if params is not None and method == request.method:
                return handler, params
            other_method = other_method or params is not None
        if other_method:
            raise XmattersError(405, f"Request method '{request.method}' not supported")
        raise XmattersError(404, f"Could not find the resource {full}")

    async def _body(self, request: Request) -> Any:
        accept = request.headers.get("accept", "*/*")
        if not any(kind in accept for kind in ("*/*", "application/*", "application/json")):
            raise XmattersError(406, "Only application/json can be produced")
        if request.method not in {"POST", "PUT"}:
            return None
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise XmattersError(415, "Content type must be application/json")
        try:
            return json.loads(await request.body())
        except ValueError:
            raise bad_request("The request body is not valid JSON") from None


def _match(pattern: Sequence[str], segments: Sequence[str]) -> dict[str, str] | None:
    if len(pattern) != len(segments):
        return None
    params: dict[str, str] = {}
    for expected, segment in zip(pattern, segments, strict=True):
        if expected.startswith("{"):
            params[expected[1:-1]] = unquote(segment)
        elif expected != segment:
            return None
    return params


def body_object(call: Call) -> Stored:
    """The body as an object; raises ``XmattersError`` 400 for anything else."""
    if not isinstance(call.body, dict):
        raise bad_request("The request body must be a JSON object")
    return call.body


def body_list(call: Call) -> list[Any]:
    """The body as an array; raises ``XmattersError`` 400 for anything else."""
    if not isinstance(call.body, list):
        raise bad_request("The request body must be a JSON array")
    return call.body


def _number(call: Call, name: str, default: int) -> int:
    text = call.query(name)
    if text is None:
        return default
    if not text.isdigit():
        raise bad_request(f"'{name}' must be a whole number")
    return int(text)


def page(
    call: Call, rows: Sequence[Stored], shape: Callable[[Stored], Stored] = dict, self_path: str | None = None
) -> JSONResponse:
    """One page of a list with its links (xmatters.md 2.5); some lists tell another path as their own (`self_path`)."""
    offset = _number(call, "offset", 0)
    limit = _number(call, "limit", 100)
    if limit > MAXIMUM_PAGE and call.context.switches.get("xmatters.limit_above_maximum") == "400":
        raise bad_request(f"'limit' must not be greater than {MAXIMUM_PAGE}")
    limit = min(limit, MAXIMUM_PAGE)
    if limit < 1:
        raise bad_request("'limit' must be greater than 0")
    links = {"self": _link(call, offset, limit, self_path)}
    if offset:
        links["previous"] = _link(call, max(0, offset - limit), limit)
    if offset + limit < len(rows):
        links["next"] = _link(call, offset + limit, limit)
    data = [shape(row) for row in rows[offset : offset + limit]]
    return JSONResponse({"count": len(data), "total": len(rows), "data": data, "links": links})


def _link(call: Call, offset: int, limit: int, path: str | None = None) -> str:
    raw = call.request.scope["query_string"].decode("latin-1")
    others = [piece for piece in raw.split("&") if piece and piece.split("=")[0] not in {"offset", "limit"}]
    pieces = [*others, f"offset={offset}", f"limit={limit}"]
    if call.context.switches.get("xmatters.link_order") == "alphabetical":
        pieces.sort()
    return f"{path or quote(call.request.scope['path'])}?{'&'.join(pieces)}"


def embedded(path: str, rows: Sequence[Stored], first: int = 100, shape: Callable[[Stored], Stored] = dict) -> Stored:
    """A list inside another object: only its first page (xmatters.md 2.5)."""
    data = [shape(row) for row in rows[:first]]
    links = {"self": f"{path}?offset=0&limit={first}"}
    if len(rows) > first:
        links["next"] = f"{path}?offset={first}&limit={first}"
    return {"count": len(data), "total": len(rows), "data": data, "links": links}


def plain(call: Call, *also: str) -> bool:
    """Whether a list is asked for as it is: neither searched nor sorted, and without the parameters in `also`."""
    return all(call.query(name) is None for name in ("search", "sortBy", "sortOrder", *also))


def searched(call: Call, rows: list[Stored], fields: Sequence[str]) -> list[Stored]:
    """Rows in which the terms of ``search`` occur, whatever the case; OR unless ``operand`` says AND."""
    text = call.query("search")
    if text is None:
        return rows
    terms = text.lower().split()
    if not terms or any(len(term) < 2 for term in terms):
        raise bad_request("Search terms must have at least two characters")
    every = (call.query("operand") or "OR") == "AND"

    def hit(row: Stored) -> bool:
        texts = [str(row.get(field) or "").lower() for field in fields]
        found = [any(term in value for value in texts) for term in terms]
        return all(found) if every else any(found)

    return [row for row in rows if hit(row)]


def in_order(call: Call, rows: list[Stored], keys: dict[str, Callable[[Stored], Any]]) -> list[Stored]:
    """Rows sorted as ``sortBy`` and ``sortOrder`` say; without ``sortBy`` by the first of `keys`."""
    wanted = call.query("sortBy") or next(iter(keys))
    if wanted not in keys:
        raise bad_request(f"'sortBy' must be one of {', '.join(keys)}")
    return sorted(rows, key=keys[wanted], reverse=call.query("sortOrder") == "DESCENDING")
