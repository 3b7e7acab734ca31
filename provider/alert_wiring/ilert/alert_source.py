"""The alert source: an inbound integration of ilert with its key, URL, escalation policy and all alert settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pulumi

from alert_wiring.core.kind import Kind
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props, Remote
from alert_wiring.dynamic import KindProvider, KindResource
from alert_wiring.ilert.alert_source_fields import (
    FIELDS,
    AlertCreation,
    AlertPriorityRule,
    LinkTemplateArgs,
    PriorityTemplateArgs,
    SeverityTemplateArgs,
)
from alert_wiring.ilert.alert_source_rules import check_rules
from alert_wiring.ilert.api import IlertApi
from alert_wiring.ilert.integration_types import EMAIL_TYPES


class AlertSourceKind(Kind[IlertApi]):
    """Rules and remote calls of alert sources (`ilert.md 2`)."""

    vendor, noun, api, fields = "ilert", "alert source", IlertApi, FIELDS

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

    def is_fresh(self, listed: Remote, known: Props) -> bool:
        """A list entry is enough while `updatedAt`, which every write moves, is the one in state (`ilert.md 2.3`)."""
        same_time = bool(listed.get("updatedAt")) and listed.get("updatedAt") == known.get("updated_at")
        return same_time and not FIELDS.differing(self.from_api(listed, known, from_list=True), known)

    def list_remote(self, api: IlertApi, props: Props) -> Iterable[Remote]:
        """List all alert sources."""
        return api.list_alert_sources()

    def get_remote(self, api: IlertApi, id_: str, props: Props) -> Remote | None:
        """Get one with every include."""
        return api.get_alert_source(id_)

    def create_remote(self, api: IlertApi, body: Remote, inputs: Props) -> Remote:
        """Make one."""
        return api.create_alert_source(body)

    def update_remote(self, api: IlertApi, id_: str, body: Remote, inputs: Props, olds: Props) -> Remote:
        """Replace its settings; key and URL stay."""
        return api.update_alert_source(id_, body)

    def delete_remote(self, api: IlertApi, id_: str, props: Props) -> None:
        """Delete it; its URL stops working at once."""
        api.delete_alert_source(id_)

    def confirm_gone(self, api: IlertApi) -> None:
        """A 404 also means "not visible": make sure that the key is good before giving up (`ilert.md 5.7 #54`)."""
        api.current_user()


class AlertSourceProvider(KindProvider):
    """Serves alert sources; its dotted name stands in every stack's state."""

    kind = AlertSourceKind()


class AlertSource(KindResource, module="ilert", name="AlertSource"):
    """An ilert alert source. Its id is ilert's numeric id; a change of `integration_type` makes a new key and URL."""

    provider_class = AlertSourceProvider

    name: pulumi.Output[str]
    integration_type: pulumi.Output[str]
    escalation_policy_id: pulumi.Output[str]
    active: pulumi.Output[bool]
    integration_key: pulumi.Output[str]  # secret
    integration_url: pulumi.Output[str]  # secret: whoever has it can raise alerts
    status: pulumi.Output[str]
    bidirectional: pulumi.Output[bool]
    setup_status: pulumi.Output[str]
    created_at: pulumi.Output[str]
    updated_at: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        integration_type: pulumi.Input[str],
        escalation_policy_id: pulumi.Input[str],
        name: pulumi.Input[str] | None = None,
        team_ids: Sequence[pulumi.Input[str]] | pulumi.Input[Sequence[str]] | None = None,
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
        service_ids: Sequence[pulumi.Input[str]] | pulumi.Input[Sequence[str]] | None = None,
        services_templates: Sequence[pulumi.Input[str]] | None = None,
        auto_create_services: pulumi.Input[bool] | None = None,
        event_filter: pulumi.Input[str] | None = None,
        event_type_filter_create: pulumi.Input[str] | None = None,
        event_type_filter_accept: pulumi.Input[str] | None = None,
        event_type_filter_resolve: pulumi.Input[str] | None = None,
        email: pulumi.Input[str] | None = None,
        adopt: bool = False,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare an alert source. ..."""
        super().__init__(resource_name, locals(), opts)
