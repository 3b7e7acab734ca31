"""One escalation policy and as many alert sources as `sources.json` says. Copied beside each program."""

import json
from pathlib import Path

from alert_wiring import ilert

told = json.loads(Path("sources.json").read_text())
rules = [{"escalation_timeout": 15, "user_ids": [told["user"]]}]
policy = ilert.EscalationPolicy("policy", escalation_rules=rules)
for number in range(told["sources"]):
    ilert.AlertSource(
        f"source-{number}",
        integration_type="APIFORTRESS",
        escalation_policy_id=policy.id,
        severity=told["changed"] if number == 0 else None,
    )
