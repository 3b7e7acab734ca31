"""One stand-in in this process, without sockets: for contract tests that move its clock and its switches."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context, Urls
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches, Value

URLS = Urls("http://control.test", "http://ilert.test", "http://xmatters.test", "http://apifortress.test")


@dataclass
class Answer:
    """One answer."""

    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class StandIn:
    """A vendor with its own store, seeded."""

    context: Context
    app: Starlette
    credentials: dict[str, str]
    """Header of every call that does not bring its own."""
    positions: set[tuple[str, Value]] = field(default_factory=set)
    """Every position that a switch was moved to."""

    @property
    def moved(self) -> set[str]:
        """Switches that were moved."""
        return {name for name, _ in self.positions}

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: Any = None,
        headers: dict[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Send one request; `body` goes as JSON, `raw` as it is, `query` as pairs or a mapping."""
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        sent = {**self.credentials, **(headers or {})}
        if body is not None:
            sent.setdefault("content-type", "application/json")
        return asyncio.run(ask(self.app, method, path, sent, content, query))

    def together(self, calls: list[tuple[str, str]], headers: dict[str, str]) -> list[Answer]:
        """Send requests (method, path) without bodies that are under way at the same time, as at the real server."""
        sent = {**self.credentials, **headers}

        async def every() -> list[Answer]:
            return await asyncio.gather(*(ask(self.app, *call, sent, b"") for call in calls))

        return asyncio.run(every())

    def get(self, path: str, **options: Any) -> Answer:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.call("POST", path, body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.call("PUT", path, body, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        return self.call("DELETE", path, **options)

    def switch(self, name: str, value: Value) -> None:
        self.context.switches.set(name, value)
        self.positions.add((name, value))

    def advance(self, seconds: float) -> None:
        self.context.clock.advance(seconds)


async def ask(
    app: ASGIApp, method: str, path: str, headers: Mapping[str, str], content: bytes, query: Any = None
) -> Answer:
    """Send one request to an application; a query that stands in the path goes before `query`."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(_scope(method, path, query, headers), receive, send)
    told = {key.decode().lower(): value.decode("latin-1") for key, value in messages[0]["headers"]}
    return Answer(messages[0]["status"], told, b"".join(message.get("body", b"") for message in messages[1:]))


def _scope(method: str, path: str, query: Any, headers: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(path)
    text = parts.query or (query if isinstance(query, str) else urlencode(query or {}, doseq=True))
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": text.encode(),
        "headers": [(key.lower().encode(), value.encode()) for key, value in headers.items() if value],
        "client": ("127.0.0.1", 50000),
        "server": ("stand-in.test", 80),
        "root_path": "",
    }


def make(vendor: ModuleType, credentials: dict[str, str]) -> StandIn:
    """A fresh, seeded stand-in of a vendor package."""
    store = Store(":memory:")
    context = Context(store, Clock(store), URLS, Switches(store), logging.getLogger("stand-in"))
    app = Starlette(routes=vendor.routes(context))
    vendor.seed(context)
    return StandIn(context, app, credentials)
