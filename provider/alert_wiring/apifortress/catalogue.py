"""The connectors whose parameters are public, as one table (`api-fortress.md 2.3`).

The table only refuses what the vendor's script could not work with. A connector that is not in it is none of our
business: its parameters are held against the definition that the instance has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .names import JSON_ALERT, JSON_ALERT_THRESHOLD, XMATTERS, fold


@dataclass(frozen=True, slots=True)
class ConnectorRule:
    """What one connector of the catalogue needs.

    `required` without which its script cannot work; `optional` has a default inside the script; `urls` are those of
    them that must be absolute http(s) addresses; `choices` are closed lists of words.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def params(self) -> tuple[str, ...]:
        """All parameter names, required ones first."""
        return self.required + self.optional


_SEVERITIES: Final = ("critical", "error", "warning", "info")
_EVENT_ACTIONS: Final = ("trigger", "acknowledge", "resolve")

CATALOGUE: Final = (
    ConnectorRule(JSON_ALERT, ("url",), urls=("url",)),
    ConnectorRule(JSON_ALERT_THRESHOLD, ("url",), ("counter", "ttl"), urls=("url",)),
    ConnectorRule(XMATTERS, ("trigger_url", "recipients"), urls=("trigger_url",)),
    ConnectorRule("Slack Webhook", ("hook",), ("username",)),
    ConnectorRule(
        "PagerDuty",
        ("routing_key", "event_action"),
        ("severity", "dedup_key"),
        choices=(("severity", _SEVERITIES), ("event_action", _EVENT_ACTIONS)),
    ),
    ConnectorRule("BigPanda.io", ("authorization", "appkey")),
    ConnectorRule("DataDog custom check", ("apiKey", "host")),
    ConnectorRule("DataDog test results metrics", ("apiKey", "host")),
    ConnectorRule("DataDog failed tests Events", ("apiKey",)),
    ConnectorRule("Elastic", ("username", "password", "baseUrl"), urls=("baseUrl",)),
    ConnectorRule("GTT-I Digestor", ("url", "Alert_Group"), urls=("url",)),
    ConnectorRule("Hipchat v2", ("token", "roomId")),
    ConnectorRule("Jira", ("hostname", "username", "password", "project_name", "issue_type")),
    ConnectorRule("Splunk", ("url", "hec_token"), urls=("url",)),
    ConnectorRule("StatusPage.io", ("pageId", "apikey")),
    ConnectorRule("Testrail", ("username", "password", "project_id", "domain")),
    ConnectorRule("Twilio", ("credentials", "from", "to")),
)

_BY_NAME: Final = {fold(rule.name): rule for rule in CATALOGUE}


def rule_for(connector: str) -> ConnectorRule | None:
    """Return the catalogue's rule for a connector by any of its spellings; None for one that it does not know."""
    return _BY_NAME.get(fold(connector))
