"""The calls of ilert's further kinds against exchanges whose bodies are the documented examples.

As in test_ilert_client.py the kinds drive the client: what a program writes must give exactly the documented request,
and the documented answer must give it back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from alert_wiring import ilert
from alert_wiring.core.errors import BadRequestError, ConflictError, ExistsError, ForbiddenError, NoMatchError
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.dynamic import KindResource
from alert_wiring.ilert.api import SHORT_PAGE, IlertApi
from support.cassettes import replay
from support.waiting import waits_at_once

CASSETTES = Path(__file__).parent / "cassettes"


@dataclass(frozen=True)
class Told:
    """A documented object as a program writes it, and a change of it."""

    noun: str
    resource: type[KindResource]
    id: str
    inputs: dict[str, Any]
    change: dict[str, Any]
    outputs: dict[str, Any] = field(default_factory=dict)


DAY = {"start": "08:00", "end": "17:00"}
TOLD = (
    Told(
        "policy",
        ilert.EscalationPolicy,
        "2344528",
        {
            "name": "Payments on-call",
            "escalation_rules": [
                {"escalation_timeout": 15, "schedule_ids": ["18044"]},
                {"escalation_timeout": 30, "user_ids": ["2188373"]},
            ],
            "team_ids": ["40104"],
            "repeating": True,
            "frequency": 3,
            "routing_key": "payments",
        },
        {"repeating": None, "frequency": None},
    ),
    Told(
        "team",
        ilert.Team,
        "40104",
        {
            "name": "Payments",
            "members": [{"user_id": "2188374", "role": "ADMIN"}, {"user_id": "2188373"}],
        },
        {"visibility": "PRIVATE"},
        {"created_at": "2026-09-14T08:12:44.318Z"},
    ),
    Told(
        "hours",
        ilert.SupportHours,
        "5512",
        {
            "name": "Office hours",
            "timezone": "Europe/Berlin",
            "support_days": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), DAY),
            "team_ids": [],
            "exceptions": [
                {"name": "Christmas", "start": "2026-12-24", "end": "2026-12-26", "support_status": "OUTSIDE"}
            ],
        },
        {"timezone": "Asia/Tokyo"},
    ),
    Told(
        "connector",
        ilert.Connector,
        "a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a",
        {
            "name": "Support desk",
            "connector_type": "jira",
            "params": {"url": "https://acme.example/jira", "email": "bot@acme.example"},
            "password": "planted-jira-password",
        },
        {"name": "Help desk"},
    ),
    Told(
        "action",
        ilert.AlertAction,
        "c1d2e3f4-0a1b-4c2d-8e3f-4a5b6c7d8e9f",
        {
            "name": "Tell the chat",
            "connector_type": "webhook",
            "alert_source_ids": ["2671189"],
            "trigger_types": ["alert-created", "alert-resolved"],
            "conditions": "alert.priority == 'HIGH'",
            "webhook": {
                "webhook_url": "https://chat.acme.example/hook",
                "body_template": "{{ summary }}",
                "headers": [{"key": "X-Key", "value": "planted-header-value"}],
            },
            "team_ids": ["40104"],
        },
        {"trigger_mode": "MANUAL"},
        {"bidirectional": False},
    ),
    Told(
        "monitor",
        ilert.HeartbeatMonitor,
        "81001",
        {
            "name": "Nightly backup",
            "interval_sec": 86400,
            "alert_summary": "The nightly backup did not report",
            "alert_source_id": "2671189",
            "team_ids": ["40104"],
        },
        {"interval_sec": 3600},
        {"state": "UNKNOWN", "integration_key": "il1hbt5e0c1d2b3a4f596871"},
    ),
)
POLICY, TEAM, _, _, ACTION, MONITOR = TOLD
each = pytest.mark.parametrize("told", TOLD, ids=lambda told: told.noun)


@pytest.fixture
def settings() -> Settings:
    return Settings({"ILERT_TOKEN": "planted-ilert-token"}, lambda key: None)


@pytest.fixture
def api(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> IlertApi:
    """A client of the vendor's own address that never really waits; the account of every lifecycle here."""
    made = IlertApi.connect(settings)
    waits_at_once(made.http)
    monkeypatch.setattr("alert_wiring.core.lifecycle.shared_api", lambda kind, given: made)
    monkeypatch.setattr("alert_wiring.ilert.lookups.shared_api", lambda kind, given: made)
    return made


