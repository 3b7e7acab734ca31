"""Who calls: basic with a password, basic with an API key, bearer tokens, keys of trigger URLs (xmatters.md 2.3)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters.errors import OAuthError, XmattersError

CREDENTIALS = "xmatters.credentials"
"""User name → password or secret, person, role. API keys are user names that start with ``x-api-key-``."""
TOKENS = "xmatters.tokens"
PEOPLE = "xmatters.people"
API_KEY_PREFIX = "x-api-key-"


@dataclass(frozen=True)
class Caller:
    """An authenticated user."""

    person: dict[str, Any]
    role: str
    """``admin`` sees and edits everything, ``user`` what was shared, as in the web UI."""
    scheme: str
    """``BASIC``, ``API_KEY``, ``OAUTH`` or ``URL``."""

    @property
    def admin(self) -> bool:
        """Whether every plan and group is this caller's."""
        return self.role == "admin"

    @property
    def reference(self) -> dict[str, Any]:
        """The person as it stands in other objects."""
        return person_reference(self.person)


def person_reference(person: dict[str, Any]) -> dict[str, Any]:
    """A person as it stands in other objects (xmatters.md 9.1)."""
    shown = {key: person.get(key) for key in ("id", "targetName", "firstName", "lastName")}
    links = {"self": f"/api/xm/1/people/{person['id']}"}
    return {**shown, "recipientType": "PERSON", "externallyOwned": False, "links": links}


def _denied() -> XmattersError:
    return XmattersError(401, "Authentication failed")


def caller_of(context: Context, person: str, role: str, scheme: str) -> Caller:
    """The caller for a person's id; raises ``XmattersError`` 401 when the person is gone."""
    found = context.store.get(PEOPLE, person)
    if found is None:
        raise _denied()
    return Caller(found, role, scheme)


def authenticate(context: Context, request: Request) -> Caller:
    """The caller by the Authorization header; raises ``XmattersError`` 401."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _bearer(context, value.strip())
    if scheme.lower() == "basic":
        return _basic(context, value.strip())
    raise _denied()


def _bearer(context: Context, token: str) -> Caller:
    kept = context.store.get(TOKENS, token)
    if kept is None or kept["expires"] <= context.clock.timestamp():
        raise OAuthError(401, "Access token expired")
    return caller_of(context, kept["person"], kept["role"], "OAUTH")


def _basic(context: Context, value: str) -> Caller:
    try:
        user, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise _denied() from None
    kept = context.store.get(CREDENTIALS, user)
    if not colon or kept is None or kept["secret"] != password:
        raise _denied()
    scheme = "API_KEY" if user.startswith(API_KEY_PREFIX) else "BASIC"
    return caller_of(context, kept["person"], kept["role"], scheme)
