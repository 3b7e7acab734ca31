"""Where heartbeats arrive: the key in the path is the credential (ilert.md 1.1, 3.8)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import heartbeat_book, outbox
from vendor_sandbox.ilert.errors import IlertError, not_found, refusal
from vendor_sandbox.ilert.heartbeat_monitors import KIND, OLD_KEY, by_key
from vendor_sandbox.ilert.rates import PING_LIMIT, RateWindows
from vendor_sandbox.ilert.settling import settle


def routes(context: Context, windows: RateWindows) -> list[Route]:
    """``/api/pings/{key}``, and ``/api/heartbeats/{key}`` for keys of the old form; GET or HEAD, 202."""

    async def answer(request: Request) -> Response:
        key = request.path_params["key"]
        try:
            settle(context)
            monitor = by_key(context, key)
            if monitor is None or key.startswith(OLD_KEY) != request.url.path.startswith("/api/heartbeats/"):
                raise not_found(KIND.noun)
            windows.count(f"heartbeat {monitor['id']}", PING_LIMIT, request)
            with context.store.transaction():
                heartbeat_book.ping(context, monitor)
            outbox.send_waiting(context)
        except IlertError as error:
            return refusal(context, error, request.method)
        return Response(status_code=202)

    return [Route(f"/api/{word}/{{key}}", answer, methods=["GET", "HEAD"]) for word in ("pings", "heartbeats")]
