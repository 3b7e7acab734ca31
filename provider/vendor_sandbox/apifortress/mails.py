"""E-mails to the users of a project's alert groups: stateful, apart from connectors (api-fortress.md 1.9)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.apifortress.objects import GROUPS, MEMBERS_OF, USERS
from vendor_sandbox.context import Context

MAILS = "mails"
"""Journal of the e-mails, and text messages, that would have left."""
_INCIDENTS = "apifortress.mail_incidents"


def notify(
    context: Context, project: dict[str, Any], event: dict[str, Any], facts: dict[str, Any]
) -> list[dict[str, Any]]:
    """The mails of one event: one to each recipient when a test starts failing, one when it recovers.

    `facts` are those of the run: with ``disable_alerts`` it neither mails nor counts, ``mail_threshold`` is the number
    of failures in a row before the first mail, and tests with another ``environment`` are incidents of their own.
    """
    if str(facts.get("disable_alerts", "")).lower() == "true":
        return []
    kind = _turn(context, event, facts)
    if kind is None:
        return []
    about = {
        "time": context.clock.now().isoformat(timespec="milliseconds"),
        "eventId": event["eventId"],
        "projectId": project["id"],
        "testId": event["test"]["id"],
        "kind": kind,
    }
    mails = [{**about, **to} for to in _recipients(context, project)]
    return [{"seq": context.store.append(MAILS, mail), **mail} for mail in mails]


def _turn(context: Context, event: dict[str, Any], facts: dict[str, Any]) -> str | None:
    """Count an event of an incident; says whether the test is newly ``failing`` or ``recovered``."""
    key = "/".join((event["test"]["id"], *([str(facts["environment"])] if "environment" in facts else [])))
    known = context.store.get(_INCIDENTS, key) or {"failures": 0, "open": False}
    failures = known["failures"] + 1 if event["failuresCount"] else 0
    threshold = str(facts.get("mail_threshold", "1"))
    enough = failures >= (int(threshold) if threshold.isdecimal() else 1)
    is_open = bool(failures) and (known["open"] or enough)
    context.store.put(_INCIDENTS, key, {"failures": failures, "open": is_open})
    if is_open == known["open"]:
        return None
    return "failing" if is_open else "recovered"


def _recipients(context: Context, project: dict[str, Any]) -> list[dict[str, Any]]:
    """The users of the project's groups, each once, with a text message when one of the memberships says so."""
    found: dict[int, dict[str, Any]] = {}
    for group in sorted(set(project["alertGroupIds"])):
        if context.store.get(GROUPS, str(group)) is None:
            continue
        for member in context.store.found(MEMBERS_OF, group):
            user = context.store.get(USERS, str(member["userId"]))
            if user is not None:
                before = found.get(user["id"], {"sms": False})
                found[user["id"]] = {"to": user["email"], "sms": before["sms"] or member["sms"]}
    return list(found.values())
