"""ilert as code: alert sources, and look-ups of what they refer to."""

from alert_wiring.ilert.alert_source import AlertSource
from alert_wiring.ilert.alert_source_args import (
    AlertCreation,
    AlertPriorityRule,
    LinkTemplateArgs,
    PriorityMapping,
    PriorityTemplateArgs,
    SeverityMapping,
    SeverityTemplateArgs,
)
from alert_wiring.ilert.lookups import escalation_policy, support_hours, team

__all__ = [
    "AlertCreation",
    "AlertPriorityRule",
    "AlertSource",
    "LinkTemplateArgs",
    "PriorityMapping",
    "PriorityTemplateArgs",
    "SeverityMapping",
    "SeverityTemplateArgs",
    "escalation_policy",
    "support_hours",
    "team",
]
