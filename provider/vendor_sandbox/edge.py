"""What every request to a stand-in passes through: the fault rules, then the request log."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vendor_sandbox.alterations import altered
from vendor_sandbox.context import Context
from vendor_sandbox.faults import Faults, Rule
from vendor_sandbox.redaction import path_without_secrets, query_without_secrets
from vendor_sandbox.wire import cut

REQUESTS = "requests"
"""Journal of the request log."""
_CREDENTIAL_HEADERS = (b"authorization", b"x-key")
_CREDENTIAL_IN_URL = re.compile(r"(?:/events/(?:[^/]+/)?|[?&]apiKey=)([^/?&]+)")
"""The key in an event URL (ilert.md 2.11) and that of a trigger URL (xmatters.md 4.5)."""
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
        rule = self._faults.take(self._vendor, scope["method"], scope["path"], lambda: account(scope))
        logged = entry.logging(send)
        if rule is None:
            await self._app(scope, receive, logged)
            return
        entry.fault = rule["id"]
        await asyncio.sleep(rule.get("delayMs", 0) / 1000)
        if rule.get("drop"):
            if rule.get("applyFirst"):
                await self._app(scope, receive, _ignore)
            entry.write(None)
            await cut(scope)
        elif rule.get("timeout"):
            if rule["timeout"] == "after":
                await self._app(scope, receive, _ignore)
            entry.write(None)
            await _silence(receive)
        elif rule.get("status") or rule.get("html"):
            if rule.get("applyFirst"):
                await self._app(scope, receive, _ignore)
            await _fault_response(rule, self._vendor)(scope, receive, logged)
        else:
            await self._changed(rule, scope, receive, entry, send)

    async def _changed(self, rule: Rule, scope: Scope, receive: Receive, entry: _Entry, send: Send) -> None:
        """The stand-in's own answer: altered, under another Content-Type, or with half of its body missing."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        start = messages[0]
        body = b"".join(message.get("body", b"") for message in messages)
        headers = MutableHeaders(raw=list(start["headers"]))
        if rule.get("alter"):
            body = altered(body, rule["alter"])
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        if rule.get("contentType"):
            headers["content-type"] = rule["contentType"]
        entry.write(start["status"])
        await send({**start, "headers": headers.raw})
        sent = body[: len(body) // 2] if rule.get("truncate") else body
        await send({"type": "http.response.body", "body": sent, "more_body": bool(rule.get("truncate"))})


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


async def _silence(receive: Receive) -> None:
    """Say nothing until the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def account(scope: Scope) -> str:
    """Whose request it is: a fingerprint of the credential in a header, the query or an event URL; never the thing."""
    headers = {name: value for name, value in scope["headers"] if name in _CREDENTIAL_HEADERS}
    found = headers.get(b"x-key") or headers.get(b"authorization") or b""
    key = _CREDENTIAL_IN_URL.search(f"{scope['path']}?{scope['query_string'].decode('latin-1')}")
    return hashlib.sha256(found or (key[1] if key else "").encode()).hexdigest()[:12]


def _fault_response(rule: Rule, vendor: str) -> Response:
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
