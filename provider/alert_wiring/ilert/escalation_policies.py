"""The escalation policy: who is called, in which order, after how many minutes (`ilert.md 3.1`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.args import IdsInput
from alert_wiring.ilert.kind import IlertKind, UsedBy
from alert_wiring.ilert.policy_fields import FIELDS, check_policy


class EscalationRuleArgs(TypedDict):
    """One step of the escalation; at least one of the three lists has somebody in it. Their order does not matter."""

    escalation_timeout: pulumi.Input[int]
    """Minutes until the next rule, 0 to 525600."""
    user_ids: NotRequired[IdsInput]
    schedule_ids: NotRequired[IdsInput]
    team_ids: NotRequired[IdsInput]


class EscalationPolicyKind(IlertKind):
    """Rules of escalation policies. Lists have every field, and a policy has no time stamp."""

    noun, path, fields = "escalation policy", "/api/escalation-policies", FIELDS
    used_by = (UsedBy("alert source", "/api/alert-sources", "escalationPolicy"),)

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Check what the rules must have."""
        check_policy(inputs, problems)


class EscalationPolicyProvider(KindProvider):
    """Serves escalation policies; its dotted name stands in every stack's state."""

    kind = EscalationPolicyKind()


class EscalationPolicy(KindResource, module="ilert", name="EscalationPolicy"):
    """An ilert escalation policy; its `id` is the `escalation_policy_id` of alert sources.

    Every change is in place. ilert refuses to delete a policy that alert sources use; the error names them.
    """

    provider_class = EscalationPolicyProvider
    name: pulumi.Output[str]
    escalation_rules: pulumi.Output[list[dict[str, Any]]]
    team_ids: pulumi.Output[list[str] | None]
    repeating: pulumi.Output[bool]
    frequency: pulumi.Output[int]
    delay_min: pulumi.Output[int]
    routing_key: pulumi.Output[str | None]

    def __init__(
        self,
        resource_name: str,
        *,
        escalation_rules: Sequence[pulumi.Input[EscalationRuleArgs]],
        name: pulumi.Input[str] | None = None,
        team_ids: IdsInput | None = None,
        repeating: pulumi.Input[bool] | None = None,
        frequency: pulumi.Input[int] | None = None,
        delay_min: pulumi.Input[int] | None = None,
        routing_key: pulumi.Input[str] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an escalation policy (`ilert.md 3.1`).

        Args:
            resource_name: its name in the program.
            escalation_rules: at least one, in the order of the escalation. A LOW alert only ever uses the first; a rule
                whose schedule has nobody on call is skipped at once.
            name: 1 to 255 characters; made from the resource's name when not given.
            team_ids: not given leaves the teams alone, `[]` removes all, a list replaces them.
            repeating: begin again when nobody accepted. Default False.
            frequency: how often it is repeated, 1 to 9; a number, not a period. Default 1.
            delay_min: minutes before the first rule, 0 to 15, in some accounts 60. Default 0.
            routing_key: what events and the routing templates of alert sources call this policy. No credential, so it
                is shown. Default none.
            adopt: take over the one policy that has this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
