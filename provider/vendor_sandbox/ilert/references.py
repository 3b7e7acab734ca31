"""References between objects: checked on write, expanded on read (ilert.md 2.4, 2.6)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.indexes import REFERRING
from vendor_sandbox.ilert.kinds import Id, missing_reference
from vendor_sandbox.ilert.names import POLICIES, SCHEDULES, TEAMS, USERS

Stored = dict[str, Any]


def accept_reference(context: Context, value: Any, field: str, collection: str, noun: str) -> Stored:
    """The reference as stored; raises ``IlertError`` when it has no id or leads nowhere."""
    number = fields.reference(value, field)
    if context.store.get(collection, str(number)) is None:
        raise missing_reference(context, noun)
    return {"id": number}


def accept_references(
    context: Context, body: Stored, field: str, collection: str, noun: str, *, most: int | None = None
) -> list[Stored]:
    """A list of references as stored, each id once, in the order sent."""
    found: dict[int, Stored] = {}
    for value in fields.items(body, field, most):
        reference = accept_reference(context, value, field, collection, noun)
        found[reference["id"]] = reference
    return list(found.values())


def accept_teams(context: Context, body: Stored, existing: Stored | None) -> list[Stored]:
    """Teams in a write: absent or ``null`` leaves them alone, ``[]`` clears them (ilert.md 2.8)."""
    if body.get("teams") is None:
        return list((existing or {}).get("teams") or [])
    return accept_references(context, body, "teams", TEAMS, "team")


def show_teams(context: Context, stored: Stored) -> list[Stored]:
    """Teams in an answer: id and name, sorted by id whatever order was sent (ilert.md 5.1 #1)."""
    return [
        {"id": team["id"], "name": found["name"]}
        for team in sorted(stored.get("teams") or [], key=lambda team: int(team["id"]))
        if (found := context.store.get(TEAMS, str(team["id"]))) is not None
    ]


def in_people_order(context: Context, references: list[Stored]) -> list[Stored]:
    """Users or schedules in the order sent, or under a switch by id (ilert.md 5.6 #48, 5.5 #41)."""
    if context.switches.get("ilert.people_order") == "as_sent":
        return references
    return sorted(references, key=lambda reference: int(reference["id"]))


def policy_of(context: Context, holder: Stored) -> Stored | None:
    """The escalation policy that an alert source or an alert names; ``None`` without one, or when it is gone."""
    return context.store.get(POLICIES, str((holder.get("escalationPolicy") or {}).get("id")))


def user_reference(context: Context, number: int) -> Stored | None:
    """A user as it stands inside other objects."""
    user = context.store.get(USERS, str(number))
    return None if user is None else {key: user.get(key) for key in ("id", "firstName", "lastName")}


def schedule_reference(context: Context, number: int) -> Stored | None:
    """A schedule as it stands inside an escalation rule."""
    schedule = context.store.get(SCHEDULES, str(number))
    return None if schedule is None else {key: schedule.get(key) for key in ("id", "name", "type")}


def first_referrer(context: Context, number: Id, places: list[tuple[str, str, str]]) -> str | None:
    """The first object that refers to an id: places are (collection, field, noun)."""
    for collection, field, noun in places:
        stored = context.store.first(REFERRING[collection], (field, number))
        if stored is not None:
            return f"{noun} '{stored.get('name', stored['id'])}'"
    return None
