"""Heartbeat monitors: their list, their key, the ping that keeps them healthy (ilert.md 3.8, 1.1)."""

from __future__ import annotations

import base64
import binascii
import secrets
from bisect import bisect_right
from typing import Any

from starlette.responses import Response

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields, heartbeat_book
from vendor_sandbox.ilert.alert_sources import shape as shape_of_source
from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.indexes import BY_ID, BY_NAME, MONITORS_BY_KEY, monitor_key
from vendor_sandbox.ilert.kinds import Collection, Kind
from vendor_sandbox.ilert.names import ALERT_SOURCES, HEARTBEATS
from vendor_sandbox.ilert.references import accept_reference, accept_teams, show_teams
from vendor_sandbox.ilert.times import stamps
from vendor_sandbox.ilert.transport import Call, body_object, listed, optional, page_size, show, show_all

Stored = dict[str, Any]
OLD_KEY = "il1hbt"
"""Keys that begin so are pinged at the API's own address (ilert.md 1.1)."""


def by_key(context: Context, key: str) -> Stored | None:
    """The monitor that a key belongs to."""
    return context.store.first(MONITORS_BY_KEY, key)


def _url(context: Context, key: str) -> str:
    return f"{context.urls.ilert}/api/{'heartbeats' if key.startswith(OLD_KEY) else 'pings'}/{key}"


def _key(context: Context, body: Stored, interval: int | None, existing: Stored | None) -> str:
    """A new key for a new monitor and for a new interval; a PUT is expected to bring the old one (ilert.md 3.8)."""
    made = f"il1hbm{secrets.token_hex(9)}"
    if existing is None:
        return made
    sent = fields.text(body, "integrationKey")
    if not sent and context.switches.get("ilert.heartbeat_put_without_key") == "refuse":
        raise bad_request("Field 'integrationKey [string]' is required")
    return monitor_key(existing) if interval == existing.get("intervalSec") else made


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read a heartbeat monitor; the key can not be chosen."""
    context = call.context
    interval = fields.whole(body, "intervalSec", 25, 2678400)
    if interval is None:
        raise bad_request("Field 'intervalSec [int]' is required")
    kept: Stored = {
        "name": fields.name(call.context, body),
        "intervalSec": interval,
        "teams": accept_teams(context, body, existing),
        "integrationKey": _key(context, body, interval, existing),
    }
    if fields.text(body, "alertSummary"):
        kept["alertSummary"] = body["alertSummary"]
    if fields.is_set(body, "alertSource"):
        kept["alertSource"] = accept_reference(
            context, body["alertSource"], "alertSource", ALERT_SOURCES, "alert source"
        )
    return kept


def _show_source(call: Call, stored: Stored) -> Stored:
    """The linked source: whole with the include, by id and name without."""
    found = call.context.store.get(ALERT_SOURCES, str((stored.get("alertSource") or {}).get("id")))
    if found is None:
        return {}
    if "alertSource" in call.includes:
        return {"alertSource": shape_of_source(call, found, True)}
    if call.context.switches.get("ilert.heartbeat_alert_source") == "hidden":
        return {}
    return {"alertSource": {"id": found["id"], "name": found["name"]}}


def shape(call: Call, stored: Stored, in_list: bool) -> Stored:
    """A monitor as answered; key and URL only with their includes, and ``null`` to who may not write."""
    context = call.context
    shown: Stored = {"id": stored["id"], "name": stored["name"], "intervalSec": stored.get("intervalSec")}
    shown["state"] = heartbeat_book.state_of(context, stored)
    optional(context, shown, {"alertSummary": stored.get("alertSummary")})
    shown |= {} if in_list else _show_source(call, stored)
    listed(context, shown, "teams", show_teams(context, stored))
    key = monitor_key(stored) if call.caller.writes else None
    if "integrationKey" in call.includes:
        shown["integrationKey"] = key
    if "integrationUrl" in call.includes:
        shown["integrationUrl"] = _url(context, key) if key else None
    return shown | stamps(stored)


KIND = Kind(
    path="heartbeat-monitors",
    noun="heartbeat monitor",
    collection=HEARTBEATS,
    first_id=81200,
    cap=200,
    page_size=100,
    accept=accept,
    shape=shape,
    after_delete=heartbeat_book.forget,
)


class Monitors(Collection):
    """Heartbeat monitors: a list with a cursor, and names that are unique."""

    def read_all(self, call: Call) -> Response:
        """GET: ``cursor`` instead of ``start-index``, the next one in the header ``next-cursor`` (ilert.md 1.6)."""
        size = page_size(call, self.kind.page_size, self.kind.cap, with_include=True)
        after = _cursor(call)
        rows = self.seen(call)
        if rows is None:
            places = self.context.store.places(BY_ID[HEARTBEATS])
            start = bisect_right(places, after, key=lambda place: place[0])
            rows = self.context.store.found(BY_ID[HEARTBEATS], None, start, size + 1)
        rows = sorted((row for row in rows if int(row["id"]) > after), key=lambda row: int(row["id"]))
        answer = show_all(self.context, [self.kind.shape(call, row, True) for row in rows[:size]])
        if len(rows) > size:
            answer.headers["next-cursor"] = base64.urlsafe_b64encode(str(rows[size - 1]["id"]).encode()).decode()
        return answer

    def replace(self, call: Call) -> Response:
        """PUT: a new interval counts from the last ping."""
        answer = super().replace(call)
        heartbeat_book.rearm(self.context, self._found(call))
        return answer

    def create(self, call: Call) -> Response:
        """POST: 409 with the existing monitor when the name is taken, meant for install scripts (ilert.md 1.9)."""
        self.kind.accept(call, body_object(call), None)
        wanted = fields.name(call.context, body_object(call))
        existing = self.context.store.first(BY_NAME[HEARTBEATS], ("exact", wanted))
        if existing is not None:
            return show(self.context, self.kind.shape(call, existing, False), 409)
        return super().create(call)


def _cursor(call: Call) -> int:
    text = call.request.query_params.get("cursor")
    if not text:
        return 0
    try:
        return int(base64.urlsafe_b64decode(text.encode()))
    except (ValueError, binascii.Error):
        raise bad_request("'cursor' is not valid") from None
