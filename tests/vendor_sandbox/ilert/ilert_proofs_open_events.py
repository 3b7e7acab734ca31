"""Proofs of what the reference leaves open about events and alerts: either reading of each switch."""

from __future__ import annotations

import json

from ilert_account import NOBODY, PROOFS, alerts, at_noon, event, fire, payload, source, text

from support.contract import refused
from support.standin import StandIn


@PROOFS.of("event-inactive-answer")
def _(ilert: StandIn) -> None:
    made = source(ilert, active=False)
    fire(ilert, made)
    ilert.switch("ilert.inactive_source_event", "refused")
    refused(ilert.post(made["integrationUrl"], payload(), headers=NOBODY), 404)


@PROOFS.of("event-filter-order")
def _(ilert: StandIn) -> None:
    made = source(ilert, summaryTemplate=text("made of {{ projectName }}"), eventFilter="event.summary contains 'made'")
    fire(ilert, made)
    assert alerts(ilert, made) == []
    ilert.switch("ilert.event_filter_sees", "rendered")
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 1


@PROOFS.of("event-mapping")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    ilert.switch("ilert.api_fortress_mapping", "generic")
    fire(ilert, made)
    readable, generic = alerts(ilert, made)
    assert "Checkout happy path" in readable["summary"]
    assert "Checkout happy path" not in generic["summary"]
    assert json.loads(generic["details"]) == payload()


@PROOFS.of("event-missing")
def _(ilert: StandIn) -> None:
    made = source(ilert, summaryTemplate=text("{{ projectName }}: {{ nothing.at.all }}!"))
    fire(ilert, made)
    ilert.switch("ilert.missing_variable", "as_written")
    fire(ilert, made)
    shown = [alert["summary"] for alert in alerts(ilert, made)]
    assert shown == ["Payments API: !", "Payments API: {{ nothing.at.all }}!"]


@PROOFS.of("event-precedence")
def _(ilert: StandIn) -> None:
    condition = "event.eventType == 'ALERT' or event.eventType == 'ALERT' and event.customDetails.failuresCount > 5"
    made = source(ilert, eventFilter=condition)
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 1
    ilert.switch("ilert.condition_precedence", "left_to_right")
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 1


@PROOFS.of("event-rate")
def _(ilert: StandIn) -> None:
    often = source(ilert, eventFilter="trigger_count.5m > 2")
    anew = source(ilert, eventFilter="resetting_trigger_count.PT5M >= 3")
    for _ in range(5):
        fire(ilert, often)
        fire(ilert, anew)
    assert (len(alerts(ilert, often)), len(alerts(ilert, anew))) == (3, 1)
    ilert.advance(301)
    fire(ilert, often)
    fire(ilert, anew)
    assert (len(alerts(ilert, often)), len(alerts(ilert, anew))) == (3, 1)
    for wrong in ("trigger_count.4s > 0", "trigger_count.3d > 0", "trigger_count.soon > 0"):
        made = source(ilert, eventFilter=wrong)
        fire(ilert, made)
        assert alerts(ilert, made) == []


@PROOFS.of("event-schedule")
def _(ilert: StandIn) -> None:
    at_noon(ilert)
    found = []
    for asked in ('{"id": 18044, "type": "ON_CALL_SCHEDULE"}', '{"id": 18045, "type": "ON_CALL_SCHEDULE"}'):
        made = source(ilert, eventFilter=f"now is_in {asked}")
        fire(ilert, made)
        found.append(len(alerts(ilert, made)))
    hours = {"timezone": "UTC", "supportDays": {"MONDAY": {"start": "00:00", "end": "00:00"}}, "name": "never"}
    never = ilert.post("/api/support-hours", hours).json()["id"]
    for condition in (
        'now is_in {"id": %d, "type": "SUPPORT_HOUR"}',
        'now not is_in {"id": %d, "type": "SUPPORT_HOUR"}',
    ):
        made = source(ilert, eventFilter=condition % never)
        fire(ilert, made)
        found.append(len(alerts(ilert, made)))
    assert found == [1, 0, 0, 1]


@PROOFS.of("event-mapping-twice")
def _(ilert: StandIn) -> None:
    mappings = [{"value": "Lab", "priority": "LOW"}, {"value": "Lab", "priority": "HIGH"}]
    made = source(ilert, priorityTemplate={"valueTemplate": text("{{ location }}"), "mappings": mappings})
    fire(ilert, made, location="Lab")
    ilert.switch("ilert.mapping_match", "last")
    fire(ilert, made, location="Lab")
    assert [alert["priority"] for alert in alerts(ilert, made)] == ["LOW", "HIGH"]


@PROOFS.of("group-key-rule")
def _(ilert: StandIn) -> None:
    made = source(ilert, integrationType="API")
    pending = source(ilert, integrationType="API", alertCreation="ONE_PENDING_ALERT_ALLOWED")
    for one in (made, pending):
        event(ilert, one, alertKey="k")
        event(ilert, one, alertKey="k")
        assert len(alerts(ilert, one)) == 1
    ilert.switch("ilert.key_and_grouping", "grouping_counts")
    for one in (made, pending):
        event(ilert, one, alertKey="k")
    assert (len(alerts(ilert, made)), len(alerts(ilert, pending))) == (2, 1)
    ilert.put(f"/api/alerts/{alerts(ilert, pending)[0]['id']}/accept")
    event(ilert, pending, alertKey="k")
    assert len(alerts(ilert, pending)) == 2


@PROOFS.of("alert-references")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    assert alerts(ilert, made)[0]["alertSource"]["name"] == "Ours"
    ilert.switch("ilert.alert_references", "ids")
    (alert,) = alerts(ilert, made)
    assert (alert["alertSource"], alert["escalationPolicy"]) == ({"id": made["id"]}, {"id": 2344528})
