"""The fields of ilert's kinds (`ilert.md 2.3`), each with a change in code and a change by hand."""

from __future__ import annotations

from typing import Any

from wired.fields import Varied

_GROUPED = {"alert_creation": "ONE_ALERT_GROUPED_PER_WINDOW"}
_SMART = {"alert_creation": "INTELLIGENT_GROUPING", "alert_grouping_window": "PT30M"}
_HOURS = {"support_hours_id": "5512"}


def _source(field: str, old: Any, new: Any, more: dict[str, Any] | None = None, **by_hand: Any) -> Varied:
    return Varied("ilert.AlertSource", field, old, new, by_hand, more=more)


def _template(field: str, wire: str) -> Varied:
    by_hand = {wire: {"textTemplate": "by hand {{ testName }}"}}
    return Varied("ilert.AlertSource", field, "{{ testName }}", "{{ testName }} failed", by_hand)


def _filter(field: str, wire: str) -> Varied:
    of_failures = "event.customDetails.failuresCount > {}"
    by_hand = {wire: of_failures.format(9)}
    return Varied("ilert.AlertSource", field, of_failures.format(0), of_failures.format(1), by_hand)


def _link(href: str) -> list[dict[str, str]]:
    return [{"link_text_template": "report", "href_template": href}]


def _mapped(member: str, value: str, meaning: Any) -> dict[str, Any]:
    return {"value_template": "{{ level }}", "mappings": [{"value": value, member: meaning}]}


def _mapped_by_hand(member: str, meaning: Any) -> dict[str, Any]:
    template = {"textTemplate": "{{ level }}"}
    return {"valueTemplate": template, "mappings": [{"value": "by hand", member: meaning}]}


_LINK_BY_HAND = {
    "linkTextTemplate": {"textTemplate": "report"},
    "hrefTemplate": {"textTemplate": "https://example.com/by-hand"},
}

ROWS = [
    _source("name", "matrix name a", "matrix name b", name="matrix name by hand"),
    Varied("ilert.AlertSource", "integration_type", "APIFORTRESS", "API", replaces=True),
    _source("escalation_policy_id", "2344528", "2344529", escalationPolicy={"id": 2344530}),
    _source("team_ids", ["40104"], ["40231", "40104"], teams=[{"id": 40231}]),
    _source("active", True, False, active=True),
    _source("alert_creation", None, "ONE_OPEN_ALERT_ALLOWED", alertCreation="ONE_PENDING_ALERT_ALLOWED"),
    _source("alert_grouping_window", "PT30M", "PT1H", _GROUPED, alertGroupingWindow="PT2H"),
    _source("score_threshold", 0.5, 0.9, _SMART, scoreThreshold=0.1),
    _source("auto_resolution_timeout", None, "PT1H", autoResolutionTimeout="PT2H"),
    _source("alert_priority_rule", None, "LOW", alertPriorityRule="HIGH"),
    _source("support_hours_id", "5512", "5513", supportHours={"id": 5512}),
    _source("auto_raise_alerts", None, True, _HOURS, autoRaiseAlerts=False),
    _template("summary_template", "summaryTemplate"),
    _template("details_template", "detailsTemplate"),
    _template("routing_template", "routingTemplate"),
    _template("alert_key_template", "alertKeyTemplate"),
    _source("link_templates", _link("https://a.example"), _link("https://b.example"), linkTemplates=[_LINK_BY_HAND]),
    _source(
        "priority_template",
        _mapped("priority", "warn", "LOW"),
        _mapped("priority", "fatal", "HIGH"),
        priorityTemplate=_mapped_by_hand("priority", "LOW"),
    ),
    _source(
        "severity_template",
        _mapped("severity", "warn", 1),
        _mapped("severity", "fatal", 5),
        severityTemplate=_mapped_by_hand("severity", 3),
    ),
    _source("severity", 1, 2, severity=5),
    _source("service_ids", ["678"], ["678", "679"], services=[]),
    _source("services_templates", ["{{ a }}"], ["{{ b }}"], servicesTemplate=[{"textTemplate": "{{ c }}"}]),
    _source("auto_create_services", None, True, {"services_templates": ["{{ a }}"]}, autoCreateServices=False),
    _filter("event_filter", "eventFilter"),
    _filter("event_type_filter_create", "eventTypeFilterCreate"),
    _filter("event_type_filter_accept", "eventTypeFilterAccept"),
    _filter("event_type_filter_resolve", "eventTypeFilterResolve"),
    _source(
        "email",
        "matrix-a@acme.ilertnotify.com",
        "matrix-b@acme.ilertnotify.com",
        {"integration_type": "EMAIL2"},
        integrationKey="by-hand@acme.ilertnotify.com",
    ),
]
