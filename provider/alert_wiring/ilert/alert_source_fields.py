"""The fields of an alert source, all that `ilert.md 2.3` has and does not call deprecated."""

from __future__ import annotations

from typing import Final, get_args

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.kind import ADOPT
from alert_wiring.core.valuetypes import Choice, Decimal, Flag, Id, IdSet, ListOf, Moment, Record, Text, Whole
from alert_wiring.ilert.alert_source_args import AlertCreation, AlertPriorityRule
from alert_wiring.ilert.integration_types import INTEGRATION_TYPES
from alert_wiring.ilert.value_types import Duration, EmailAddress, LinkTemplate, Template

GROUPED: Final = ("ONE_ALERT_GROUPED_PER_WINDOW", "INTELLIGENT_GROUPING")
"""The kinds of grouping that need a window (`ilert.md 2.7 #1`)."""


def _mapped(name: str, wire: str, target: Field) -> Field:
    """A priority or severity template (`ilert.md 2.4`)."""
    mapping = Record(Fields(Field("value", "value", Text(1), required=True), target))
    table = Fields(
        Field("value_template", "valueTemplate", Template(1), required=True),
        Field("mappings", "mappings", ListOf(mapping), required=True),
    )
    return Field(name, wire, Record(table), listed=False)


def _template(name: str, wire: str) -> Field:
    return Field(name, wire, Template(), listed=False)


def _filter(name: str, wire: str) -> Field:
    """An ICL condition: compared as text, never parsed (`ilert.md 5.3 #26`)."""
    return Field(name, wire, Text(), listed=False)


_LINK = LinkTemplate(
    Fields(
        Field(
            "link_text_template", "linkTextTemplate", Template(1), required=True, hint="ilert refuses a link without"
        ),
        Field("href_template", "hrefTemplate", Template(1), required=True),
    )
)

FIELDS: Final = Fields(
    Field("name", "name", Text(1, 255), required=True),
    Field(
        "integration_type",
        "integrationType",
        Choice(*INTEGRATION_TYPES, open_set=True),
        required=True,
        immutable=True,
        hint='for API Fortress write "APIFORTRESS"',
    ),
    Field(
        "escalation_policy_id",
        "escalationPolicy.id",
        Id(numeric=True, hint='look it up by name: ilert.escalation_policy("…").id'),
        required=True,
        sticky=True,
        hint='look it up by name: ilert.escalation_policy("…").id',
    ),
    Field("team_ids", "teams", IdSet(numeric=True, member="id"), hands_off=True),
    Field("active", "active", Flag(), default=True),
    Field("alert_creation", "alertCreation", Choice(*get_args(AlertCreation)), default="ONE_ALERT_PER_EMAIL"),
    Field(
        "alert_grouping_window",
        "alertGroupingWindow",
        Duration("PT2M", "PT5M", "PT15M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT12H", "PT24H"),
    ),
    Field("score_threshold", "scoreThreshold", Decimal(0, 1)),
    Field(
        "auto_resolution_timeout",
        "autoResolutionTimeout",
        Duration(
            *("PT10M", "PT20M", "PT30M", "PT40M", "PT50M", "PT60M", "PT90M"),
            *("PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "PT12H", "PT24H"),
            open_set=True,
        ),
    ),
    Field("alert_priority_rule", "alertPriorityRule", Choice(*get_args(AlertPriorityRule)), default="HIGH"),
    Field("support_hours_id", "supportHours.id", Id(numeric=True, hint='look it up: ilert.support_hours("…").id')),
    Field("auto_raise_alerts", "autoRaiseAlerts", Flag(), default=False),
    _template("summary_template", "summaryTemplate"),
    _template("details_template", "detailsTemplate"),
    _template("routing_template", "routingTemplate"),
    _template("alert_key_template", "alertKeyTemplate"),
    Field("link_templates", "linkTemplates", ListOf(_LINK, most=10), listed=False),
    _mapped(
        "priority_template", "priorityTemplate", Field("priority", "priority", Choice("HIGH", "LOW"), required=True)
    ),
    _mapped("severity_template", "severityTemplate", Field("severity", "severity", Whole(1, 5), required=True)),
    Field("severity", "severity", Whole(1, 5, hint="leave it out for none")),
    Field("service_ids", "services", IdSet(numeric=True, member="id", most=15)),
    Field("services_templates", "servicesTemplate", ListOf(Template(1), most=10), listed=False),
    Field("auto_create_services", "autoCreateServices", Flag(), default=False, listed=False),
    _filter("event_filter", "eventFilter"),
    _filter("event_type_filter_create", "eventTypeFilterCreate"),
    _filter("event_type_filter_accept", "eventTypeFilterAccept"),
    _filter("event_type_filter_resolve", "eventTypeFilterResolve"),
    Field("email", "", EmailAddress()),
    ADOPT,
    Field("integration_key", "integrationKey", Text(), computed=True, secret=True, sticky=True),
    Field("integration_url", "integrationUrl", Text(), computed=True, secret=True, sticky=True),
    Field("status", "status", Text(), computed=True),
    Field("bidirectional", "bidirectional", Flag(), computed=True),
    Field("setup_status", "setupStatus", Text(), computed=True, listed=False),
    Field("icon_url", "iconUrl", Text(), computed=True),
    Field("light_icon_url", "lightIconUrl", Text(), computed=True),
    Field("dark_icon_url", "darkIconUrl", Text(), computed=True),
    Field("created_at", "createdAt", Moment(), computed=True),
    Field("updated_at", "updatedAt", Moment(), computed=True),
)
"""Every field; `FIELDS.names` are the inputs."""

INCLUDES: Final = (
    *("summaryTemplate", "detailsTemplate", "routingTemplate", "alertKeyTemplate", "servicesTemplate"),
    *("linkTemplates", "priorityTemplate", "severityTemplate"),
    *("eventFilter", "eventTypeFilterCreate", "eventTypeFilterAccept", "eventTypeFilterResolve"),
    "textTemplate",
)
"""All values of `include`; without them these fields are left out although they are set (`ilert.md 2.2`)."""
