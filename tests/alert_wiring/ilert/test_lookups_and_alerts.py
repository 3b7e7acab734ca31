"""Look-ups by name and the helpers of an end-to-end proof, against the running sandbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import requests

from alert_wiring import ilert
from alert_wiring.core.api import shared_api
from alert_wiring.core.errors import InputError, NoMatchError, SettingError, SeveralMatchesError
from alert_wiring.core.lookup import Named
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


@pytest.mark.usefixtures("program")
def test_all_that_a_wire_refers_to(control: Control) -> None:
    """By name, once per process; users by their address."""
    control.clear_log()
    found = {
        "/api/alert-sources": ilert.alert_source("Prometheus cluster A"),
        "/api/schedules": ilert.schedule("Primary"),
        "/api/connectors": ilert.connector("Acme chat"),
        "/api/alert-actions": ilert.alert_action("Tell the SRE channel"),
        "/api/heartbeat-monitors": ilert.heartbeat_monitor("Nightly backup"),
        "/api/users/search-email": ilert.user("ada.moss@acme.example"),
    }
    assert [one.id for one in found.values()] == [
        *("2671001", "18044", "5b0f3f0a-8d4e-4c59-8e1f-6a7b8c9d0e1f"),
        *("c1d2e3f4-0a1b-4c2d-8e3f-4a5b6c7d8e9f", "81001", "2188373"),
    ]
    assert ilert.user("ada.moss@acme.example") == found["/api/users/search-email"]
    assert [row["path"] for row in control.requests_log("ilert")] == list(found)


@pytest.mark.usefixtures("program", "sandbox")
@pytest.mark.parametrize(
    ("look_up", "wrong", "near"),
    [
        (ilert.alert_source, "prometheus cluster", "Prometheus cluster A"),
        (ilert.schedule, "primary", "Primary"),
        (ilert.connector, "ACME Chat", "Acme chat"),
        (ilert.alert_action, "Tell SRE channel", "Tell the SRE channel"),
        (ilert.heartbeat_monitor, "Nightly back-up", "Nightly backup"),
        (ilert.user, "ada.mos@acme.example", "ada.moss@acme.example"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_near_matches_of_all(look_up: Callable[[str], Named], wrong: str, near: str) -> None:
    with pytest.raises(NoMatchError, match=rf"There is no ilert .* '{wrong}'\. Did you mean '{near}'"):
        look_up(wrong)


@pytest.mark.usefixtures("program")
def test_pages_of_schedules_and_monitors_are_all_read(control: Control) -> None:
    """Schedules have the smallest page, monitors a cursor (`ilert.md 1.6`)."""
    monitor = control.objects("ilert", "heartbeat-monitors")[0]
    schedule = control.objects("ilert", "schedules")[0]
    for number in range(101):
        control.create("ilert", "heartbeat-monitors", {**monitor, "id": 90000 + number, "name": f"M {number}"})
    for number in range(41):
        control.create("ilert", "schedules", {**schedule, "id": 90000 + number, "name": f"S {number}"})
    assert (ilert.heartbeat_monitor("M 100").id, ilert.schedule("S 40").id) == ("90100", "90040")


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
