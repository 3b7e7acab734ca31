"""Every xMatters kind through its life on the sandbox, and the wire through to the people, with every switch.

The sandbox was written from the same reference by another hand, so what both agree on is what the reference says.
"""

from __future__ import annotations

from typing import Any

import pytest
from on_sandbox import TRIGGER_KEY, OnSandbox, client_of, fire

from alert_wiring.core.errors import NoMatchError, WiringError
from alert_wiring.core.kind import Kind
from alert_wiring.xmatters.constant import ConstantKind
from alert_wiring.xmatters.endpoint import EndpointKind
from alert_wiring.xmatters.events import event_recipients, find_events, integration_log, terminate
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.inbound_integration import InboundIntegrationKind
from alert_wiring.xmatters.property_definition import PropertyDefinitionKind
from alert_wiring.xmatters.recipient_search import find_recipients
from alert_wiring.xmatters.shared_library import SharedLibraryKind
from alert_wiring.xmatters.trigger import api_fortress_script
from alert_wiring.xmatters.workflow import WorkflowKind
from support.sandbox import Sandbox
from support.switches import Position, positions

WHO = "jdoe,Ops On-Call,jdoe|Work Email"

STORE = {
    WorkflowKind: "plans",
    ConstantKind: "constants",
    FormKind: "forms",
    PropertyDefinitionKind: "property-definitions",
    InboundIntegrationKind: "integrations",
    EndpointKind: "endpoints",
    SharedLibraryKind: "shared-libraries",
}
"""The sandbox's own name for what each kind makes."""

GROUP, PERSON = "c45e1f37-f240-538b-bc70-70e78e8c785c", "6ff3f7db-4c46-55c4-b3f8-f6d35f35a812"
"""Seeded: Ops On-Call, and jdoe."""

LIVES: list[tuple[Kind[Any], dict[str, Any], dict[str, Any]]] = [
    (
        WorkflowKind(),
        {"name": "Wire"},
        {"name": "Wire 2", "description": "d", "enabled": False, "accessible_by_all": True, "logging_level": "INFO"},
    ),
    (ConstantKind(), {"name": "c", "value": "v"}, {"name": "c 2", "value": "v 2", "description": "d"}),
    (
        FormKind(),
        {"name": "f", "description": "d"},
        {"name": "f 2", "api_enabled": False, "ui_enabled": True, "mobile_enabled": True},
    ),
    (
        PropertyDefinitionKind(),
        {"name": "Summary", "max_length": 300, "description": "d"},
        {"name": "Summary 2", "max_length": 400, "min_length": 1, "help_text": "h", "pattern": "p", "default": "x"},
    ),
    (
        PropertyDefinitionKind(),
        {"name": "Level", "property_type": "LIST_TEXT_SINGLE_SELECT", "items": ["b", "a"]},
        {"name": "Level", "property_type": "LIST_TEXT_SINGLE_SELECT", "items": ["a", "b"]},
    ),
    (
        InboundIntegrationKind(),
        {"name": "i", "script": api_fortress_script()},
        {"name": "i 2", "script": "other();\r\n", "deployed": False, "authentication_type": "ANY", "api_key": "k"},
    ),
    (
        EndpointKind(),
        {"name": "e", "url": "https://e.example", "authentication_type": "BASIC", "username": "u", "password": "p"},
        {"name": "e 2", "url": "https://e2.example", "trust_self_signed": True},
    ),
    (SharedLibraryKind(), {"name": "l", "script": "a();"}, {"name": "l 2", "script": "b();\r\n"}),
    (
        FormKind(),
        {
            "name": "parts",
            "sections": [{"title": "Details"}, {"title": "Handling", "type": "HANDLING_OPTIONS", "priority": "LOW"}],
            "response_options": [{"text": "Accept"}],
            "recipients": [{"id": GROUP, "recipient_type": "GROUP"}, {"id": PERSON}],
            "sender_permissions": [{"sender_id": PERSON}],
        },
        {
            "name": "parts 2",
            "sections": [
                {"title": "Handling", "type": "HANDLING_OPTIONS", "priority": "HIGH", "expiration_in_minutes": 60},
                {"title": "Details", "collapsed": True},
            ],
            "response_options": [{"text": "Accepted", "action": "END", "allow_comments": True}, {"text": "Reject"}],
            "recipients": [],
            "sender_permissions": [{"sender_id": GROUP, "sender_type": "GROUP", "manage_scenarios": True}],
        },
    ),
]
IDS = [
    "workflow",
    "constant",
    "form",
    "text-property",
    "list-property",
    "integration",
    "endpoint",
    "library",
    "form-with-parts",
]


