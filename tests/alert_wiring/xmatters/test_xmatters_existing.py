"""Look-ups by name of what is in xMatters already, also of what only Flow Designer can make, on the sandbox."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from on_sandbox import OnSandbox, client_of

from alert_wiring import xmatters
from alert_wiring.core.errors import InputError, NoMatchError, SeveralMatchesError
from alert_wiring.xmatters import existing
from alert_wiring.xmatters.form import FormKind
from alert_wiring.xmatters.workflow import WorkflowKind
from support.sandbox import Sandbox

FLOW = {
    "name": "API Fortress - HTTP Trigger",
    "integrationType": "INBOUND_WEBHOOK",
    "operation": "RUN_SCRIPT",
    "authenticationType": "URL",
    "createdBy": "FLOW",
    "deployed": True,
    "environment": "HOSTED",
}


@pytest.fixture
def plan(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> str:
    """A workflow with a form and a trigger that was made on its canvas; the program talks to this sandbox."""
    api = client_of(sandbox)
    monkeypatch.setattr(existing, "shared_api", lambda *_: api)
    plan = OnSandbox(sandbox, WorkflowKind()).create({"name": "Canvas"}).id
    OnSandbox(sandbox, FormKind()).create({"plan_id": plan, "name": "Test failure"})
    sandbox.control.create("xmatters", "integrations", {"plan": {"id": plan}, **FLOW})
    return plan


@pytest.mark.parametrize("by_id", [False, True])
def test_a_trigger_of_flow_designer_is_found_by_name(plan: str, by_id: bool, sandbox: Sandbox) -> None:
    found = xmatters.inbound_integration(plan if by_id else "Canvas", f" {FLOW['name']} ")
    assert (found.plan_id, found.created_by, found.deployed, found.authentication_type) == (plan, "FLOW", True, "URL")
    assert found.trigger_path == f"/api/integration/1/functions/{found.id}/triggers"
    assert found.instance_url == sandbox.status["xmatters"]["url"]


def test_its_url_is_a_secret_with_the_key(plan: str) -> None:
    found = xmatters.inbound_integration("Canvas", FLOW["name"])
    told: dict[str, Any] = {}

    @pulumi.runtime.test  # type: ignore[untyped-decorator]  # the SDK's own
    def look() -> pulumi.Output[Any]:
        url = found.trigger_url(pulumi.Output.secret("planted-key"))

        async def read() -> None:
            told.update(value=await url.future(), secret=await url.is_secret())

        return pulumi.Output.from_input(read())

    look()
    assert told == {"value": f"{found.instance_url}{found.trigger_path}?apiKey=planted-key", "secret": True}


def test_a_workflow_and_a_form_are_found_by_name(plan: str, sandbox: Sandbox) -> None:
    assert xmatters.workflow("Canvas").id == plan
    form = xmatters.form("Canvas", "Test failure")
    assert sandbox.control.get("xmatters", "forms", form.id)["plan"]["id"] == plan


@pytest.mark.parametrize(
    ("look", "says"),
    [
        (lambda: xmatters.workflow("Canvass"), "no xMatters workflow 'Canvass'. Did you mean 'Canvas'"),
        (lambda: xmatters.form("Canvas", "Test failures"), "no xMatters form 'Test failures'. Did you mean"),
        (lambda: xmatters.inbound_integration("Canvas", "HTTP Trigger"), "Did you mean 'API Fortress - HTTP Trigger'"),
        (lambda: xmatters.inbound_integration("Nowhere", "x"), "no xMatters workflow 'Nowhere'"),
        (
            lambda: xmatters.inbound_integration("00000000-0000-4000-8000-000000000000", "x"),
            "This credential sees none at all",
        ),
    ],
)
@pytest.mark.usefixtures("plan")
def test_a_misspelt_name_is_told_with_what_was_meant(look: Any, says: str) -> None:
    with pytest.raises(NoMatchError) as raised:
        look()
    assert says in raised.value.text


def test_two_of_one_name_are_told_apart(plan: str, sandbox: Sandbox) -> None:
    sandbox.control.create("xmatters", "integrations", {"plan": {"id": plan}, **FLOW, "createdBy": "IB"})
    with pytest.raises(SeveralMatchesError, match=r"There are 2 of.*\(FLOW\).*\(IB\)|There are 2 of.*\(IB\).*\(FLOW\)"):
        xmatters.inbound_integration("Canvas", FLOW["name"])


def test_outbound_integrations_are_no_triggers(plan: str, sandbox: Sandbox) -> None:
    outbound = {**FLOW, "name": "Out", "integrationType": "OUTBOUND_WEBHOOK"}
    sandbox.control.create("xmatters", "integrations", {"plan": {"id": plan}, **outbound})
    with pytest.raises(NoMatchError):
        xmatters.inbound_integration("Canvas", "Out")


def test_each_list_is_read_once(plan: str, sandbox: Sandbox) -> None:
    sandbox.control.clear_log()
    for _ in range(3):
        xmatters.inbound_integration("Canvas", FLOW["name"])
        xmatters.form(plan, "Test failure")
    paths = sorted(row["path"].rpartition("/")[2] for row in sandbox.control.requests_log("xmatters"))
    assert paths == ["forms", "integrations", "plans"]


@pytest.mark.usefixtures("plan")
def test_an_output_is_no_name() -> None:
    with pytest.raises(InputError, match="takes a text, not Output"):
        xmatters.form(pulumi.Output.from_input("Canvas"), "Test failure")  # type: ignore[arg-type]
