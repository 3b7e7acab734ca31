"""Credentials: X-Key/X-Token per request, or a login token (api-fortress.md 3.3, 4.3)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.objects import EMAILS, KEYS, TOKENS, USERS
from vendor_sandbox.context import Context

TOKEN_SECONDS = 30 * 60
"""Life of a login token."""
_MANAGER = "manager"


@dataclass(frozen=True)
class Identity:
    """Who calls."""

    company: int
    level: str
    """manager, developer or analyst (api-fortress.md 1.3)."""
    admin: bool

    def require(self, *, admin: bool) -> None:
        """Raises ApiError 403 for a lower role than manager, or than platform admin where `admin` is set."""
        if self.level != _MANAGER and not self.admin:
            raise ApiError(403, "This needs the manager role")
        if admin and not self.admin:
            raise ApiError(403, "Connector definitions can be changed by platform admins only")


def authenticate(context: Context, request: Request) -> Identity:
    """The caller. Raises ApiError 401 without a credential that holds."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _bearer(context, token.strip())
    key = request.headers.get("x-key")
    if key is None:
        raise ApiError(401, "Authentication required")
    known = context.store.first(KEYS, key)
    if known is None or not _token_holds(context, known, request.headers.get("x-token", "")):
        raise ApiError(401, "Invalid key or token")
    return Identity(known["companyId"], _MANAGER, known["admin"])


def login(context: Context, request: Request) -> dict[str, Any]:
    """L1: Basic e-mail and password for a token. Raises ApiError 401."""
    user = basic_user(context, request)
    token = secrets.token_urlsafe(32)
    context.store.put(TOKENS, token, {"token": token, "userId": user["id"], "issued": context.clock.timestamp()})
    return {"access_token": token}


def basic_user(context: Context, request: Request) -> dict[str, Any]:
    """The user of a Basic Authorization header. Raises ApiError 401."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        email, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        email = password = ""
    user = None if scheme.lower() != "basic" else user_with(context, email, password)
    if user is None:
        raise ApiError(401, "Wrong e-mail or password")
    return user


def user_with(context: Context, email: str, password: str) -> dict[str, Any] | None:
    """The user who signs in with an e-mail, in any case, and a password."""
    return next((each for each in context.store.found(EMAILS, email.lower()) if each["password"] == password), None)


def _bearer(context: Context, token: str) -> Identity:
    kept = context.store.get(TOKENS, token)
    if kept is None or context.clock.timestamp() - kept["issued"] > TOKEN_SECONDS:
        raise ApiError(401, "Invalid or expired token")
    user = context.store.get(USERS, str(kept["userId"]))
    if user is None:
        raise ApiError(401, "Invalid or expired token")
    return Identity(user["companyId"], user["level"], user["admin"])


def _token_holds(context: Context, key: dict[str, Any], token: str) -> bool:
    now = int(time.time() if context.switches.get("xTokenClock") == "real" else context.clock.timestamp())
    window = int(context.switches.get("apifortress.token_tolerance"))
    nearest_first = sorted(range(-window, window + 1), key=abs)
    return any(secrets.compare_digest(_token(key, now + shift), token) for shift in nearest_first)


def _token(key: dict[str, Any], second: int) -> str:
    text = f"{key['key']}{key['secret']}{second}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
