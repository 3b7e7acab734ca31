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


def environment(sandbox: Sandbox) -> dict[str, str]:
    place = sandbox.status["xmatters"]
    return {
        "XMATTERS_URL": place["url"],
        "XMATTERS_USERNAME": place["credentials"]["username"],
        "XMATTERS_PASSWORD": place["credentials"]["password"],
    }


@pytest.fixture
def served(sandbox: Sandbox) -> Iterator[Plugin]:
    with plugin(environment(sandbox), log=True) as running:
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
    settings = environment(sandbox)
    del settings["XMATTERS_PASSWORD"]
    with plugin(settings) as running:
        ((prop, text),) = running.of(xmatters.Workflow, "a").check({"name": "Alerts"}).failures
    assert prop == ""
    assert "XMATTERS_PASSWORD" in text
    assert "pulumi config set --secret xmatters:password" in text
    assert "Traceback" not in text


def test_a_wrong_password_is_one_line_without_it(sandbox: Sandbox) -> None:
    with (
        plugin({**environment(sandbox), "XMATTERS_PASSWORD": "planted-wrong-one"}) as running,
        pytest.raises(PluginError) as raised,
    ):
        make(running, xmatters.Workflow, {"name": "Alerts"})
    text = str(raised.value)
    assert "answered 401" in text
    assert "XMATTERS_USERNAME" in text
    assert "planted-wrong-one" not in text
    assert "\n" not in text.strip()
