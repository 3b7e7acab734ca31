"""The three vendors in this process, reached by the provider's own HTTP client without a socket.

    vendors = Vendors()
    with vendors.reached():
        ...                       # every request of `requests` ends at a stand-in
    vendors.log                   # what was asked, oldest first

Time is the vendors' own: whoever waits in the provider moves their clock, and nothing waits in truth.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from starlette.applications import Starlette

from alert_wiring.apifortress import auth
from alert_wiring.core import wire
from alert_wiring.core.http import HttpSession
from alert_wiring.core.limiter import Limiter
from support.engines import GUARD_OFF
from support.socketless import accounts, response, sent
from support.standin import ask
from vendor_sandbox import credentials
from vendor_sandbox.clock import Clock
from vendor_sandbox.context import Context, Urls
from vendor_sandbox.sandbox import Sandbox
from vendor_sandbox.store import Store
from vendor_sandbox.switches import Switches

SECRETS = (credentials.ILERT_TOKEN, credentials.XMATTERS_PASSWORD, credentials.APIFORTRESS_SECRET)
PORTS = {1: "ilert", 2: "xmatters", 3: "apifortress"}
_URLS = Urls("http://127.0.0.1:4", "http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3")
_SLEEPERS = ("http", "limiter", "deadline", "retry", "token", "halt")
"""Modules of `core` that may wait or look at the clock."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    vendor: str
    method: str
    path: str
    status: int | None = None
    """None: no answer was given."""

    def __str__(self) -> str:
        return f"{self.vendor} {self.method} {self.path}"


class StillClock(Clock):
    """Time that only passes where somebody waits, and a little with each look, however slow this machine is."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._began = datetime.now(UTC)
        self._looks = 0

    def now(self) -> datetime:
        """The present: no two looks see the same."""
        self._looks += 1
        return self._began + timedelta(seconds=self.offset_seconds, milliseconds=self._looks)


Serve = Callable[[], requests.Response]
Meddle = Callable[[int, Asked, requests.PreparedRequest, Serve], requests.Response]
"""(number of the request, what it is, the request, a function that serves it) → the answer, or an exception."""


class Vendors(BaseAdapter):
    """All stand-ins around one store in memory; an adapter of `requests`."""

    def __init__(self, profile: str = "full") -> None:
        super().__init__()
        store = Store(":memory:")
        log = logging.getLogger("chaos-vendors")
        log.disabled = True
        self.context = Context(store, StillClock(store), _URLS, Switches(store), log)
        self.sandbox = Sandbox(self.context)
        self.sandbox.reset(profile)
        self.context.switches.set("xTokenClock", "sandbox")
        self._apps = {name: Starlette(routes=routes) for name, routes in self.sandbox.routes.items()}
        self._loop = asyncio.new_event_loop()
        self._waited = 0.0
        self.log: list[Asked] = []
        self.meddle: Meddle | None = None

    def close(self) -> None:
        """Close what is open."""
        self._loop.close()
        self.context.store.close()

    def wait(self, seconds: float) -> None:
        """Let time pass, for the vendors too."""
        self._waited += seconds
        self.context.clock.advance(seconds)

    def waited(self) -> float:
        """Return the time in seconds: it only passes where somebody waits, however slow this machine is."""
        return self._waited

    # ---- reached by the provider -----------------------------------------------------------------------------------

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Every request of this process goes to the stand-ins, and who waits moves their clock."""
        clock = SimpleNamespace(sleep=self.wait, monotonic=self.waited, time=self.context.clock.timestamp)
        made = HttpSession.__post_init__

        def without_waiting(session: HttpSession) -> None:
            made(session)
            session.sleep = clock.sleep
            session.limiter = Limiter(1_000_000, clock=clock.monotonic, sleep=clock.sleep)

        with ExitStack() as stack:
            stack.enter_context(patch.object(requests.Session, "get_adapter", lambda _session, url: self))
            stack.enter_context(patch("requests.sessions.get_environ_proxies", lambda _url, no_proxy=None: {}))
            stack.enter_context(patch.object(HttpSession, "__post_init__", without_waiting))
            stack.enter_context(patch.object(wire, "_apart", lambda call, _seconds: call()))
            for name in _SLEEPERS:
                module = import_module(f"alert_wiring.core.{name}")
                if hasattr(module, "time"):
                    stack.enter_context(patch.object(module, "time", clock))
            stack.enter_context(patch.object(auth.ApiKeyAuth.__init__, "__defaults__", (clock.time,)))
            yield

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        """Serve a request, or let whoever meddles do with it what it likes."""
        parts = urlsplit(str(request.url))
        asked = Asked(PORTS[parts.port or 0], str(request.method), parts.path)
        number = len(self.log)
        self.log.append(asked)
        if self.meddle is not None:
            return self.meddle(number, asked, request, lambda: self._served(asked.vendor, request))
        return self._served(asked.vendor, request)

    def settings(self) -> dict[str, str]:
        """Return the variables that lead to the stand-ins; and the credentials."""
        return {**accounts(_URLS), "ALERT_WIRING_GUARD": GUARD_OFF}

    def _served(self, vendor: str, request: requests.PreparedRequest) -> requests.Response:
        method, path, headers, body = sent(request)
        answer = self._loop.run_until_complete(ask(self._apps[vendor], method, path, headers, body))
        return response(request, answer.status, answer.headers, answer.content)

    # ---- as they stand ---------------------------------------------------------------------------------------------

    def everything(self) -> dict[str, Any]:
        """Return every object of every vendor by `vendor/kind/id`."""
        store = self.context.store
        return {
            f"{vendor.name}/{kind}/{key}": body
            for vendor in self.sandbox.vendors
            for kind, collection in vendor.objects.items()
            for key, body in store.items(collection)
        }

    # As the control plane of a running sandbox does it:

    def objects(self, vendor: str, kind: str) -> list[dict[str, Any]]:
        """Return the objects of a kind as they are stored."""
        return self.context.store.all(self.sandbox.vendor(vendor).objects[kind])

    def create(self, vendor: str, kind: str, body: dict[str, Any]) -> None:
        """Put an object there as it is."""
        self.context.store.insert(self.sandbox.vendor(vendor).objects[kind], str(body["id"]), body)

    def edit(self, vendor: str, kind: str, key: str, **changes: Any) -> None:
        """Change an object as a person does in the console."""
        found = self.sandbox.vendor(vendor)
        old = self.context.store.get(found.objects[kind], key)
        assert old is not None, f"no {vendor}/{kind}/{key}"
        self.context.store.put(
            found.objects[kind], key, found.edited_by_hand(self.context, kind, old, {**old, **changes})
        )

    def delete(self, vendor: str, kind: str, key: str) -> None:
        """Delete an object as a person does in the console."""
        assert self.sandbox.vendor(vendor).delete_by_hand(self.context, kind, key), f"no {vendor}/{kind}/{key}"
