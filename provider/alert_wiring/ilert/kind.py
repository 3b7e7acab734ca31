"""What all kinds of ilert share: the five remote calls on one collection, and what to do about a refusal."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from alert_wiring.core.errors import BadRequestError, ConflictError, ForbiddenError, VendorError, WiringError
from alert_wiring.core.fields import Field
from alert_wiring.core.kind import Kind
from alert_wiring.core.values import Json, Props, Remote
from alert_wiring.core.valuetypes import IdSet, id_text
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.settings import TOKEN

TEAM_IDS: Final = Field("team_ids", "teams", IdSet(numeric=True, member="id"), hands_off=True)
"""The teams of an object: a set, and tri-state: not given leaves them alone, `[]` clears (`ilert.md 5.1 #1-#3`)."""


@dataclass(frozen=True)
class UsedBy:
    """Where else in the account an object may be in use.

    Attributes:
        noun: what uses it.
        path: the collection to look through.
        member: where it stands there: a dotted path, through lists too, to an id or to an object with an id.
    """

    noun: str
    path: str
    member: str


class IlertKind(Kind[IlertApi]):
    """A kind whose objects are one collection of ilert's API."""

    vendor = "ilert"
    api = IlertApi

    path: ClassVar[str]
    """The collection's path."""

    include: ClassVar[tuple[str, ...]] = ()
    """What every read and write asks for besides the plain fields (`ilert.md 2.2`)."""

    query: ClassVar[tuple[tuple[str, str], ...]] = ()
    """What stands in the query of every call besides."""

    admins_only: ClassVar[bool] = False
    """Whether only an administrator may write it (`ilert.md 1.5`)."""

    used_by: ClassVar[tuple[UsedBy, ...]] = ()
    """Where to look for what keeps the object from being deleted."""

    def reads_list(self, api: IlertApi) -> bool:
        """A list tells nothing about what it leaves out, unless there are time stamps that can be trusted."""
        return self.lists_everything or (self.stamp is not None and api.trusts_timestamps)

    def list_remote(self, api: IlertApi, props: Props) -> Iterable[Remote]:
        """List the whole collection."""
        del props
        return api.list_objects(self.path, self.query)

    def get_remote(self, api: IlertApi, id_: str, props: Props) -> Remote | None:
        """Get one object with every include."""
        del props
        return api.get_object(self.path, id_, self.include, self.query)

    def create_remote(self, api: IlertApi, body: Remote, inputs: Props) -> Remote:
        """Make one; the answer is complete, so no GET follows (`ilert.md 5.7 #51`)."""
        del inputs
        return api.create_object(self.path, body, self.include, self.query)

    def update_remote(self, api: IlertApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Replace it as a whole."""
        del inputs, olds
        return api.update_object(self.path, id_, body, self.include, self.query)

    def delete_remote(self, api: IlertApi, id_: str, props: Props) -> None:
        """Delete it; a refusal names what still uses it."""
        del props
        try:
            api.delete_object(self.path, id_)
        except (BadRequestError, ConflictError) as error:
            error.next_step = self._still_used(api, id_) or error.next_step
            raise

    def confirm_gone(self, api: IlertApi) -> None:
        """A 404 also means "not visible": make sure that the key is good before giving up (`ilert.md 5.7 #54`)."""
        api.current_user()

    def sees_anything(self, api: IlertApi) -> bool:
        """An account has users, policies or teams; a key that sees none of them sees nothing (`ilert.md 1.9`)."""
        return api.sees_anything()

    def advice(self, doing: str, error: VendorError) -> str:
        """Say that the right of an administrator is needed, where the key itself is good."""
        denied = isinstance(error, ForbiddenError) and not error.code.startswith("KEY_ERROR")
        if not (self.admins_only and denied and doing != "Reading"):
            return ""
        return (
            f"Only an administrator may change an ilert {self.noun}: put the API key of a user with the role ADMIN "
            f"into {TOKEN.env} or {TOKEN.key}."
        )

    def _still_used(self, api: IlertApi, id_: str) -> str:
        """Return what to do about an object that is in use, empty if nothing is found to use it."""
        listed = functools.cache(api.list_objects)
        found = []
        for user in self.used_by:
            try:
                rows = listed(user.path)
            except WiringError:
                continue
            holders = [one for one in rows if id_ in _ids(one, user.member)]
            found += [f"{user.noun} {one.get('name')!r} (id {id_text(one.get('id'))})" for one in holders]
        if not found:
            return ""
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        return f"It is in use by {', '.join(found[:5])}{more}: give them another one or delete them first."


def _ids(remote: Remote, path: str) -> set[str]:
    """Return the ids at a path: of one object, of a list of objects, or bare."""
    found: list[Json] = [remote]
    for step in path.split("."):
        members = [one.get(step) for one in found if isinstance(one, dict)]
        found = [one for member in members for one in (member if isinstance(member, list) else [member])]
    return {id_text(one.get("id") if isinstance(one, dict) else one) for one in found}
