"""A form that only integrations can send."""

import pulumi

from alert_wiring import xmatters

workflow = xmatters.Workflow("deployments")
form = xmatters.Form(
    "deployment-failed",
    plan_id=workflow.id,
    name="Deployment failed",
    on_delete="ignore",  # xMatters cannot delete forms; this one goes with its workflow
    opts=pulumi.ResourceOptions(deleted_with=workflow),
)
