"""The rules of single xMatters kinds: what check says, what is sent, what a deletion leaves behind."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import pytest
from fake_xmatters import PLAN, FakeXMatters, checked, complaints, lifecycle_on

from alert_wiring.core.errors import ExistsError, NoMatchError, WiringError
from alert_wiring.core.kind import Kind
from alert_wiring.core.values import UNKNOWN
from alert_wiring.xmatters.constant import API_FORTRESS_BASE_URL, ConstantKind
from alert_wiring.xmatters.endpoint import EndpointKind
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.inbound_integration import InboundIntegrationKind
from alert_wiring.xmatters.property_definition import PropertyDefinitionKind
from alert_wiring.xmatters.trigger import Script, api_fortress_script, trigger_url
from alert_wiring.xmatters.workflow import WorkflowKind

KEY = "7d3f1f62-1b8e-4a53-9d06-2c51e9f0ab77"
INTEGRATION: dict[str, Any] = {"plan_id": PLAN, "name": "API Fortress", "form_id": "f-1", "script": "go();"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"authentication_type": "BASIC"}, 'no Authorization header.*write authentication_type="URL"'),
        ({"authentication_type": "API_KEY"}, "cannot fire an integration of type API_KEY"),
        ({"authentication_type": "OAUTH"}, "cannot fire an integration of type OAUTH"),
        ({"authentication_type": "Basic"}, "authentication_type: must be one of .*, not 'Basic'; did you mean BASIC"),
        ({"authentication_type": "OAUTH", "fired_by": "OTHER", "api_key": KEY}, "api_key: is not accepted by.*OAUTH"),
        ({"operation": "CREATE_EVENT_SIMPLE", "script": None}, 'does not understand.*write operation="CREATE_EVENT"'),
        ({"operation": "CREATE_EVENT_SIMPLE", "fired_by": "OTHER"}, "script: is not used by CREATE_EVENT_SIMPLE"),
        ({"form_id": None}, "form_id: is required for operation CREATE_EVENT; write form_id=form.id"),
        ({"script": None}, r"script: is required.*write script=xmatters\.api_fortress_script\(\)"),
        ({"script": "  "}, "script: must have at least 1 character"),
        ({"plan_id": None}, "plan_id: is required; write plan_id=workflow.id"),
        ({"deployed": "yes"}, "deployed: must be True or False"),
        ({"form": "f-1"}, "form: there is no such property; did you mean form_id"),
    ],
)
def test_an_integration_that_could_not_work_is_told_what_to_write(changes: dict[str, Any], says: str) -> None:
    text = complaints(InboundIntegrationKind(), {**INTEGRATION, **changes})
    assert re.search(says, text), text
    assert KEY not in text


def test_an_empty_delimiter_is_refused_since_it_would_never_come_back() -> None:
    """An answer with an empty text means "none", so every preview would plan it again."""
    levels = {"property_type": "HIERARCHY", "categories": ["Site"], "paths": [["Berlin"]]}
    text = complaints(PropertyDefinitionKind(), {"plan_id": PLAN, "name": "Place", **levels, "delimiter": ""})
    assert re.search("delimiter: must have at least 1 character.*leave it out", text), text


def test_all_problems_of_an_integration_are_told_at_once() -> None:
    props = {"plan_id": PLAN, "name": "", "authentication_type": "BASIC", "deployed": 5}
    assert len(checked(InboundIntegrationKind(), props).found) == 5


@pytest.mark.parametrize("kind", ["URL", "ANY"])
def test_a_trigger_without_a_key_is_a_warning_that_says_where_the_key_is(kind: str) -> None:
    without = checked(InboundIntegrationKind(), {**INTEGRATION, "authentication_type": kind})
    assert not without.found
    assert "copy the apiKey" in without.warnings[0]
    for key in (KEY, UNKNOWN):
        keyed = checked(InboundIntegrationKind(), {**INTEGRATION, "authentication_type": kind, "api_key": key})
        assert (keyed.found, keyed.warnings) == ([], [])


def test_the_trigger_url_is_built_and_the_key_never_sent() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, InboundIntegrationKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check({**INTEGRATION, "api_key": KEY})[0])
        path = f"/api/integration/1/functions/{made.id}/triggers"
        assert made.outputs["trigger_path"] == path
        assert made.outputs["trigger_url"] == f"https://acmeco.xmatters.com{path}?apiKey={KEY}"
        keyless = lifecycle.update(made.id, made.outputs, lifecycle.check(INTEGRATION)[0])
        assert keyless["trigger_url"] == f"https://acmeco.xmatters.com{path}"
    assert KEY not in repr(fake.writes)


def test_what_is_sent_for_an_integration() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, InboundIntegrationKind()) as lifecycle:
        props = lifecycle.check({**INTEGRATION, "script": api_fortress_script()})[0]
        made = lifecycle.create(props)
        lifecycle.update(made.id, made.outputs, {**props, "deployed": False})
    (_, path, create), (_, same_path, modify) = fake.writes
    assert path == same_path == f"/api/xm/1/plans/{PLAN}/integrations"
    script = create.pop("script")
    assert "\n" not in script
    assert b64decode(script).decode() == api_fortress_script()
    assert create == {
        "name": "API Fortress",
        "form": {"id": "f-1"},
        "integrationType": "INBOUND_WEBHOOK",
        "operation": "CREATE_EVENT",
        "authenticationType": "URL",
        "environment": "HOSTED",
        "deployed": True,
    }
    assert (modify["id"], modify["deployed"]) == (made.id, False)
    assert not {"integrationType", "environment"} & modify.keys()


@pytest.mark.parametrize(
    "wire",
    [
        pytest.param("Z28oKTs=", id="base64"),
        pytest.param("Z28o\nKTs=\n", id="wrapped"),
        pytest.param("go();", id="decoded"),
        pytest.param("Z28oKTsNCg==", id="other line end"),
    ],
)
def test_a_script_is_the_same_in_every_form_the_api_shows_it(wire: str) -> None:
    script = Script()
    assert script.same("go();", script.from_wire(wire))
    assert not script.same("went();", script.from_wire(wire))


def test_line_ends_inside_a_script_do_not_matter() -> None:
    script = Script()
    assert script.same("a();\r\nb();", "a();\nb();")
    assert script.to_wire("a();\r\nb();") == script.to_wire("a();\nb();\n")


def test_the_ready_made_script_reads_what_api_fortress_sends() -> None:
    text = api_fortress_script()
    assert text.startswith("// apifortress-v1")
    assert all(f"body.{key}" in text for key in ("Summary", "Message", "Recipients"))


def test_a_key_is_quoted_into_the_url() -> None:
    assert trigger_url("https://h", "a/b", "k&y") == "https://h/api/integration/1/functions/a%2Fb/triggers?apiKey=k%26y"


def test_the_logging_level_needs_a_second_write() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, WorkflowKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check({"name": "w", "logging_level": "INFO"})[0])
    assert made.outputs["logging_level"] == "INFO"
    (_, _, create), (_, _, modify) = fake.writes
    assert "loggingLevel" not in create
    assert {key: modify[key] for key in ("id", "name", "enabled", "loggingLevel")} == {
        "id": made.id,
        "name": "w",
        "enabled": True,
        "loggingLevel": "INFO",
    }


def test_a_failed_second_write_leaves_a_workflow_that_the_next_up_repairs(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeXMatters()
    said: list[str] = []

    def refuse(*_args: object) -> None:
        raise WiringError("no")

    with lifecycle_on(fake, WorkflowKind(), said) as lifecycle:
        props = lifecycle.check({"name": "w", "logging_level": "INFO"})[0]
        monkeypatch.setattr(WorkflowKind, "update_remote", refuse)
        made = lifecycle.create(props)
        monkeypatch.undo()
        assert "logging_level" in said[0]
        assert lifecycle.diff(made.outputs, props).changed == ("logging_level",)
        assert lifecycle.update(made.id, made.outputs, props)["logging_level"] == "INFO"


def test_a_quiet_default_costs_one_write() -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, WorkflowKind()) as lifecycle:
        lifecycle.create(lifecycle.check({"name": "w"})[0])
    assert len(fake.writes) == 1


def test_built_in_and_reserved_workflows_are_never_touched() -> None:
    fake = FakeXMatters()
    fake.objects["/plans"] = {
        "b": {"id": "b", "name": "w", "planType": "BUILT_IN"},
        "r": {"id": "r", "name": "w", "planType": "RESERVED"},
    }
    with lifecycle_on(fake, WorkflowKind()) as lifecycle:
        assert lifecycle.create(lifecycle.check({"name": "w", "adopt": True})[0]).id not in {"b", "r"}


@pytest.mark.parametrize(
    ("value", "problem", "warning"),
    [
        ("https://apif.example.com/app", False, False),
        ("https://apif.example.com/app/", False, False),
        ("https://apif.example.com", False, True),
        ("fortress.local/app", True, False),
        ("ftp://fortress.local/app", True, False),
        (UNKNOWN, False, False),
    ],
)
def test_the_guides_constant_is_an_address(value: Any, problem: bool, warning: bool) -> None:
    found = checked(ConstantKind(), {"plan_id": PLAN, "name": API_FORTRESS_BASE_URL, "value": value})
    assert (bool(found.found), bool(found.warnings)) == (problem, warning)
    assert [one.prop for one in found.found] == [""] * problem
    assert not problem or value not in found.found[0].text


def test_a_constants_value_is_never_shown() -> None:
    (problem,) = checked(ConstantKind(), {"plan_id": PLAN, "name": "n", "value": 12345678}).found
    assert problem.prop == ""
    assert "12345678" not in problem.text


@pytest.mark.parametrize(
    ("props", "says"),
    [
        ({"property_type": "BOOLEAN", "max_length": 5}, "max_length: does not belong to type BOOLEAN"),
        ({"property_type": "BOOLEAN", "default": "yes"}, 'default: must be "true" or "false"'),
        ({"property_type": "LIST_TEXT_SINGLE_SELECT"}, "items: is required"),
        ({"property_type": "HIERARCHY"}, "paths: is required"),
        ({"property_type": "text"}, "did you mean TEXT"),
        ({"min_length": 9, "max_length": 5}, "min_length: is 9, more than max_length 5"),
        ({"default": "abcdef", "max_length": 5}, "default: has 6 characters"),
        ({"max_length": 5.5}, "max_length: must be a whole number"),
    ],
)
def test_a_property_definition_that_contradicts_itself(props: dict[str, Any], says: str) -> None:
    assert says in complaints(PropertyDefinitionKind(), {"plan_id": PLAN, "name": "Summary", **props})


FORM = {"plan_id": PLAN, "name": "Test failure"}
ENDPOINT = {"plan_id": PLAN, "name": "Jira", "url": "https://jira.example.com"}


def test_an_explicit_name_that_exists_is_taken_over_only_when_asked() -> None:
    fake = FakeXMatters()
    constant = {"plan_id": PLAN, "name": "n", "value": "old"}
    with lifecycle_on(fake, ConstantKind()) as lifecycle:
        made = lifecycle.create(lifecycle.check(constant)[0])
        with pytest.raises(ExistsError, match=f"adopt=True.*get.name, '{PLAN}/{made.id}'"):
            lifecycle.create(lifecycle.check({**constant, "value": "new"})[0])
        taken = lifecycle.create(lifecycle.check({**constant, "value": "new", "adopt": True})[0])
    assert (taken.id, taken.outputs["value"]) == (made.id, "new")


@pytest.mark.parametrize(
    ("kind", "more"), [(WorkflowKind(), {}), (ConstantKind(), {"plan_id": PLAN, "value": "v"})], ids=["plan", "child"]
)
def test_a_name_that_differs_in_case_only_is_the_same_name(kind: Kind[Any], more: dict[str, Any]) -> None:
    """The server refuses it with a 409 that does not say which object has it (`xmatters.md 7.1`)."""
    with lifecycle_on(FakeXMatters(), kind) as lifecycle:
        made = lifecycle.create(lifecycle.check({"name": "API Fortress", **more})[0])
        wanted = {"name": "api fortress ", **more}
        with pytest.raises(ExistsError, match=rf"there is one already \(id {made.id}\).*adopt=True"):
            lifecycle.create(lifecycle.check(wanted)[0])
        taken = lifecycle.create(lifecycle.check({**wanted, "adopt": True})[0])
    assert taken.id == made.id
    assert taken.outputs["name"].strip() == "api fortress"


@pytest.mark.parametrize("kind", [FormKind(), ConstantKind(), InboundIntegrationKind()], ids=lambda kind: kind.noun)
def test_get_takes_the_workflow_and_the_object(kind: Kind[Any]) -> None:
    fake = FakeXMatters()
    props = {**INTEGRATION} if isinstance(kind, InboundIntegrationKind) else {"plan_id": PLAN, "name": "n"}
    props |= {"value": "v"} if isinstance(kind, ConstantKind) else {}
    with lifecycle_on(fake, kind) as lifecycle:
        made = lifecycle.create(lifecycle.check(props)[0])
        found = lifecycle.read(f"{PLAN}/{made.id}", {}, lookup=True)
        assert found is not None
        assert (found.id, found.outputs["plan_id"]) == (made.id, PLAN)
        with pytest.raises(NoMatchError, match="there is no"):
            lifecycle.read(f"{PLAN}/missing", {}, lookup=True)
        with pytest.raises(WiringError, match="PLAN_ID/OBJECT_ID"):
            lifecycle.read(made.id, {}, lookup=True)


LEAVES: list[tuple[Kind[Any], dict[str, Any]]] = [
    (EndpointKind(), ENDPOINT),
    (FormKind(), FORM),
    (ConstantKind(), {"plan_id": PLAN, "name": "n", "value": "v"}),
    (PropertyDefinitionKind(), {"plan_id": PLAN, "name": "Summary"}),
    (InboundIntegrationKind(), INTEGRATION),
]


@pytest.mark.parametrize(("kind", "props"), LEAVES, ids=[kind.noun for kind, _ in LEAVES])
def test_an_object_whose_workflow_is_gone_is_gone(kind: Kind[Any], props: dict[str, Any]) -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, kind) as lifecycle:
        made = lifecycle.create(lifecycle.check(props)[0])
    fake.gone = True
    with lifecycle_on(fake, kind) as lifecycle:
        assert lifecycle.read(made.id, made.outputs) is None
        lifecycle.delete(made.id, made.outputs)
        with pytest.raises(WiringError, match="workflow is gone or this user may not see it"):
            lifecycle.create(lifecycle.check(props)[0])


@pytest.mark.parametrize(
    ("kind", "props"), [*LEAVES, (WorkflowKind(), {"name": "w"})], ids=[*(kind.noun for kind, _ in LEAVES), "workflow"]
)
def test_an_address_that_knows_nothing_empties_no_state(kind: Kind[Any], props: dict[str, Any]) -> None:
    fake = FakeXMatters()
    with lifecycle_on(fake, kind) as lifecycle:
        made = lifecycle.create(lifecycle.check(props)[0])
    fake.elsewhere = True
    with lifecycle_on(fake, kind) as lifecycle, pytest.raises(WiringError, match="answered 404"):
        lifecycle.read(made.id, made.outputs)
