"""Look-ups of users, by e-mail address, full name or id (`api-fortress.md 1.3`, `1.6`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alert_wiring.core.errors import NoMatchError
from alert_wiring.core.lookup import Named, pick
from alert_wiring.core.near import near_matches
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import in_program

from .api import ApiFortressApi
from .lookups import account, verify
from .settings import VENDOR

_ADVICE = "Write the e-mail address instead of the name."


@dataclass(frozen=True)
class UserRef:
    """A user that was looked up."""

    id: str
    email: str
    full_name: str


@in_program
def get_user(user: str) -> UserRef:
    """Return the user with this e-mail address (in any case), full name or id.

    Only users who are in some alert group are known: nothing lists the others (`api-fortress.md 4.6`).

    Raises:
        NoMatchError: there is none; near names are listed.
        SeveralMatchesError: several have the name; their addresses are listed.
        WiringError: the account cannot be asked.
    """
    row = user_in(account().users().all(), user)
    return UserRef(str(row["id"]), str(row["email"]), str(row["full_name"]))


def require_user(user: str) -> None:
    """Verify a user while the program runs, if the account can be asked now; an id is taken as it is."""
    if not user.strip().isdigit():
        verify(lambda: get_user(user))


def user_id_in(api: ApiFortressApi, user: str) -> str:
    """Return the id of a user; one that is an id already costs no request."""
    wanted = user.strip()
    return wanted if wanted.isdigit() else str(user_in(api.users().all(), wanted)["id"])


def user_in(users: Sequence[Remote], user: str) -> Remote:
    """Pick a user by e-mail address, else by id, else by full name."""
    wanted = user.strip()
    same = [row for row in users if wanted.casefold() == str(row["email"]).casefold() or wanted == str(row["id"])]
    if same:
        return same[0]
    named = [Named(str(row["id"]), str(row["full_name"]), str(row["email"])) for row in users]
    if any(one.name.strip() == wanted for one in named):
        found = pick(f"{VENDOR} user", wanted, named, _ADVICE)
        return next(row for row in users if str(row["id"]) == found.id)
    raise NoMatchError(_unknown(users, wanted))


def _unknown(users: Sequence[Remote], wanted: str) -> str:
    """Say that only users in some group are known by name."""
    words = [str(row[name]) for row in users for name in ("email", "full_name") if row[name]]
    near = near_matches(wanted, words)
    meant = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    return (
        f"There is no {VENDOR} user {wanted!r} in any alert group, and others can only be told by their id: write "
        f'user="<id>", or add the user to one group in the web application.{meant}'
    )
