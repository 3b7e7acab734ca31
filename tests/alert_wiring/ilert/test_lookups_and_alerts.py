"""Look-ups by name and the helpers of an end-to-end proof, against the running sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from alert_wiring import ilert
from alert_wiring.core.api import shared_api
from alert_wiring.core.errors import InputError, NoMatchError, SettingError, SeveralMatchesError
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from support.sandbox import Control


@pytest.fixture
def program(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with settings of its own: no other test shares its client or its lists."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("alert_wiring.core.api._shared", {})


@pytest.fixture
def api(environment: dict[str, str]) -> IlertApi:
    return IlertApi.connect(Settings(environment, lambda key: None))


@pytest.mark.usefixtures("program")
def test_by_name_once_per_process(control: Control) -> None:
    control.clear_log()
    for _ in range(3):
        assert ilert.escalation_policy("Payments on-call").id == "2344528"
        assert ilert.escalation_policy(" Default ").name == "Default"
    assert ilert.team("Platform / Core").id == "40251"
    assert ilert.support_hours("Office hours").id == "5512"
    assert [row["path"] for row in control.requests_log("ilert")] == [
        "/api/escalation-policies",
        "/api/teams",
        "/api/support-hours",
    ]


@pytest.mark.usefixtures("program", "sandbox")
def test_near_matches() -> None:
    with pytest.raises(
        NoMatchError, match=r"no ilert escalation policy 'payments oncall'. Did you mean 'Payments on-call'"
    ):
        ilert.escalation_policy("payments oncall")
    with pytest.raises(NoMatchError, match=r"There are .*'Payments', .*'SRE'"):
        ilert.team("zzzzzz")


@pytest.mark.usefixtures("program")
def test_all_candidates(control: Control) -> None:
    twin = control.create("ilert", "escalation-policies", {"name": "Default", "escalationRules": []})
    with pytest.raises(SeveralMatchesError) as caught:
        ilert.escalation_policy("Default")
    assert "id 2344529" in caught.value.text and f"id {twin['id']}" in caught.value.text
    assert "escalation_policy_id=" in caught.value.text


@pytest.mark.usefixtures("program")
def test_every_page_is_read(control: Control) -> None:
    for number in range(101):
        control.create("ilert", "teams", {"name": f"Team {number}", "visibility": "PUBLIC", "members": []})
    assert ilert.team("Team 100").name == "Team 100"


def test_without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ILERT_TOKEN", raising=False)
    with pytest.raises(SettingError, match=r"ILERT_TOKEN.*ilert:token"):
        ilert.escalation_policy("x")


def test_a_name_that_is_none() -> None:
    with pytest.raises(InputError, match="must be a text"):
        ilert.team("  ")


def test_an_alert_is_found_and_resolved(api: IlertApi, control: Control) -> None:
    source, other = (
        api.create_object(
            "/api/alert-sources",
            {"name": name, "integrationType": "APIFORTRESS", "escalationPolicy": {"id": 2344528}},
        )
        for name in ("Proof", "Other")
    )
    payload = {"eventId": "marker-1", "test": {"id": "1", "name": "marker-1"}, "failuresCount": 1, "projectName": "P"}
    for one in (source, other):
        assert requests.post(one["integrationUrl"], json=payload, timeout=10).status_code == 202
    since = datetime.now(UTC) - timedelta(seconds=60)
    (alert,) = api.list_alerts(str(source["id"]), since=since)
    assert alert["alertSource"]["id"] == source["id"]
    whole = api.get_object("/api/alerts", str(alert["id"]), ["customDetails"])
    assert whole is not None and whole["customDetails"]["eventId"] == "marker-1"
    assert api.resolve_alert(str(alert["id"]))["status"] == "RESOLVED"
    control.switch(**{"ilert.resolve_resolved": "400"})
    assert api.resolve_alert(str(alert["id"]))["status"] == "RESOLVED", "a resolved one is fine"
    assert api.list_alerts(str(source["id"])) == []
    assert len(api.list_alerts(str(source["id"]), states=["RESOLVED"])) == 1


def test_one_client_per_account(environment: dict[str, str]) -> None:
    settings = Settings(environment, lambda key: None)
    other = Settings({**environment, "ILERT_TOKEN": "another-token"}, lambda key: None)
    assert shared_api(IlertApi, settings) is shared_api(IlertApi, settings)
    assert shared_api(IlertApi, settings) is not shared_api(IlertApi, other)
