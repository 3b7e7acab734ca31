"""Sends a connector's request, off the event loop, once: no retry, no redirect, no proxy (api-fortress.md 2.4)."""

from __future__ import annotations

import asyncio
import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from vendor_sandbox.apifortress.request import Outgoing
from vendor_sandbox.listeners import is_loopback
from vendor_sandbox.switches import Value

_SECONDS = 10
_MOST = 1_000_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class Outcome:
    """What became of one request."""

    sent: bool
    reason: str | None = None
    status: int | None = None
    error: str | None = None
    body: str | None = None


async def send(request: Outgoing, deliver: Value) -> Outcome:
    """Send, or only record, as the switch `deliver` says (loopback targets only, none, or all)."""
    try:
        target = urlsplit(request.url)
        host, port = target.hostname, target.port
    except ValueError:
        return Outcome(False, error="malformed URL")
    if target.scheme not in {"http", "https"} or not host:
        return Outcome(False, error="the URL is not an absolute http(s) URL")
    if deliver == "record" or (deliver == "loopback" and not is_loopback(host)):
        return Outcome(False, reason="delivery-disabled")
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    return await asyncio.to_thread(_exchange, request, target.scheme, host, port, path)


def _exchange(request: Outgoing, scheme: str, host: str, port: int | None, path: str) -> Outcome:
    if scheme == "https":
        context = ssl.create_default_context()
        if not request.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=_SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request(request.method, path, request.body.encode(), request.headers)
        answer = connection.getresponse()
        body = answer.read(_MOST).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(True, error=type(error).__name__)
    finally:
        connection.close()
    return Outcome(True, status=answer.status, body=body)
