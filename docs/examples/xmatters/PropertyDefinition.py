"""Properties of a workflow's messages: a text and a choice."""

import pulumi

from alert_wiring import xmatters

workflow = xmatters.Workflow("outages")
inside = pulumi.ResourceOptions(deleted_with=workflow)  # they go with their workflow
summary = xmatters.PropertyDefinition(
    "outage-summary", plan_id=workflow.id, name="Summary", max_length=300, opts=inside
)
severity = xmatters.PropertyDefinition(
    "outage-severity",
    plan_id=workflow.id,
    name="Severity",
    property_type="LIST_TEXT_SINGLE_SELECT",
    items=["minor", "major"],
    opts=inside,
)
