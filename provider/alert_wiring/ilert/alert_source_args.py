"""The types that a program meets when it uses an alert source: words, nested objects, outputs."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

import pulumi

AlertCreation = Literal[
    "ONE_ALERT_PER_EMAIL",
    "ONE_ALERT_PER_EMAIL_SUBJECT",
    "ONE_PENDING_ALERT_ALLOWED",
    "ONE_OPEN_ALERT_ALLOWED",
    "OPEN_RESOLVE_ON_EXTRACTION",
    "ONE_ALERT_GROUPED_PER_WINDOW",
    "INTELLIGENT_GROUPING",
]
AlertPriorityRule = Literal["HIGH", "LOW", "HIGH_DURING_SUPPORT_HOURS", "LOW_DURING_SUPPORT_HOURS"]


class LinkTemplateArgs(TypedDict):
    """A link in the alert: what it says and where it leads; both are templates."""

    link_text_template: pulumi.Input[str]
    href_template: pulumi.Input[str]


class PriorityMapping(TypedDict):
    """A value of the payload and the priority it means."""

    value: pulumi.Input[str]
    priority: pulumi.Input[Literal["HIGH", "LOW"]]


class PriorityTemplateArgs(TypedDict):
    """Where the priority stands in the payload, and what its values mean, in order."""

    value_template: pulumi.Input[str]
    mappings: list[PriorityMapping]


class SeverityMapping(TypedDict):
    """A value of the payload and the severity (1 to 5) it means."""

    value: pulumi.Input[str]
    severity: pulumi.Input[int]


class SeverityTemplateArgs(TypedDict):
    """Where the severity stands in the payload, and what its values mean, in order."""

    value_template: pulumi.Input[str]
    mappings: list[SeverityMapping]


class AlertSourceOutputs:
    """What an alert source has besides its id."""

    name: pulumi.Output[str]
    integration_type: pulumi.Output[str]
    escalation_policy_id: pulumi.Output[str]
    team_ids: pulumi.Output[list[str] | None]
    active: pulumi.Output[bool]
    alert_creation: pulumi.Output[str]
    alert_grouping_window: pulumi.Output[str | None]
    score_threshold: pulumi.Output[float | None]
    auto_resolution_timeout: pulumi.Output[str | None]
    alert_priority_rule: pulumi.Output[str]
    support_hours_id: pulumi.Output[str | None]
    auto_raise_alerts: pulumi.Output[bool]
    summary_template: pulumi.Output[str | None]
    details_template: pulumi.Output[str | None]
    routing_template: pulumi.Output[str | None]
    alert_key_template: pulumi.Output[str | None]
    link_templates: pulumi.Output[list[Any] | None]
    priority_template: pulumi.Output[dict[str, Any] | None]
    severity_template: pulumi.Output[dict[str, Any] | None]
    severity: pulumi.Output[int | None]
    service_ids: pulumi.Output[list[str] | None]
    services_templates: pulumi.Output[list[str] | None]
    auto_create_services: pulumi.Output[bool]
    event_filter: pulumi.Output[str | None]
    event_type_filter_create: pulumi.Output[str | None]
    event_type_filter_accept: pulumi.Output[str | None]
    event_type_filter_resolve: pulumi.Output[str | None]
    email: pulumi.Output[str | None]
    integration_key: pulumi.Output[str]
    """Secret: the key that events are sent with."""
    integration_url: pulumi.Output[str]
    """Secret: whoever has this address can raise alerts."""
    status: pulumi.Output[str]
    """`PENDING`, `ALL_ACCEPTED`, `ALL_RESOLVED`, `IN_MAINTENANCE` or `DISABLED`; it follows the alerts."""
    bidirectional: pulumi.Output[bool]
    setup_status: pulumi.Output[str]
    icon_url: pulumi.Output[str]
    light_icon_url: pulumi.Output[str]
    dark_icon_url: pulumi.Output[str]
    created_at: pulumi.Output[str]
    updated_at: pulumi.Output[str]
