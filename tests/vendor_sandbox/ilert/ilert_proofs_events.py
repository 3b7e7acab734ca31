"""Proofs of the rules from an event to an alert."""

from __future__ import annotations

from typing import Any

from ilert_account import NOBODY, PROOFS, SOURCES, alerts, at_noon, body, event, fire, payload, read, source, text

from support.contract import refused
from support.standin import StandIn
from vendor_sandbox.ilert.enums import WEEKDAYS

EVENTS = "/api/events"


def api(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    return source(ilert, integrationType="API", **fields)


@PROOFS.of("event-accepted")
def _(ilert: StandIn) -> None:
    sent = {"integrationKey": api(ilert)["integrationKey"], "eventType": "ALERT", "summary": "s"}
    answer = ilert.post(EVENTS, sent, headers=NOBODY)
    assert (answer.status, len(answer.headers["correlation-id"])) == (202, 36)


@PROOFS.of("event-body")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert ilert.post(made["integrationUrl"], payload(), headers=NOBODY).content == b""
    ilert.switch("ilert.event_body", "object")
    assert ilert.post(made["integrationUrl"], payload(), headers=NOBODY).json() == {}
    ilert.switch("ilert.event_body", "alert")
    sent = {"integrationKey": api(ilert)["integrationKey"], "eventType": "ALERT", "summary": "s", "alertKey": "k"}
    told = ilert.post(EVENTS, sent, headers=NOBODY)
    assert (told.status, told.json().keys()) == (202, {"alertKey", "alertUrl", "responseCode"})
    assert told.json()["alertKey"] == "k"


@PROOFS.of("event-key")
def _(ilert: StandIn) -> None:
    sent = {"eventType": "ALERT", "summary": "s"}
    refused(ilert.post(EVENTS, sent, headers=NOBODY), 400)
    refused(ilert.post(EVENTS, {**sent, "integrationKey": "il1apinone"}, headers=NOBODY), 404)
    assert ilert.post(EVENTS, {**sent, "apiKey": api(ilert)["integrationKey"]}, headers=NOBODY).status == 202
    refused(ilert.post("/api/v1/events/apifortress/il1afrnone", payload(), headers=NOBODY), 404)


@PROOFS.of("event-required")
def _(ilert: StandIn) -> None:
    key = {"integrationKey": api(ilert)["integrationKey"]}
    for wrong in ({"summary": "s"}, {"eventType": "OPEN", "summary": "s"}, {"eventType": "ALERT"}):
        refused(ilert.post(EVENTS, {**key, **wrong}, headers=NOBODY), 400)
    assert ilert.post(EVENTS, {**key, "eventType": "RESOLVE"}, headers=NOBODY).status == 202
    refused(ilert.call("POST", EVENTS, raw=b"<x/>", headers=NOBODY), 400)


@PROOFS.of("event-severity")
def _(ilert: StandIn) -> None:
    made = api(ilert, severity=4)
    sent = {"integrationKey": made["integrationKey"], "eventType": "ALERT", "summary": "s"}
    for wrong in ("SEV1", 0, 6):
        refused(ilert.post(EVENTS, {**sent, "severity": wrong}, headers=NOBODY), 400)
    event(ilert, made)
    event(ilert, made, severity=1)
    assert [alert["severity"] for alert in alerts(ilert, made)] == [4, 1]


@PROOFS.of("event-v1")
def _(ilert: StandIn) -> None:
    made = api(ilert)
    sent = {"integrationKey": made["integrationKey"], "eventType": "ALERT", "summary": "s", "incidentKey": "k"}
    answer = ilert.post("/api/v1/events", sent, headers=NOBODY)
    assert (answer.status, answer.json()["incidentKey"]) == (200, "k")
    assert alerts(ilert, made)[0]["alertKey"] == "k"


@PROOFS.of("event-apifortress")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    (alert,) = alerts(ilert, made)
    shown = ilert.get(f"/api/alerts/{alert['id']}", query={"include": "customDetails"}).json()
    assert shown["customDetails"] == payload()
    assert (alert["status"], alert["alertSource"]["id"]) == ("PENDING", made["id"])


@PROOFS.of("event-summary")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    (alert,) = alerts(ilert, made)
    assert alert["summary"] == "Payments API / Checkout happy path: 1 failure(s)"
    assert alert["details"] == "get cart: Generic Failure was 503"
    assert alert["links"] == []


@PROOFS.of("event-slug")
def _(ilert: StandIn) -> None:
    key = source(ilert)["integrationKey"]
    refused(ilert.post(f"/api/v1/events/prometheus/{key}", payload(), headers=NOBODY), 404)
    assert ilert.post(f"/api/events/apifortress/{key}", payload(), headers=NOBODY).status == 202


@PROOFS.of("event-success")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made, eventType="success", failuresCount=0)
    assert len(alerts(ilert, made, "PENDING")) == 1
    ilert.switch("ilert.success_resolves", "yes")
    ilert.switch("ilert.api_fortress_alert_key", "test_id")
    for sign in ({"eventType": "success"}, {"failuresCount": 0}):
        fire(ilert, made)
        fire(ilert, made, **sign)
    assert [alert["status"] for alert in alerts(ilert, made)] == ["PENDING", "RESOLVED", "RESOLVED"]


