"""What the alerts of a route say: its own templates, rendered by the sandbox's ilert from a simulated failure."""

from __future__ import annotations

import os
from typing import Any

import pytest
from conftest_route import World, plain

from alert_wiring import AlertRoute, ilert
from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.alert_source import AlertSourceKind
from support.sandbox import Sandbox


def registered(world: World) -> dict[str, Any]:
    def program() -> Any:
        return AlertRoute(
            "all", projects=["Payments API"], ilert_escalation_policy="Payments on-call"
        ).ilert_alert_source_id

    world.run(program)
    inputs: dict[str, Any] = plain(world.one("ilert:AlertSource").inputs)
    return {name: value for name, value in inputs.items() if value is not None}


def test_an_alert_names_project_and_test_and_leads_to_the_report(world: World, sandbox: Sandbox) -> None:
    status, control = sandbox.status, sandbox.control
    inputs = registered(world)
    settings = Settings(sandbox.settings("ilert"), lambda _key: None)
    warnings: list[str] = []
    sources = Lifecycle(AlertSourceKind(), lambda: settings, warnings.append)
    checked, problems = sources.check(inputs)
    assert problems.found == []
    made = sources.create(checked)
    assert warnings == []
    assert sources.diff(made.outputs, checked).changed == (), "the next preview is empty"
    fortress = ApiFortressApi.connect(Settings(os.environ, lambda _key: None)).backend
    definition = next(one for one in fortress.list_definitions() if one.name == "JSON Alert")
    group = fortress.create_group("all")
    fortress.create_instance(group.id, definition.id, {"url": made.outputs["integration_url"]})
    project = next(one for one in fortress.list_projects() if one.name == "Checkout")
    fortress.set_assigned(project.id, {group.id})
    control.run_test(int(project.id), test={"id": "5f1d7a2b9c", "name": "Checkout happy path"})
    (alert,) = [row for row in control.objects("ilert", "alerts") if str(row["alertSource"]["id"]) == made.id]
    assert alert["summary"] == "[API Fortress] Checkout / Checkout happy path failed"
    assert alert["details"].startswith("1 failure(s) at ")
    (link,) = alert["links"]
    event = alert["customDetails"]
    report = f"{status['apifortress']['url']}/web/events/details/{event['eventId']}?cid={event['companyId']}"
    assert link["href"] == report
    assert link["text"] == "Open event in API Fortress"


def test_without_an_address_there_is_no_link(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("APIFORTRESS_URL", "APIFORTRESS_API_KEY", "APIFORTRESS_API_SECRET"):
        monkeypatch.delenv(name)
    inputs = registered(world)
    assert "link_templates" not in inputs
    assert "{{ test.name }}" in inputs["summary_template"]


def test_a_source_of_ones_own_keeps_its_own_words(world: World) -> None:
    def program() -> Any:
        source = ilert.AlertSource(
            "mine", integration_type="APIFORTRESS", escalation_policy_id="1", summary_template="mine"
        )
        return AlertRoute("all", projects=["Payments API"], ilert_alert_source=source).ilert_alert_source_id

    world.run(program)
    assert world.one("ilert:AlertSource").inputs["summary_template"] == "mine"
