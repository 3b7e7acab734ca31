"""Health, state, reset, clock, switches (the reference calls some of them options) and faults."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from vendor_sandbox.control.guard import Call, Guard, Refused
from vendor_sandbox.profile import profile


def routes(guard: Guard) -> list[Route]:
    """Routes below ``/__sandbox`` (api-fortress.md 4.9)."""
    return [
        guard.route("GET", "/state", _state),
        guard.route("POST", "/reset", _reset),
        guard.route("GET", "/clock", _clock),
        guard.route("POST", "/clock", _advance),
        guard.route("GET", "/switches", _switches),
        guard.route("POST", "/switches", _set_switches),
        guard.route("GET", "/options", _options),
        guard.route("POST", "/options", _set_switches),
        guard.route("GET", "/faults", _faults),
        guard.route("POST", "/faults", _add_fault),
        guard.route("DELETE", "/faults", _clear_faults),
    ]


async def health(_: Request) -> JSONResponse:
    """``{"status": "ok"}``, open to everybody on this machine."""
    return JSONResponse({"status": "ok"})


async def _state(call: Call) -> Any:
    context = call.sandbox.context
    call.sandbox.settle()
    return {
        "profile": profile(context.store),
        "clock": await _clock(call),
        "switches": context.switches.positions(),
        **{
            vendor.name: {kind: context.store.all(collection) for kind, collection in vendor.objects.items()}
            for vendor in call.sandbox.vendors
        },
    }


async def _reset(call: Call) -> Any:
    try:
        return {"status": "success", "profile": call.sandbox.reset(call.body.get("profile"))}
    except ValueError as error:
        raise Refused(400, str(error)) from error


async def _clock(call: Call) -> Any:
    clock = call.sandbox.context.clock
    return {"now": clock.now().isoformat(timespec="milliseconds"), "offsetSeconds": clock.offset_seconds}


async def _advance(call: Call) -> Any:
    seconds = call.body.get("advanceSeconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise Refused(400, "advanceSeconds must be a number, zero or more: the clock only moves forward")
    call.sandbox.context.clock.advance(seconds)
    return await _clock(call)


async def _switches(call: Call) -> Any:
    switches = call.sandbox.context.switches
    return [
        {
            "name": each.name,
            "value": switches.get(each.name),
            "default": each.default,
            "choices": list(each.choices),
            "readings": [{"value": value, "reading": reading} for value, reading in each.readings.items()],
            "source": each.source,
            "meaning": each.meaning,
        }
        for each in switches.known()
    ]


async def _options(call: Call) -> Any:
    return call.sandbox.context.switches.positions()


async def _set_switches(call: Call) -> Any:
    """Moves all switches of the body, or none."""
    switches = call.sandbox.context.switches
    for name, value in call.body.items():
        try:
            switches.check(name, value)
        except KeyError as error:
            known = ", ".join(each.name for each in switches.known())
            raise Refused(400, f"unknown switch {name}; known: {known}") from error
        except ValueError as error:
            raise Refused(400, str(error)) from error
    for name, value in call.body.items():
        switches.set(name, value)
    return switches.positions()


async def _faults(call: Call) -> Any:
    return call.sandbox.faults.all()


async def _add_fault(call: Call) -> Any:
    try:
        return call.sandbox.faults.add(call.body)
    except ValueError as error:
        raise Refused(400, str(error)) from error


async def _clear_faults(call: Call) -> Any:
    call.sandbox.faults.clear()
    return {"status": "success"}
