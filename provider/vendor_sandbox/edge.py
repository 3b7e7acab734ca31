"""What every request to a stand-in passes through: the fault rules, then the request log."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vendor_sandbox.context import Context
from vendor_sandbox.faults import Faults
from vendor_sandbox.redaction import path_without_secrets, query_without_secrets
from vendor_sandbox.wire import cut

REQUESTS = "requests"
"""Journal of the request log."""
_HTML = "<html><head><title>{0}</title></head><body><center><h1>{0} Bad Gateway</h1></center><hr>nginx</body></html>"


class Edge:
    """ASGI middleware around one stand-in."""

    def __init__(self, app: ASGIApp, vendor: str, context: Context, faults: Faults) -> None:
        """Wrap `app`, the stand-in named `vendor`."""
        self._app = app
        self._vendor = vendor
        self._context = context
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or fail it as a rule says, and log it either way."""
        entry = _Entry(self._context, self._vendor, scope)
        rule = self._faults.take(self._vendor, scope["method"], scope["path"])
        logged = entry.logging(send)
        if rule is None:
            await self._app(scope, receive, logged)
            return
        entry.fault = rule["id"]
        await asyncio.sleep(rule.get("delayMs", 0) / 1000)
        if rule.get("drop") and not rule.get("applyFirst"):
            entry.write(None)
            await cut(scope)
        elif rule.get("drop"):
            await self._app(scope, receive, _ignore)
            entry.write(None)
            await cut(scope)
        elif rule.get("truncate"):
            await self._truncate(scope, receive, entry, send)
        elif rule.get("status") or rule.get("html"):
            if rule.get("applyFirst"):
                await self._app(scope, receive, _ignore)
            await _fault_response(rule, self._vendor)(scope, receive, logged)
        else:
            await self._app(scope, receive, logged)

    async def _truncate(self, scope: Scope, receive: Receive, entry: _Entry, send: Send) -> None:
        """The stand-in's own answer, its headers complete, half of its body missing."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(message.get("body", b"") for message in messages)
        entry.write(messages[0]["status"])
        await send(messages[0])
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})


class _Entry:
    """One line of the request log."""

    def __init__(self, context: Context, vendor: str, scope: Scope) -> None:
        self._context = context
        self._started = time.perf_counter()
        self.fault: int | None = None
        self._line = {
            "vendor": vendor,
            "method": scope["method"],
            "path": path_without_secrets(scope["path"]),
            "query": query_without_secrets(scope["query_string"].decode("latin-1")),
        }

    def logging(self, send: Send) -> Send:
        """A `send` that writes the line just before the last byte of the answer leaves."""
        status = 0

        async def wrapped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body" and not message.get("more_body"):
                self.write(status)
            await send(message)

        return wrapped

    def write(self, status: int | None) -> None:
        """Keep the line; no status means that the connection was cut."""
        milliseconds = round((time.perf_counter() - self._started) * 1000, 1)
        line = {
            "time": self._context.clock.now().isoformat(timespec="milliseconds"),
            **self._line,
            "status": status,
            "milliseconds": milliseconds,
            "fault": self.fault,
        }
        self._context.store.append(REQUESTS, line)
        self._context.log.info("%s %s %s -> %s", line["vendor"], line["method"], line["path"], status or "cut")


async def _ignore(_: Message) -> None:
    """Swallow an answer that a fault rule replaces."""


def _fault_response(rule: dict[str, Any], vendor: str) -> Response:
    status = rule.get("status", 502)
    headers = {"Retry-After": str(rule["retryAfter"])} if "retryAfter" in rule else {}
    if rule.get("html"):
        return HTMLResponse(_HTML.format(status), status, headers)
    body = rule.get("body", _fault_body(vendor, status))
    if isinstance(body, str):
        return PlainTextResponse(body, status, headers)
    return JSONResponse(body, status, headers)


def _fault_body(vendor: str, status: int) -> dict[str, Any]:
    """An error in the vendor's own form (ilert.md 1.9, xmatters.md 2.8, api-fortress.md 4.4)."""
    text = "injected fault"
    if vendor == "ilert":
        return {"status": status, "message": text, "code": "FAULT"}
    if vendor == "xmatters":
        return {"code": status, "reason": "Fault", "message": text}
    return {"status": "error", "message": text}
