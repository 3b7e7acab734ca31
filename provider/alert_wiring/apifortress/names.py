"""How API Fortress' names are matched: spellings, aliases, near matches (`api-fortress.md 2.2`, `7.3`)."""

from __future__ import annotations

from typing import Final

JSON_ALERT: Final = "JSON Alert"
JSON_ALERT_THRESHOLD: Final = "JSON Alert /w Threshold"
"""The slash stands before the w, as the vendor writes it."""
XMATTERS: Final = "xMatters"
SLACK_WEBHOOK: Final = "Slack Webhook"
PAGERDUTY: Final = "PagerDuty"
BIGPANDA: Final = "BigPanda.io"
DATADOG_CHECK: Final = "DataDog custom check"
DATADOG_METRICS: Final = "DataDog test results metrics"
DATADOG_EVENTS: Final = "DataDog failed tests Events"
ELASTIC: Final = "Elastic"
GTT_DIGESTOR: Final = "GTT-I Digestor"
HIPCHAT: Final = "Hipchat v2"
JIRA: Final = "Jira"
SPLUNK: Final = "Splunk"
STATUSPAGE: Final = "StatusPage.io"
TESTRAIL: Final = "Testrail"
TWILIO: Final = "Twilio"

_ALIASES: Final = {
    "bigpanda": "bigpanda.io",
    "statuspage": "statuspage.io",
    "slack": "slack webhook",
    "json alert with threshold": "json alert /w threshold",
    "json alert w/ threshold": "json alert /w threshold",
}


def fold(name: str) -> str:
    """Return the form in which two spellings of one connector are equal: trimmed, case-folded, alias resolved.

    Case alone covers Testrail/TestRail, Hipchat v2/HipChat v2, "/w threshold"; the rest is a table.
    """
    folded = " ".join(name.split()).casefold()
    return _ALIASES.get(folded, folded)


def same_connector(one: str, other: str) -> bool:
    """Return whether two spellings mean the same connector definition."""
    return fold(one) == fold(other)


def connector_slug(name: str) -> str:
    """Return a connector's name as a file or resource name: `json-alert-w-threshold`."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())
