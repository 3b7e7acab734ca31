"""Who is called: first whoever is on call, after ten minutes a whole team, and once more from the beginning."""

from alert_wiring import ilert

policy = ilert.EscalationPolicy(
    "catalogue-on-call",
    name="Catalogue on-call",
    escalation_rules=[
        {"escalation_timeout": 10, "schedule_ids": [ilert.schedule("Primary").id]},
        {"escalation_timeout": 15, "team_ids": [ilert.team("SRE").id]},
    ],
    repeating=True,
    frequency=2,
)
catalogue = ilert.AlertSource("catalogue", integration_type="APIFORTRESS", escalation_policy_id=policy.id)
