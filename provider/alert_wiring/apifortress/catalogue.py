"""The connectors whose parameters are public, as one table (`api-fortress.md 2.3`).

It refuses only what a connector's script could not work with, and fills in what loading one by its name takes. A
connector that is not in it is none of our business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .names import JSON_ALERT, JSON_ALERT_THRESHOLD, XMATTERS, fold


@dataclass(frozen=True, slots=True)
class ParamRule:
    """One parameter of a connector: always text on the wire.

    `required`: the script cannot work without it. `url`: an absolute http(s) address. `whole`: a whole number of at
    least 1, at most `most`. `choices`: a closed list of words.
    """

    name: str
    meaning: str
    required: bool = True
    url: bool = False
    whole: bool = False
    most: int | None = None
    choices: tuple[str, ...] = ()


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
_API_KEY = _P("apiKey", "DataDog API key")

CATALOGUE: Final = (
    ConnectorRule(JSON_ALERT, (_P("url", "endpoint that receives the JSON", url=True),)),
    ConnectorRule(
        JSON_ALERT_THRESHOLD,
        (
            _P("url", "endpoint that receives the JSON", url=True),
            _P("counter", "failures before sending", required=False, whole=True),
            _P("ttl", "window in seconds", required=False, whole=True, most=3600),
        ),
    ),
    ConnectorRule(
        XMATTERS,
        (
            _P("trigger_url", "trigger URL of the workflow's inbound integration, with its key", url=True),
            _P("recipients", "user ids, group names or userid|device, separated by commas"),
        ),
    ),
    ConnectorRule(
        "Slack Webhook",
        (_P("hook", "path after /services/"), _P("username", "name shown in the chat", required=False)),
    ),
    ConnectorRule(
        "PagerDuty",
        (
            _P("routing_key", "integration key of the service"),
            _P("severity", "severity", required=False, choices=("critical", "error", "warning", "info")),
            _P("dedup_key", "key to correlate alert and reaction", required=False),
            _P("event_action", "event action", choices=("trigger", "acknowledge", "resolve")),
        ),
    ),
    ConnectorRule(
        "BigPanda.io", (_P("authorization", "Authorization header value"), _P("appkey", "app key")), run_on_success=True
    ),
    ConnectorRule("DataDog custom check", (_API_KEY, _HOST), run_on_success=True),
    ConnectorRule("DataDog test results metrics", (_API_KEY, _HOST), run_on_success=True, finished=False, open=False),
    ConnectorRule("DataDog failed tests Events", (_API_KEY,), finished=False, open=False),
    ConnectorRule(
        "Elastic",
        (_P("username", "user"), _P("password", "password"), _P("baseUrl", "engine URL", url=True)),
        open=False,
    ),
    ConnectorRule(
        "GTT-I Digestor",
        (_P("url", "endpoint", url=True), _P("Alert_Group", "copied into the body")),
        run_on_success=True,
        open=False,
    ),
    ConnectorRule("Hipchat v2", (_P("token", "personal token"), _P("roomId", "room API id"))),
    ConnectorRule(
        "Jira",
        (
            _P("hostname", "host without scheme"),
            _P("username", "user"),
            _P("password", "password"),
            _P("project_name", "project key"),
            _P("issue_type", "issue type, such as Bug"),
        ),
    ),
    ConnectorRule("Splunk", (_P("url", "HEC base URL with port", url=True), _P("hec_token", "HEC token"))),
    ConnectorRule("StatusPage.io", (_P("pageId", "page"), _P("apikey", "API key")), run_on_success=True),
    ConnectorRule(
        "Testrail",
        (
            _P("username", "user"),
            _P("password", "password"),
            _P("project_id", "id used in the result URL"),
            _P("domain", "part after https://"),
        ),
        run_on_success=True,
    ),
    ConnectorRule(
        "Twilio",
        (_P("credentials", "AccountSID:AuthToken"), _P("from", "number you own"), _P("to", "target number")),
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
