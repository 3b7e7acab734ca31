"""Where events arrive: no credential but the key in the body or the path (ilert.md 4.1, 4.3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import outbox
from vendor_sandbox.ilert.alert_sources import by_key
from vendor_sandbox.ilert.enums import slug_of
from vendor_sandbox.ilert.errors import IlertError, bad_request, not_found, refusal
from vendor_sandbox.ilert.mapping import dedicated_event, generic_event
from vendor_sandbox.ilert.processing import take
from vendor_sandbox.ilert.rates import EVENT_LIMIT, RateWindows
from vendor_sandbox.ilert.settling import settle
from vendor_sandbox.ilert.transport import read_json

Stored = dict[str, Any]


def _source(context: Context, key: Any) -> Stored:
    stored = by_key(context, key) if isinstance(key, str) else None
    inactive = stored is not None and not stored.get("active", True)
    if stored is None or (inactive and context.switches.get("ilert.inactive_source_event") == "refused"):
        raise not_found("alert source")
    return stored


def _object(body: Any) -> Stored:
    if not isinstance(body, dict):
        raise bad_request("Request body must be a JSON object")
    return body


def _accepted(context: Context, event: Stored) -> Response:
    """202 whatever becomes of the event, with the body that a switch says (ilert.md 4.1)."""
    headers = {"correlation-id": str(uuid.uuid4())}
    position = context.switches.get("ilert.event_body")
    if position == "empty":
        return Response(status_code=202, headers=headers)
    key = event.get("alertKey") or ""
    told = {"alertKey": key, "alertUrl": f"{context.urls.ilert}/alert/view.jsf", "responseCode": "NEW_ALERT_CREATED"}
    return JSONResponse({} if position == "object" else told, status_code=202, headers=headers)


class Intake:
    """The event routes."""

    def __init__(self, context: Context, windows: RateWindows) -> None:
        """Count events per integration key in `windows`."""
        self.context = context
        self.windows = windows

    def _generic(self, request: Request, body: Any) -> Stored:
        """Take a generic event; raises ``IlertError`` 404 for an unknown key before anything else is checked."""
        sent = _object(body)
        key = sent.get("integrationKey") or sent.get("apiKey")
        if not key:
            raise bad_request("Field 'integrationKey [string]' is required")
        source = _source(self.context, key)
        self.windows.count(f"events {source['id']}", EVENT_LIMIT, request)
        event = generic_event(sent)
        take(self.context, source, event, sent)
        return event

    def generic(self, request: Request, body: Any) -> Response:
        """POST ``/api/events``."""
        return _accepted(self.context, self._generic(request, body))

    def generic_v1(self, request: Request, body: Any) -> Response:
        """POST ``/api/v1/events``: the old twin answers 200 with ``incidentKey``."""
        event = self._generic(request, body)
        return JSONResponse({"incidentKey": event["alertKey"], "responseCode": "NEW_INCIDENT_CREATED"})

    def dedicated(self, request: Request, body: Any) -> Response:
        """POST ``/api/v1/events/{slug}/{key}``: a wrong slug is a 404 like an unknown key."""
        source = _source(self.context, request.path_params["key"])
        if slug_of(source["integrationType"]) != request.path_params["slug"]:
            raise not_found("alert source")
        self.windows.count(f"events {source['id']}", EVENT_LIMIT, request)
        sent = _object(body)
        event = dedicated_event(self.context, source["integrationType"], sent)
        take(self.context, source, event, sent)
        return _accepted(self.context, event)

    def routes(self) -> list[Route]:
        """The routes, with and without ``v1`` (ilert.md 2.11)."""
        return [
            self._route("/api/events", self.generic),
            self._route("/api/v1/events", self.generic_v1),
            self._route("/api/v1/events/{slug}/{key}", self.dedicated),
            self._route("/api/events/{slug}/{key}", self.dedicated),
        ]

    def _route(self, path: str, handler: Callable[[Request, Any], Response]) -> Route:
        async def answer(request: Request) -> Response:
            try:
                body = await read_json(request)
                settle(self.context)
                with self.context.store.transaction():
                    given = handler(request, body)
                outbox.send_waiting(self.context)
                return given
            except IlertError as error:
                return refusal(self.context, error, request.method)

        return Route(path, answer, methods=["POST"])
