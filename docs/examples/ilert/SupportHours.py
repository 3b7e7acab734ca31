"""Alerts that wake nobody at night: low priority outside the support hours."""

from alert_wiring import ilert

hours = ilert.SupportHours(
    "office",
    timezone="Europe/Berlin",
    support_days={
        "monday": {"start": "08:00", "end": "18:00"},
        "tuesday": {"start": "08:00", "end": "18:00"},
        "friday": {"start": "08:00", "end": "15:00"},
    },
    exceptions=[{"name": "Christmas", "start": "2026-12-24", "end": "2026-12-27", "support_status": "OUTSIDE"}],
)
nightly = ilert.AlertSource(
    "nightly",
    integration_type="APIFORTRESS",
    escalation_policy_id=ilert.escalation_policy("SRE on-call").id,
    alert_priority_rule="HIGH_DURING_SUPPORT_HOURS",
    support_hours_id=hours.id,
)
