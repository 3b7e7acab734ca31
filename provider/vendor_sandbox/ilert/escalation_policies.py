"""Escalation policies (ilert.md 3.1)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.errors import bad_request, not_found
from vendor_sandbox.ilert.indexes import POLICIES_BY_ROUTING_KEY
from vendor_sandbox.ilert.kinds import Id, Kind, find
from vendor_sandbox.ilert.names import ALERT_SOURCES, POLICIES, SCHEDULES, TEAMS, USERS
from vendor_sandbox.ilert.references import (
    accept_references,
    accept_teams,
    first_referrer,
    in_people_order,
    schedule_reference,
    show_teams,
    user_reference,
)
from vendor_sandbox.ilert.transport import Call, body_object, listed, optional, show

Stored = dict[str, Any]
_TARGETS = (("users", "user", USERS), ("schedules", "schedule", SCHEDULES), ("teams", "team", TEAMS))


def _accept_rule(context: Context, rule: Any) -> Stored:
    if not isinstance(rule, dict):
        raise bad_request("'escalationRules' must be an array of objects")
    if rule.get("escalationTimeout") is None:
        raise bad_request("Field 'escalationTimeout [int]' is required")
    kept: Stored = {"escalationTimeout": fields.whole(rule, "escalationTimeout", 0, 525600)}
    for plural, single, collection in _TARGETS:
        sent = {plural: [*fields.items(rule, plural), *([rule[single]] if rule.get(single) else [])]}
        kept[plural] = accept_references(context, sent, plural, collection, single)
    reached = any(kept[plural] for plural, _, _ in _TARGETS)
    if not reached and context.switches.get("ilert.rule_without_target") == "refuse":
        raise bad_request("Each escalation rule needs at least one user, schedule or team")
    return kept


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read a policy from a POST or PUT body."""
    rules = fields.items(body, "escalationRules")
    if not rules:
        raise bad_request("Field 'escalationRules [array]' is required")
    repeating = call.context.switches.get("ilert.policy_repeating_default")
    longest = int(str(call.context.switches.get("ilert.policy_delay_limit")))
    kept: Stored = {
        "name": fields.name(call.context, body),
        "escalationRules": [_accept_rule(call.context, rule) for rule in rules],
        "teams": accept_teams(call.context, body, existing),
        "repeating": fields.boolean(body, "repeating", repeating == "true"),
        "frequency": fields.whole(body, "frequency", 1, 9, 1),
        "delayMin": fields.whole(body, "delayMin", 0, longest, 0),
    }
    routing_key = fields.text(body, "routingKey")
    return kept | ({"routingKey": routing_key} if routing_key else {})


def shape_of(context: Context, stored: Stored) -> Stored:
    """A policy as answered, alone or inside an alert source (ilert.md 7 #18)."""
    shown: Stored = {"id": stored["id"], "name": stored["name"]}
    shown["escalationRules"] = [_show_rule(context, rule) for rule in stored.get("escalationRules") or []]
    listed(context, shown, "teams", show_teams(context, stored))
    shown |= {
        key: stored.get(key, default) for key, default in (("repeating", False), ("frequency", 1), ("delayMin", 0))
    }
    optional(context, shown, {"routingKey": stored.get("routingKey")})
    return shown


def _show_rule(context: Context, rule: Stored) -> Stored:
    """One rule with its targets, users and schedules in the order sent or by id (ilert.md 5.6 #48)."""
    users = in_people_order(context, rule.get("users") or [])
    schedules = in_people_order(context, rule.get("schedules") or [])
    shown_users = [user_reference(context, user["id"]) for user in users]
    shown_schedules = [schedule_reference(context, schedule["id"]) for schedule in schedules]
    return {
        "escalationTimeout": rule["escalationTimeout"],
        "users": [user for user in shown_users if user],
        "schedules": [schedule for schedule in shown_schedules if schedule],
        "teams": show_teams(context, rule),
    }


def _used_by(context: Context, number: Id) -> str | None:
    return first_referrer(context, number, [(ALERT_SOURCES, "escalationPolicy", "alert source")])


KIND = Kind(
    path="escalation-policies",
    noun="escalation policy",
    collection=POLICIES,
    first_id=2344600,
    cap=50,
    accept=accept,
    shape=lambda call, stored, _listed: shape_of(call.context, stored),
    used_by=_used_by,
    location=True,
    timestamps=False,
)


def resolve(call: Call) -> Response:
    """GET ``/resolve?routing-key=``: the first policy that one of the comma-separated keys names (ilert.md 3.1)."""
    wanted = call.request.query_params.get("routing-key")
    if not wanted:
        raise bad_request("'routing-key' is required")
    for key in wanted.split(","):
        policy = by_routing_key(call.context, key)
        if policy is not None:
            return show(call.context, shape_of(call.context, policy))
    raise not_found(KIND.noun)


def by_routing_key(context: Context, key: str) -> Stored | None:
    """The policy that has a routing key, ignoring case and blanks around it."""
    return context.store.first(POLICIES_BY_ROUTING_KEY, key.strip().lower())


def replace_level(call: Call) -> Response:
    """PUT ``/{id}/levels/{level}``: replaces one rule, counted from zero, and whoever held it (ilert.md 3.1)."""
    stored = find(call.context, KIND, call.request.path_params["id"])
    level = int(call.request.path_params["level"])
    if level >= len(stored["escalationRules"]):
        raise not_found("escalation level")
    stored["escalationRules"][level] = _accept_rule(call.context, body_object(call))
    call.context.store.put(POLICIES, str(stored["id"]), stored)
    return show(call.context, shape_of(call.context, stored)["escalationRules"][level])
