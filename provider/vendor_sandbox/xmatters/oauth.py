"""The token endpoint (xmatters.md 2.3, 10.1): form-encoded, no credential but the one in the body."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters.callers import CREDENTIALS, TOKENS
from vendor_sandbox.xmatters.errors import XmattersError, bad_request, refused

REFRESH = "xmatters.refresh_tokens"
CLIENT_ID = "sandbox-client-id"
CLIENTS = {CLIENT_ID: None, "sandbox-app-id": "sandbox-app-secret"}
"""OAuth client → its secret; the instance's own client has none."""


def _issue(context: Context, who: dict[str, Any]) -> Response:
    """A new pair of tokens for a user."""
    access, refresh = f"sandbox.{uuid.uuid4().hex}.token", str(uuid.uuid4())
    lifetime = int(str(context.switches.get("xmatters.token_lifetime")))
    holder = {"person": who["person"], "role": who["role"]}
    context.store.insert(TOKENS, access, {**holder, "expires": context.clock.timestamp() + lifetime})
    context.store.insert(REFRESH, refresh, holder)
    body = {"access_token": access, "token_type": "bearer", "refresh_token": refresh}
    return JSONResponse({**body, "expires_in": lifetime, "jti": str(uuid.uuid4())})


def _grant(context: Context, sent: dict[str, Any]) -> Response:
    """Answer one grant; raises ``XmattersError``."""
    client = str(sent.get("client_id"))
    if client not in CLIENTS or CLIENTS[client] not in {None, sent.get("client_secret")}:
        raise XmattersError(401, "Invalid client")
    if sent.get("grant_type") == "password":
        who = context.store.get(CREDENTIALS, str(sent.get("username")))
        if who is None or who["secret"] != sent.get("password"):
            raise XmattersError(401, "Authentication failed")
        return _issue(context, who)
    if sent.get("grant_type") == "refresh_token":
        token = str(sent.get("refresh_token"))
        who = context.store.get(REFRESH, token)
        if who is None:
            raise XmattersError(401, "Invalid refresh token")
        if context.switches.get("xmatters.refresh_token") == "one_time":
            context.store.delete(REFRESH, token)
        return _issue(context, who)
    raise bad_request("Unsupported grant type")


async def token(context: Context, request: Request) -> Response:
    """Answer POST ``/oauth2/token``."""
    raw = await request.body()
    try:
        if request.method != "POST":
            raise XmattersError(405, f"Request method '{request.method}' not supported")
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind == "application/json" and context.switches.get("xmatters.token_json") == "accept":
            sent = json.loads(raw or b"{}")
        elif kind == "application/x-www-form-urlencoded":
            sent = dict(parse_qsl(raw.decode("utf-8", "replace")))
        else:
            raise XmattersError(415, "Content type must be application/x-www-form-urlencoded")
        with context.store.transaction():
            return _grant(context, sent)
    except XmattersError as error:
        return refused(context, error)
    except ValueError:
        return bad_request("The request body is not valid JSON").response()
