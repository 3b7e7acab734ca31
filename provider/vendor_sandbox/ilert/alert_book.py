"""The life of alerts: made, appended to, escalated, accepted, resolved (ilert.md 4.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import action_runs, due, escalation, times
from vendor_sandbox.ilert.fields import seconds_of
from vendor_sandbox.ilert.indexes import ALERTS_OF
from vendor_sandbox.ilert.kinds import Id
from vendor_sandbox.ilert.names import ALERTS, POLICIES
from vendor_sandbox.ilert.references import policy_of

Stored = dict[str, Any]
AUTO_RESOLVE = "auto-resolve"
"""The end of an alert's time, in the list of what falls due."""
RAISABLE = "ilert.raisable_alerts"
"""Pending LOW alerts that become HIGH with their support hours."""
FIRST_ALERT = 12797430


def log_of(number: int) -> str:
    """The collection of an alert's log entries."""
    return f"ilert.alert_log.{number}"


def note(context: Context, alert: Stored, kind: str, text: str, filter_type: str) -> None:
    """Write one log entry of an alert (ilert.md 4.5)."""
    number = context.store.next_number("ilert.log_entry", 88000001)
    entry = {
        "id": number,
        "timestamp": times.kept(context.clock.now()),
        "logEntryType": kind,
        "text": text,
        "alertId": alert["id"],
        "filterTypes": [filter_type],
    }
    context.store.insert(log_of(alert["id"]), str(number), entry)


def _forget(context: Context, alert: Stored) -> None:
    """Take an alert off the lists of what may be raised and what falls due."""
    key = str(alert["id"])
    context.store.delete(RAISABLE, key)
    due.forget(context, AUTO_RESOLVE, key)
    due.forget(context, escalation.ESCALATE, key)


def make(context: Context, source: Stored, policy: Stored | None, content: Stored) -> Stored:
    """A new pending alert of a source.

    Args:
        context: the sandbox.
        source: the alert source.
        policy: who is told; the people of the first rule that reaches anybody become responders.
        content: summary, details, priority and whatever else the event gave.
    """
    now = context.clock.now()
    number = context.store.next_number(ALERTS, FIRST_ALERT)
    rule = escalation.first_rule(context, policy)
    rules = (policy or {}).get("escalationRules") or [{}]
    alert = {
        "id": number,
        **content,
        "reportTime": times.kept(now),
        "status": "PENDING",
        "alertSource": {key: source[key] for key in ("id", "name", "integrationType")},
        "escalationPolicy": {"id": policy["id"], "name": policy["name"]} if policy else None,
        "responders": escalation.responders_of(context, rules[rule]),
        "ruleIndex": rule,
        "mergeState": "NONE",
    }
    alert = escalation.wait_for(context, alert, policy, int((policy or {}).get("delayMin", 0)))
    context.store.insert(ALERTS, str(number), alert)
    timeout = seconds_of(source.get("autoResolutionTimeout") or "")
    if timeout:
        due.expect(context, AUTO_RESOLVE, str(number), now + timedelta(seconds=timeout))
    if source.get("autoRaiseAlerts") and content["priority"] == "LOW":
        context.store.put(RAISABLE, str(number), {"source": source["id"]})
    note(context, alert, "ALERT_CREATED", "Alert created", "ALERT_SOURCE_EVENTS")
    action_runs.tell(context, alert, "alert-created", "v-alert-not-resolved")
    return alert


def escalate(context: Context, key: str) -> None:
    """The time of a rule is over: the next rule's people are told too, or there is nobody left to tell."""
    alert = context.store.get(ALERTS, key)
    policy = alert and policy_of(context, alert)
    if alert is None or policy is None or alert["status"] != "PENDING":
        return
    following = escalation.next_rule(context, policy, alert)
    if following is None:
        alert = alert | {"nextEscalation": None}
        context.store.put(ALERTS, key, alert)
        note(context, alert, "ESCALATION_ENDED", "Escalation ended", "NOTIFICATIONS")
        action_runs.tell(context, alert, "alert-escalation-ended")
        return
    index, rounds = following
    known = {responder["user"]["id"] for responder in alert["responders"]}
    more = [
        responder
        for responder in escalation.responders_of(context, policy["escalationRules"][index])
        if responder["user"]["id"] not in known
    ]
    alert = alert | {"ruleIndex": index, "rounds": rounds, "responders": [*alert["responders"], *more]}
    alert = escalation.wait_for(context, alert, policy)
    context.store.put(ALERTS, key, alert)
    note(context, alert, "ALERT_ESCALATED", f"Escalated to level {index}", "NOTIFICATIONS")
    action_runs.tell(context, alert, "alert-auto-escalated")


