"""An alert when the test scheduler itself falls silent: it must ping at least every fifteen minutes."""

import pulumi

from alert_wiring import ilert

source = ilert.AlertSource(
    "scheduler", integration_type="API", escalation_policy_id=ilert.escalation_policy("SRE on-call").id
)
monitor = ilert.HeartbeatMonitor(
    "scheduler", interval_sec=900, alert_summary="The test scheduler is silent", alert_source_id=source.id
)
pulumi.export("ping", monitor.integration_url)  # secret: whoever has it can keep the monitor quiet
