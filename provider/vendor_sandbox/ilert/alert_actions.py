"""Alert actions: what is told to other tools when an alert changes (ilert.md 3.7)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.enums import ACTION_TYPES, CONNECTOR_TYPES, TRIGGER_TYPES
from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.indexes import REFERRING
from vendor_sandbox.ilert.kinds import Collection, Id, Kind, accept_type, missing_reference
from vendor_sandbox.ilert.names import ALERT_ACTIONS, ALERT_SOURCES, CONNECTORS, TEAMS
from vendor_sandbox.ilert.references import accept_references, show_teams
from vendor_sandbox.ilert.times import stamps
from vendor_sandbox.ilert.transport import Call, listed, optional

Stored = dict[str, Any]
_NUMERIC_PARAMS = ("queueId", "companyId")
"""Autotask's numbers, which come back as text (ilert.md 5.2 #15)."""


def _sources(context: Context, body: Stored) -> list[Stored]:
    """At least one alert source, in the present or in the legacy form (ilert.md 1.9, 3.7)."""
    legacy = [{"id": number} for number in fields.items(body, "alertSourceIds")]
    sent = {"alertSources": fields.items(body, "alertSources") or legacy}
    if not sent["alertSources"]:
        raise bad_request("Either field 'alertSourceIds [long]' or 'alertSources [{id}]' is required")
    return accept_references(context, sent, "alertSources", ALERT_SOURCES, "alert source")


def _connector(context: Context, body: Stored, kind: str) -> Stored:
    """The connector of a type that needs one."""
    identity = fields.text(body, "connectorId")
    if kind in CONNECTOR_TYPES and not identity:
        raise bad_request(f"Field 'connectorId [string]' is required for {kind}")
    if identity and context.store.get(CONNECTORS, identity) is None:
        raise missing_reference(context, "connector")
    return {"connectorId": identity} if identity else {}


def _delay(body: Stored, field: str, low: int, high: int) -> Stored:
    """Seconds: none, or a number within limits."""
    value = fields.whole(body, field, 0, high)
    if value and value < low:
        raise bad_request(f"'{field}' must be 0 or a whole number from {low} to {high}")
    return {} if value is None else {field: value}


def _triggers(body: Stored) -> list[str]:
    kinds = fields.items(body, "triggerTypes")
    wrong = [kind for kind in kinds if kind not in TRIGGER_TYPES]
    if wrong:
        raise bad_request(f"'triggerTypes' must be among {', '.join(TRIGGER_TYPES)}")
    return list(dict.fromkeys(kinds))


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read an alert action; teams are cleared when they are not sent, unlike elsewhere (ilert.md 2.8)."""
    context = call.context
    kind = accept_type(context, body, "connectorType", ACTION_TYPES, existing)
    longest = int(str(context.switches.get("ilert.not_resolved_delay_limit")))
    kept: Stored = {
        "name": fields.name(call.context, body),
        "connectorType": kind,
        "alertSources": _sources(context, body),
        "triggerMode": fields.choice(body, "triggerMode", ("AUTOMATIC", "MANUAL"), "AUTOMATIC"),
        "triggerTypes": _triggers(body),
        "params": fields.mapping(body, "params"),
        "teams": accept_references(context, body, "teams", TEAMS, "team"),
    }
    kept |= _connector(context, body, kind)
    kept |= _delay(body, "escalationEndedDelaySec", 30, 7200)
    kept |= _delay(body, "notResolvedDelaySec", 60, longest)
    if fields.text(body, "conditions"):
        kept["conditions"] = body["conditions"]
    if fields.is_set(body, "alertFilter"):
        kept["alertFilter"] = fields.mapping(body, "alertFilter")
    return kept


def _show_sources(call: Call, stored: Stored) -> Stored:
    """``version=2`` answers ``alertSources``, ``version=1`` the legacy ``alertSourceIds`` (ilert.md 3.7)."""
    version = call.request.query_params.get("version")
    if version not in {"1", "2"}:
        version = "1" if call.context.switches.get("ilert.alert_action_shape") == "alert_source_ids" else "2"
    found = [call.context.store.get(ALERT_SOURCES, str(source["id"])) for source in stored.get("alertSources") or []]
    held = sorted((source for source in found if source is not None), key=lambda source: int(source["id"]))
    if version == "1":
        return {"alertSourceIds": [source["id"] for source in held]}
    return {"alertSources": [{"id": source["id"], "name": source["name"]} for source in held]}


def _show_params(stored: Stored) -> Stored:
    params = dict(stored.get("params") or {})
    if stored.get("connectorType") == "autotask":
        params |= {name: str(params[name]) for name in _NUMERIC_PARAMS if params.get(name) is not None}
    return params


def shape(call: Call, stored: Stored, in_list: bool) -> Stored:
    """An alert action as answered; ``conditions`` only with the include and not in a list."""
    shown: Stored = {"id": stored["id"], "name": stored["name"], **_show_sources(call, stored)}
    shown |= {"connectorType": stored.get("connectorType")}
    shown |= {"triggerMode": stored.get("triggerMode", "AUTOMATIC"), "triggerTypes": stored.get("triggerTypes") or []}
    plain = ("connectorId", "escalationEndedDelaySec", "notResolvedDelaySec", "alertFilter")
    asked = ("conditions",) if "conditions" in call.includes and not in_list else ()
    optional(call.context, shown, {field: stored.get(field) for field in (*plain, *asked)})
    shown |= {"params": _show_params(stored), "bidirectional": False}
    listed(call.context, shown, "teams", show_teams(call.context, stored))
    return shown | stamps(stored)


KIND = Kind(
    path="alert-actions",
    noun="alert action",
    collection=ALERT_ACTIONS,
    first_id=None,
    cap=100,
    page_size=100,
    accept=accept,
    shape=shape,
    neighbour=True,
)


class Actions(Collection):
    """Alert actions; their list can be filtered by ``source`` and ``connector``."""

    def selected(self, call: Call) -> list[Stored] | None:
        """The actions that the query selects."""
        rows = super().selected(call)
        params = call.request.query_params
        source, connector = params.get("source"), params.get("connector")
        values: list[tuple[str, Id]] = [("connectorId", connector)] if connector else []
        values += [("alertSources", int(source) if source.isdecimal() else source)] if source else []
        for value in values:
            found = self.context.store.found(REFERRING[ALERT_ACTIONS], value)
            kept = {row["id"] for row in (found if rows is None else rows)}
            rows = [row for row in found if row["id"] in kept]
        return rows
