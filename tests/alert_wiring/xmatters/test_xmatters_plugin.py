"""The xMatters kinds through the real plugin process, against the running sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from on_sandbox import TRIGGER_KEY

from alert_wiring import xmatters
from support.plugin import UNKNOWN, Plugin, PluginError, Secret, plugin
from support.sandbox import Sandbox


@pytest.fixture
def served(sandbox: Sandbox) -> Iterator[Plugin]:
    with plugin(sandbox.settings("xmatters"), log=True) as running:
        yield running


def make(served: Plugin, kind: Any, inputs: dict[str, Any], name: str = "a") -> Any:
    provider = served.of(kind, name)
    answer = provider.check(inputs)
    assert answer.failures == []
    return provider.create(answer.inputs)


@pytest.fixture
def integration(served: Plugin) -> tuple[Any, dict[str, Any]]:
    """An integration with a key, and its inputs."""
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    form = make(served, xmatters.Form, {"plan_id": plan, "name": "F"}).id
    inputs = {"plan_id": plan, "form_id": form, "name": "API Fortress", "script": "go();", "api_key": TRIGGER_KEY}
    return make(served, xmatters.InboundIntegration, inputs), inputs


def test_the_trigger_url_is_secret_after_every_operation(served: Plugin, integration: Any) -> None:
    state, inputs = integration
    provider = served.of(xmatters.InboundIntegration)
    updated = provider.update(state.id, state.outputs, provider.check({**inputs, "deployed": False}).inputs)
    found = provider.read(state.id, updated)
    assert found.inputs is not None
    for seen in (state.outputs, updated, found.outputs):
        assert isinstance(seen["trigger_url"], Secret)
        assert seen["trigger_url"].value.endswith(f"?apiKey={TRIGGER_KEY}")
        assert seen["api_key"] == Secret(TRIGGER_KEY)
    assert found.outputs == updated
    assert provider.diff(state.id, updated, found.inputs).changes is False


def test_numbers_that_cross_as_floats_stay_whole(served: Plugin, sandbox: Sandbox) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    state = make(served, xmatters.PropertyDefinition, {"plan_id": plan, "name": "Summary", "max_length": 300})
    assert state.outputs["max_length"] == 300
    assert sandbox.control.get("xmatters", "property-definitions", state.id)["maxLength"] == 300
    assert isinstance(sandbox.control.get("xmatters", "property-definitions", state.id)["maxLength"], int)


def test_a_refused_secret_is_not_named_to_the_engine(served: Plugin) -> None:
    provider = served.of(xmatters.InboundIntegration)
    inputs = {"plan_id": "p", "form_id": "f", "name": "i", "script": "s", "authentication_type": "BASIC"}
    failures = provider.check({**inputs, "api_key": "planted-key-1234"}).failures
    assert sorted(prop for prop, _ in failures) == ["", "authentication_type"]
    assert "planted-key-1234" not in repr(failures)


def test_a_missing_key_is_a_warning_on_the_resources_own_line(served: Plugin) -> None:
    provider = served.of(xmatters.InboundIntegration, "mine")
    assert provider.check({"plan_id": UNKNOWN, "form_id": UNKNOWN, "name": "i", "script": "s"}).failures == []
    (message,) = served.messages
    assert message.urn.endswith("::mine")
    assert "copy the apiKey" in message.text


def test_what_a_deletion_leaves_behind_is_a_warning(served: Plugin) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    state = make(served, xmatters.Form, {"plan_id": plan, "name": "F"})
    served.of(xmatters.Form).delete(state.id, state.outputs)
    assert "xMatters cannot delete forms" in served.messages[-1].text


def test_a_replacement_says_in_the_preview_what_becomes_of_the_old_form(served: Plugin) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    provider = served.of(xmatters.Form, "mine")
    inputs = {"plan_id": plan, "name": "F", "trigger_type": "FLOW"}
    state = make(served, xmatters.Form, inputs, "mine")
    said = len(served.messages)
    change = provider.diff(state.id, state.outputs, provider.check({**inputs, "trigger_type": "OTHER"}).inputs)
    assert change.replaces == ["trigger_type"]
    (message,) = served.messages[said:]
    assert "cannot delete the old form: it will be switched off and renamed" in message.text
    assert message.urn.endswith("::mine")
    provider.diff(state.id, state.outputs, provider.check({**inputs, "description": "d"}).inputs)
    assert len(served.messages) == said + 1


def test_an_endpoints_credential_is_secret_after_every_operation(served: Plugin, sandbox: Sandbox) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    inputs = {"plan_id": plan, "name": "Jira", "url": "https://jira.example.com", "authentication_type": "BASIC"}
    inputs |= {"username": "u", "password": "planted-password"}
    state = make(served, xmatters.Endpoint, inputs)
    provider = served.of(xmatters.Endpoint)
    updated = provider.update(state.id, state.outputs, provider.check({**inputs, "url": "https://x.example"}).inputs)
    found = provider.read(state.id, updated)
    for seen in (state.outputs, updated, found.outputs):
        assert seen["password"] == Secret("planted-password")
    assert "planted-password" not in repr(sandbox.control.call("GET", "/requests"))
    failures = provider.check({**inputs, "authentication_type": "NO_AUTH"}).failures
    assert {prop for prop, _ in failures} == {"username", ""}
    assert "planted-password" not in repr(failures)


def test_a_library_lives_through_the_plugin(served: Plugin) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    state = make(served, xmatters.SharedLibrary, {"plan_id": plan, "name": "Tools", "script": "go();\r\n"})
    provider = served.of(xmatters.SharedLibrary)
    found = provider.read(state.id, state.outputs)
    assert found.outputs == state.outputs
    assert provider.read(state.id, {"lookup": True}).outputs["plan_id"] == plan
    provider.delete(state.id, state.outputs)
    provider.delete(state.id, state.outputs)
    assert provider.read(state.id, state.outputs).id == ""


def test_numbers_inside_a_forms_parts_stay_whole(served: Plugin, sandbox: Sandbox) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    section = {"title": "Handling", "type": "HANDLING_OPTIONS", "expiration_in_minutes": 60}
    provider = served.of(xmatters.Form)
    state = make(served, xmatters.Form, {"plan_id": plan, "name": "F", "sections": [section]})
    (stored,) = sandbox.control.objects("xmatters", "form-sections")
    assert stored["expirationInMinutes"] == 60 and isinstance(stored["expirationInMinutes"], int)
    found = provider.read(state.id, state.outputs)
    assert found.inputs is not None
    assert provider.diff(state.id, state.outputs, found.inputs).changes is False
    unknown = {"plan_id": plan, "name": "F", "sections": [{**section, "title": UNKNOWN}]}
    answer = provider.check(unknown)
    assert answer.failures == []
    assert provider.diff(state.id, state.outputs, answer.inputs).changes is True


def test_a_part_that_failed_is_a_warning_on_the_resources_own_line(served: Plugin, sandbox: Sandbox) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    sandbox.control.fault(vendor="xmatters", pathRegex=".*/sections$", method="POST", times=1, status=403)
    inputs = {"plan_id": plan, "name": "F", "sections": [{"title": "Details"}]}
    state = make(served, xmatters.Form, inputs, "mine")
    texts = [message.text for message in served.messages if message.urn.endswith("::mine")]
    assert any("the form is made, but not its sections, which the next `pulumi up` writes" in text for text in texts)
    provider = served.of(xmatters.Form, "mine")
    checked = provider.check(inputs).inputs
    assert provider.diff(state.id, state.outputs, checked).changes is True
    updated = provider.update(state.id, state.outputs, checked)
    assert provider.diff(state.id, updated, checked).changes is False


def test_oauth_settings_of_the_stack_reach_the_plugin(sandbox: Sandbox) -> None:
    place = sandbox.status["xmatters"]
    user = {"xmatters:username": place["credentials"]["username"], "xmatters:clientId": "sandbox-client-id"}
    config = {"xmatters:url": place["url"], "xmatters:password": place["credentials"]["password"], **user}
    with plugin({}, config=config) as running:
        assert make(running, xmatters.Workflow, {"name": "Alerts"}).id
    with plugin({}, config={**config, "xmatters:token": "planted-token"}) as running:
        ((prop, text),) = running.of(xmatters.Workflow).check({"name": "Alerts"}).failures
    assert prop == ""
    assert "Several ways" in text and "xmatters:token" in text and "planted" not in text


def test_four_at_a_time_share_one_list(served: Plugin, sandbox: Sandbox) -> None:
    plan = make(served, xmatters.Workflow, {"name": "Alerts"}).id
    sandbox.control.clear_log()
    with ThreadPoolExecutor(4) as pool:
        states = list(
            pool.map(
                lambda number: make(
                    served, xmatters.Constant, {"plan_id": plan, "name": f"c{number}", "value": "v"}, f"c{number}"
                ),
                range(8),
            )
        )
    assert len({state.id for state in states}) == 8
    methods = [row["method"] for row in sandbox.control.requests_log("xmatters")]
    assert sorted(methods) == ["GET", *["POST"] * 8]


def test_a_missing_object_is_gone_on_refresh_and_an_error_for_get(served: Plugin, integration: Any) -> None:
    state, inputs = integration
    provider = served.of(xmatters.InboundIntegration)
    reference = f"{inputs['plan_id']}/{state.id}"
    looked_up = provider.read(reference, {"lookup": True})
    assert looked_up.id == state.id
    assert looked_up.outputs["plan_id"] == inputs["plan_id"]
    provider.delete(state.id, state.outputs)
    assert provider.read(state.id, state.outputs).id == ""
    with pytest.raises(PluginError, match="there is no xMatters inbound integration"):
        provider.read(reference, {"lookup": True})


def test_a_missing_password_is_one_line_that_says_where_it_goes(sandbox: Sandbox) -> None:
    settings = sandbox.settings("xmatters")
    del settings["XMATTERS_PASSWORD"]
    with plugin(settings) as running:
        ((prop, text),) = running.of(xmatters.Workflow, "a").check({"name": "Alerts"}).failures
    assert prop == ""
    assert "XMATTERS_PASSWORD" in text
    assert "pulumi config set --secret xmatters:password" in text
    assert "Traceback" not in text


def test_a_wrong_password_is_one_line_without_it(sandbox: Sandbox) -> None:
    with (
        plugin({**sandbox.settings("xmatters"), "XMATTERS_PASSWORD": "planted-wrong-one"}) as running,
        pytest.raises(PluginError) as raised,
    ):
        make(running, xmatters.Workflow, {"name": "Alerts"})
    text = str(raised.value)
    assert "answered 401" in text
    assert "XMATTERS_USERNAME" in text
    assert "planted-wrong-one" not in text
    assert "\n" not in text.strip()
