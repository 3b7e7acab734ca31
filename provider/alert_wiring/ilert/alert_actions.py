"""The alert action: what ilert does when something happens to an alert, in a chat, a ticket or a webhook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.action_args import EmailArgs, SlackArgs, WebhookArgs
from alert_wiring.ilert.action_fields import FIELDS, TYPED, TriggerMode, check_action
from alert_wiring.ilert.args import IdsInput
from alert_wiring.ilert.kind import IlertKind


class AlertActionKind(IlertKind):
    """Rules and both directions of the wire (`ilert.md 3.7`)."""

    noun, path, fields, include = "alert action", "/api/alert-actions", FIELDS, ("conditions",)
    query = (("version", "2"),)  # else an answer may have `alertSourceIds` (`ilert.md 5.7 #64`)
    stamp = "updated_at"
    cleared_when_absent = ("team_ids", "trigger_types", "escalation_ended_delay_sec", "not_resolved_delay_sec")

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Check what several fields must say together."""
        check_action(inputs, problems)

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Return all properties: the params under their type's name, sources in either form."""
        tool = remote.get("connectorType")
        wanted = tool if tool in TYPED else "params"
        old = (known or {}).get("params")
        live = dict(remote)
        if not live.get("alertSources"):
            live["alertSources"] = [{"id": id_} for id_ in live.get("alertSourceIds") or []]
        if isinstance(old, Mapping) and isinstance(live.get("params"), Mapping):
            live["params"] = {name: live["params"].get(name) for name in old}  # what ilert adds is its own
        props = super().from_api(live, known, from_list=from_list)
        return {name: value for name, value in props.items() if name == wanted or name not in (*TYPED, "params")}


class AlertActionProvider(KindProvider):
    """Serves alert actions; its dotted name stands in every stack's state."""

    kind = AlertActionKind()


class AlertAction(KindResource, module="ilert", name="AlertAction"):
    """An ilert alert action. Its id is a UUID.

    Another `connector_type`, `connector_id` or other params make another action, everything else is in place.
    """

    provider_class = AlertActionProvider
    name: pulumi.Output[str]
    connector_type: pulumi.Output[str]
    connector_id: pulumi.Output[str | None]
    alert_source_ids: pulumi.Output[list[str]]
    trigger_mode: pulumi.Output[str]
    trigger_types: pulumi.Output[list[str] | None]
    escalation_ended_delay_sec: pulumi.Output[int | None]
    not_resolved_delay_sec: pulumi.Output[int | None]
    conditions: pulumi.Output[str | None]
    webhook: pulumi.Output[dict[str, Any] | None]
    email: pulumi.Output[dict[str, Any] | None]
    slack: pulumi.Output[dict[str, Any] | None]
    params: pulumi.Output[dict[str, Any] | None]
    team_ids: pulumi.Output[list[str] | None]
    bidirectional: pulumi.Output[bool]
    created_at: pulumi.Output[str]
    updated_at: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        connector_type: pulumi.Input[str],
        alert_source_ids: IdsInput,
        name: pulumi.Input[str] | None = None,
        connector_id: pulumi.Input[str] | None = None,
        trigger_mode: pulumi.Input[TriggerMode] | None = None,
        trigger_types: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        escalation_ended_delay_sec: pulumi.Input[int] | None = None,
        not_resolved_delay_sec: pulumi.Input[int] | None = None,
        conditions: pulumi.Input[str] | None = None,
        webhook: pulumi.Input[WebhookArgs] | None = None,
        email: pulumi.Input[EmailArgs] | None = None,
        slack: pulumi.Input[SlackArgs] | None = None,
        params: pulumi.Input[Mapping[str, Any]] | None = None,
        team_ids: IdsInput | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an alert action (`ilert.md 3.7`). Lists are sets: their order does not matter.

        Args:
            resource_name: its name in the program.
            connector_type: what to do, such as `webhook`, `email` or `jira`; replaces. Unknown ones are warned about.
            alert_source_ids: whose alerts; at least one.
            name: made from the resource's name when not given.
            connector_id: `id` of the connector, for tools that have one; replaces.
            trigger_mode: `MANUAL` waits for a person. Default `AUTOMATIC`.
            trigger_types: the events, such as `alert-created`. Not given leaves them alone.
            escalation_ended_delay_sec: 0 or 30 to 7200 seconds, with `alert-escalation-ended`. Not given: left alone.
            not_resolved_delay_sec: 0 or 60 to 172800 seconds, with `v-alert-not-resolved`. Not given: left alone.
            conditions: ICL condition; only alerts that meet it. Default all.
            webhook: params of a `webhook` action; secret, replaces.
            email: params of an `email` action; secret, replaces.
            slack: params of a `slack` action; secret, replaces.
            params: params of any other action under ilert's own names; secret, replaces.
            team_ids: not given leaves the teams alone, `[]` removes all, a list replaces them.
            adopt: take over the one action that has this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