@PROOFS.of("event-test-key")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    assert "alertKey" not in alerts(ilert, made)[0]
    ilert.switch("ilert.api_fortress_alert_key", "test_id")
    fire(ilert, made)
    fire(ilert, made)
    assert [alert.get("alertKey") for alert in alerts(ilert, made)] == [None, "5f1d7a2b9c"]


@PROOFS.of("event-delay")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    for number, seconds in enumerate(("1", "5"), 1):
        ilert.switch("ilert.event_delay", seconds)
        fire(ilert, made)
        ilert.advance(int(seconds) - 0.5)
        assert len(alerts(ilert, made)) == number - 1
        ilert.advance(0.5)
        assert len(alerts(ilert, made)) == number


@PROOFS.of("event-filtered")
def _(ilert: StandIn) -> None:
    made = source(
        ilert, eventFilter="event.customDetails.failuresCount > 1 and event.customDetails.location contains 'ash'"
    )
    fire(ilert, made)
    assert alerts(ilert, made) == []
    fire(ilert, made, failuresCount=2)
    assert len(alerts(ilert, made)) == 1


@PROOFS.of("event-inactive")
def _(ilert: StandIn) -> None:
    made = source(ilert, active=False)
    fire(ilert, made)
    assert alerts(ilert, made) == []


@PROOFS.of("event-templates")
def _(ilert: StandIn) -> None:
    made = source(
        ilert,
        summaryTemplate=text("{{ projectName }}/{{ test.name }} {{ nothing }}"),
        detailsTemplate=text("{{ #criticalFailures }}- {{ expression }}: {{ extra }}\n{{ /criticalFailures }}"),
        linkTemplates=[
            {"linkTextTemplate": text("Open"), "hrefTemplate": text("https://x/{{ eventId }}?c={{ companyId }}")}
        ],
    )
    fire(ilert, made, eventId="e1")
    (alert,) = alerts(ilert, made)
    assert alert["summary"] == "Payments API/Checkout happy path "
    assert alert["details"] == "- get cart: was 503\n"
    assert alert["links"] == [{"href": "https://x/e1?c=42", "text": "Open"}]


@PROOFS.of("event-priority-template")
def _(ilert: StandIn) -> None:
    made = source(
        ilert,
        priorityTemplate={"valueTemplate": text("{{ location }}"), "mappings": [{"value": "Lab", "priority": "LOW"}]},
        severityTemplate={"valueTemplate": text("{{ location }}"), "mappings": [{"value": "Lab", "severity": 5}]},
    )
    fire(ilert, made)
    fire(ilert, made, location="Lab")
    assert [(alert["priority"], alert.get("severity")) for alert in alerts(ilert, made)] == [("HIGH", None), ("LOW", 5)]


