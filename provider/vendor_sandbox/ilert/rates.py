"""ilert's limits: fixed one-minute windows, by key and by client (ilert.md 1.7)."""

from __future__ import annotations

from starlette.requests import Request

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.errors import IlertError

KEY_LIMIT = 120
"""Calls per minute and API key."""
CLIENT_LIMIT = 700
"""Calls per minute and client address."""
EVENT_LIMIT = 50
"""Events per minute and integration key."""
PING_LIMIT = 5
"""Pings per minute and heartbeat key."""


class RateWindows:
    """Counts calls; off unless the switch says otherwise."""

    def __init__(self, context: Context) -> None:
        """Start with empty windows; a restart forgets them, as a new window would."""
        self._context = context
        self._counts: dict[tuple[str, int], int] = {}

    def count(self, what: str, limit: int, request: Request) -> None:
        """Count one call for `what`; raises ``IlertError`` 429 above `limit` in this minute."""
        position = self._context.switches.get("ilert.rate_limit")
        if position == "off":
            return
        divisor = 10 if position == "tenth" else 1
        doubled = self._context.switches.get("ilert.rate_user_agent") == "terraform_doubled"
        factor = 2 if doubled and request.headers.get("user-agent", "").startswith("terraform/") else 1
        client = request.client.host if request.client else "unknown"
        self._one(what, max(1, limit * factor // divisor))
        self._one(f"client {client}", CLIENT_LIMIT * factor // divisor)

    def _one(self, what: str, limit: int) -> None:
        now = self._context.clock.timestamp()
        minute = int(now // 60)
        self._counts = {key: value for key, value in self._counts.items() if key[1] == minute}
        key = (what, minute)
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > limit:
            raise IlertError(429, "Too many requests", headers=self._headers(limit, 60 - int(now) % 60))

    def _headers(self, limit: int, seconds: int) -> dict[str, str]:
        """None: neither ``Retry-After`` nor rate headers, unless the other page of the vendor is right."""
        if self._context.switches.get("ilert.rate_headers") == "none":
            return {}
        return {"Retry-After": str(seconds), "X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": "0"}
