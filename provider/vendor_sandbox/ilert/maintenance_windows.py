"""Maintenance windows: for their time the named sources make no alerts (ilert.md 3.10, 4.1)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.ilert import fields, times
from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.kinds import Collection, Kind
from vendor_sandbox.ilert.maintenance import is_open
from vendor_sandbox.ilert.names import ALERT_SOURCES, MAINTENANCE, SERVICES
from vendor_sandbox.ilert.references import accept_references, user_reference
from vendor_sandbox.ilert.support_hours import accept_timezone
from vendor_sandbox.ilert.times import stamps
from vendor_sandbox.ilert.transport import Call, listed

Stored = dict[str, Any]
_MOST = 50
_NOTIFICATIONS = ("atCreation", "atStart", "atEnd")


def _edges(body: Stored) -> Stored:
    """Start and end as moments; the end comes after the start."""
    kept: Stored = {}
    for edge in ("start", "end"):
        try:
            kept[edge] = times.kept(times.read(fields.text(body, edge) or ""))
        except ValueError:
            raise bad_request(f"'{edge}' must be an ISO date time") from None
    if kept["end"] <= kept["start"]:
        raise bad_request("'end' must be after 'start'")
    return kept


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read a window from a POST or PUT body."""
    summary = fields.text(body, "summary")
    if not summary:
        raise bad_request("Field 'summary [string]' is required")
    told = fields.mapping(body, "notifications")
    return {
        "summary": summary,
        "description": fields.text(body, "description", ""),
        "timezone": accept_timezone(body),
        **_edges(body),
        "alertSources": accept_references(
            call.context, body, "alertSources", ALERT_SOURCES, "alert source", most=_MOST
        ),
        "services": accept_references(call.context, body, "services", SERVICES, "service", most=_MOST),
        "notifications": {name: fields.boolean(told, name, False) for name in _NOTIFICATIONS},
        "createdBy": (existing or {}).get("createdBy", call.caller.user),
    }


def shape(call: Call, stored: Stored, _listed: bool) -> Stored:
    """A window as answered."""
    shown: Stored = {key: stored.get(key) for key in ("id", "summary", "description", "timezone")}
    shown |= {edge: times.written(times.read(stored[edge]), stored["id"]) for edge in ("start", "end")}
    for field, collection in (("alertSources", ALERT_SOURCES), ("services", SERVICES)):
        found = [call.context.store.get(collection, str(one["id"])) for one in stored.get(field) or []]
        listed(call.context, shown, field, [{"id": one["id"], "name": one["name"]} for one in found if one])
    shown["createdBy"] = user_reference(call.context, stored.get("createdBy", 0))
    shown["notifications"] = stored.get("notifications") or {}
    return shown | stamps(stored)


KIND = Kind(
    path="maintenance-windows",
    noun="maintenance window",
    collection=MAINTENANCE,
    first_id=5200,
    cap=100,
    accept=accept,
    shape=shape,
    neighbour=True,
    named=False,
)


class Windows(Collection):
    """Maintenance windows, filtered by ``state``, ``sources``, ``services``, ``from`` and ``until``."""

    def selected(self, call: Call) -> list[Stored] | None:
        """The windows that the query selects."""
        chosen = super().selected(call)
        params = call.request.query_params
        state = params.get("state")
        if state not in {None, "OPEN", "CLOSED"}:
            raise bad_request("'state' must be one of OPEN, CLOSED")
        if not {"state", "sources", "services", "from", "until"} & set(params):
            return chosen
        rows = self.context.store.all(MAINTENANCE) if chosen is None else chosen
        rows = [row for row in rows if not state or is_open(self.context, row) == (state == "OPEN")]
        for word, field in (("sources", "alertSources"), ("services", "services")):
            wanted = set(params.getlist(word))
            if wanted:
                rows = [row for row in rows if wanted & {str(one["id"]) for one in row.get(field) or []}]
        start, end = fields.moment(params, "from"), fields.moment(params, "until")
        return [
            row
            for row in rows
            if (start is None or times.read(row["end"]) >= start) and (end is None or times.read(row["start"]) <= end)
        ]
