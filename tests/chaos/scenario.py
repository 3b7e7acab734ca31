"""The scenario that faults are put into: sixty resources of all kinds, built, changed, replaced, torn down."""

from __future__ import annotations

from typing import Any

from alert_wiring.apifortress import names
from chaos.kinds import CHANGES, ENDPOINT_PASSWORD, TOOL_KEY, TRIGGER_KEY, Row, got, of, row, secret, wire

SECRETS = (TRIGGER_KEY, ENDPOINT_PASSWORD, TOOL_KEY, "canary-typed-64dd")
"""Secrets of the program: no line that a person sees has one."""


def built() -> list[Row]:
    """Return the first program: two wires with all kinds, every published connector, and one object looked up."""
    return [*_wire("b", "Payments API", "Examples"), *_wire("a", "Orders API", "Checkout"), *_typed(), *_looked_up()]


def changed() -> list[Row]:
    """Return the second program: one field of each resource differs, and no resource is replaced."""
    return _with(built(), _CHANGES)


def replaced() -> list[Row]:
    """Return the third program: in the first wire what cannot be changed differs, so that it is replaced."""
    return _with(changed(), _REPLACEMENTS)


def _wire(letter: str, project: str, whole: str) -> list[Row]:
    """Return a wire with all twenty kinds whose resources are called `a-...` or `b-...`."""
    rows = [_renamed(each, letter) for each in wire()]
    by_name = {each["name"]: each for each in rows}
    by_name[f"{letter}-pair"]["args"]["project"] = {"$later": project}
    params = {"trigger_url": "where", "recipients": "who"}
    by_name[f"{letter}-definition"]["args"] |= {"name": f"Chaos {letter}", "params": params}
    for name in ("base-url", "endpoint", "library"):  # what moves to the other workflow has a name of its own there
        by_name[f"{letter}-{name}"]["args"]["name"] = f"Chaos {letter} {name}"
    group = {"$of": f"{letter}-group.id"}
    return [
        *rows,
        row("apifortress.ProjectAssignments", f"{letter}-set", project={"$later": whole}, alert_group_ids=[group]),
    ]


def _renamed(told: Any, letter: str) -> Any:
    """Return a row, or a value in it, with the letter before every resource's name."""
    if isinstance(told, list):
        return [_renamed(each, letter) for each in told]
    if not isinstance(told, dict):
        return told
    if "$of" in told:
        return {"$of": f"{letter}-{told['$of']}"}
    if "class" in told:
        opts = dict(told["opts"])
        if "deleted_with" in opts:
            opts["deleted_with"] = f"{letter}-{opts['deleted_with']}"
        args = {name: _renamed(each, letter) for name, each in told["args"].items()}
        return {**told, "name": f"{letter}-{told['name']}", "args": args, "opts": opts}
    return {name: _renamed(each, letter) for name, each in told.items()}


def _typed() -> list[Row]:
    """Return one connector of every published sort; they need no look-up, so that the program itself asks nothing."""
    group, key = of("typed-group"), secret(SECRETS[-1])

    def typed(sort: str, published: str, **args: Any) -> Row:
        told = {"alert_group_id": group, "connector": {"$later": published}, **args}
        return row(f"apifortress.{sort}Connector", f"typed-{sort}", **told)

    login = {"username": "u", "password": key}
    return [
        row("apifortress.AlertGroup", "typed-group"),
        typed("JsonAlert", names.JSON_ALERT, url=of("a-source", "integration_url")),
        typed("JsonAlertThreshold", names.JSON_ALERT_THRESHOLD, url=of("b-source", "integration_url"), counter=2),
        typed("XMatters", names.XMATTERS, trigger_url=of("b-trigger", "trigger_url"), recipients=["jdoe"]),
        typed("SlackWebhook", names.SLACK_WEBHOOK, hook=secret(f"T0/B0/{SECRETS[-1]}")),
        typed("Hipchat", names.HIPCHAT, token=key, room_id="7"),
        typed("Twilio", names.TWILIO, credentials=secret(f"account:{SECRETS[-1]}"), from_="+15550100", to="+15550101"),
        typed("DataDogCheck", names.DATADOG_CHECK, api_key=key, host="orders-1"),
        typed("DataDogMetrics", names.DATADOG_METRICS, api_key=key, host="orders-1"),
        typed("DataDogEvents", names.DATADOG_EVENTS, api_key=key),
        typed("Elastic", names.ELASTIC, **login, base_url="https://elastic.example.com/index/doc"),
        typed("Splunk", names.SPLUNK, url="https://splunk.example.com", hec_token=key),
        typed("GttDigestor", names.GTT_DIGESTOR, url="https://gtt.example.com", alert_group="orders"),
        typed("PagerDuty", names.PAGERDUTY, routing_key=key, event_action="trigger"),
        typed("BigPanda", names.BIGPANDA, authorization=secret(f"Bearer {SECRETS[-1]}"), appkey="k"),
        typed("StatusPage", names.STATUSPAGE, page_id="p", apikey=key),
        typed("Jira", names.JIRA, **login, hostname="jira.example.com", project_name="P", issue_type="Bug"),
        typed("Testrail", names.TESTRAIL, **login, project_id="1", domain="testrail.example.com"),
    ]


def _looked_up() -> list[Row]:
    return [got("ilert.EscalationPolicy", "existing", "2344528")]


def _with(rows: list[Row], changes: dict[str, dict[str, Any]]) -> list[Row]:
    """Return the rows with other arguments for the resources that `changes` names."""
    return [
        {**each, "args": {**each["args"], **changes.get(each["name"], {})}} if "args" in each else each for each in rows
    ]


_CHANGES: dict[str, dict[str, Any]] = {
    **{f"a-{name.replace('_', '-')}": told for name, told in CHANGES.items()},
    "a-group": {"name": "chaos changed"},
    "a-to-xmatters": {"params": {"trigger_url": of("a-trigger", "trigger_url"), "recipients": "Ops On-Call"}},
    "a-set": {"alert_group_ids": [of("a-group"), of("b-group")]},
    "typed-Splunk": {"url": "https://splunk-2.example.com"},
    "typed-Elastic": {"base_url": "https://elastic-2.example.com/index/doc"},
}
_REPLACEMENTS: dict[str, dict[str, Any]] = {
    "a-source": {"integration_type": "API"},
    "a-connector": {"connector_type": "mattermost"},
    "a-action": {"connector_type": "mattermost"},
    "a-summary": {"property_type": "NUMBER", "max_length": None},
    "a-base-url": {"plan_id": of("b-plan")},
    "a-endpoint": {"plan_id": of("b-plan")},
    "a-library": {"plan_id": of("b-plan")},
    "a-form": {"trigger_type": "FLOW_2"},
    "a-to-ilert": {"connector": {"$later": names.JSON_ALERT_THRESHOLD}},
    "a-to-xmatters": {"alert_group_id": of("b-group")},
    "a-pair": {"project": {"$later": "Inventory"}},
    "a-set": {"project": {"$later": "Customer portal"}},
    "a-member": {"user": "13"},
}