@pytest.fixture
def plan(sandbox: Sandbox) -> str:
    return OnSandbox(sandbox, WorkflowKind()).create({"name": "API Fortress Alerts", "logging_level": "INFO"}).id


def placed(sandbox: Sandbox, plan: str, kind: Kind[Any], props: dict[str, Any]) -> dict[str, Any]:
    """The inputs with what they refer to."""
    if isinstance(kind, WorkflowKind):
        return props
    props = {"plan_id": plan, **props}
    if isinstance(kind, InboundIntegrationKind):
        forms = [form for form in sandbox.control.objects("xmatters", "forms") if form["plan"]["id"] == plan]
        form_id = forms[0]["id"] if forms else OnSandbox(sandbox, FormKind()).create({"plan_id": plan, "name": "F"}).id
        props["form_id"] = form_id
    return props


def live_a_life(sandbox: Sandbox, plan: str, kind: Kind[Any], first: dict[str, Any], second: dict[str, Any]) -> None:
    """Create, refresh, update, drift, repair, delete, delete again, gone."""
    first, second = placed(sandbox, plan, kind, first), placed(sandbox, plan, kind, second)
    driver = OnSandbox(sandbox, kind)
    made = driver.create(first)
    driver.assert_settled(made.id, made.outputs, first)
    outputs = driver.update(made.id, made.outputs, second)
    driver.assert_settled(made.id, outputs, second)
    sandbox.control.edit("xmatters", STORE[type(kind)], made.id, name="by hand")
    drifted = driver.read(made.id, outputs)
    assert drifted is not None
    assert drifted.outputs["name"] == "by hand"
    outputs = driver.update(made.id, drifted.outputs, second)
    driver.assert_settled(made.id, outputs, second)
    assert driver.warnings == []
    driver.delete(made.id, outputs)
    driver.delete(made.id, outputs)
    kept = [one for one in sandbox.control.objects("xmatters", STORE[type(kind)]) if one["id"] == made.id]
    assert [one["name"] for one in kept] == [f"{second['name']} (removed {made.id[:8]})"] * len(kept)
    if kept:
        assert any("cannot delete" in text for text in driver.warnings)
        sandbox.control.delete("xmatters", STORE[type(kind)], made.id)
    assert driver.read(made.id, outputs) is None
    assert driver.create(first).id != made.id


@pytest.mark.parametrize(("kind", "first", "second"), LIVES, ids=IDS)
def test_a_whole_life(
    sandbox: Sandbox, plan: str, kind: Kind[Any], first: dict[str, Any], second: dict[str, Any]
) -> None:
    live_a_life(sandbox, plan, kind, first, second)


def follow_the_wire(sandbox: Sandbox, plan: str) -> None:
    """Build what a route needs, fire it as API Fortress does, follow the event to its people, and end it."""
    for name, length in (("Summary", 300), ("Message", 2000)):
        OnSandbox(sandbox, PropertyDefinitionKind()).create({"plan_id": plan, "name": name, "max_length": length})
    form = OnSandbox(sandbox, FormKind()).create({"plan_id": plan, "name": "Test failure"})
    props = {"plan_id": plan, "name": "API Fortress", "form_id": form.id, "script": api_fortress_script()}
    made = OnSandbox(sandbox, InboundIntegrationKind()).create({**props, "api_key": TRIGGER_KEY})
    api = client_of(sandbox)
    who = find_recipients(api, [WHO])
    answer = fire(made.outputs["trigger_url"], ",".join(one.name for one in who), "[test 4711] failure")
    assert answer.status_code == 202
    request_id = answer.json()["requestId"]
    sandbox.control.advance(10)
    (event,) = find_events(api, request_id=request_id)
    assert [one.id for one in find_events(api, plan_id=plan, text=("Summary", "[TEST 4711]"))] == [event.id]
    assert find_events(api, plan_id=plan, text=("Summary", "another")) == []
    assert (event.status, event.plan_id, event.form_id) == ("ACTIVE", plan, form.id)
    assert event.properties["Summary"] == "[test 4711] failure"
    notified = event_recipients(api, event.id)
    assert notified is not None
    assert {one.name for one in notified} == {"jdoe", "Ops On-Call", "jdoe|Work Email"}
    (entry,) = integration_log(api, made.id, request_id)
    assert entry.status == "COMPLETED"
    assert [terminate(api, event.id), terminate(api, event.id)] == ["TERMINATED", "TERMINATED"]
    assert find_events(api, request_id=request_id)[0].status == "TERMINATED"


