"""The team: people who work together, and who sees what belongs to it (`ilert.md 3.2`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NotRequired, TypedDict, get_args

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.valuetypes import Choice, Moment, Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.kind import IlertKind, UsedBy
from alert_wiring.ilert.members import Members, Role

Visibility = Literal["PUBLIC", "PRIVATE"]


class TeamMemberArgs(TypedDict):
    """A user and what the user may do in the team."""

    user_id: pulumi.Input[str]
    role: NotRequired[pulumi.Input[Role]]
    """Default `RESPONDER`."""


class TeamKind(IlertKind):
    """Rules of teams."""

    noun, path, admins_only = "team", "/api/teams", True
    cleared_when_absent = ("members",)
    used_by = (
        UsedBy("alert source", "/api/alert-sources", "teams"),
        UsedBy("escalation policy", "/api/escalation-policies", "teams"),
        UsedBy("a rule of the escalation policy", "/api/escalation-policies", "escalationRules.teams"),
        UsedBy("support hours", "/api/support-hours", "teams"),
        UsedBy("alert action", "/api/alert-actions", "teams"),
    )
    fields = Fields(
        Field("name", "name", Text(1), required=True),
        Field("visibility", "visibility", Choice(*get_args(Visibility)), default="PUBLIC"),
        Field("members", "members", Members(), hands_off=True),
        ADOPT,
        Field("created_at", "createdAt", Moment(), computed=True),
        Field("updated_at", "updatedAt", Moment(), computed=True),
    )


class TeamProvider(KindProvider):
    """Serves teams; its dotted name stands in every stack's state."""

    kind = TeamKind()


class Team(KindResource, module="ilert", name="Team"):
    """An ilert team; its `id` goes into `team_ids`. Only an administrator's API key may make or change one.

    Every change is in place.
    """

    provider_class = TeamProvider
    name: pulumi.Output[str]
    visibility: pulumi.Output[str]
    members: pulumi.Output[list[dict[str, Any]] | None]
    created_at: pulumi.Output[str]
    updated_at: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        name: pulumi.Input[str] | None = None,
        visibility: pulumi.Input[Visibility] | None = None,
        members: Sequence[pulumi.Input[TeamMemberArgs]] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a team (`ilert.md 3.2`).

        Args:
            resource_name: its name in the program.
            name: made from the resource's name when not given.
            visibility: `PRIVATE` hides the team and its members from everybody else. Default `PUBLIC`.
            members: not given leaves the members alone, `[]` removes all, a list replaces them. The order does not
                matter; each user is in it once.
            adopt: take over the one team that has this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
