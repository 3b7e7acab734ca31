"""Proofs of the rules about reading and closing alerts."""

from __future__ import annotations

from typing import Any

from ilert_account import PROOFS, SOURCES, alerts, event, fire, source

from support.contract import refused
from support.standin import StandIn

ALERTS = "/api/alerts"


def ids(ilert: StandIn, **query: Any) -> list[int]:
    return [alert["id"] for alert in ilert.get(ALERTS, query=query).json()]


@PROOFS.of("alert-list")
def _(ilert: StandIn) -> None:
    first, second = source(ilert), source(ilert, escalationPolicy={"id": 2344529})
    fire(ilert, first)
    started = alerts(ilert, first)[0]["reportTime"]
    ilert.advance(3600)
    fire(ilert, second)
    one, two = alerts(ilert, first)[0]["id"], alerts(ilert, second)[0]["id"]
    ilert.put(f"{ALERTS}/{two}/accept")
    assert ids(ilert) == [one, two]
    assert ids(ilert, states="ACCEPTED") == [two]
    assert ids(ilert, states=["ACCEPTED", "PENDING"]) == [one, two]
    assert ids(ilert, sources=first["id"]) == [one]
    assert ids(ilert, policies=2344529) == [two]
    assert ids(ilert, responders=2188373) == [two]
    assert ids(ilert, until=started[:19] + "Z", sources=second["id"]) == []
    later = ilert.context.clock.now().isoformat()
    assert ids(ilert, **{"from": later}) == []
    refused(ilert.get(ALERTS, query={"states": "OPEN"}), 400)
    refused(ilert.get(ALERTS, query={"from": "yesterday"}), 400)


@PROOFS.of("alert-old-names")
def _(ilert: StandIn) -> None:
    first, second = source(ilert), source(ilert)
    fire(ilert, first)
    fire(ilert, second)
    assert len(ids(ilert, **{"alert-source": first["id"]})) == 1
    assert ids(ilert, state="RESOLVED") == []
    ilert.switch("ilert.old_alert_parameters", "ignore")
    assert len(ids(ilert, **{"alert-source": first["id"]})) == 2


@PROOFS.of("alert-cap")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    for _ in range(55):
        fire(ilert, made)
    assert len(ids(ilert)) == 50
    assert len(ids(ilert, **{"max-results": 100})) == 55
    refused(ilert.get(ALERTS, query={"max-results": 101}), 400, "above 100")


@PROOFS.of("alert-details")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    (alert,) = ilert.get(ALERTS, query={"include": "customDetails"}).json()
    assert "customDetails" not in alert
    path = f"{ALERTS}/{alert['id']}"
    assert "customDetails" not in ilert.get(path).json()
    shown = ilert.get(path, query=[("include", "customDetails"), ("include", "escalationRules")]).json()
    assert shown["customDetails"]["eventId"]
    assert shown["escalationRules"][0]["escalationTimeout"] == 15


@PROOFS.of("alert-people")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    (alert,) = alerts(ilert, made)
    assert alert["escalationPolicy"] == {"id": 2344528, "name": "Payments on-call"}
    assert [responder["user"]["firstName"] for responder in alert["responders"]] == ["Jonas"]
    assert alert["nextEscalation"] > alert["reportTime"]
    three_rules = source(ilert, escalationPolicy={"id": 2344530})
    fire(ilert, three_rules)
    assert alerts(ilert, three_rules)[0]["responders"] == alert["responders"]
    refused(ilert.get(f"{ALERTS}/1"), 404, "Could not find alert")


@PROOFS.of("alert-accept")
def _(ilert: StandIn) -> None:
    made = source(ilert, escalationPolicy={"id": 2344529})
    fire(ilert, made)
    answer = ilert.put(f"{ALERTS}/{alerts(ilert, made)[0]['id']}/accept")
    assert (answer.status, answer.json()["status"]) == (200, "ACCEPTED")
    assert answer.json()["responders"][0]["status"] == "ACCEPTED"


@PROOFS.of("alert-resolve")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}"
    answer = ilert.put(f"{path}/resolve")
    assert (answer.status, answer.json()["status"]) == (200, "RESOLVED")
    assert ilert.get(path).json()["resolvedOn"]


@PROOFS.of("alert-resolved-twice")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}/resolve"
    assert [ilert.put(path).status for _ in range(2)] == [200, 200]
    ilert.switch("ilert.resolve_resolved", "400")
    refused(ilert.put(path), 400)


@PROOFS.of("alert-assign")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}/assign"
    assert ilert.call("PUT", path, query={"user": 2188376}).json()["responders"][0]["user"]["id"] == 2188376
    assert ilert.call("PUT", path, query={"policy-id": 2344531}).json()["escalationPolicy"]["id"] == 2344531
    assert ilert.call("PUT", path, query={"schedule": 18044}).json()["responders"][0]["user"]["id"] == 2188374
    refused(ilert.put(path), 400)


@PROOFS.of("alert-log")
def _(ilert: StandIn) -> None:
    made = source(ilert, alertCreation="ONE_OPEN_ALERT_ALLOWED")
    fire(ilert, made)
    fire(ilert, made, projectName="Second")
    (alert,) = alerts(ilert, made)
    path = f"{ALERTS}/{alert['id']}"
    ilert.put(f"{path}/resolve")
    log = ilert.get(f"{path}/log-entries", query={"filter-types": "ALERT_SOURCE_EVENTS"}).json()
    assert ["Second" in entry["text"] for entry in log] == [False, True]
    assert len(ilert.get(f"{path}/log-entries").json()) == 3
    assert "vars" in ilert.get(f"{path}/log-entries", query={"include": "vars"}).json()[0]


@PROOFS.of("alert-create")
def _(ilert: StandIn) -> None:
    made = source(ilert, eventFilter="1 == 2")
    answer = ilert.post(ALERTS, {"summary": "by hand", "alertSource": {"id": made["id"]}})
    assert (answer.status, answer.json()["status"]) == (201, "PENDING")
    assert len(alerts(ilert, made)) == 1
    refused(ilert.post(ALERTS, {"alertSource": {"id": made["id"]}}), 400)
    refused(ilert.post(ALERTS, {"summary": "s"}), 400)


@PROOFS.of("alert-create-people")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    body = {"summary": "s", "alertSource": {"id": made["id"]}, "escalationPolicy": {"id": 2344529}}
    answer = ilert.post(ALERTS, {**body, "responders": [{"user": {"id": 2188376}}, {"id": 2188373}]})
    assert answer.json()["escalationPolicy"]["id"] == 2344529
    assert [one["user"]["id"] for one in answer.json()["responders"]] == [2188373, 2188376]
    refused(ilert.post(ALERTS, {**body, "responders": ["x"]}), 400)


@PROOFS.of("alert-count")
def _(ilert: StandIn) -> None:
    made = source(ilert, integrationType="API")
    event(ilert, made)
    event(ilert, made)
    assert ilert.get(f"{ALERTS}/count").json() == {"count": 2}
    assert ilert.get(f"{ALERTS}/count", query={"states": "RESOLVED"}).json() == {"count": 0}


@PROOFS.of("alert-source-deleted")
def _(ilert: StandIn) -> None:
    kept, gone = source(ilert), source(ilert)
    for made in (kept, gone):
        fire(ilert, made)
    ilert.delete(f"{SOURCES}/{kept['id']}")
    assert alerts(ilert, kept)[0]["alertSource"]["name"] == "Ours"
    ilert.switch("ilert.alerts_of_deleted_source", "vanish")
    ilert.delete(f"{SOURCES}/{gone['id']}")
    assert alerts(ilert, gone) == []
