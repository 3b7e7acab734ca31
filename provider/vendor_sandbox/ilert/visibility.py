"""What a caller may see: nothing with a blind key, and nothing of a private team to strangers (ilert.md 1.9, 3.2)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.callers import Caller
from vendor_sandbox.ilert.names import TEAMS
from vendor_sandbox.indexes import Index

Stored = dict[str, Any]
_PRIVATE = Index(TEAMS, lambda team: (team["visibility"],))


def is_member(team: Stored, user: int) -> bool:
    """Whether a user is in a team."""
    return any(member["user"]["id"] == user for member in team.get("members") or [])


def foreign_teams(context: Context, caller: Caller) -> frozenset[int]:
    """The private teams that a caller is not in; an administrator sees all of them."""
    if caller.role == "ADMIN" or not context.store.count(_PRIVATE, "PRIVATE"):
        return frozenset()
    private = context.store.found(_PRIVATE, "PRIVATE")
    return frozenset(team["id"] for team in private if not is_member(team, caller.user))


def hidden(context: Context, caller: Caller, collection: str, stored: Stored) -> bool:
    """Whether a caller may not see an object: putting it into a team does not hide it, only a private one does."""
    foreign = foreign_teams(context, caller)
    if not foreign or caller.blind:
        return caller.blind
    if collection == TEAMS:
        return stored["id"] in foreign
    teams = {team["id"] for team in stored.get("teams") or []}
    return bool(teams) and teams <= foreign