@pytest.fixture
def of(api: IlertApi, settings: Settings) -> Any:
    """Return the lifecycle of a documented object; it never warns."""
    del api

    def refuse(text: str) -> None:
        raise AssertionError(text)

    return lambda told: Lifecycle(told.resource.provider_class.kind, lambda: settings, refuse)


def checked(of: Any, told: Told, **changes: Any) -> dict[str, Any]:
    given = {name: value for name, value in {**told.inputs, **changes}.items() if value is not None}
    inputs: dict[str, Any]
    inputs, problems = of(told).check(given)
    assert problems.found == []
    return inputs


def created(of: Any, told: Told) -> Any:
    """Make the object; a create looks first, and nothing is there."""
    kind = told.resource.provider_class.kind
    of(told)._api().inventories.of((kind.noun,), list, kind.id_of)
    with replay(CASSETTES / f"{told.noun}_create.yaml"):
        return of(told).create(checked(of, told))


@each
def test_the_documented_object_is_made_and_read_and_deleted(told: Told, of: Any) -> None:
    inputs = checked(of, told)
    made = created(of, told)
    assert (made.id, made.inputs) == (told.id, inputs)
    assert told.outputs.items() <= made.outputs.items()
    kind = told.resource.provider_class.kind
    with replay(CASSETTES / f"{told.noun}_read.yaml"):
        remote = kind.get_remote(of(told)._api(), told.id, {})
    assert kind.from_api(remote, made.outputs) == made.outputs
    never_read = {one.name for one in kind.fields if one.write_only}
    known = {name: value for name, value in made.outputs.items() if name not in never_read}
    assert known.items() <= kind.from_api(remote, None).items(), "a look-up reads everything"
    with replay(CASSETTES / f"{told.noun}_delete.yaml"):
        of(told).delete(told.id, made.outputs)
        of(told).delete(told.id, made.outputs)


@each
def test_an_update_is_whole(told: Told, of: Any) -> None:
    made, inputs = created(of, told), checked(of, told, **told.change)
    with replay(CASSETTES / f"{told.noun}_update.yaml"):
        outputs = of(told).update(told.id, made.outputs, inputs)
    assert of(told).diff(outputs, inputs).changed == ()
    assert set(of(told).diff(made.outputs, inputs).changed) == told.change.keys()


def test_another_interval_is_another_secret_address(of: Any) -> None:
    made, inputs = created(of, MONITOR), checked(of, MONITOR, **MONITOR.change)
    with replay(CASSETTES / "monitor_update.yaml"):
        outputs = of(MONITOR).update(MONITOR.id, made.outputs, inputs)
    assert outputs["integration_url"] == "https://beat.ilert.com/api/pings/il1hbt9a8b7c6d5e4f302112"
    assert {"integration_key", "integration_url"} == set(MONITOR.resource.provider_class.kind.fields.secret_names)


def test_members_that_nobody_manages_are_sent_back(of: Any) -> None:
    made = created(of, TEAM)
    inputs = checked(of, TEAM, members=None, name="Payments and more")
    with replay(CASSETTES / "team_members_left_alone.yaml"):
        outputs = of(TEAM).update(TEAM.id, made.outputs, inputs)
    assert "members" not in outputs


def test_deprecated_single_targets_are_read_as_lists(of: Any) -> None:
    with replay(CASSETTES / "policy_single_forms.yaml"):
        found = of(POLICY).read(POLICY.id, {}, lookup=True)
    assert found.inputs == checked(of, POLICY)


def test_sources_of_an_action_in_their_old_form(of: Any) -> None:
    with replay(CASSETTES / "action_legacy_sources.yaml"):
        found = of(ACTION).read(ACTION.id, {}, lookup=True)
    assert found.inputs["alert_source_ids"] == ["2671189"]


