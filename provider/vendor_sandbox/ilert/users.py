"""Users, read only (ilert.md 3.4)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.errors import bad_request, not_found
from vendor_sandbox.ilert.indexes import USERS_BY_EMAIL
from vendor_sandbox.ilert.kinds import Kind
from vendor_sandbox.ilert.names import USERS
from vendor_sandbox.ilert.transport import Call, body_object, show

Stored = dict[str, Any]


def _read_only(_call: Call, _body: Stored, _existing: Stored | None) -> Stored:
    raise bad_request("Users are read only here")


def shape_of(stored: Stored) -> Stored:
    """A user as answered."""
    return dict(stored)


KIND = Kind(
    path="users",
    noun="user",
    collection=USERS,
    first_id=2188400,
    cap=100,
    accept=_read_only,
    shape=lambda _call, stored, _listed: shape_of(stored),
    writable=False,
    named=False,
)


def current(call: Call) -> Response:
    """GET ``/users/current``: who the key belongs to, the usual check of a credential."""
    user = call.context.store.get(USERS, str(call.caller.user))
    if user is None:
        raise not_found("user")
    return show(call.context, shape_of(user))


def search_email(call: Call) -> Response:
    """POST ``/users/search-email``: one user or 404; a POST keeps addresses out of logs."""
    email = fields.text(body_object(call), "email")
    if not email:
        raise bad_request("Field 'email [string]' is required")
    user = call.context.store.first(USERS_BY_EMAIL, email.lower())
    if user is None:
        raise not_found("user")
    return show(call.context, shape_of(user))
