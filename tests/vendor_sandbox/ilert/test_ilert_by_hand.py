"""Objects that a person makes, changes and deletes in ilert's console: stored as the API writes them."""

from __future__ import annotations

import pytest
from ilert_account import ADMIN, SOURCES, alerts, fire, read, source

from support.standin import StandIn, make
from vendor_sandbox import ilert


@pytest.fixture
def account() -> StandIn:
    return make(ilert, ADMIN)


def test_a_change_by_hand_is_what_the_api_shows(account: StandIn) -> None:
    made = source(account)
    collection = ilert.OBJECTS["alert-sources"]
    stored = account.context.store.get(collection, str(made["id"]))
    assert stored is not None
    changes = {"teams": [{"id": 40231}], "summaryTemplate": {"textTemplate": "by hand"}, "severity": 2}
    account.context.store.put(collection, str(made["id"]), {**stored, **changes})
    shown = read(account, made)
    assert shown["teams"] == [{"id": 40231, "name": "SRE"}]
    assert (shown["summaryTemplate"], shown["severity"]) == ({"textTemplate": "by hand"}, 2)


def test_a_source_made_by_hand_works_without_computed_fields(account: StandIn) -> None:
    body = {"id": 7, "name": "By hand", "integrationType": "APIFORTRESS", "escalationPolicy": {"id": 2344529}}
    account.context.store.insert(ilert.OBJECTS["alert-sources"], "7", body)
    shown = account.get(f"{SOURCES}/7").json()
    assert shown["integrationKey"].startswith("il1afr")
    fire(account, shown)
    assert len(alerts(account, shown)) == 1


def test_an_id_taken_by_hand_is_skipped(account: StandIn) -> None:
    first = source(account)
    body = {"id": first["id"] + 1, "name": "n", "integrationType": "API", "escalationPolicy": {"id": 2344529}}
    account.context.store.insert(ilert.OBJECTS["alert-sources"], str(body["id"]), body)
    assert source(account)["id"] == first["id"] + 2


def test_only_kinds_that_show_a_time_stamp_get_one(account: StandIn) -> None:
    before = {"id": 7, "updatedAt": "2026-01-01T00:00:00+00:00"}
    assert ilert.edited_by_hand(account.context, "teams", before, {"id": 7})["updatedAt"] > before["updatedAt"]
    assert ilert.edited_by_hand(account.context, "services", {"id": 8}, {"id": 8, "name": "n"}) == {
        "id": 8,
        "name": "n",
    }


def test_deleting_by_hand_takes_the_status_along(account: StandIn) -> None:
    made = source(account)
    fire(account, made)
    assert ilert.delete_by_hand(account.context, "alert-sources", str(made["id"]))
    assert account.get(f"{SOURCES}/{made['id']}").status == 404
    assert not ilert.delete_by_hand(account.context, "alert-sources", str(made["id"]))


def test_what_is_due_gets_the_time_at_which_it_was_due(account: StandIn) -> None:
    account.switch("ilert.event_delay", "5")
    made = source(account, autoResolutionTimeout="PT10M")
    before = account.context.clock.now().isoformat()
    fire(account, made)
    account.advance(3600)
    (alert,) = alerts(account, made)
    assert before < alert["reportTime"] < alert["resolvedOn"]
    assert alert["resolvedOn"] < account.context.clock.now().isoformat()
    assert account.context.clock.offset_seconds == 3600


LEAST: dict[str, dict[str, object]] = {
    "alert-sources": {"name": "n", "integrationType": "API"},
    "escalation-policies": {"name": "n"},
    "teams": {"name": "n"},
    "support-hours": {"name": "n"},
    "users": {"email": "a@b.example"},
    "schedules": {"name": "n"},
    "services": {"name": "n"},
    "connectors": {"name": "n"},
    "alert-actions": {"name": "n"},
    "heartbeat-monitors": {"name": "n"},
    "maintenance-windows": {"summary": "n", "start": "2026-01-01T00:00:00Z", "end": "2026-01-02T00:00:00Z"},
    "alerts": {
        "summary": "n",
        "status": "PENDING",
        "reportTime": "2026-01-01T00:00:00Z",
        "alertSource": {"id": 2671004},
    },
}


@pytest.mark.parametrize("kind", LEAST)
def test_an_object_made_by_hand_with_the_least_is_shown(account: StandIn, kind: str) -> None:
    identity = "3f0a5b0f-8d4e-4c59-8e1f-6a7b8c9d0e1f" if kind in {"connectors", "alert-actions"} else 7
    account.context.store.insert(ilert.OBJECTS[kind], str(identity), {"id": identity, **LEAST[kind]})
    assert identity in [row["id"] for row in account.get(f"/api/{kind}").json()]
    assert account.get(f"/api/{kind}/{identity}").json()["id"] == identity
    if "name" in LEAST[kind]:
        assert account.get(f"/api/{kind}/name/n").json()["id"] == identity
    assert ilert.delete_by_hand(account.context, kind, str(identity))
    assert account.get(f"/api/{kind}/{identity}").status == 404


def test_every_kind_can_be_made_by_hand() -> None:
    assert {*LEAST, "action-runs"} == set(ilert.OBJECTS)


def test_a_shorter_interval_typed_by_hand_is_heeded(account: StandIn) -> None:
    made = source(account)
    body = {"name": "M", "intervalSec": 3600, "alertSource": {"id": made["id"]}}
    monitor = account.post("/api/heartbeat-monitors", body, query={"include": "integrationUrl"}).json()
    account.get(monitor["integrationUrl"])
    collection, key = ilert.OBJECTS["heartbeat-monitors"], str(monitor["id"])
    before = account.context.store.get(collection, key) or {}
    after = {**before, "intervalSec": 60}
    account.context.store.put(
        collection, key, ilert.edited_by_hand(account.context, "heartbeat-monitors", before, after)
    )
    account.advance(61)
    assert len(alerts(account, made)) == 1
