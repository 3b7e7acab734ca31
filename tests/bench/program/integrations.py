"""One workflow and as many inbound integrations with a form each as `bench.json` says."""

import json
from pathlib import Path

import pulumi

from alert_wiring import xmatters

told = json.loads(Path("bench.json").read_text())
workflow = xmatters.Workflow("workflow")
for number in range(told["size"]):
    form = xmatters.Form(f"form-{number}", plan_id=workflow.id, opts=pulumi.ResourceOptions(deleted_with=workflow))
    xmatters.InboundIntegration(
        f"integration-{number}",
        plan_id=workflow.id,
        form_id=form.id,
        api_key=f"key-{number}",
        deployed=not (told["changed"] and number == 0),
    )
