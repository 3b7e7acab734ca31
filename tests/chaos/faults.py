"""The faults: what happens to the request with a certain number, once or from there on until the command ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import requests
from requests.exceptions import ChunkedEncodingError, ConnectionError, ReadTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from chaos.vendors import Asked, Serve, Vendors
from support.socketless import response

WINDOW_SECONDS = 20.0
_HTML = b"<html><head><title>502</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


class PluginKilled(BaseException):
    """The process that asked is gone; nobody hears the answer."""


@dataclass
class Hit:
    """A request that a fault hits."""

    vendors: Vendors
    asked: Asked
    request: requests.PreparedRequest
    serve: Serve


Strike = Callable[[Hit], requests.Response]


def _refused(hit: Hit) -> requests.Response:
    reason = NewConnectionError(None, "Failed to establish a new connection: [Errno 111] Connection refused")  # type: ignore[arg-type]
    raise ConnectionError(MaxRetryError(None, hit.asked.path, reason), request=hit.request)  # type: ignore[arg-type]


def _reset(hit: Hit) -> requests.Response:
    cut = ProtocolError("Connection aborted.", ConnectionResetError(104, "Connection reset by peer"))
    raise ConnectionError(cut, request=hit.request)


def _timeout(hit: Hit) -> requests.Response:
    hit.vendors.wait(30)
    raise ReadTimeout("Read timed out. (read timeout=30)", request=hit.request)


def _status(status: int) -> Strike:
    def strike(hit: Hit) -> requests.Response:
        text = "injected fault"
        bodies = {
            "ilert": {"status": status, "message": text, "code": "FAULT"},
            "xmatters": {"code": status, "reason": "Fault", "message": text},
            "apifortress": {"status": "error", "message": text},
        }
        body = json.dumps(bodies[hit.asked.vendor]).encode()
        return response(hit.request, status, {"Content-Type": "application/json"}, body)

    return strike


def _page(status: int) -> Strike:
    def strike(hit: Hit) -> requests.Response:
        return response(hit.request, status, {"Content-Type": "text/html", "Server": "nginx"}, _HTML)

    return strike


def _after(strike: Strike) -> Strike:
    """Return the same fault after the request took effect."""

    def late(hit: Hit) -> requests.Response:
        hit.serve()
        return strike(hit)

    return late


def _truncated(hit: Hit) -> requests.Response:
    """Half a body, and the connection ends before its announced length."""
    served = hit.serve()
    if not served.content:
        return served
    raise ChunkedEncodingError(ProtocolError("Connection broken: IncompleteRead(10 bytes read, 10 more expected)"))


def _half_json(hit: Hit) -> requests.Response:
    """Half a body under a length that fits: what a careless proxy makes."""
    served = hit.serve()
    return response(hit.request, served.status_code, dict(served.headers), served.content[: len(served.content) // 2])


def _content_type(hit: Hit) -> requests.Response:
    served = hit.serve()
    return response(hit.request, served.status_code, {**served.headers, "content-type": "text/html"}, served.content)


def _duplicate_row(hit: Hit) -> requests.Response:
    served = hit.serve()
    try:
        body = json.loads(served.content)
    except ValueError:
        return served
    rows = body.get("data") if isinstance(body, dict) else body
    if not isinstance(rows, list) or not rows:
        return served
    rows.append(rows[0])
    return response(hit.request, served.status_code, dict(served.headers), json.dumps(body).encode())


def _empty_success(hit: Hit) -> requests.Response:
    """A success without a body: what a proxy makes of an answer that it could not keep."""
    served = hit.serve()
    return response(hit.request, served.status_code, {}, b"")


def _killed(_: Hit) -> requests.Response:
    raise PluginKilled


ANSWERS: dict[str, Strike] = {
    "connection refused": _refused,
    "reset before": _reset,
    "reset after": _after(_reset),
    "timeout before": _timeout,
    "timeout after": _after(_timeout),
    "500 before": _status(500),
    "500 after": _after(_status(500)),
    "502 page before": _page(502),
    "502 page after": _after(_page(502)),
    "429 window": _status(429),
    "truncated": _truncated,
    "half JSON": _half_json,
    "page under 200": _page(200),
    "page under 404": _page(404),
    "empty success": _empty_success,
    "wrong content type": _content_type,
    "duplicate row": _duplicate_row,
}
"""Faults in the answer → what happens to the request."""

DEATHS: dict[str, Strike] = {
    "process killed before": _killed,
    "process killed after": _after(_killed),
}
"""The plugin, or the engine with it, is killed before or after the request took effect; the step is lost."""

INTERRUPTED = "interrupted"
"""The engine is told to stop: the running step ends, no other one starts."""

ONCE = (*ANSWERS, *DEATHS, INTERRUPTED)
"""Everything that happens to one request."""

LASTING = tuple(name for name in ANSWERS if name != "429 window")
"""What may also go on until the command ends."""


class Injector:
    """Puts one fault into a run; `Vendors.meddle` calls it."""

    def __init__(self, vendors: Vendors, fault: str, number: int, *, lasting: bool = False) -> None:
        self.vendors, self.fault, self.number, self.lasting = vendors, fault, number, lasting
        self.hits = 0
        self.dead = False
        self.interrupted = False
        self._until: float | None = None
        self._vendor = ""

    def __call__(self, number: int, asked: Asked, request: requests.PreparedRequest, serve: Serve) -> requests.Response:
        """Answer a request, or fail it."""
        if self.dead:
            raise PluginKilled
        if not self._strikes(number, asked):
            return serve()
        self.hits += 1
        if self.fault == INTERRUPTED:
            self.interrupted = True
            return serve()
        self.dead = self.fault in DEATHS
        return {**ANSWERS, **DEATHS}[self.fault](Hit(self.vendors, asked, request, serve))

    def _strikes(self, number: int, asked: Asked) -> bool:
        if self.fault == "429 window":
            return self._in_window(number, asked)
        return number >= self.number if self.lasting else number == self.number

    def _in_window(self, number: int, asked: Asked) -> bool:
        """The window begins at the request and counts for all of this vendor's account."""
        now = self.vendors.waited()
        if number == self.number:
            self._until, self._vendor = now + WINDOW_SECONDS, asked.vendor
        return self._until is not None and now < self._until and asked.vendor == self._vendor
