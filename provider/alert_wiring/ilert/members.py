"""Members of a team: a set whose key is the user (`ilert.md 3.2, 5.5 #41`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.problems import Spot
from alert_wiring.core.values import UNKNOWN, Json
from alert_wiring.core.valuetypes import Choice, Id, ListOf, Record, id_order, id_text

Role = Literal["STAKEHOLDER", "RESPONDER", "USER", "ADMIN", "VIEWER"]
DEFAULT_ROLE: Final = "RESPONDER"
_USER: Final = "user_id"


class Members(ListOf):
    """A list of users with roles, kept in the order of their ids; the order never matters."""

    def __init__(self) -> None:
        """Know what a member looks like."""
        role = Choice(*get_args(Role), open_set=True)
        look_up = 'look it up by e-mail: ilert.user("…").id'
        user = Field(_USER, "user.id", Id(numeric=True, hint=look_up), required=True, hint=look_up)
        super().__init__(Record(Fields(user, Field("role", "role", role, default=DEFAULT_ROLE))))

    def check(self, value: Json, spot: Spot) -> Json:
        """Members with known users in the order of their ids, each user once."""
        members = super().check(value, spot)
        if not isinstance(members, list) or not all(isinstance(one, Mapping) or one is UNKNOWN for one in members):
            return members
        users = [_user_of(one) for one in members if _user_of(one)]
        for user in sorted({user for user in users if users.count(user) > 1}):
            spot.bad(f"user {user} is in it more than once; write each user with one role")
        return _ordered(members)

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as sets."""
        return super().equal(_ordered(left), _ordered(right))

    def from_wire(self, value: Json) -> Json:
        """The members in order; an empty list is a team without members."""
        return _ordered(super().from_wire(value) or [])


def _user_of(member: Json) -> str:
    return id_text(member.get(_USER)) if isinstance(member, Mapping) else ""


def _ordered(members: list[Json]) -> list[Json]:
    """Known users by number, then what is not known yet, in the order given."""
    return sorted(members, key=lambda member: id_order(_user_of(member)))
