"""Simulated test runs; API Fortress projects, which only the control plane makes and removes (api-fortress.md 4.9)."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress import events, projects, threshold
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.control.guard import Call, Guard, Refused


def routes(guard: Guard) -> list[Route]:
    """Routes below ``/__sandbox``."""
    return [
        guard.route("POST", "/events", _run),
        guard.route("DELETE", "/thresholds", _forget_thresholds),
        guard.route("POST", "/projects", _add_project),
        guard.route("DELETE", "/projects/{id}", _remove_project),
    ]


async def _run(call: Call) -> Any:
    try:
        return await events.simulate(call.sandbox.context, call.body)
    except ApiError as error:
        raise Refused(error.status, error.text()) from error


async def _forget_thresholds(call: Call) -> Any:
    """A restart of the connector service: its counters are in memory (api-fortress.md 6.4)."""
    threshold.forget(call.sandbox.context)
    return {"status": "success"}


async def _add_project(call: Call) -> Any:
    try:
        return projects.create(call.sandbox.context, call.body)
    except ApiError as error:
        raise Refused(error.status, error.text()) from error


async def _remove_project(call: Call) -> Any:
    if not projects.remove(call.sandbox.context, call.path["id"]):
        raise Refused(404, f"no project {call.path['id']}")
    return {"status": "success"}
