"""ilert as code: everything that an alert passes through, and look-ups of what is there already."""

from alert_wiring.ilert.action_args import EmailArgs, HeaderArgs, SlackArgs, WebhookArgs
from alert_wiring.ilert.alert_actions import AlertAction
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
from alert_wiring.ilert.connectors import Connector
from alert_wiring.ilert.escalation_policies import EscalationPolicy, EscalationRuleArgs
from alert_wiring.ilert.heartbeat_monitors import HeartbeatMonitor
from alert_wiring.ilert.hours import HoursArgs, SupportExceptionArgs, SupportHours
from alert_wiring.ilert.lookups import (
    alert_action,
    alert_source,
    connector,
    escalation_policy,
    heartbeat_monitor,
    schedule,
    support_hours,
    team,
    user,
)
from alert_wiring.ilert.teams import Team, TeamMemberArgs

__all__ = [
    "AlertAction",
    "AlertCreation",
    "AlertPriorityRule",
    "AlertSource",
    "Connector",
    "EmailArgs",
    "EscalationPolicy",
    "EscalationRuleArgs",
    "HeaderArgs",
    "HeartbeatMonitor",
    "HoursArgs",
    "LinkTemplateArgs",
    "PriorityMapping",
    "PriorityTemplateArgs",
    "SeverityMapping",
    "SeverityTemplateArgs",
    "SlackArgs",
    "SupportExceptionArgs",
    "SupportHours",
    "Team",
    "TeamMemberArgs",
    "WebhookArgs",
    "alert_action",
    "alert_source",
    "connector",
    "escalation_policy",
    "heartbeat_monitor",
    "schedule",
    "support_hours",
    "team",
    "user",
]
