"""One typed class per connector of the catalogue: exact parameters, types, documentation (`api-fortress.md 2.3`)."""

from __future__ import annotations

import base64
import inspect
import json
import re
from typing import Any
from urllib.parse import unquote_plus

import pulumi
import pytest
from conftest_route import World, is_secret, plain

from alert_wiring import apifortress
from alert_wiring.apifortress.catalogue import CATALOGUE, ConnectorRule, rule_for
from alert_wiring.apifortress.catalogue_connector import CatalogueConnector
from alert_wiring.apifortress.connector import ConnectorKind
from alert_wiring.apifortress.lookups import account
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings

BY_HAND = {
    "JSON Alert": apifortress.JsonAlertConnector,
    "JSON Alert /w Threshold": apifortress.JsonAlertThresholdConnector,
    "xMatters": apifortress.XMattersConnector,
}
TYPED = {
    one.rule: one
    for one in vars(apifortress).values()
    if inspect.isclass(one) and issubclass(one, CatalogueConnector) and one is not CatalogueConnector
}
GOOD = {
    "hook": "T000/B000/abc",
    "authorization": "Bearer abc",
    "event_action": "trigger",
    "severity": "error",
    "base_url": "https://elastic.example.com:9200",
    "url": "https://receiver.example.com:8088",
    "hostname": "jira.example.com",
    "domain": "example.testrail.io",
    "credentials": "AC123:abc",
}

every_connector = pytest.mark.parametrize("name", list(TYPED))


def test_every_connector_of_the_catalogue_has_one_class() -> None:
    assert {rule.name for rule in CATALOGUE} == set(BY_HAND) | set(TYPED)
    assert not set(BY_HAND) & set(TYPED)
    assert len(TYPED) == 14
    assert {one._resource_type_name for one in (*BY_HAND.values(), *TYPED.values())} == {
        "dynamic/apifortress:Connector"
    }


@every_connector
def test_the_signature_is_the_catalogues(name: str) -> None:
    """Keyword-only, typed, documented, required where the connector's script needs it; secrets say so."""
    rule = _rule(name)
    parameters = inspect.signature(TYPED[name].__init__).parameters
    keywords = {key: one for key, one in parameters.items() if one.kind is inspect.Parameter.KEYWORD_ONLY}
    assert set(keywords) == {param.argument for param in rule.params} | {
        "alert_group_id",
        "connector",
        "operation_timeout",
        "opts",
    }
    assert keywords["connector"].default == name
    lines = (inspect.getdoc(TYPED[name].__init__) or "").splitlines()
    for param in rule.params:
        given = keywords[param.argument]
        assert (given.default is inspect.Parameter.empty) == param.required
        assert given.annotation == "pulumi.Input[str]" + ("" if param.required else " | None")
        (told,) = (line for line in lines if line.strip().startswith(f"{param.argument}: "))
        assert ("secret" in told) == param.secret, told
    assert TYPED[name].__doc__


@every_connector
def test_the_exact_names_go_on_the_wire_and_pass_the_check(world: World, name: str) -> None:
    world.control.reset("full")
    rule = _rule(name)
    given = {param.argument: GOOD.get(param.argument, f"the {param.argument}") for param in rule.params}

    def program() -> Any:
        later = {key: pulumi.Output.from_input(value) for key, value in given.items()}
        return TYPED[name]("c", alert_group_id="171", **later).connector

    world.run(program)
    inputs = world.one("apifortress:Connector").inputs
    assert is_secret(inputs["params"]), "the whole map, since user names and addresses may hold keys too"
    params = plain(inputs["params"])
    assert params == {param.name: given[param.argument] for param in rule.params}
    assert (inputs["connector"], inputs["checked_as"]) == (name, name)
    definition = apifortress.get_connector_definition(name)
    assert set(params) == set(definition.params), "what an instance with the connector's README declares"
    _, problems = _lifecycle().check({**inputs, "params": params})
    assert (problems.found, problems.warnings) == ([], [])


