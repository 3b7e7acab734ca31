"""Who calls: an API key, or under a switch a user's legacy login (ilert.md 1.3, 1.5, 1.9)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from starlette.requests import Request

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.errors import IlertError

API_KEYS = "ilert.api_keys"
LOGINS = "ilert.logins"
"""By ``{username}@{organization}:{password}``: whose login it is, and the team picked in the console."""
WRITING_ROLES = frozenset({"ADMIN", "USER"})
"""Roles that may change configuration (ilert.md 1.5)."""


@dataclass(frozen=True)
class Caller:
    """Who calls: the user behind a credential, and what that user may do."""

    token: str
    role: str
    user: int
    picked_team: int = 0
    """The team that filters this caller's lists; 0 for all. API keys ignore what is picked in the console."""

    @property
    def writes(self) -> bool:
        """Whether configuration may be changed and keys may be seen."""
        return self.role in WRITING_ROLES

    @property
    def blind(self) -> bool:
        """Whether this key sees no object at all: every look-up is a 404 (ilert.md Appendix A, Visibility)."""
        return self.role == "BLIND"


def authenticate(context: Context, request: Request) -> Caller:
    """The caller; no header is 401, anything but a known credential is 403 ``KEY_ERROR`` (ilert.md 1.9)."""
    header = request.headers.get("authorization")
    if not header:
        raise IlertError(401, "Authentication required")
    scheme, _, credential = header.partition(" ")
    caller = None
    if scheme.lower() == "bearer":
        caller = _by_key(context, credential.strip())
    elif scheme.lower() == "basic" and context.switches.get("ilert.basic_auth") == "accepted":
        caller = _by_login(context, credential.strip())
    if caller is None:
        raise IlertError(403, "The provided API key is invalid", "KEY_ERROR")
    return caller


def _by_key(context: Context, token: str) -> Caller | None:
    known = context.store.get(API_KEYS, token)
    return None if known is None else Caller(token=token, role=str(known["role"]), user=int(known["user"]))


def _by_login(context: Context, encoded: str) -> Caller | None:
    try:
        login = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    known = context.store.get(LOGINS, login)
    if known is None:
        return None
    return Caller(login, str(known["role"]), int(known["user"]), int(known["pickedTeam"]))