def append(context: Context, alert: Stored, event: Stored) -> None:
    """Group an event into an open alert: the alert keeps its text, the log gets a line."""
    note(context, alert, "EVENT_APPENDED", f"Event appended: {event['summary']}", "ALERT_SOURCE_EVENTS")


def accept(context: Context, alert: Stored, user: int | None = None) -> Stored:
    """Accept an alert, by a user or by an event."""
    now = times.kept(context.clock.now())
    for responder in alert["responders"]:
        if user is None or responder["user"]["id"] == user:
            responder |= {"status": "ACCEPTED", "acceptedAt": now}
    alert = alert | {"status": "ACCEPTED", "nextEscalation": None}
    context.store.put(ALERTS, str(alert["id"]), alert)
    due.forget(context, escalation.ESCALATE, str(alert["id"]))
    note(context, alert, "ALERT_ACCEPTED", "Alert accepted", "ALERT_UPDATES")
    action_runs.tell(context, alert, "alert-acknowledged")
    return alert


def resolve(context: Context, alert: Stored, text: str = "Alert resolved", *, by_itself: bool = False) -> Stored:
    """Resolve an alert for good; `by_itself` when its time was over and nobody did it."""
    now = times.kept(context.clock.now())
    alert = alert | {"status": "RESOLVED", "resolvedOn": now, "nextEscalation": None}
    context.store.put(ALERTS, str(alert["id"]), alert)
    _forget(context, alert)
    note(context, alert, "ALERT_RESOLVED", text, "ALERT_UPDATES")
    action_runs.tell(context, alert, *(("alert-auto-resolved",) if by_itself else ()), "alert-resolved")
    return alert


def raise_priority(context: Context, key: str) -> None:
    """Make a pending LOW alert HIGH: its support hours began, or ended (ilert.md 2.3 ``autoRaiseAlerts``)."""
    alert = context.store.get(ALERTS, key)
    context.store.delete(RAISABLE, key)
    if alert is not None and alert["status"] == "PENDING":
        alert = {**alert, "priority": "HIGH"}
        context.store.put(ALERTS, key, alert)
        note(context, alert, "ALERT_RAISED", "Alert raised", "ALERT_UPDATES")
        action_runs.tell(context, alert, "alert-raised")


def comment(context: Context, alert: Stored, text: str) -> None:
    """Write a comment under an alert."""
    note(context, alert, "COMMENT_ADDED", text, "ALERT_UPDATES")
    action_runs.tell(context, alert, "alert-comment-added")


def add_responder(context: Context, alert: Stored, user: Stored) -> Stored:
    """Ask one more person to work on an alert."""
    alert = alert | {"responders": [*(alert.get("responders") or []), {"user": user, "status": "PENDING"}]}
    context.store.put(ALERTS, str(alert["id"]), alert)
    note(context, alert, "RESPONDER_ADDED", "Responder added", "ALERT_UPDATES")
    action_runs.tell(context, alert, "alert-responder-added")
    return alert


def assign(context: Context, alert: Stored, users: list[Stored], policy: int | None) -> Stored:
    """Hand an alert to other people, or to another policy."""
    alert = alert | {"responders": users}
    stored = context.store.get(POLICIES, str(policy)) if policy else None
    if stored:
        alert["escalationPolicy"] = {"id": stored["id"], "name": stored["name"]}
    context.store.put(ALERTS, str(alert["id"]), alert)
    note(context, alert, "ALERT_ASSIGNED", "Alert assigned", "ALERT_UPDATES")
    action_runs.tell(context, alert, "alert-assigned")
    return alert


def forget_source(context: Context, source: Id) -> None:
    """What goes with a deleted source: under a switch its alerts (ilert.md 7 #23)."""
    if context.switches.get("ilert.alerts_of_deleted_source") == "vanish":
        for alert in context.store.found(ALERTS_OF, ("source", source)):
            context.store.delete(ALERTS, str(alert["id"]))
            _forget(context, alert)


def resolve_by_itself(context: Context, key: str) -> None:
    """Resolve an open alert whose ``autoResolutionTimeout`` has passed."""
    alert = context.store.get(ALERTS, key)
    if alert is not None:
        resolve(context, alert, "Alert auto-resolved", by_itself=True)
