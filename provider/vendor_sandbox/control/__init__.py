"""The control plane: seed, look inside, inject faults, move the clock, run simulated tests. Loopback and token only."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route

from vendor_sandbox import page
from vendor_sandbox.control import journals, objects, runs, settings
from vendor_sandbox.control.guard import Guard
from vendor_sandbox.sandbox import Sandbox


def routes(sandbox: Sandbox, token: str) -> list[BaseRoute]:
    """Everything that the control listener serves, the page included."""
    guard = Guard(sandbox, token)
    plane = [
        Route("/health", settings.health, methods=["GET"]),
        *settings.routes(guard),
        *journals.routes(guard),
        *objects.routes(guard),
        *runs.routes(guard),
    ]
    return [Mount("/__sandbox", routes=plane), *page.routes(sandbox.context)]
