"""A whole sandbox in this process, without sockets: clients reach it through `requests` as they reach a vendor.

For tests that live thousands of lives: no process, no port, no log of requests. A test may look at each answer, or
change it, before the client gets it:

    with Inside() as vendors:
        settings = vendors.settings()                   # environment variables, as of a running sandbox
        ...                                             # any client with these settings
        vendors.answer = lambda asked, answer: answer   # what comes back
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any, Self
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from starlette.applications import Starlette

from support.sandbox import Control, ControlError
from support.socketless import accounts, response, sent
from support.standin import Answer, ask
from vendor_sandbox import control, credentials
from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context, Urls
from vendor_sandbox.sandbox import Sandbox
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches

_PORTS = {1: "control", 2: "ilert", 3: "xmatters", 4: "apifortress"}
"""Stand for the listeners; nothing listens, so a request that slips past fails at once."""
_URLS = Urls(*(f"http://127.0.0.1:{port}" for port in _PORTS))
_PAGES = {
    "APIFORTRESS_BACKEND": "web",
    "APIFORTRESS_EMAIL": "admin@example.com",
    "APIFORTRESS_PASSWORD": credentials.APIFORTRESS_PASSWORD,
}


@dataclass(frozen=True)
class Asked:
    """One request of a client."""

    vendor: str
    method: str
    path: str
    """With the query."""
    body: bytes


class Inside(BaseAdapter):
    """A sandbox in its seeded state."""

    def __init__(self) -> None:
        """Seed it."""
        super().__init__()
        store = Store(":memory:")
        # A test may hold a transaction open around calls that clients send from threads of their own.
        store._lock = nullcontext()  # type: ignore[assignment]
        self._turn = threading.Lock()
        self.context = Context(store, Clock(store), _URLS, Switches(store), logging.getLogger("inside"))
        self.sandbox = Sandbox(self.context)
        self.apps: dict[str, Any] = {name: Starlette(routes=routes) for name, routes in self.sandbox.routes.items()}
        self.apps["control"] = Starlette(routes=control.routes(self.sandbox, "token"))
        self.control: Control = _Plane(self)
        self.answer: Callable[[Asked, Answer], Answer] = lambda _asked, answer: answer
        self.calls = 0
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> Self:
        """Let every `requests` session in this process reach the sandbox, and nothing else."""
        self._around = ExitStack()
        # Clients of one account pace themselves together, through this folder: not with those of other tests.
        folder = self._around.enter_context(TemporaryDirectory())
        self._around.enter_context(patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}))
        self._around.enter_context(patch.object(requests.Session, "get_adapter", lambda _session, url: self))
        return self

    def __exit__(self, *_: object) -> None:
        """Undo it."""
        self._around.close()
        self._loop.close()
        self.context.store.close()

    def settings(self, *, pages: bool = False) -> dict[str, str]:
        """Return the variables of all accounts; `pages` reaches API Fortress through its web application."""
        return {**accounts(_URLS), **(_PAGES if pages else {})}

    def call(self, vendor: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one request to a stand-in, or to the control plane."""
        with self._turn:
            return self._loop.run_until_complete(ask(self.apps[vendor], method, path, headers, body))

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        """Answer a prepared request of `requests`."""
        vendor = _PORTS[urlsplit(str(request.url)).port or 0]
        method, path, headers, body = sent(request)
        self.calls += 1
        answer = self.answer(Asked(vendor, method, path, body), self.call(vendor, method, path, headers, body))
        return response(request, answer.status, answer.headers, answer.content)

    def close(self) -> None:
        """Sessions close their adapters; there is nothing to close."""


class _Plane(Control):
    """The control plane, called directly."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"authorization": "Bearer token", "content-type": "application/json"}
        content = b"" if body is None else json.dumps(body).encode()
        answer = self._inside.call("control", method, "/__sandbox" + path, headers, content)
        if answer.status != 200:
            raise ControlError(f"{method} {path}: {answer.status} {answer.content!r}")
        return answer.json()
