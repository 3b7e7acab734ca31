"""One escalation policy and as many alert sources as `bench.json` says. Copied beside each program."""

import json
from pathlib import Path

from alert_wiring import ilert

told = json.loads(Path("bench.json").read_text())
rules = [{"escalation_timeout": 15, "user_ids": [told["user"]]}]
policy = ilert.EscalationPolicy("policy", escalation_rules=rules)
for number in range(told["size"]):
    ilert.AlertSource(
        f"source-{number}",
        integration_type="APIFORTRESS",
        escalation_policy_id=policy.id,
        severity=2 if told["changed"] and number == 0 else None,
    )
