"""The xMatters resources in a program, under Pulumi's mocks: what the constructors add. No provider code runs here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks

from alert_wiring import xmatters
from alert_wiring.xmatters.recipient_search import Recipient

KEY = "7d3f1f62-1b8e-4a53-9d06-2c51e9f0ab77"
HOST = "https://acmeco.xmatters.com"
PATH = "/api/integration/1/functions/int-1/triggers"


class Engine(mocks.Mocks):
    """Answers as a preview of an update does: the id is known, of the outputs only the new inputs."""

    def __init__(self) -> None:
        self.inputs: list[dict[str, Any]] = []

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.inputs.append(dict(args.inputs))
        return args.resource_id or "int-1", dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return {}, None


def run(program: Callable[[], pulumi.Output[Any]]) -> tuple[Engine, dict[str, Any]]:
    """Run a program as a preview; return what was registered, and value, known and secret of its output."""
    engine = Engine()
    told: dict[str, Any] = {}
    mocks.set_mocks(engine, project="wiring", stack="dev", preview=True)

    @pulumi.runtime.test  # type: ignore[untyped-decorator]  # the SDK's own
    def tested() -> pulumi.Output[Any]:
        output = program()

        async def look() -> None:
            told.update(
                value=await output.future(with_unknowns=True),
                known=await output.is_known(),
                secret=await output.is_secret(),
            )

        return pulumi.Output.from_input(look())

    tested()
    return engine, told


def integration(**more: Any) -> xmatters.InboundIntegration:
    return xmatters.InboundIntegration("api-fortress", **{"plan_id": "p-1", "form_id": "f-1", **more})


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XMATTERS_URL", HOST + "/api/xm/1/")


@pytest.mark.usefixtures("account")
def test_the_trigger_url_is_known_while_only_something_else_changes() -> None:
    _, url = run(lambda: integration(api_key=KEY).trigger_url)
    assert url == {"value": f"{HOST}{PATH}?apiKey={KEY}", "known": True, "secret": True}
    _, keyless = run(lambda: integration().trigger_url)
    assert keyless == {"value": HOST + PATH, "known": True, "secret": True}
    _, path = run(lambda: integration(api_key=KEY).trigger_path)
    assert (path["value"], path["known"]) == (PATH, True)


@pytest.mark.usefixtures("account")
def test_an_unknown_key_makes_an_unknown_url() -> None:
    _, url = run(lambda: integration(api_key=pulumi.Output.from_input(pulumi.UNKNOWN)).trigger_url)
    assert url["known"] is False
    assert url["secret"] is True


def test_without_the_address_the_url_comes_from_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XMATTERS_URL", raising=False)
    _, url = run(lambda: integration(api_key=KEY).trigger_url)
    assert url["known"] is False


def test_the_ready_made_script_is_the_default_of_create_event_only() -> None:
    def script(**more: Any) -> Any:
        return run(lambda: integration(**more).urn)[0].inputs[0].get("script")

    assert script() == script(operation="CREATE_EVENT") == xmatters.api_fortress_script()
    assert script(script="mine();") == "mine();"
    assert script(operation="RUN_SCRIPT") is None
    assert script(operation="CREATE_EVENT_SIMPLE") is None


def test_the_key_is_secret_and_no_adoption_is_asked_for() -> None:
    engine, _ = run(lambda: integration(api_key=KEY).urn)
    (inputs,) = engine.inputs
    assert inputs["api_key"]["value"] == KEY
    assert "4dabf18193072939515e22adb298388d" in inputs["api_key"]
    assert "adopt" not in inputs
    assert inputs["name"].startswith("api-fortress-")


@pytest.mark.parametrize("kind", [xmatters.PropertyDefinition, xmatters.Constant])
def test_names_that_scripts_refer_to_are_never_made(kind: Any) -> None:
    more = {"value": "v"} if kind is xmatters.Constant else {}
    engine, _ = run(lambda: kind("summary", plan_id="p-1", name="Summary", **more).urn)
    assert engine.inputs[0]["name"] == "Summary"


WHO = xmatters.Recipients(
    (
        Recipient("jdoe", "PERSON", "p-1"),
        Recipient("Ops On-Call", "GROUP", "g-1"),
    )
)


def test_a_form_takes_what_the_look_up_of_recipients_found() -> None:
    engine, _ = run(lambda: xmatters.Form("f", plan_id="p-1", recipients=WHO).urn)
    (inputs,) = engine.inputs
    assert inputs["recipients"] == [
        {"id": "p-1", "recipient_type": "PERSON"},
        {"id": "g-1", "recipient_type": "GROUP"},
    ]


def test_a_forms_parts_may_hold_outputs_of_other_resources() -> None:
    def program() -> pulumi.Output[Any]:
        summary = xmatters.PropertyDefinition("summary", plan_id="p-1", name="Summary")
        sections: list[xmatters.FormSection] = [{"title": "Details", "items": [{"property_definition_id": summary.id}]}]
        return xmatters.Form("f", plan_id="p-1", sections=sections, sender_permissions=[{"sender_id": "p-1"}]).urn

    engine, _ = run(program)
    form = next(inputs for inputs in engine.inputs if "sections" in inputs)
    assert form["sections"] == [{"title": "Details", "items": [{"property_definition_id": "int-1"}]}]
    assert form["sender_permissions"] == [{"sender_id": "p-1"}]
    assert "recipients" not in form


def test_an_endpoints_secrets_are_secret_inputs() -> None:
    secrets = {"password": "planted-password", "client_secret": "planted-client-secret"}
    engine, _ = run(lambda: xmatters.Endpoint("e", plan_id="p-1", name="E", url="https://e.example", **secrets).urn)
    for name, value in secrets.items():
        assert engine.inputs[0][name]["value"] == value
        assert "4dabf18193072939515e22adb298388d" in engine.inputs[0][name]
