"""The request log, the deliveries of the connectors, the simulated test runs and the mails about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress.delivery import DELIVERIES
from vendor_sandbox.apifortress.events import EVENTS
from vendor_sandbox.apifortress.mails import MAILS
from vendor_sandbox.control.guard import Call, Guard, Refused
from vendor_sandbox.edge import REQUESTS


def routes(guard: Guard) -> list[Route]:
    """Read and clear each journal; ``?after=seq`` reads on, ``?vendor=`` filters the request log."""
    found: list[Route] = []
    for name in (REQUESTS, DELIVERIES, EVENTS, MAILS):
        found += [guard.route("GET", f"/{name}", _reader(name)), guard.route("DELETE", f"/{name}", _clearer(name))]
    return found


def _reader(name: str) -> Callable[[Call], Awaitable[Any]]:
    async def read(call: Call) -> Any:
        after = call.query.get("after", "0")
        if not after.isdecimal():
            raise Refused(400, "after takes the seq of the last entry you have")
        entries = call.sandbox.context.store.journal(name, int(after))
        vendor = call.query.get("vendor")
        return entries if vendor is None else [entry for entry in entries if entry.get("vendor") == vendor]

    return read


def _clearer(name: str) -> Callable[[Call], Awaitable[Any]]:
    async def clear(call: Call) -> Any:
        call.sandbox.context.store.clear_journal(name)
        return {"status": "success"}

    return clear
