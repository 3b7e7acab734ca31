"""The constant that the vendors' guide asks for: where links to test reports begin."""

from alert_wiring import xmatters

workflow = xmatters.Workflow("reports")
base_url = xmatters.Constant(
    "reports-base-url",
    plan_id=workflow.id,
    name=xmatters.API_FORTRESS_BASE_URL,
    value="https://apif.example.com/app",
)
