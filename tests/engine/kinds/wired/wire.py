"""One of every kind, wired as the two vendor guides say: the stack of most tests here."""

from __future__ import annotations

from typing import Any

from wired.estate import Row, of, row, secret

TRIGGER_KEY = "canary-trigger-key-5c1d"
"""Key of the trigger URL: a secret of the program."""
ENDPOINT_PASSWORD = "canary-endpoint-password-7a2f"
"""Password of an endpoint that scripts call."""
TOOL_KEY = "canary-tool-key-4d9e"
"""Key of the tool that alerts are passed on to."""

NAMES = (
    *("team", "policy", "hours", "source", "connector", "action", "monitor"),
    *("plan", "summary", "base-url", "endpoint", "library", "form", "trigger"),
    *("definition", "group", "to-ilert", "to-xmatters", "pair", "member"),
)
"""The resources of `wire`, each kind at least once, parents before children."""

CHANGES: dict[str, dict[str, Any]] = {
    "team": {"visibility": "PRIVATE"},
    "policy": {"delay_min": 5},
    "hours": {"timezone": "Asia/Tokyo"},
    "source": {"severity": 2, "summary_template": "{{ testName }}"},
    "connector": {"params": {"url": "https://zammad.example.com"}},
    "action": {"trigger_mode": "MANUAL"},
    "monitor": {"interval_sec": 600},
    "plan": {"description": "changed"},
    "summary": {"max_length": 200},
    "base_url": {"value": "https://other.example.com/app"},
    "endpoint": {"username": "changed"},
    "library": {"script": "exports.ok = false;"},
    "form": {"description": "changed"},
    "trigger": {"authentication_type": "ANY"},
    "definition": {"description": "changed"},
    "group": {"name": "changed"},
    "to_ilert": {"params": {"url": "https://hooks.example.com/changed"}},
}
"""Other arguments for most of them, as `wire` takes them: each is updated, none is replaced."""


def wire(**changes: dict[str, Any]) -> list[Row]:
    """Return the resources; `changes` are other arguments by resource name (with `_` for `-`)."""
    plan, inside = of("plan"), {"deleted_with": "plan"}
    rows = [
        row("ilert.Team", "team", members=[{"user_id": "2188373"}]),
        row(
            *("ilert.EscalationPolicy", "policy"),
            escalation_rules=[{"escalation_timeout": 5, "team_ids": [of("team")]}],
        ),
        row(
            *("ilert.SupportHours", "hours"),
            timezone="Europe/Berlin",
            support_days={"monday": {"start": "08:00", "end": "17:00"}},
        ),
        row(
            *("ilert.AlertSource", "source"),
            integration_type="APIFORTRESS",
            escalation_policy_id=of("policy"),
            support_hours_id=of("hours"),
        ),
        row("ilert.Connector", "connector", connector_type="zammad", api_key=secret(TOOL_KEY)),
        row(
            *("ilert.AlertAction", "action"),
            connector_type="zammad",
            connector_id=of("connector"),
            alert_source_ids=[of("source")],
        ),
        row("ilert.HeartbeatMonitor", "monitor", interval_sec=300, alert_source_id=of("source")),
        row("xmatters.Workflow", "plan"),
        row("xmatters.PropertyDefinition", "summary", inside, plan_id=plan, name="Summary", max_length=300),
        row(
            *("xmatters.Constant", "base-url", inside),
            plan_id=plan,
            name="API Fortress Base URL",
            value="https://apif.example.com/app",
        ),
        row(
            *("xmatters.Endpoint", "endpoint", inside),
            plan_id=plan,
            name="Tickets",
            url="https://tickets.example.com",
            authentication_type="BASIC",
            username="wire",
            password=secret(ENDPOINT_PASSWORD),
        ),
        row("xmatters.SharedLibrary", "library", inside, plan_id=plan, name="Wire", script="exports.ok = true;"),
        row("xmatters.Form", "form", inside, plan_id=plan),
        row(
            *("xmatters.InboundIntegration", "trigger", inside),
            plan_id=plan,
            form_id=of("form"),
            api_key=secret(TRIGGER_KEY),
        ),
        row(
            *("apifortress.ConnectorDefinition", "definition"),
            name="xMatters",
            code="// the vendor's script",
        ),
        row("apifortress.AlertGroup", "group"),
        row(
            *("apifortress.Connector", "to-ilert"),
            alert_group_id=of("group"),
            connector={"$later": "JSON Alert"},
            params={"url": of("source", "integration_url")},
        ),
        row(
            *("apifortress.Connector", "to-xmatters"),
            alert_group_id=of("group"),
            connector=of("definition"),
            params={"trigger_url": of("trigger", "trigger_url"), "recipients": "jdoe"},
            checked_as="xMatters",
        ),
        row(
            *("apifortress.ProjectAssignment", "pair"),
            project={"$later": "Orders API"},
            alert_group_id=of("group"),
        ),
        row("apifortress.GroupUser", "member", alert_group_id=of("group"), user="12"),
    ]
    for each in rows:
        each["args"].update(changes.get(each["name"].replace("-", "_"), {}))
    return rows