def test_a_policy_in_use_is_one_line_that_names_what_uses_it(of: Any) -> None:
    made = created(of, POLICY)
    with replay(CASSETTES / "policy_in_use.yaml"), pytest.raises(BadRequestError) as caught:
        of(POLICY).delete(POLICY.id, made.outputs)
    assert caught.value.text == (
        "Deleting ilert escalation policy 'Payments on-call' (id 2344528) failed: ilert: DELETE "
        "/api/escalation-policies/2344528 answered 400: The escalation policy is in use (BAD_REQUEST). It is in use by "
        "alert source 'API Fortress - checkout' (id 2671189): give them another one or delete them first."
    )


def test_an_action_that_the_vendor_finds_without_sources(of: Any, api: IlertApi) -> None:
    kind = ACTION.resource.provider_class.kind
    inputs = checked(of, ACTION)
    with replay(CASSETTES / "error_400_action.yaml"), pytest.raises(BadRequestError, match="Either field"):
        kind.create_remote(api, kind.to_api(inputs, None), inputs)


def test_a_conflict_is_the_monitor_that_has_the_name(of: Any) -> None:
    with replay(CASSETTES / "error_409.yaml"), pytest.raises(ExistsError, match=r"id 81001.*adopt=True"):
        of(MONITOR).create(checked(of, MONITOR))


def test_a_name_that_is_taken_by_another_monitor_refuses_the_update(of: Any) -> None:
    made = created(of, MONITOR)
    with replay(CASSETTES / "monitor_renamed_409.yaml"), pytest.raises(ConflictError) as caught:
        of(MONITOR).update(MONITOR.id, made.outputs, checked(of, MONITOR, name="Hourly export"))
    assert "answered 409: the name is taken by id 81002" in caught.value.text
    assert "il1hbt" not in caught.value.text


@pytest.mark.parametrize("status", [405, 422, 423, 425])
def test_rare_refusals_fail_at_once(api: IlertApi, status: int) -> None:
    with replay(CASSETTES / f"error_{status}.yaml"), pytest.raises(BadRequestError, match=f"answered {status}"):
        api.list_objects("/api/alert-sources")


def test_a_missing_scope_is_named(api: IlertApi) -> None:
    with (
        replay(CASSETTES / "error_403_scope.yaml"),
        pytest.raises(ForbiddenError, match=r"scope source:r.*ILERT_TOKEN"),
    ):
        api.list_objects("/api/alert-sources")


def test_lists_of_connectors_and_actions_and_schedules(api: IlertApi) -> None:
    for name, path, page in (
        ("connectors_list", "/api/connectors", 50),
        ("actions_list", "/api/alert-actions", 50),
        ("schedules_list", "/api/schedules", SHORT_PAGE),
    ):
        with replay(CASSETTES / f"{name}.yaml"):
            assert len(api.list_objects(path, page=page)) == 1


def test_monitors_are_listed_by_cursor(api: IlertApi) -> None:
    with replay(CASSETTES / "monitors_list.yaml"):
        assert [row["id"] for row in api.list_by_cursor("/api/heartbeat-monitors")] == [81001, 81002]


@pytest.mark.usefixtures("api")
def test_a_user_is_asked_for_by_post_and_near_matches_are_named() -> None:
    with replay(CASSETTES / "user_search.yaml"):
        assert ilert.user(" ada.moss@acme.example ").id == "2188373"
        assert ilert.user("ada.moss@acme.example").id == "2188373", "asked once"
    with replay(CASSETTES / "user_search_missing.yaml"), pytest.raises(NoMatchError) as caught:
        ilert.user("ada@acme.example")
    assert "no ilert user 'ada@acme.example'. Did you mean 'ada.moss@acme.example'" in caught.value.text


@pytest.mark.parametrize(
    ("look_up", "cassette", "name", "id_"),
    [
        (ilert.schedule, "schedules_list", "Primary", "18044"),
        (ilert.connector, "connectors_list", "Support desk", "a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a"),
        (ilert.alert_action, "actions_list", "Tell the chat", "c1d2e3f4-0a1b-4c2d-8e3f-4a5b6c7d8e9f"),
        (ilert.heartbeat_monitor, "monitors_list", "Hourly export", "81002"),
        (ilert.alert_source, "sources_list", "API Fortress - checkout", "2671189"),
    ],
)
@pytest.mark.usefixtures("api")
def test_look_ups_by_name(look_up: Any, cassette: str, name: str, id_: str) -> None:
    with replay(CASSETTES / f"{cassette}.yaml"):
        assert look_up(name).id == id_
