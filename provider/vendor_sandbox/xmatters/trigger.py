"""The trigger of an inbound integration: who may fire it, and a 202 that promises little (xmatters.md 4.5, 5, 10.3)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters import times
from vendor_sandbox.xmatters.callers import Caller, authenticate
from vendor_sandbox.xmatters.errors import XmattersError, bad_request, not_found, refused
from vendor_sandbox.xmatters.integrations import INBOUND
from vendor_sandbox.xmatters.keys import by_key
from vendor_sandbox.xmatters.plans import FORMS, INTEGRATIONS, PLANS, sees
from vendor_sandbox.xmatters.processing import REQUESTS, may_send
from vendor_sandbox.xmatters.transport import RateLimit

Stored = dict[str, Any]
LARGEST = 200_000
"""Bytes of an inbound payload (xmatters.md 2.6)."""


def _caller(context: Context, request: Request, row: Stored) -> Caller:
    """Who fires, by a kind of credential that the integration accepts (xmatters.md 4.5)."""
    key = request.query_params.get("apiKey")
    try:
        caller = by_key(context, key, row["id"]) if key else authenticate(context, request)
        if row.get("authenticationType", "ANY") not in {"ANY", caller.scheme}:
            raise XmattersError(401, "Authentication failed")
    except XmattersError as error:
        error.status = int(str(context.switches.get("xmatters.trigger_credentials_status")))
        raise
    return caller


def _check_sendable(context: Context, caller: Caller, row: Stored) -> None:
    """What may be refused at once; the rest fails later and only in the log (xmatters.md 5.3)."""
    plan = context.store.get(PLANS, row["plan"]["id"]) or {}
    form = context.store.get(FORMS, (row.get("form") or {}).get("id", ""))
    disabled = not plan.get("enabled", True) or (form is not None and not form.get("apiEnabled"))
    if disabled and context.switches.get("xmatters.disabled_plan_trigger") == "404":
        raise not_found("integration", row["id"])
    denied = not sees(caller, plan) or (form is not None and not may_send(context, caller.person, form))
    if denied and context.switches.get("xmatters.trigger_without_permission") == "403":
        raise XmattersError(403, "You do not have permission to use this integration")


def _accept(context: Context, request: Request, content: bytes) -> Response:
    """Answer a trigger in the order of 10.3: id, credentials, deployed, size, body."""
    key = request.path_params["id"]
    row = context.store.get(INTEGRATIONS, key)
    if row is None or row["integrationType"] != INBOUND:
        raise not_found("integration", key)
    caller = _caller(context, request, row)
    undeployed = not row.get("deployed", False)
    if undeployed and context.switches.get("xmatters.undeployed_trigger") == "404":
        raise not_found("integration", key)
    if len(content) > LARGEST:
        status = int(str(context.switches.get("xmatters.too_large_status")))
        raise XmattersError(status, f"The request body must not exceed {LARGEST} bytes")
    text = content.decode("utf-8", "replace")
    if row["operation"] == "CREATE_EVENT_SIMPLE" and context.switches.get("xmatters.trigger_bad_json") == "400":
        _check_json(text)
    _check_sendable(context, caller, row)
    number = str(uuid.uuid4())
    if not undeployed:
        _keep(context, request, row, caller, {"requestId": number, "requestBody": text})
    return JSONResponse({"requestId": number}, status_code=202)


def _check_json(text: str) -> None:
    try:
        if isinstance(json.loads(text), dict):
            return
    except ValueError:
        pass
    raise bad_request("The request body must be a JSON object")


def _keep(context: Context, request: Request, row: Stored, caller: Caller, content: Stored) -> None:
    """Keep a request until it is due on the sandbox's clock."""
    delay = int(str(context.switches.get("xmatters.event_delay")))
    headers = {key: value for key, value in request.headers.items() if key in {"content-type", "user-agent"}}
    if "authorization" in request.headers and context.switches.get("xmatters.log_authorization") == "yes":
        headers["authorization"] = request.headers["authorization"]
    kept = {
        **content,
        "due": times.zulu(context.clock.now() + timedelta(seconds=delay)),
        "integration": row["id"],
        "by": {key: caller.reference[key] for key in ("id", "targetName", "firstName", "lastName", "recipientType")},
        "remoteAddress": request.client.host if request.client else "127.0.0.1",
        "requestHeaders": headers,
        "requestParameters": dict(request.query_params),
        "url": f"{context.urls.xmatters}{request.scope['path']}",
    }
    context.store.insert(REQUESTS, content["requestId"], kept)


class Trigger:
    """The trigger route; it is not below ``/api/xm/1``."""

    def __init__(self, context: Context, limit: RateLimit, settle: Callable[[], None]) -> None:
        """Share the rate limit with the API, or have one of its own (xmatters.md 2.6)."""
        self.context = context
        self.limit = RateLimit(context, shared_with=limit)
        self.settle = settle

    async def answer(self, request: Request) -> Response:
        """Answer one trigger; only POST is served."""
        content = await request.body()
        try:
            self.limit.count()
            if request.method != "POST":
                status = int(str(self.context.switches.get("xmatters.trigger_wrong_method")))
                raise XmattersError(status, f"Request method '{request.method}' not supported")
            with self.context.store.transaction():
                response = _accept(self.context, request, content)
            self.settle()
        except XmattersError as error:
            response = refused(self.context, error)
            if self.context.switches.get("xmatters.trigger_error_body") == "empty":
                response = Response(status_code=error.status)
        return self.limit.stamp(response)
