"""Support hours: when somebody is there, so that alert sources can tell urgent from less urgent (`ilert.md 3.3`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props
from alert_wiring.core.valuetypes import Text
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.args import IdsInput
from alert_wiring.ilert.hours_types import Exceptions, SupportDays, TimeZone, Weekday, ends_before_it_starts
from alert_wiring.ilert.kind import TEAM_IDS, IlertKind, UsedBy


class HoursArgs(TypedDict):
    """The hours of one day, each as `HH:mm`."""

    start: pulumi.Input[str]
    end: pulumi.Input[str]


class SupportExceptionArgs(TypedDict):
    """A period that differs from the week, such as a holiday."""

    name: pulumi.Input[str]
    start: pulumi.Input[str]
    """A date such as `2026-12-24`, or an ISO time; it is sent as it is written."""
    end: pulumi.Input[str]
    support_status: NotRequired[pulumi.Input[Literal["DURING", "OUTSIDE"]]]
    """Whether the period counts as support hours. Default `DURING`."""


class SupportHoursKind(IlertKind):
    """Rules of support hours. Their list lacks the exceptions and has no time stamp, so each is read (`5.6 #45`)."""

    noun, path = "support hours", "/api/support-hours"
    used_by = (UsedBy("alert source", "/api/alert-sources", "supportHours"),)
    fields = Fields(
        Field("name", "name", Text(1), required=True),
        Field("timezone", "timezone", TimeZone(1), required=True, hint='write an IANA zone such as "Europe/Berlin"'),
        Field(
            "support_days",
            "supportDays",
            SupportDays(),
            required=True,
            hint='at least one day: {"monday": {"start": "08:00", "end": "17:00"}}',
        ),
        TEAM_IDS,
        Field("exceptions", "exceptions", Exceptions(), listed=False),
        ADOPT,
    )

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Hours over midnight are not documented."""
        days = inputs.get("support_days")
        for day, hours in days.items() if isinstance(days, Mapping) else ():
            if ends_before_it_starts(hours):
                problems.warn("support_days", f"{day} ends before it starts; what ilert does then is not documented")


class SupportHoursProvider(KindProvider):
    """Serves support hours; its dotted name stands in every stack's state."""

    kind = SupportHoursKind()


class SupportHours(KindResource, module="ilert", name="SupportHours"):
    """ilert support hours; their `id` is the `support_hours_id` of alert sources. Every change is in place."""

    provider_class = SupportHoursProvider
    name: pulumi.Output[str]
    timezone: pulumi.Output[str]
    support_days: pulumi.Output[dict[str, Any]]
    team_ids: pulumi.Output[list[str] | None]
    exceptions: pulumi.Output[list[dict[str, Any]] | None]

    def __init__(
        self,
        resource_name: str,
        *,
        timezone: pulumi.Input[str],
        support_days: Mapping[Weekday, pulumi.Input[HoursArgs]],
        name: pulumi.Input[str] | None = None,
        team_ids: IdsInput | None = None,
        exceptions: Sequence[pulumi.Input[SupportExceptionArgs]] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare support hours (`ilert.md 3.3`).

        Args:
            resource_name: its name in the program.
            timezone: an IANA zone such as `Europe/Berlin`; one that this machine does not know is warned about.
            support_days: the open days by name, lower case; days that are left out are closed. At least one.
            name: made from the resource's name when not given.
            team_ids: not given leaves the teams alone, `[]` removes all, a list replaces them.
            exceptions: periods that differ, in any order. Default none.
            adopt: take over the ones that have this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
