"""The published connectors: parameters, flags, and which installation has them (api-fortress.md 2.1 to 2.3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """One row of the catalogue."""

    name: str
    """Live display name."""
    params: tuple[str, ...]
    """Declared parameters, in order; a ``!`` in front marks one to treat as a secret."""
    on_success: bool = False
    finished: bool = True
    open: bool = True
    bundled: bool = False
    """Part of the delivered self-hosted bundle."""
    cloud: bool = True
    """Present on the cloud of April 2020."""
    description: str = ""

    @property
    def names(self) -> list[str]:
        """Parameter names without the secret mark."""
        return [each.removeprefix("!") for each in self.params]


CATALOGUE = (
    Published("Slack Webhook", ("!hook", "username"), bundled=True, description="Posts to a Slack channel"),
    Published("JSON Alert", ("!url",), bundled=True, description="Webhook alert<br/>one POST per failing event"),
    Published(
        "Elastic", ("username", "!password", "baseUrl"), open=False, bundled=True, description="Stores in Elastic"
    ),
    Published(
        "BigPanda.io", ("!authorization", "!appkey"), on_success=True, bundled=True, description="BigPanda alert"
    ),
    Published(
        "StatusPage.io", ("pageId", "!apikey"), on_success=True, bundled=True, description="StatusPage incidents"
    ),
    Published(
        "GTT-I Digestor",
        ("!url", "Alert_Group"),
        on_success=True,
        open=False,
        bundled=True,
        description="Customer-specific digestor",
    ),
    Published("Hipchat v2", ("!token", "roomId"), bundled=True, description="Posts to a HipChat room"),
    Published(
        "DataDog custom check", ("!apiKey", "host"), on_success=True, bundled=True, description="DataDog service check"
    ),
    Published(
        "DataDog test results metrics",
        ("!apiKey", "host"),
        on_success=True,
        finished=False,
        open=False,
        description="DataDog metrics",
    ),
    Published(
        "DataDog failed tests Events", ("!apiKey",), finished=False, open=False, description="DataDog event per failure"
    ),
    Published(
        "JSON Alert /w Threshold",
        ("!url", "counter", "ttl"),
        description="Webhook alert once a failure threshold is reached",
    ),
    Published(
        "Testrail",
        ("username", "!password", "project_id", "domain"),
        on_success=True,
        description="Stores a TestRail result",
    ),
    Published(
        "PagerDuty",
        ("!routing_key", "severity", "dedup_key", "event_action"),
        description="PagerDuty event",
    ),
    Published("xMatters", ("!trigger_url", "recipients"), description="Triggers an xMatters workflow"),
    Published(
        "Jira",
        ("hostname", "username", "!password", "project_name", "issue_type"),
        description="Jira issue per failure",
    ),
    Published("Splunk", ("url", "!hec_token"), description="Splunk HTTP event collector"),
    Published("Twilio", ("!credentials", "from", "to"), cloud=False, description="Text message through Twilio"),
)
"""All 17, in the order in which they appeared (lists show definitions in creation order)."""

_ALIASES = {
    "bigpanda": "bigpanda.io",
    "statuspage": "statuspage.io",
    "slack": "slack webhook",
}
"""Other spellings of live names, case-folded (api-fortress.md 2.2)."""
_BY_NAME = {each.name.casefold(): each for each in CATALOGUE}
_SECRET_NAMES = {param[1:] for each in CATALOGUE for param in each.params if param.startswith("!")}


def published(name: str) -> Published | None:
    """The published connector that a definition's name means, trimmed, case-folded, aliased; None for private ones."""
    folded = name.strip().casefold()
    return _BY_NAME.get(_ALIASES.get(folded, folded))


def is_secret(connector_name: str, param: str) -> bool:
    """Whether a parameter looks secret by the catalogue; for a private connector, whether its name does."""
    known = published(connector_name)
    return param in _SECRET_NAMES if known is None else f"!{param}" in known.params


def of_profile(profile: str) -> list[Published]:
    """The connectors that a profile starts with (api-fortress.md 4.9): self-hosted 8, cloud 16, full 17, empty 0."""
    wanted = {
        "self-hosted": [each for each in CATALOGUE if each.bundled],
        "cloud": [each for each in CATALOGUE if each.cloud],
        "full": list(CATALOGUE),
        "empty": [],
    }
    return wanted[profile]
