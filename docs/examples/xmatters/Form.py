"""A form that only integrations can send, with its layout, the answers that people may give, and who may send it."""

import pulumi

from alert_wiring import xmatters

workflow = xmatters.Workflow("deployments")
inside = pulumi.ResourceOptions(deleted_with=workflow)  # xMatters deletes forms only with their workflow
what = xmatters.PropertyDefinition("deployment", plan_id=workflow.id, name="Deployment", max_length=200, opts=inside)
form = xmatters.Form(
    "deployment-failed",
    plan_id=workflow.id,
    name="Deployment failed",
    sections=[{"title": "What failed", "items": [{"property_definition_id": what.id, "required": True}]}],
    response_options=[
        {"text": "I am on it", "action": "STOP_NOTIFYING_TARGET", "contribution": "POSITIVE"},
        {"text": "Not me", "action": "ESCALATE"},
    ],
    recipients=xmatters.recipients("Ops On-Call"),
    on_delete="ignore",
    opts=inside,
)
