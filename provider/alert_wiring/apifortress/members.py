"""The properties of a membership, and the rows of a group's users (`api-fortress.md 1.6`, `4.5`)."""

from __future__ import annotations

from alert_wiring.core.errors import WiringError
from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Flag, Id, Text

from .api import ApiFortressApi
from .objects import Member
from .settings import VENDOR

SPELLINGS = ("user_id", "email", "full_name")
"""The members of a row under which a program may name a user."""


class GroupUserFields(Fields):
    """A user is the same under id, e-mail address and full name."""

    def differing(self, olds: Props, news: Props) -> list[str]:
        """Compare, taking the outputs for spellings of the user; addresses in any case."""
        known = [str(olds.get(name) or "").casefold() for name in SPELLINGS]
        same = isinstance(user := news.get("user"), str) and user.strip().casefold() in filter(None, known)
        return [name for name in super().differing(olds, news) if not (name == "user" and same)]


FIELDS = GroupUserFields(
    Field("alert_group_id", "group_id", Id(), required=True, immutable=True, parent=True),
    Field("user", "email", Text(1), required=True, immutable=True, parent=True),
    Field("send_sms", "sms", Flag(), default=False, immutable=True),
    Field("user_id", "user_id", Id(), computed=True),
    Field("email", "email", Text(), computed=True),
    Field("full_name", "full_name", Text(), computed=True),
)


def members_of(api: ApiFortressApi, group: str) -> list[Member]:
    """Return the users of a group, none when it is gone; users are an optional part of the contract (4.5 there)."""
    members = api.backend.list_members(group)
    if members is None and api.backend.get_group(group) is not None:
        raise WiringError(f"{VENDOR}: this instance does not show the users of alert groups; manage them there.")
    return members or []


def row_of(group: str, member: Member) -> Remote:
    """Return a user in a group as the kind sees it."""
    return {
        "group_id": group, "user_id": member.user_id, "email": member.email, "full_name": member.full_name,
        "sms": member.sms,
    }  # fmt: skip
