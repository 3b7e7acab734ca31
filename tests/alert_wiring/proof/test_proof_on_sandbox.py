"""A marked failure is followed through every hop of a wire that stands in the sandbox; what is broken is named."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from alert_wiring.proof.model import Hop, ProofError, RouteProof, WiredRoute
from alert_wiring.proof.prove import Prover
from alert_wiring.proof.runs import HookRuns, SandboxRuns
from alert_wiring.proof.waiting import Patience
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.trigger import api_fortress_script
from support.sandbox import Sandbox

PROJECT = 3075  # "Checkout", to which no group is assigned in a fresh sandbox
DECLARED = {"JSON Alert /w Threshold": ("url", "counter", "ttl"), "xMatters": ("trigger_url", "recipients")}
SENDER = {"senderType": "PERSON", "sender": {"id": "iac-bot"}, "manageScenarios": False}
SHORT = Patience(seconds=1.5, first=0.05, longest=0.2)


@dataclass
class Wire:
    """A wire made by hand in the consoles, and what proves it."""

    sandbox: Sandbox
    route: WiredRoute
    settings: Settings

    def prover(self, patience: Patience | None = None, runs: Any = None) -> Prover:
        control = self.sandbox.status["control"]
        return Prover(
            ApiFortressApi.connect(self.settings).backend,
            ilert=lambda: IlertApi.connect(self.settings),
            xmatters=lambda: XMattersApi.connect(self.settings),
            runs=runs or SandboxRuns(control["url"], control["token"]),
            patience=patience or Patience(seconds=20, first=0.05, longest=0.5),
            say=lambda line: None,
        )

    def prove(self, patience: Patience | None = None, **changes: Any) -> RouteProof:
        return self.prover(patience).prove("checkout", self.route.model_copy(update=changes))

    def hop(self, proof: RouteProof, place: str) -> Hop:
        return next(hop for hop in proof.hops if hop.place == place)


@pytest.fixture
def wire(sandbox: Sandbox) -> Iterator[Wire]:
    control, status = sandbox.control, sandbox.status
    plan = control.objects("xmatters", "plans")[0]
    form = next(each for each in control.objects("xmatters", "forms") if each["plan"]["id"] == plan["id"])
    script = base64.b64encode(api_fortress_script().encode()).decode()
    integration = control.objects("xmatters", "integrations")[0]
    control.edit("xmatters", "integrations", integration["id"], script=script)
    control.edit("xmatters", "forms", form["id"], senderPermissions=[SENDER])
    policy = control.objects("ilert", "escalation-policies")[0]
    source = control.edit("ilert", "alert-sources", 2671004, eventFilter=None, escalationPolicy={"id": policy["id"]})
    group = control.create("apifortress", "alertGroups", {"label": "by hand", "companyId": 1})
    definitions: dict[str, str] = {}
    for name, params in (
        ("JSON Alert /w Threshold", ("url", "counter", "ttl")),
        ("xMatters", ("trigger_url", "recipients")),
    ):
        made = control.create(
            "apifortress",
            "connectorDefinitions",
            {
                "name": name,
                "mode": "Event",
                "runOnSuccess": False,
                "params": [{"name": param, "description": ""} for param in params],
                "code": "//",
                "finished": True,
                "open": True,
            },
        )
        definitions[name] = made["id"]
    url = f"{status['ilert']['url']}/api/v1/events/apifortress/{source['integrationKey']}"
    trigger = f"{status['xmatters']['url']}/api/integration/1/functions/{integration['id']}/triggers"
    ours = [
        control.create(
            "apifortress",
            "connectors",
            {"alertGroupId": group["id"], "connectorId": definitions[name], "params": params},
        )
        for name, params in (
            ("JSON Alert /w Threshold", {"url": url, "counter": "2", "ttl": "60"}),
            ("xMatters", {"trigger_url": f"{trigger}?apiKey=sandbox-trigger-key", "recipients": "jdoe"}),
        )
    ]
    control.edit("apifortress", "projects", PROJECT, alertGroupIds=[group["id"]])
    route = WiredRoute.model_validate(
        {
            "alert_group_id": str(group["id"]),
            "alert_group": "by hand",
            "projects": {"Checkout": str(PROJECT)},
            "failures": 2,
            "window_seconds": 60,
            "ilert": {
                "alert_source_id": str(source["id"]),
                "alert_source": source["name"],
                "escalation_policy": policy["name"],
                "connector_id": f"{group['id']}/{ours[0]['id']}",
                "connector": "JSON Alert /w Threshold",
            },
            "xmatters": {
                "integration_id": integration["id"],
                "integration": integration["name"],
                "workflow_id": plan["id"],
                "workflow": plan["name"],
                "recipients": ["jdoe"],
                "connector_id": f"{group['id']}/{ours[1]['id']}",
            },
        }
    )
    # The seeded form belongs to somebody else's process; the wire only borrows it, with the script that reads our keys.
    for name in ("Summary", "Message"):
        definition = {
            "plan": {"id": plan["id"]},
            "name": name,
            "propertyType": "TEXT",
            "maxLength": 2000,
            "default": "",
        }
        control.create("xmatters", "property-definitions", {**definition, "description": "", "pattern": ""})
    assert form["id"] == integration["form"]["id"]
    yield Wire(sandbox, route, Settings(sandbox.settings(), lambda key: None))


def test_a_failure_reaches_the_people_and_is_cleaned_up(wire: Wire) -> None:
    proof = wire.prove()
    assert [(hop.place, hop.seen) for hop in proof.hops if not hop.held] == []
    assert proof.proved
    state = wire.sandbox.control.state()
    assert [alert["status"] for alert in state["ilert"]["alerts"]] == ["RESOLVED"]
    assert {event["status"] for event in state["xmatters"]["events"]} == {"TERMINATED"}
    assert "drill" in state["ilert"]["alerts"][0]["summary"] + state["ilert"]["alerts"][0]["details"]


def test_other_peoples_alerts_and_events_are_left_alone(wire: Wire) -> None:
    wire.sandbox.control.run_test(PROJECT, test={"id": "f" * 24, "name": "a real failure"}, failuresCount=1)
    wire.sandbox.control.run_test(PROJECT, test={"id": "f" * 24, "name": "a real failure"}, failuresCount=1)
    assert wire.prove().proved
    alerts = wire.sandbox.control.objects("ilert", "alerts")
    assert sorted(alert["status"] for alert in alerts) == ["PENDING", "RESOLVED"]
    real = next(alert for alert in alerts if alert["status"] == "PENDING")
    assert "a real failure" in str(real)


def test_a_project_that_is_not_assigned_is_named_and_nothing_is_fired(wire: Wire) -> None:
    wire.sandbox.control.edit("apifortress", "projects", PROJECT, alertGroupIds=[])
    proof = wire.prove()
    assert not proof.proved
    assert wire.hop(proof, "projects").seen == "project 'Checkout' is not assigned: run refresh, then up"
    assert wire.sandbox.control.events() == []
    assert all(hop.held is None for branch in proof.branches for hop in branch)


def test_a_lost_connector_is_named(wire: Wire) -> None:
    assert wire.route.xmatters is not None
    wire.sandbox.control.delete("apifortress", "connectors", wire.route.xmatters.connector_id.partition("/")[2])
    assert wire.hop(wire.prove(), "alert group").seen == "a connector is gone: run refresh, then up"


def test_an_empty_parameter_is_named(wire: Wire) -> None:
    assert wire.route.xmatters is not None
    connector = wire.route.xmatters.connector_id.partition("/")[2]
    wire.sandbox.control.edit("apifortress", "connectors", connector, params={"trigger_url": "", "recipients": "jdoe"})
    assert wire.hop(wire.prove(), "alert group").seen == "connector xMatters: no value for trigger_url"


def test_an_alert_source_that_is_off_breaks_the_ilert_half_only(wire: Wire) -> None:
    wire.sandbox.control.edit("ilert", "alert-sources", 2671004, active=False)
    proof = wire.prove(SHORT)
    assert not proof.proved
    assert wire.hop(proof, "ilert alert source").seen.startswith("0 of 1 alerts arrived within 1.5 s")
    assert wire.hop(proof, "recipients").held
    assert {event["status"] for event in wire.sandbox.control.objects("xmatters", "events")} == {"TERMINATED"}


def test_a_policy_other_than_the_written_one_is_seen(wire: Wire) -> None:
    other = wire.sandbox.control.objects("ilert", "escalation-policies")[1]
    wire.sandbox.control.edit("ilert", "alert-sources", 2671004, escalationPolicy={"id": other["id"]})
    hop = wire.hop(wire.prove(), "escalation policy")
    assert hop.held is False
    assert other["name"] in hop.seen


def test_a_wrong_trigger_key_is_guessed(wire: Wire) -> None:
    assert wire.route.xmatters is not None
    connector = wire.route.xmatters.connector_id.partition("/")[2]
    params = wire.sandbox.control.get("apifortress", "connectors", connector)["params"]
    wrong = {**params, "trigger_url": params["trigger_url"].replace("sandbox-trigger-key", "old-key")}
    wire.sandbox.control.edit("apifortress", "connectors", connector, params=wrong)
    hop = wire.hop(wire.prove(SHORT), "xMatters inbound integration")
    assert hop.held is False
    assert "key in the trigger URL" in hop.seen


def test_a_failed_call_of_the_integration_is_told_from_a_call_that_never_came(wire: Wire) -> None:
    forms = wire.sandbox.control.objects("xmatters", "forms")
    wire.sandbox.control.edit("xmatters", "forms", forms[0]["id"], senderPermissions=[])
    hop = wire.hop(wire.prove(SHORT), "xMatters inbound integration")
    assert "says FAILED" in hop.seen
    assert "key in the trigger URL" not in hop.seen


def test_missing_recipients_are_named(wire: Wire) -> None:
    assert wire.route.xmatters is not None
    more = wire.route.xmatters.model_copy(update={"recipients": ("jdoe", "mmcbride")})
    assert wire.hop(wire.prove(xmatters=more), "recipients").seen == "not targeted: mmcbride"


def test_a_missing_token_is_the_hops_verdict_and_the_other_half_is_proved(wire: Wire) -> None:
    environment = {name: value for name, value in wire.settings._environment.items() if name != "ILERT_TOKEN"}
    wire.settings = Settings(environment, lambda key: None)
    proof = wire.prove()
    assert "ILERT_TOKEN" in wire.hop(proof, "ilert alert source").seen
    assert wire.hop(proof, "recipients").held


def test_looking_fires_nothing(wire: Wire) -> None:
    proof = wire.prover().look("checkout", wire.route)
    assert [hop.held for hop in proof.trunk] == [True, True]
    assert wire.sandbox.control.events() == []


def test_a_hook_that_answers_nothing_is_one_line_without_its_address(wire: Wire) -> None:
    url = f"{wire.sandbox.status['apifortress']['url']}/api/rest/v3/not-a-hook"
    with pytest.raises(ProofError) as caught:
        wire.prover(runs=HookRuns(url, "abc")).prove("checkout", wire.route)
    assert "not-a-hook" not in str(caught.value)
    assert "\n" not in str(caught.value)
