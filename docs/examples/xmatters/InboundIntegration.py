"""An inbound integration that API Fortress can fire, with all that it needs."""

import pulumi

from alert_wiring import xmatters

workflow = xmatters.Workflow("shop")
inside = pulumi.ResourceOptions(deleted_with=workflow)
texts = [
    xmatters.PropertyDefinition(f"shop-{name.lower()}", plan_id=workflow.id, name=name, max_length=longest, opts=inside)
    for name, longest in (("Summary", 300), ("Message", 2000))
]
form = xmatters.Form("shop", plan_id=workflow.id, opts=inside)
integration = xmatters.InboundIntegration(
    "shop",
    plan_id=workflow.id,
    form_id=form.id,
    api_key=pulumi.Config("xmatters").get_secret("triggerKey"),  # shown once, in the console
    opts=pulumi.ResourceOptions(depends_on=texts, deleted_with=workflow),
)
pulumi.export("shop_trigger_url", integration.trigger_url)  # secret as soon as the key is in it