def test_the_wire_reaches_the_people(sandbox: Sandbox, plan: str) -> None:
    follow_the_wire(sandbox, plan)


BREAKS_THE_WIRE = {"xmatters.standing_trigger_key", "xmatters.calls_per_minute", "xmatters.creator_may_send"}
"""Switches that take away what the scenario itself needs: the seeded user's key, room for its calls, a sender."""
TOLD = {"xmatters.integration_modify"}
"""Switches that no client can cope with: xMatters ignores a change in silence, and the provider can only say so."""


def readings() -> list[tuple[Position, ...]]:
    """Every position that is not a default, several switches at a time; those that break the wire by themselves."""
    others = [one for one in positions() if one.vendor == "xmatters" and one.name not in TOLD]
    whole = [one for one in others if one.name not in BREAKS_THE_WIRE]
    lives = -(-len(whole) // 4)  # positions of one switch stand side by side: none share a life
    found = [tuple(whole[start::lives]) for start in range(lives)]
    return [*found, tuple(one for one in others if one.name in BREAKS_THE_WIRE)]


@pytest.mark.parametrize("moved", readings(), ids=lambda moved: "+".join(one.text for one in moved))
def test_every_reading_of_the_reference_is_coped_with(sandbox: Sandbox, moved: tuple[Position, ...]) -> None:
    assert len({one.name for one in moved}) == len(moved)
    sandbox.control.switch(**{one.name: one.value for one in moved})
    plan = OnSandbox(sandbox, WorkflowKind()).create({"name": "Alerts", "logging_level": "INFO"}).id
    for kind, first, second in LIVES:
        live_a_life(sandbox, plan, kind, first, second)
    if not {one.name for one in moved} & BREAKS_THE_WIRE:
        route = OnSandbox(sandbox, WorkflowKind()).create({"name": "Route", "logging_level": "INFO"})
        follow_the_wire(sandbox, route.id)


@pytest.mark.parametrize("empty", ["nulls", "absent"])
def test_answers_that_differ_as_they_may_any_day_are_coped_with(sandbox: Sandbox, plan: str, empty: str) -> None:
    alter = ["shuffled", "unknown_fields", empty]
    sandbox.control.fault(vendor="xmatters", times=0, alter=alter)
    for kind, first, second in LIVES:
        live_a_life(sandbox, plan, kind, first, second)
    [rule] = sandbox.control.call("GET", "/faults")
    assert rule["hits"] > 30


@pytest.mark.parametrize("status", ["404", "400"])
def test_an_update_of_what_was_deleted_by_hand_says_so(sandbox: Sandbox, plan: str, status: str) -> None:
    sandbox.control.switch(**{"xmatters.modify_unknown_id": status})
    driver = OnSandbox(sandbox, ConstantKind())
    made = driver.create({"plan_id": plan, "name": "c", "value": "v"})
    sandbox.control.delete("xmatters", "constants", made.id)
    with pytest.raises(WiringError, match=r"answered 404.*run `pulumi refresh`"):
        driver.update(made.id, made.outputs, {"plan_id": plan, "name": "c", "value": "w"})


@pytest.mark.parametrize("reading", ["cascade", "refuse"])
def test_a_workflow_goes_with_everything_in_it(sandbox: Sandbox, plan: str, reading: str) -> None:
    """By itself, or after what the API can delete was deleted; other workflows keep theirs."""
    sandbox.control.switch(**{"xmatters.delete_plan_with_children": reading})
    OnSandbox(sandbox, ConstantKind()).create({"plan_id": plan, "name": "c", "value": "v"})
    OnSandbox(sandbox, SharedLibraryKind()).create({"plan_id": plan, "name": "l", "script": "go();"})
    OnSandbox(sandbox, EndpointKind()).create({"plan_id": plan, "name": "e", "url": "https://e.example"})
    OnSandbox(sandbox, PropertyDefinitionKind()).create({"plan_id": plan, "name": "p"})
    kept = [one for one in sandbox.control.objects("xmatters", "constants") if one["plan"]["id"] != plan]
    OnSandbox(sandbox, WorkflowKind()).delete(plan, {"name": "any"})
    assert plan not in {one["id"] for one in sandbox.control.objects("xmatters", "plans")}
    assert sandbox.control.objects("xmatters", "constants") == kept


def test_foreign_objects_are_never_touched(sandbox: Sandbox) -> None:
    def foreign() -> dict[str, list[dict[str, Any]]]:
        kinds = sandbox.control.state()["xmatters"]
        return {name: [one for one in kinds[name] if one["id"] in seeded[name]] for name in STORE.values()}

    seeded = {name: {one["id"] for one in rows} for name, rows in sandbox.control.state()["xmatters"].items()}
    before = foreign()
    plan = OnSandbox(sandbox, WorkflowKind()).create({"name": "Alerts"}).id
    for kind, first, second in LIVES:
        live_a_life(sandbox, plan, kind, first, second)
    follow_the_wire(sandbox, OnSandbox(sandbox, WorkflowKind()).create({"name": "B", "logging_level": "INFO"}).id)
    assert foreign() == before


@pytest.mark.parametrize("lost", [{"drop": True}, {"status": 502, "html": True}], ids=["reset", "gateway"])
def test_a_lost_answer_makes_nothing_twice(sandbox: Sandbox, plan: str, lost: dict[str, Any]) -> None:
    sandbox.control.fault(
        vendor="xmatters", method="POST", pathPrefix="/api/xm/1/plans/", applyFirst=True, times=1, **lost
    )
    made = OnSandbox(sandbox, ConstantKind()).create({"plan_id": plan, "name": "c", "value": "v"})
    rows = [one for one in sandbox.control.objects("xmatters", "constants") if one["plan"]["id"] == plan]
    assert [one["id"] for one in rows] == [made.id]


def test_the_calls_of_each_operation(sandbox: Sandbox, plan: str) -> None:
    driver = OnSandbox(sandbox, ConstantKind())
    inputs = driver.checked({"plan_id": plan, "name": "c", "value": "v"})

    def calls() -> list[str]:
        log = [row["method"] for row in sandbox.control.requests_log("xmatters")]
        sandbox.control.clear_log()
        return log

    calls()
    with driver.process() as lifecycle:
        made = lifecycle.create(inputs)
        second = lifecycle.create({**inputs, "name": "d"})
    assert calls() == ["GET", "POST", "POST"]
    with driver.process() as lifecycle:
        lifecycle.read(made.id, made.outputs)
        lifecycle.read(second.id, second.outputs)
        lifecycle.diff(made.outputs, inputs)
        lifecycle.check(inputs)
    assert calls() == ["GET"]
    with driver.process() as lifecycle:
        lifecycle.update(made.id, made.outputs, {**inputs, "value": "w"})
        lifecycle.delete(made.id, made.outputs)
    assert calls() == ["GET", "POST", "DELETE"], "an update looks first"


def test_recipients_are_looked_up_on_the_seeded_account(sandbox: Sandbox) -> None:
    people = sandbox.control.objects("xmatters", "people")
    inactive = next(one["targetName"] for one in people if one["status"] == "INACTIVE")
    with pytest.raises(NoMatchError) as raised:
        find_recipients(client_of(sandbox), ["jdo", inactive, "jdoe|Work Mail", "jdoe"])
    assert "did you mean jdoe" in raised.value.text
    assert "inactive person" in raised.value.text
    assert "jdoe|Work Email" in raised.value.text
