"""The connectors whose parameters are public, as one table (`api-fortress.md 2.3`).

It refuses only what a connector's script could not work with, and fills in what loading one by its name takes. A
connector that is not in it is none of our business.
"""

from __future__ import annotations

from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, Final

from .names import (
    BIGPANDA,
    DATADOG_CHECK,
    DATADOG_EVENTS,
    DATADOG_METRICS,
    ELASTIC,
    GTT_DIGESTOR,
    HIPCHAT,
    JIRA,
    JSON_ALERT,
    JSON_ALERT_THRESHOLD,
    PAGERDUTY,
    SLACK_WEBHOOK,
    SPLUNK,
    STATUSPAGE,
    TESTRAIL,
    TWILIO,
    XMATTERS,
    fold,
)


@dataclass(frozen=True, slots=True)
class ParamRule:
    """One parameter of a connector: always text on the wire.

    `required`: the script cannot work without it. `secret`: holds a credential. `url`: an absolute http(s) address.
    `whole`: a whole number of at least 1, at most `most`. `choices`: a closed list of words. `form`: a regular
    expression that the whole text must match, else the user is told `instead`.
    """

    name: str
    meaning: str
    required: bool = True
    url: bool = False
    whole: bool = False
    most: int | None = None
    choices: tuple[str, ...] = ()
    secret: bool = False
    form: str = ""
    instead: str = ""

    @property
    def argument(self) -> str:
        """The parameter's name in a program: snake_case, and no word of Python's."""
        words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in self.name)
        name = words.strip("_").replace("__", "_")
        return f"{name}_" if iskeyword(name) else name


@dataclass(frozen=True, slots=True)
class ConnectorRule:
    """One connector as its README declares it; `params` in the order of the admin form."""

    name: str
    params: tuple[ParamRule, ...]
    run_on_success: bool = False
    finished: bool = True
    open: bool = True


_P = ParamRule
_HOST = _P("host", "host name to attach")
_API_KEY = _P("apiKey", "DataDog API key", secret=True)
_NO_SCHEME = "(?!https?:)[^/\\s]+"

CATALOGUE: Final = (
    ConnectorRule(JSON_ALERT, (_P("url", "endpoint that receives the JSON", url=True, secret=True),)),
    ConnectorRule(
        JSON_ALERT_THRESHOLD,
        (
            _P("url", "endpoint that receives the JSON", url=True, secret=True),
            _P("counter", "failures before sending", required=False, whole=True),
            _P("ttl", "window in seconds", required=False, whole=True, most=3600),
        ),
    ),
    ConnectorRule(
        XMATTERS,
        (
            _P("trigger_url", "trigger URL of the workflow's inbound integration, with its key", url=True, secret=True),
            _P("recipients", "user ids, group names or userid|device, separated by commas"),
        ),
    ),
    ConnectorRule(
        SLACK_WEBHOOK,
        (
            _P(
                "hook",
                "path after /services/",
                secret=True,
                form=r"[^/\s:]+/[^/\s]+/[^/\s]+",
                instead="write the three parts after /services/ of the webhook's address, such as T000/B000/abc",
            ),
            _P("username", "name shown in the chat", required=False),
        ),
    ),
    ConnectorRule(
        PAGERDUTY,
        (
            _P("routing_key", "integration key of the service", secret=True),
            _P("severity", "severity", required=False, choices=("critical", "error", "warning", "info")),
            _P("dedup_key", "key to correlate alert and reaction", required=False),
            _P("event_action", "event action", choices=("trigger", "acknowledge", "resolve")),
        ),
    ),
    ConnectorRule(
        BIGPANDA,
        (
            _P(
                "authorization",
                "Authorization header value",
                secret=True,
                form=r"\S+\s+\S.*",
                instead='write the whole header value with its scheme, such as "Bearer <token>"',
            ),
            _P("appkey", "app key", secret=True),
        ),
        run_on_success=True,
    ),
    ConnectorRule(DATADOG_CHECK, (_API_KEY, _HOST), run_on_success=True),
    ConnectorRule(DATADOG_METRICS, (_API_KEY, _HOST), run_on_success=True, finished=False, open=False),
    ConnectorRule(DATADOG_EVENTS, (_API_KEY,), finished=False, open=False),
    ConnectorRule(
        ELASTIC,
        (_P("username", "user"), _P("password", "password", secret=True), _P("baseUrl", "engine URL", url=True)),
        open=False,
    ),
    ConnectorRule(
        GTT_DIGESTOR,
        (_P("url", "endpoint", url=True, secret=True), _P("Alert_Group", "copied into the body")),
        run_on_success=True,
        open=False,
    ),
    ConnectorRule(HIPCHAT, (_P("token", "personal token", secret=True), _P("roomId", "room API id"))),
    ConnectorRule(
        JIRA,
        (
            _P(
                "hostname",
                "host without scheme",
                form=_NO_SCHEME,
                instead="write the host alone, such as jira.example.com",
            ),
            _P("username", "user"),
            _P("password", "password", secret=True),
            _P("project_name", "project key"),
            _P("issue_type", "issue type, such as Bug"),
        ),
    ),
    ConnectorRule(
        SPLUNK,
        (
            _P(
                "url",
                "HEC base URL with port",
                url=True,
                form="((?!/services/collector).)*",
                instead="write the address without /services/collector, which the connector adds",
            ),
            _P("hec_token", "HEC token", secret=True),
        ),
    ),
    ConnectorRule(STATUSPAGE, (_P("pageId", "page"), _P("apikey", "API key", secret=True)), run_on_success=True),
    ConnectorRule(
        TESTRAIL,
        (
            _P("username", "user"),
            _P("password", "password", secret=True),
            _P("project_id", "id used in the result URL"),
            _P("domain", "part after https://", form="(?!https?:).*", instead="write what follows https://"),
        ),
        run_on_success=True,
    ),
    ConnectorRule(
        TWILIO,
        (
            _P(
                "credentials",
                "AccountSID:AuthToken",
                secret=True,
                form=r"[^:\s]+:[^:\s]+",
                instead="write account SID and auth token with a colon between them",
            ),
            _P("from", "number you own"),
            _P("to", "target number"),
        ),
    ),
)

_BY_NAME: Final = {fold(rule.name): rule for rule in CATALOGUE}


def rule_for(connector: str) -> ConnectorRule | None:
    """Return the catalogue's rule for a connector by any of its spellings; None for one that it does not know."""
    return _BY_NAME.get(fold(connector))


def readme_of(connector: str) -> dict[str, Any]:
    """Return what a connector's README says about loading it; nothing for one that the catalogue does not know."""
    rule = rule_for(connector)
    if rule is None:
        return {}
    return {
        "params": {param.name: param.meaning for param in rule.params},
        "run_on_success": rule.run_on_success,
        "finished": rule.finished,
        "open": rule.open,
    }
