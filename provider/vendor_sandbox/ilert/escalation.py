"""Escalation of open alerts from rule to rule of their policy (ilert.md 3.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import due
from vendor_sandbox.ilert.names import TEAMS
from vendor_sandbox.ilert.references import user_reference
from vendor_sandbox.ilert.surroundings import on_call

Stored = dict[str, Any]
ESCALATE = "escalation"
"""The end of a rule's time, in the list of what falls due."""


def responders_of(context: Context, rule: Stored) -> list[Stored]:
    """Who a rule reaches: its users, who is on call, and its teams' members."""
    numbers = [user["id"] for user in rule.get("users") or []]
    for schedule in rule.get("schedules") or []:
        shift = on_call(context, schedule["id"])
        numbers += [shift["user"]["id"]] if shift else []
    for team in rule.get("teams") or []:
        members = (context.store.get(TEAMS, str(team["id"])) or {}).get("members") or []
        numbers += [member["user"]["id"] for member in members]
    users = [user_reference(context, number) for number in dict.fromkeys(numbers)]
    return [{"user": user, "status": "PENDING"} for user in users if user]


def nobody_on_call(context: Context, rule: Stored) -> bool:
    """Whether a rule is skipped at once: it has schedules, and all in all nobody to reach (ilert.md 3.1)."""
    return bool(rule.get("schedules")) and not responders_of(context, rule)


def first_rule(context: Context, policy: Stored | None) -> int:
    """The rule that an alert begins with."""
    rules = (policy or {}).get("escalationRules") or []
    return next((index for index, rule in enumerate(rules) if not nobody_on_call(context, rule)), 0)


def next_rule(context: Context, policy: Stored, alert: Stored) -> tuple[int, int] | None:
    """The next rule of an alert and how often the policy was repeated by then; ``None`` at the end.

    A LOW alert only ever uses the first rule; a rule whose schedule has nobody on call is skipped (ilert.md 3.1).
    """
    rules = policy.get("escalationRules") or []
    index, rounds = int(alert.get("ruleIndex", 0)) + 1, int(alert.get("rounds", 0))
    most = int(policy.get("frequency", 1)) if policy.get("repeating") else 0
    while alert.get("priority") != "LOW":
        for candidate in range(index, len(rules)):
            if not nobody_on_call(context, rules[candidate]):
                return candidate, rounds
        if rounds >= most:
            return None
        index, rounds = 0, rounds + 1
    return None


def wait_for(context: Context, alert: Stored, policy: Stored | None, delay: int = 0) -> Stored:
    """The alert with the moment of its next escalation, which is waited for."""
    rules = (policy or {}).get("escalationRules") or []
    minutes = delay + (int(rules[alert["ruleIndex"]]["escalationTimeout"]) if rules else 0)
    moment = context.clock.now() + timedelta(minutes=minutes)
    if rules:
        due.expect(context, ESCALATE, str(alert["id"]), moment)
    return alert | {"nextEscalation": moment.isoformat(), "nextEscalationRuleIndex": alert["ruleIndex"]}