@PROOFS.of("event-routing")
def _(ilert: StandIn) -> None:
    made = source(ilert, routingTemplate=text("{{ location }}"))
    fire(ilert, made, location="nobody, sre")
    fire(ilert, made, location="nobody")
    assert [alert["escalationPolicy"]["id"] for alert in alerts(ilert, made)] == [2344530, 2344528]


@PROOFS.of("event-key-template")
def _(ilert: StandIn) -> None:
    made = source(ilert, alertKeyTemplate=text("{{ test.id }}"))
    fire(ilert, made)
    fire(ilert, made)
    assert [alert["alertKey"] for alert in alerts(ilert, made)] == ["5f1d7a2b9c"]
    ilert.switch("ilert.dedicated_type_keys", "ignored")
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 2


@PROOFS.of("event-type-filter")
def _(ilert: StandIn) -> None:
    made = source(
        ilert,
        alertKeyTemplate=text("{{ test.id }}"),
        eventTypeFilterResolve="event.customDetails.eventType == 'success'",
    )
    fire(ilert, made)
    fire(ilert, made, eventType="success")
    assert [alert["status"] for alert in alerts(ilert, made)] == ["RESOLVED"]


@PROOFS.of("group-none")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 2


@PROOFS.of("group-subject")
def _(ilert: StandIn) -> None:
    made = api(ilert, alertCreation="ONE_ALERT_PER_EMAIL_SUBJECT")
    for summary in ("a", "b", "a"):
        event(ilert, made, summary=summary)
    assert [alert["summary"] for alert in alerts(ilert, made)] == ["a", "b"]


@PROOFS.of("group-pending")
def _(ilert: StandIn) -> None:
    made = source(ilert, alertCreation="ONE_PENDING_ALERT_ALLOWED")
    fire(ilert, made)
    fire(ilert, made)
    (alert,) = alerts(ilert, made)
    ilert.put(f"/api/alerts/{alert['id']}/accept")
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 2


@PROOFS.of("group-open")
def _(ilert: StandIn) -> None:
    made = source(ilert, alertCreation="ONE_OPEN_ALERT_ALLOWED")
    fire(ilert, made)
    (alert,) = alerts(ilert, made)
    ilert.put(f"/api/alerts/{alert['id']}/accept")
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 1
    ilert.put(f"/api/alerts/{alert['id']}/resolve")
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 2


@PROOFS.of("group-window")
def _(ilert: StandIn) -> None:
    made = source(ilert, alertCreation="ONE_ALERT_GROUPED_PER_WINDOW", alertGroupingWindow="PT5M")
    fire(ilert, made)
    ilert.advance(290)
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 1
    ilert.advance(20)
    fire(ilert, made)
    assert len(alerts(ilert, made)) == 2


@PROOFS.of("group-similar")
def _(ilert: StandIn) -> None:
    made = api(ilert, alertCreation="INTELLIGENT_GROUPING", alertGroupingWindow="PT5M", scoreThreshold=0.8)
    for summary in ("disk full on db-1", "disk full on db-2", "login is slow"):
        event(ilert, made, summary=summary)
    assert [alert["summary"] for alert in alerts(ilert, made)] == ["disk full on db-1", "login is slow"]


@PROOFS.of("group-key")
def _(ilert: StandIn) -> None:
    made = api(ilert)
    event(ilert, made, alertKey="Host-1")
    event(ilert, made, alertKey=" HOST-1 ")
    (alert,) = alerts(ilert, made)
    log = ilert.get(f"/api/alerts/{alert['id']}/log-entries").json()
    assert [entry["logEntryType"] for entry in log] == ["ALERT_CREATED", "EVENT_APPENDED"]


