"""Reading and closing alerts (ilert.md 4.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import action_runs, alert_book, fields, times
from vendor_sandbox.ilert.enums import ALERT_STATES, PRIORITIES
from vendor_sandbox.ilert.errors import IlertError, bad_request, not_found
from vendor_sandbox.ilert.escalation import responders_of
from vendor_sandbox.ilert.escalation_policies import shape_of as shape_of_policy
from vendor_sandbox.ilert.indexes import ALERTS_OF, BY_ID
from vendor_sandbox.ilert.names import ALERT_SOURCES, ALERTS, POLICIES, SCHEDULES, USERS
from vendor_sandbox.ilert.references import accept_reference, policy_of, user_reference
from vendor_sandbox.ilert.transport import Call, body_object, in_list_order, order, page, show, show_all

Stored = dict[str, Any]
_TIMES = ("reportTime", "resolvedOn", "nextEscalation")
_PLAIN = ("summary", "details", "status", "alertSource", "escalationPolicy", "priority")
_OPTIONAL = ("severity", "alertKey")


def shape(call: Call, stored: Stored, listed: bool) -> Stored:
    """An alert as answered; the payload only with ``include=customDetails`` and never in a list."""
    shown: Stored = {"id": stored["id"]} | {key: stored.get(key) for key in _PLAIN}
    shown |= {key: stored[key] for key in _OPTIONAL if stored.get(key) is not None}
    if call.context.switches.get("ilert.alert_references") == "ids":
        shown |= {
            key: held and {"id": held["id"]} for key in ("alertSource", "escalationPolicy") for held in [shown[key]]
        }
    for key in _TIMES:
        if stored.get(key):
            shown[key] = times.written(times.read(stored[key]), stored["id"])
    shown["responders"] = stored.get("responders") or []
    shown |= {"links": stored.get("links") or [], "images": stored.get("images") or []}
    shown |= {"labels": stored.get("labels") or {}, "mergeState": stored.get("mergeState", "NONE")}
    if listed:
        return shown
    if "customDetails" in call.includes:
        shown["customDetails"] = stored.get("customDetails")
    policy = policy_of(call.context, stored)
    if "escalationRules" in call.includes and policy:
        shown["escalationRules"] = shape_of_policy(call.context, policy)["escalationRules"]
    if "nextEscalationUser" in call.includes and shown["responders"]:
        shown["nextEscalationUser"] = shown["responders"][0]["user"]
    if stored.get("nextEscalationRuleIndex") is not None:
        shown["nextEscalationRuleIndex"] = stored["nextEscalationRuleIndex"]
    return shown


def _query(call: Call, name: str, old: str) -> list[str]:
    """Values of a repeatable parameter, under its old name too (ilert.md 7 #16)."""
    params = call.request.query_params
    values = params.getlist(name)
    if not values and call.context.switches.get("ilert.old_alert_parameters") == "accept":
        values = params.getlist(old)
    return [part for value in values for part in value.split(",") if part]


def _selected(call: Call) -> list[Stored] | None:
    """The alerts that the query selects, all filters together; ``None`` when it has none."""
    states = _query(call, "states", "state")
    if set(states) - set(ALERT_STATES):
        raise bad_request(f"'states' must be one of {', '.join(ALERT_STATES)}")
    sources, policies = _query(call, "sources", "alert-source"), _query(call, "policies", "policy")
    responders = _query(call, "responders", "assigned-to")
    params = call.request.query_params
    start, end = fields.moment(params, "from"), fields.moment(params, "until")
    if call.caller.blind:
        return []
    if not (states or sources or policies or responders or start or end):
        return None
    store = call.context.store
    numbers = [int(source) for source in dict.fromkeys(sources) if source.isdecimal()]
    rows = [row for one in numbers for row in store.found(ALERTS_OF, ("source", one))] if sources else store.all(ALERTS)
    return [
        alert
        for alert in rows
        if (not states or alert["status"] in states)
        and (not policies or str((alert.get("escalationPolicy") or {}).get("id")) in policies)
        and (not responders or {str(one["user"]["id"]) for one in alert.get("responders") or []} & set(responders))
        and (start is None or times.read(alert["reportTime"]) >= start)
        and (end is None or times.read(alert["reportTime"]) <= end)
    ]


def list_alerts(call: Call) -> Response:
    """GET ``/api/alerts``: a bare array, 50 by default and 100 at most."""
    context = call.context
    start, size = page(call, 50, 100)
    rows = _selected(call)
    if rows is None:
        shown = context.store.found(order(context, ALERTS), None, start, size)
    else:
        shown = in_list_order(context, rows)[start : start + size]
    return show_all(context, [shape(call, alert, True) for alert in shown])


def count(call: Call) -> Response:
    """GET ``/api/alerts/count`` with the same filters."""
    rows = _selected(call)
    return show(call.context, {"count": call.context.store.count(BY_ID[ALERTS]) if rows is None else len(rows)})


def find(call: Call) -> Stored:
    """The alert of the path; raises ``IlertError`` 404."""
    stored = None if call.caller.blind else call.context.store.get(ALERTS, call.request.path_params["id"])
    if stored is None:
        raise not_found("alert")
    return stored


def read(call: Call) -> Response:
    """GET one alert."""
    return show(call.context, shape(call, find(call), False))


def _moved(call: Call, move: Callable[[Context, Stored], Stored]) -> Response:
    alert = find(call)
    if alert["status"] == "RESOLVED":
        if call.context.switches.get("ilert.resolve_resolved") == "400":
            raise bad_request("Alert is already resolved")
        return show(call.context, shape(call, alert, False))
    return show(call.context, shape(call, move(call.context, alert), False))


def accept(call: Call) -> Response:
    """PUT ``/{id}/accept``."""
    return _moved(call, lambda context, alert: alert_book.accept(context, alert, call.caller.user))


def resolve(call: Call) -> Response:
    """PUT ``/{id}/resolve``: what happens to a resolved one is a switch (ilert.md 7 #26)."""
    return _moved(call, alert_book.resolve)


def assign(call: Call) -> Response:
    """PUT ``/{id}/assign`` with ``user``, ``policy`` or ``schedule``, or their older names."""
    context, params = call.context, call.request.query_params
    user, policy, schedule = (params.get(word) or params.get(f"{word}-id") for word in ("user", "policy", "schedule"))
    if user and context.store.get(USERS, user):
        responders = [{"user": user_reference(context, int(user)), "status": "PENDING"}]
    elif policy and (stored := context.store.get(POLICIES, policy)):
        responders = responders_of(context, stored["escalationRules"][0])
    elif schedule and context.store.get(SCHEDULES, schedule):
        responders = responders_of(context, {"schedules": [{"id": int(schedule)}]})
    else:
        raise bad_request("'user', 'policy' or 'schedule' is required")
    number = int(policy) if policy and not user else None
    return _moved(call, lambda context, alert: alert_book.assign(context, alert, responders, number))


def add_responder(call: Call) -> Response:
    """POST ``/{id}/responders`` with a user: 405 for one who is on the alert already (ilert.md 1.9)."""
    alert = find(call)
    sent = body_object(call)
    wanted = accept_reference(call.context, sent.get("user") or sent, "user", USERS, "user")
    user = user_reference(call.context, wanted["id"])
    if user is None or wanted["id"] in {one["user"]["id"] for one in alert.get("responders") or []}:
        raise IlertError(405, "This user is already a responder of this alert")
    return show(call.context, shape(call, alert_book.add_responder(call.context, alert, user), False))


def suggested_responders(call: Call) -> Response:
    """GET ``/{id}/suggested-responders``: users who are not on the alert yet."""
    held = {one["user"]["id"] for one in find(call).get("responders") or []}
    users = [user_reference(call.context, user["id"]) for user in call.context.store.all(USERS)]
    return show_all(call.context, [user for user in users if user and user["id"] not in held])


def notifications(call: Call) -> Response:
    """GET ``/{id}/notifications``: who was told; nobody is really told anything here."""
    people = find(call).get("responders") or []
    return show_all(call.context, [{"user": one["user"], "method": "PUSH", "status": "DELIVERED"} for one in people])


def actions(call: Call) -> Response:
    """GET ``/{id}/actions``: the alert actions that a person can start for this alert."""
    found = action_runs.manual(call.context, find(call))
    return show_all(
        call.context,
        [{"alertActionId": one["id"], "name": one["name"], "connectorType": one["connectorType"]} for one in found],
    )


def run_action(call: Call) -> Response:
    """POST ``/{id}/actions`` with ``alertActionId``: starts a manual action."""
    alert = find(call)
    wanted = fields.text(body_object(call), "alertActionId")
    action = next((one for one in action_runs.manual(call.context, alert) if one["id"] == wanted), None)
    if action is None:
        raise not_found("alert action")
    action_runs.run_by_hand(call.context, action, alert)
    return show(call.context, {"alertActionId": action["id"], "name": action["name"]}, 201)


def log_entries(call: Call) -> Response:
    """GET ``/{id}/log-entries``, filtered by ``filter-types``; ``vars`` only with the include."""
    alert = find(call)
    kinds = set(_query(call, "filter-types", "filter-types"))
    entries = call.context.store.all(alert_book.log_of(alert["id"]))
    rows = [entry for entry in entries if not kinds or kinds & set(entry["filterTypes"])]
    shown = []
    start, size = page(call, 50, 100)
    for entry in in_list_order(call.context, rows)[start : start + size]:
        line = entry | {"timestamp": times.written(times.read(entry["timestamp"]), entry["id"])}
        shown.append(line | ({"vars": {}} if "vars" in call.includes else {}))
    return show_all(call.context, shown)


def create(call: Call) -> Response:
    """POST ``/api/alerts``: a manual alert, at once; event filters do not apply."""
    body = body_object(call)
    summary = fields.text(body, "summary")
    if not summary:
        raise bad_request("Field 'summary [string]' is required")
    context = call.context
    reference = accept_reference(context, body.get("alertSource"), "alertSource", ALERT_SOURCES, "alert source")
    source = context.store.get(ALERT_SOURCES, str(reference["id"])) or {}
    policy = source.get("escalationPolicy")
    if fields.is_set(body, "escalationPolicy"):
        policy = accept_reference(context, body["escalationPolicy"], "escalationPolicy", POLICIES, "escalation policy")
    content = {
        "summary": summary,
        "details": fields.text(body, "details", ""),
        "priority": fields.choice(body, "priority", PRIORITIES, "HIGH"),
        "severity": source.get("severity"),
        "links": fields.items(body, "links"),
        "images": fields.items(body, "images"),
    }
    stored = context.store.get(POLICIES, str((policy or {}).get("id")))
    alert = alert_book.make(context, source, stored, content)
    known = {one["user"]["id"] for one in alert["responders"]}
    for value in fields.items(body, "responders"):
        held = value.get("user") or value if isinstance(value, dict) else value
        wanted = accept_reference(context, held, "responders", USERS, "user")
        user = user_reference(context, wanted["id"])
        if user and user["id"] not in known:
            alert = alert_book.add_responder(context, alert, user)
    return show(context, shape(call, alert, False), 201)
