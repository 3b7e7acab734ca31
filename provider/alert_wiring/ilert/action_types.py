"""The words of connectors and alert actions that ilert knew in v2.2026.5-r.3 (`ilert.md 3.6, 3.7`)."""

from __future__ import annotations

from typing import Final

CONNECTOR_TYPES: Final = (
    *("jira", "microsoft_teams_bot", "servicenow", "slack", "zendesk", "discord", "github", "topdesk", "zammad"),
    *("mattermost", "zoom_chat", "dingtalk", "dynamic", "zabbix", "autotask", "google_chat_bot"),
)
"""Tools that have a connector; an action of one of these types needs it."""

BROWSER_TYPES: Final = frozenset({"slack", "microsoft_teams_bot", "google_chat_bot"})
"""Tools that authorise ilert in a browser, so that no call can make their connector (`ilert.md 3.6`)."""

ACTION_TYPES: Final = (
    *CONNECTOR_TYPES,
    *("microsoft_teams_webhook", "slack_webhook", "webhook", "email", "zapier", "aws_event_bridge"),
    *("automation_rule", "telegram", "google_chat_webhook", "dingtalk_action", "reroute"),
)
"""What an alert action can do; the last two are known to the Go client only."""

ESCALATION_ENDED: Final = "alert-escalation-ended"
NOT_RESOLVED: Final = "v-alert-not-resolved"

TRIGGER_TYPES: Final = (
    *("alert-created", "alert-assigned", "alert-auto-escalated", "alert-acknowledged", "alert-raised"),
    *("alert-comment-added", ESCALATION_ENDED, "alert-resolved", "alert-responder-added"),
    *("alert-responder-removed", "alert-channel-attached", "alert-channel-detached", NOT_RESOLVED),
    "alert-auto-resolved",
)
"""What an alert action can wait for; the last one is known to Terraform only."""
