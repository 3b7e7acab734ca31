"""An address that the scripts of a workflow call, with its credential."""

import pulumi

from alert_wiring import xmatters

workflow = xmatters.Workflow("enrichment")
wiki = xmatters.Endpoint(
    "runbooks",
    plan_id=workflow.id,
    name="Runbooks",
    url="https://wiki.example.com",
    authentication_type="BASIC",
    username="alerts",
    password=pulumi.Config().get_secret("wikiPassword") or pulumi.Output.secret("replace-me"),
)