@PROOFS.of("key-accept-resolve")
def _(ilert: StandIn) -> None:
    made = api(ilert)
    event(ilert, made, "RESOLVE", alertKey="k")
    event(ilert, made, alertKey="k")
    event(ilert, made, "ACCEPT", "")
    assert alerts(ilert, made)[0]["status"] == "PENDING"
    event(ilert, made, "ACCEPT", "", alertKey="K")
    assert alerts(ilert, made)[0]["status"] == "ACCEPTED"
    event(ilert, made, "COMMENT", "looking", alertKey="k")
    event(ilert, made, "RESOLVE", "", alertKey="k")
    (alert,) = alerts(ilert, made)
    assert alert["status"] == "RESOLVED"


@PROOFS.of("priority-hours")
def _(ilert: StandIn) -> None:
    at_noon(ilert)
    always = {day: {"start": "00:00", "end": "23:59"} for day in ("MONDAY", "SUNDAY")}
    never = {"MONDAY": {"start": "00:00", "end": "00:00"}}
    found = []
    for days in (
        always | dict.fromkeys(("TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"), always["MONDAY"]),
        never,
    ):
        hours = ilert.post("/api/support-hours", {"name": "H", "timezone": "UTC", "supportDays": days}).json()["id"]
        for rule in ("HIGH_DURING_SUPPORT_HOURS", "LOW_DURING_SUPPORT_HOURS"):
            made = source(ilert, alertPriorityRule=rule, supportHours={"id": hours})
            fire(ilert, made)
            found.append(alerts(ilert, made)[0]["priority"])
    assert found == ["HIGH", "LOW", "LOW", "HIGH"]


@PROOFS.of("priority-raise")
def _(ilert: StandIn) -> None:
    at_noon(ilert)
    closed = ilert.context.clock.now().strftime("%Y-%m-%d")
    days = {day: {"start": "00:00", "end": "23:59"} for day in WEEKDAYS}
    exceptions = [{"name": "closed", "start": closed, "end": closed, "supportStatus": "OUTSIDE"}]
    body = {"name": "H", "timezone": "UTC", "supportDays": days, "exceptions": exceptions}
    hours = {"id": ilert.post("/api/support-hours", body).json()["id"]}
    rule = "HIGH_DURING_SUPPORT_HOURS"
    raised = source(ilert, alertPriorityRule=rule, supportHours=hours, autoRaiseAlerts=True)
    left = source(ilert, alertPriorityRule=rule, supportHours=hours)
    for made in (raised, left):
        fire(ilert, made)
        assert alerts(ilert, made)[0]["priority"] == "LOW"
    ilert.advance(86400)
    assert [alerts(ilert, made)[0]["priority"] for made in (raised, left)] == ["HIGH", "LOW"]


@PROOFS.of("priority-override")
def _(ilert: StandIn) -> None:
    high, low = api(ilert), api(ilert, alertPriorityRule="LOW")
    event(ilert, high, priority="LOW")
    event(ilert, low, priority="HIGH")
    assert [alerts(ilert, made)[0]["priority"] for made in (high, low)] == ["LOW", "LOW"]


@PROOFS.of("auto-resolve")
def _(ilert: StandIn) -> None:
    made = source(ilert, autoResolutionTimeout="PT10M")
    fire(ilert, made)
    ilert.advance(590)
    assert alerts(ilert, made)[0]["status"] == "PENDING"
    ilert.advance(20)
    (alert,) = alerts(ilert, made)
    assert alert["status"] == "RESOLVED"
    assert alert["resolvedOn"]


@PROOFS.of("source-status")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    assert read(ilert, made)["status"] == "PENDING"
    number = alerts(ilert, made)[0]["id"]
    ilert.put(f"/api/alerts/{number}/accept")
    assert read(ilert, made)["status"] == "ALL_ACCEPTED"
    ilert.put(f"/api/alerts/{number}/resolve")
    assert read(ilert, made)["status"] == "ALL_RESOLVED"
    assert ilert.put(f"{SOURCES}/{made['id']}", body(active=False)).json()["status"] == "DISABLED"