def test_every_parameter_reaches_the_receiver(world: World) -> None:
    """The stand-in, which reads the reference on its own, finds each value under the name that the catalogue has."""
    world.control.reset("full")
    world.control.switch(deliver="record")
    backend = account().backend
    group = backend.create_group("typed").id
    backend.set_assigned("2", {group})
    sent: dict[str, dict[str, str]] = {}
    for name in TYPED:
        params = {one.name: GOOD.get(one.argument, f"value-of-{one.argument}") for one in _rule(name).params}
        made = backend.create_instance(group, apifortress.get_connector_definition(name).id, params)
        sent[name] = made.params
    world.control.run_test("Examples", trigger="schedule", failuresCount=1)
    told: dict[str, str] = {}
    for row in world.control.deliveries():
        told[row["connectorName"]] = told.get(row["connectorName"], "") + _readable(row)
    assert told.keys() == TYPED.keys()
    missed = {
        (name, param) for name, params in sent.items() for param, value in params.items() if value not in told[name]
    }
    assert missed == set()


def _readable(delivery: dict[str, Any]) -> str:
    """Everything of a request as text: address and form unquoted, basic authentication decoded."""
    text = unquote_plus(json.dumps([delivery["url"], delivery["headers"], delivery["body"]]))
    basic = re.findall(r"Basic ([A-Za-z0-9+/=]+)", json.dumps(delivery["headers"]))
    return text + "".join(base64.b64decode(one).decode() for one in basic)


@pytest.mark.parametrize(
    ("name", "param", "value", "words"),
    [
        ("Slack Webhook", "hook", "https://hooks.slack.com/services/T0/B0/x", "write the three parts after /services/"),
        ("Slack Webhook", "hook", "T0/B0", "write the three parts after /services/"),
        ("BigPanda.io", "authorization", "abc", "write the whole header value with its scheme"),
        ("Jira", "hostname", "https://jira.example.com", "write the host alone"),
        ("Jira", "hostname", "jira.example.com/rest", "write the host alone"),
        ("Splunk", "url", "https://s.example.com:8088/services/collector", "write the address without /services"),
        ("Splunk", "url", "s.example.com", "must be an absolute http or https address"),
        ("Elastic", "baseUrl", "elastic.example.com", "must be an absolute http or https address"),
        ("GTT-I Digestor", "url", "ftp://x.example.com", "must be an absolute http or https address"),
        ("Testrail", "domain", "https://example.testrail.io", "write what follows https://"),
        ("Twilio", "credentials", "AC123", "write account SID and auth token with a colon"),
        ("PagerDuty", "severity", "high", "must be one of critical, error, warning, info"),
        ("PagerDuty", "event_action", "page", "must be one of trigger, acknowledge, resolve"),
    ],
)
def test_what_a_script_could_not_work_with_is_refused_in_words(name: str, param: str, value: str, words: str) -> None:
    rule = _rule(name)
    params = {one.name: GOOD.get(one.argument, "x") for one in rule.params} | {param: value}
    _, problems = _lifecycle().check({"alert_group_id": "1", "connector": name, "params": params})
    (problem,) = problems.found
    assert words in problem.text
    assert value not in problem.text
    assert problem.prop == "", "the engine prints the value of a named property"


@every_connector
def test_each_required_parameter_is_missed_alone(name: str) -> None:
    rule = _rule(name)
    full = {one.name: GOOD.get(one.argument, "x") for one in rule.params}
    for param in rule.params:
        params = {key: value for key, value in full.items() if key != param.name} or {"": "x"}
        _, problems = _lifecycle().check({"alert_group_id": "1", "connector": name, "params": params})
        missed = [one.text for one in problems.found if f"params: {param.name}: " in one.text]
        assert bool(missed) == param.required


def test_a_pagerduty_without_severity_is_warned_about() -> None:
    params = {"routing_key": "k", "event_action": "trigger"}
    _, problems = _lifecycle().check({"alert_group_id": "1", "connector": "PagerDuty", "params": params})
    assert problems.found == []
    (told,) = problems.warnings
    assert "only tests with a tag critical, error, warning or info reach PagerDuty" in told


def _rule(name: str) -> ConnectorRule:
    rule = rule_for(name)
    assert rule is not None
    return rule


def _lifecycle() -> Lifecycle[Any]:
    return Lifecycle(ConnectorKind(), Settings.from_environment, lambda text: None)
