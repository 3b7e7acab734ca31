"""How API Fortress' names are matched: spellings, aliases, near matches (`api-fortress.md 2.2`, `7.3`)."""

from __future__ import annotations

from typing import Final

JSON_ALERT: Final = "JSON Alert"
JSON_ALERT_THRESHOLD: Final = "JSON Alert /w Threshold"
"""The slash stands before the w, as the vendor writes it."""
XMATTERS: Final = "xMatters"

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
