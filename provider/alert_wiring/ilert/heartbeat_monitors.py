"""The heartbeat monitor: an alert when pings stop (`ilert.md 3.8`)."""

from __future__ import annotations

from collections.abc import Iterable

import pulumi

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.values import Props, Remote
from alert_wiring.core.valuetypes import Id, Moment, Text, Whole
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.args import IdsInput
from alert_wiring.ilert.kind import TEAM_IDS, IlertKind
from alert_wiring.ilert.program import keyed_monitor, steady_addresses


class HeartbeatMonitorKind(IlertKind):
    """Rules of heartbeat monitors. Lists leave out key, URL and alert source unless they are asked for."""

    noun, path = "heartbeat monitor", "/api/heartbeat-monitors"
    include = ("integrationKey", "integrationUrl", "alertSource")
    stamp = "updated_at"
    fields = Fields(
        Field("name", "name", Text(1), required=True),
        Field(
            "interval_sec",
            "intervalSec",
            Whole(25, 2678400),
            required=True,
            hint="the seconds within which a ping must come, such as 300",
        ),
        Field("alert_summary", "alertSummary", Text()),
        Field(
            "alert_source_id",
            "alertSource.id",
            Id(numeric=True, hint="the id of an ilert.AlertSource"),
            listed=False,
        ),
        TEAM_IDS,
        ADOPT,
        Field("state", "state", Text(), computed=True),
        Field("integration_key", "integrationKey", Text(), computed=True, secret=True, sticky=True, listed=False),
        Field("integration_url", "integrationUrl", Text(), computed=True, secret=True, sticky=True, listed=False),
        Field("created_at", "createdAt", Moment(), computed=True),
        Field("updated_at", "updatedAt", Moment(), computed=True),
    )

    def list_remote(self, api: IlertApi, props: Props) -> Iterable[Remote]:
        """List with the cursor that only this collection has (`ilert.md 1.6`)."""
        del props
        return api.list_by_cursor(self.path)

    def to_api(self, inputs: Props, olds: Props | None) -> Remote:
        """Send the known key in an update, which ilert expects; it may answer with another (`ilert.md 3.8`)."""
        body = super().to_api(inputs, olds)
        if olds is not None and olds.get("integration_key"):
            body["integrationKey"] = olds["integration_key"]
        return body


class HeartbeatMonitorProvider(KindProvider):
    """Serves heartbeat monitors; its dotted name stands in every stack's state."""

    kind = HeartbeatMonitorKind()


class HeartbeatMonitor(KindResource, module="ilert", name="HeartbeatMonitor"):
    """An ilert heartbeat monitor: it raises an alert when nobody pings its `integration_url` in time.

    Every change is in place, but another `interval_sec` makes a new key and URL. Names are unique in ilert.
    """

    provider_class = HeartbeatMonitorProvider
    name: pulumi.Output[str]
    interval_sec: pulumi.Output[int]
    alert_summary: pulumi.Output[str | None]
    alert_source_id: pulumi.Output[str | None]
    team_ids: pulumi.Output[list[str] | None]
    state: pulumi.Output[str]
    """`UNKNOWN`, `HEALTHY` or `OVERDUE`; it follows the pings."""
    integration_key: pulumi.Output[str]
    """Secret: whoever has it can keep the monitor quiet."""
    integration_url: pulumi.Output[str]
    """Secret: the address to ping with GET or HEAD."""
    created_at: pulumi.Output[str]
    updated_at: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        interval_sec: pulumi.Input[int],
        name: pulumi.Input[str] | None = None,
        alert_summary: pulumi.Input[str] | None = None,
        alert_source_id: pulumi.Input[str] | None = None,
        team_ids: IdsInput | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a heartbeat monitor (`ilert.md 3.8`).

        Args:
            resource_name: its name in the program.
            interval_sec: seconds within which a ping must come, 25 to 2678400. A change makes a new key and URL.
            name: unique in the account; made from the resource's name when not given.
            alert_summary: text of the alert. Default ilert's own.
            alert_source_id: the alert source that the alert belongs to. Default none.
            team_ids: not given leaves the teams alone, `[]` removes all, a list replaces them.
            adopt: take over the one monitor that has this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
        steady_addresses(self, keyed_monitor, pulumi.Output.from_input(interval_sec))
