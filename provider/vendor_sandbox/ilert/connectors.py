"""Connectors: the credentials of outbound tools (ilert.md 3.6)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.enums import CONNECTOR_TYPES
from vendor_sandbox.ilert.kinds import Id, Kind, accept_type
from vendor_sandbox.ilert.names import ALERT_ACTIONS, CONNECTORS
from vendor_sandbox.ilert.references import first_referrer
from vendor_sandbox.ilert.times import stamps
from vendor_sandbox.ilert.transport import Call

Stored = dict[str, Any]
SECRET_PARAMS = frozenset({"apiKey", "password", "authorization", "secret"})
"""Parameters that are credentials, whatever the type."""


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read a connector from a POST or PUT body; what the parameters of each type are is not published."""
    return {
        "name": fields.name(call.context, body),
        "type": accept_type(call.context, body, "type", CONNECTOR_TYPES, existing),
        "params": fields.mapping(body, "params"),
    }


def shape(call: Call, stored: Stored, _listed: bool) -> Stored:
    """A connector as answered; its secrets only to who may write it, and under a switch to nobody."""
    hidden = not call.caller.writes or call.context.switches.get("ilert.connector_secrets") == "hidden"
    params = stored.get("params") or {}
    shown: Stored = {"id": stored["id"], "name": stored["name"], "type": stored.get("type")}
    shown["params"] = {name: value for name, value in params.items() if not (hidden and name in SECRET_PARAMS)}
    return shown | stamps(stored)


def _used_by(context: Context, identity: Id) -> str | None:
    return first_referrer(context, identity, [(ALERT_ACTIONS, "connectorId", "alert action")])


KIND = Kind(
    path="connectors",
    noun="connector",
    collection=CONNECTORS,
    first_id=None,
    cap=100,
    accept=accept,
    shape=shape,
    used_by=_used_by,
    neighbour=True,
    admin_only=True,
)
