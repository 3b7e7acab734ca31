"""A plugin process that talks to the running sandbox, and inputs of alert sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from alert_wiring import ilert
from support.plugin import Plugin, Served, plugin
from support.sandbox import Control, Sandbox


@pytest.fixture
def control(sandbox: Sandbox) -> Control:
    return sandbox.control


@pytest.fixture
def environment(sandbox: Sandbox) -> dict[str, str]:
    return sandbox.settings("ilert")


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[Plugin]:
    with plugin(environment, log=True) as found:
        yield found


@pytest.fixture
def source(running: Plugin) -> Served:
    return running.of(ilert.AlertSource)


@pytest.fixture
def minimal(control: Control) -> dict[str, Any]:
    policy = control.objects("ilert", "escalation-policies")[0]
    return {"name": "Checkout", "integration_type": "APIFORTRESS", "escalation_policy_id": str(policy["id"])}


@pytest.fixture
def full(control: Control, minimal: dict[str, Any]) -> dict[str, Any]:
    """Every input that fits an API Fortress source."""
    teams = [str(team["id"]) for team in control.objects("ilert", "teams")]
    services = [str(service["id"]) for service in control.objects("ilert", "services")]
    hours = control.objects("ilert", "support-hours")[0]
    return {
        **minimal,
        "team_ids": [teams[1], teams[0]],
        "active": False,
        "alert_creation": "INTELLIGENT_GROUPING",
        "alert_grouping_window": "PT30M",
        "score_threshold": 0.75,
        "auto_resolution_timeout": "PT60M",
        "alert_priority_rule": "HIGH_DURING_SUPPORT_HOURS",
        "support_hours_id": str(hours["id"]),
        "auto_raise_alerts": True,
        "summary_template": "[API Fortress] {{projectName}} / {{ test.name }} failed",
        "details_template": "{{ failuresCount }} failure(s)\n{{ #tags }}- {{ . }}{{ /tags }}",
        "routing_template": "{{ projectName.lowerCase() }}",
        "alert_key_template": "{{ test.id }}",
        "link_templates": [{"link_text_template": "Event", "href_template": "https://apif.example.com/{{ eventId }}"}],
        "priority_template": {
            "value_template": "{{ tags }}",
            "mappings": [{"value": "critical", "priority": "HIGH"}, {"value": "minor", "priority": "LOW"}],
        },
        "severity_template": {"value_template": "{{ tags }}", "mappings": [{"value": "critical", "severity": 1}]},
        "severity": 3,
        "service_ids": services[:1],
        "services_templates": ["{{ projectName }}"],
        "auto_create_services": True,
        "event_filter": "event.customDetails.failuresCount > 0",
        "event_type_filter_create": "event.customDetails.eventType == 'failure'",
        "event_type_filter_accept": "event.customDetails.eventType == 'ack'",
        "event_type_filter_resolve": "event.customDetails.eventType == 'success'",
    }
