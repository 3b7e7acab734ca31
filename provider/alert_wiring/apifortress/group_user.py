"""Users in alert groups: who gets an e-mail, and perhaps an SMS, when a test fails (`api-fortress.md 1.6`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pulumi

from alert_wiring.core.fields import Fields
from alert_wiring.core.removal import Removal
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import KindProvider, KindResource, in_program

from .api import ApiFortressApi
from .base import ApiFortressKind
from .members import FIELDS, SPELLINGS, members_of, row_of
from .settings import VENDOR
from .users import require_user, user_id_in


class GroupUserKind(ApiFortressKind):
    """A membership has no name: group and user are its identity, and making it twice does no harm."""

    noun, name_field = "group user", None
    fields: ClassVar[Fields] = FIELDS

    def scope(self, props: Props) -> tuple[str, ...]:
        """Users are listed per group."""
        return (str(props.get("alert_group_id")),)

    def id_of(self, remote: Remote) -> str:
        """Group and user."""
        return f"{remote['group_id']}/{remote['user_id']}"

    def find(self, inputs: Props, listed: Iterable[Remote]) -> list[Remote]:
        """The user in the group, under whatever name the program gives."""
        user = str(inputs["user"]).strip().casefold()
        return [row for row in listed if user in (str(row[name]).casefold() for name in SPELLINGS)]

    def is_mine(self, remote: Remote, inputs: Props) -> bool:
        """A membership that exists is what was asked for."""
        del remote, inputs
        return True

    def title(self, props: Props) -> str:
        """Name both sides, where they are known."""
        if not isinstance(props.get("user"), str):
            return f"{VENDOR} group user"
        return f"{VENDOR} user {props.get('user')!r} in alert group {props.get('alert_group_id')}"

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Keep the user's own way of naming them."""
        props = super().from_api(remote, known, from_list=from_list)
        return {**props, "user": known["user"]} if known and known.get("user") else props

    def list_remote(self, api: ApiFortressApi, props: Props) -> Iterable[Remote]:
        """The users of the group; none when it is gone."""
        group = str(props["alert_group_id"])
        return [row_of(group, member) for member in members_of(api, group)]

    def get_remote(self, api: ApiFortressApi, id_: str, props: Props) -> Remote | None:
        """The membership, if the group still has it; the id is `group/user`."""
        del props
        group, _, user = id_.partition("/")
        return next((row_of(group, member) for member in members_of(api, group) if member.user_id == user), None)

    def create_remote(self, api: ApiFortressApi, body: Remote, inputs: Props) -> Remote:
        """Put the user in; the group's other users stay."""
        group = str(inputs["alert_group_id"])
        user = user_id_in(api, str(inputs["user"]))
        return row_of(group, api.backend.add_member(group, user, sms=bool(body["sms"])))

    def update_remote(self, api: ApiFortressApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Set the flag of a user who was in the group before."""
        del inputs, olds
        group, _, user = id_.partition("/")
        return row_of(group, api.backend.add_member(group, user, sms=bool(body["sms"])))

    def hold(self, api: ApiFortressApi, id_: str, props: Props, removal: Removal, settings: Settings) -> None:
        """Refuse to take a group's projects the last way on which somebody hears of them; in a destroy, any."""
        del props
        api.standing.hold_way(id_.partition("/")[0], removal, settings)

    def delete_remote(self, api: ApiFortressApi, id_: str, props: Props) -> None:
        """Take the user out; the group's other users stay."""
        del props
        group, _, user = id_.partition("/")
        api.backend.remove_member(group, user)


class GroupUserProvider(KindProvider):
    """Serves group users; pickled by reference, so this name is for ever."""

    kind = GroupUserKind()


class GroupUser(KindResource, module="apifortress", name="GroupUser"):
    """One user in one alert group. Other users of the group are never touched; e-mails need no connector.

    The id is `group id/user id`. A user who is in the group already is simply taken into the stack.
    """

    provider_class = GroupUserProvider

    alert_group_id: pulumi.Output[str]
    user: pulumi.Output[str]
    send_sms: pulumi.Output[bool]
    user_id: pulumi.Output[str]
    email: pulumi.Output[str | None]
    full_name: pulumi.Output[str | None]

    @in_program
    def __init__(
        self,
        resource_name: str,
        *,
        alert_group_id: pulumi.Input[str],
        user: pulumi.Input[str],
        send_sms: pulumi.Input[bool] | None = None,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Put a user into a group.

        Args:
            resource_name: its name in the program.
            alert_group_id: id of the group; replaces.
            user: e-mail address, full name or id of a user of the company; replaces. A name that fits several is
                refused. Only users who are in some group already can be told by name: nothing lists the others.
            send_sms: send an SMS too, false by default; the user's profile needs a phone number. A change takes the
                user out and puts them in again, as in the web application (`api-fortress.md 1.6`, `7.12`).
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.

        Raises:
            NoMatchError: there is no such user; near names are listed.
            SeveralMatchesError: several have the name.
        """
        if isinstance(user, str):
            require_user(user)
        super().__init__(resource_name, locals(), opts)
