"""The alert source: an inbound integration of ilert with its key, URL, escalation policy and all alert settings."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.alert_source_args import (
    AlertCreation,
    AlertPriorityRule,
    AlertSourceOutputs,
    LinkTemplateArgs,
    PriorityTemplateArgs,
    SeverityTemplateArgs,
)
from alert_wiring.ilert.alert_source_fields import FIELDS, INCLUDES
from alert_wiring.ilert.alert_source_rules import check_rules
from alert_wiring.ilert.args import IdsInput
from alert_wiring.ilert.integration_types import EMAIL_TYPES
from alert_wiring.ilert.kind import IlertKind, UsedBy
from alert_wiring.ilert.program import listed_source, steady_addresses


class AlertSourceKind(IlertKind):
    """Rules and both directions of the wire (`ilert.md 2`)."""

    noun, path, fields, include = "alert source", "/api/alert-sources", FIELDS, INCLUDES
    used_by = (UsedBy("alert action", "/api/alert-actions", "alertSources"),)
    stamp = "updated_at"  # a list entry lacks templates and filters, and a hand-made filter can mute every alert

    def rules(self, inputs: Props, problems: Problems) -> None:
        """Check what several fields must say together."""
        check_rules(inputs, problems)

    def to_api(self, inputs: Props, olds: Props | None) -> Remote:
        """Return the whole object, since a PUT clears what is left out (`ilert.md 2.8`)."""
        body = super().to_api(inputs, olds)
        if inputs["integration_type"] in EMAIL_TYPES:
            body["integrationKey"] = inputs["email"]  # never the old address (`ilert.md 5.4 #27`)
        elif olds is not None and olds.get("integration_key"):
            body["integrationKey"] = olds["integration_key"]  # the known key, unchanged (`ilert.md 2.8`)
        if olds is None:
            body["setupStatus"] = "FINISHED"  # else the console asks to finish the setup (`ilert.md 5.2 #9`)
        return body

    def from_api(self, remote: Remote, known: Props | None, *, from_list: bool = False) -> Props:
        """Return all properties; the address of an email source is its key."""
        props = super().from_api(remote, known, from_list=from_list)
        address, old = remote.get("integrationKey"), (known or {}).get("email")
        if props.get("integration_type") in EMAIL_TYPES and (address or old):
            email = next(field.type for field in FIELDS if field.name == "email")
            props["email"] = old if not address or email.same(old, address) else address
        return props


class AlertSourceProvider(KindProvider):
    """Serves alert sources; its dotted name stands in every stack's state."""

    kind = AlertSourceKind()


class AlertSource(AlertSourceOutputs, KindResource, module="ilert", name="AlertSource"):
    """An ilert alert source. Its id is ilert's numeric id; a change of `integration_type` makes a new key and URL."""

    provider_class = AlertSourceProvider

    def __init__(
        self,
        resource_name: str,
        *,
        integration_type: pulumi.Input[str],
        escalation_policy_id: pulumi.Input[str],
        name: pulumi.Input[str] | None = None,
        team_ids: IdsInput | None = None,
        active: pulumi.Input[bool] | None = None,
        alert_creation: pulumi.Input[AlertCreation] | None = None,
        alert_grouping_window: pulumi.Input[str] | None = None,
        score_threshold: pulumi.Input[float] | None = None,
        auto_resolution_timeout: pulumi.Input[str] | None = None,
        alert_priority_rule: pulumi.Input[AlertPriorityRule] | None = None,
        support_hours_id: pulumi.Input[str] | None = None,
        auto_raise_alerts: pulumi.Input[bool] | None = None,
        summary_template: pulumi.Input[str] | None = None,
        details_template: pulumi.Input[str] | None = None,
        routing_template: pulumi.Input[str] | None = None,
        alert_key_template: pulumi.Input[str] | None = None,
        link_templates: Sequence[LinkTemplateArgs] | None = None,
        priority_template: PriorityTemplateArgs | None = None,
        severity_template: SeverityTemplateArgs | None = None,
        severity: pulumi.Input[int] | None = None,
        service_ids: IdsInput | None = None,
        services_templates: Sequence[pulumi.Input[str]] | None = None,
        auto_create_services: pulumi.Input[bool] | None = None,
        event_filter: pulumi.Input[str] | None = None,
        event_type_filter_create: pulumi.Input[str] | None = None,
        event_type_filter_accept: pulumi.Input[str] | None = None,
        event_type_filter_resolve: pulumi.Input[str] | None = None,
        email: pulumi.Input[str] | None = None,
        adopt: bool = False,
        operation_timeout: pulumi.Input[float] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an alert source (`ilert.md 2.3`).

        What is not given has ilert's default; what somebody sets by hand stays until a preview has named it.

        Args:
            resource_name: its name in the program.
            integration_type: `APIFORTRESS` for API Fortress; a change replaces the source.
            escalation_policy_id: who is called; `ilert.escalation_policy("…").id` finds it by name.
            name: 1 to 255 characters; made from the resource's name when not given.
            team_ids: not given leaves the teams alone, `[]` removes all, a list replaces them.
            active: False switches it off. Default True.
            alert_creation: how events become alerts. Default `ONE_ALERT_PER_EMAIL`: an alert for each event.
            alert_grouping_window: `PT2M` to `PT24H`, only with the two kinds of grouping that need it.
            score_threshold: 0 to 1, how similar alerts are grouped by `INTELLIGENT_GROUPING`.
            auto_resolution_timeout: `PT10M` to `PT24H`. Default never. API Fortress sends no recoveries.
            alert_priority_rule: default `HIGH`.
            support_hours_id: support hours that the rule refers to; `ilert.support_hours("…").id`.
            auto_raise_alerts: raise pending alerts when support hours begin or end. Default False.
            summary_template: text of the alert; templates have `{{ variables }}` of the payload.
            details_template: long text of the alert.
            routing_template: renders to routing keys that choose another policy.
            alert_key_template: renders to the key by which events belong together.
            link_templates: at most 10 links.
            priority_template: which values in the payload mean which priority.
            severity_template: which values in the payload mean which severity.
            severity: default severity, 1 to 5.
            service_ids: at most 15 services.
            services_templates: at most 10 templates that render to service names.
            auto_create_services: make services that the templates name and that do not exist. Default False.
            event_filter: ICL condition; only events that meet it are processed.
            event_type_filter_create: ICL condition for events that open an alert.
            event_type_filter_accept: ICL condition for events that accept it.
            event_type_filter_resolve: ICL condition for events that resolve it.
            email: address of an `EMAIL2` source.
            adopt: take over the one source that has this explicit name already.
            operation_timeout: seconds for one operation on it, all waits included. Default 300.
            opts: Pulumi's options.
        """
        super().__init__(resource_name, locals(), opts)
        steady_addresses(self, listed_source)
