"""Every new alert of a source goes on to a ticket tool's webhook."""

import pulumi

from alert_wiring import ilert

source = ilert.AlertSource(
    "tickets", integration_type="APIFORTRESS", escalation_policy_id=ilert.escalation_policy("SRE on-call").id
)
ticket = ilert.AlertAction(
    "ticket",
    connector_type="webhook",
    alert_source_ids=[source.id],
    trigger_types=["alert-created"],
    webhook={
        "webhook_url": "https://tickets.example.com/hooks/alerts",
        "headers": [{"key": "Authorization", "value": pulumi.Output.secret("Bearer replace-me")}],
    },
)
