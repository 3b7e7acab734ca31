"""Proofs of the rules about connectors, alert actions and heartbeat monitors."""

from __future__ import annotations

import re
from typing import Any

from ilert_account import NOBODY, PROOFS, READ_ONLY, SOURCES, USER, alerts, read, source

from support.contract import refused
from support.standin import StandIn

CONNECTORS, ACTIONS, MONITORS = "/api/connectors", "/api/alert-actions", "/api/heartbeat-monitors"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
JIRA = {"name": "Our Jira", "type": "jira", "params": {"url": "https://jira.example.com", "password": "p"}}
KEY = [("include", "integrationKey"), ("include", "integrationUrl")]


def connector(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    answer = ilert.post(CONNECTORS, {**JIRA, **fields})
    assert answer.status == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def action(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    answer = ilert.post(ACTIONS, webhook(**fields))
    assert answer.status == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def webhook(**fields: Any) -> dict[str, Any]:
    plain = {"name": "Hook", "connectorType": "webhook", "alertSources": [{"id": 2671004}]}
    return {**plain, "params": {"webhookUrl": "https://example.com/hook"}, **fields}


def monitor(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    answer = ilert.post(MONITORS, {"name": "Nightly run", "intervalSec": 60, **fields}, query=KEY)
    assert answer.status == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def ping(ilert: StandIn, made: dict[str, Any], method: str = "GET") -> int:
    return ilert.call(method, made["integrationUrl"], headers=NOBODY).status


@PROOFS.of("connector-create")
def _(ilert: StandIn) -> None:
    made = connector(ilert)
    assert re.fullmatch(UUID, made["id"])
    assert made["createdAt"] and made["updatedAt"]
    assert ilert.get(f"{CONNECTORS}/{made['id']}").json() == made
    after = ilert.put(f"{CONNECTORS}/{made['id']}", {**JIRA, "name": "Renamed", "params": {}})
    assert (after.status, after.json()["name"], after.json()["params"]) == (200, "Renamed", {})
    assert ilert.delete(f"{CONNECTORS}/{made['id']}").status == 204
    refused(ilert.get(f"{CONNECTORS}/{made['id']}"), 404, "Could not find connector")


@PROOFS.of("connector-type")
def _(ilert: StandIn) -> None:
    for wrong in ({"name": ""}, {"type": None}, {"type": "fax"}, {"params": []}):
        refused(ilert.post(CONNECTORS, {**JIRA, **wrong}), 400)
    refused(ilert.put(f"{CONNECTORS}/{connector(ilert)['id']}", {**JIRA, "type": "zendesk"}), 400)


@PROOFS.of("connector-secrets")
def _(ilert: StandIn) -> None:
    made = connector(ilert)
    assert made["params"] == JIRA["params"]
    ilert.switch("ilert.connector_secrets", "hidden")
    assert ilert.get(f"{CONNECTORS}/{made['id']}").json()["params"] == {"url": "https://jira.example.com"}


@PROOFS.of("connector-admin")
def _(ilert: StandIn) -> None:
    refused(ilert.post(CONNECTORS, JIRA, headers=USER), 403, "NO_PERMISSION")
    made = connector(ilert)
    refused(ilert.delete(f"{CONNECTORS}/{made['id']}", headers=USER), 403, "NO_PERMISSION")
    assert "password" not in ilert.get(f"{CONNECTORS}/{made['id']}", headers=READ_ONLY).json()["params"]


@PROOFS.of("connector-in-use")
def _(ilert: StandIn) -> None:
    made = connector(ilert)
    action(ilert, connectorType="jira", connectorId=made["id"])
    refused(ilert.delete(f"{CONNECTORS}/{made['id']}"), 400, "alert action 'Hook'")
    ilert.switch("ilert.delete_in_use", "allow")
    assert ilert.delete(f"{CONNECTORS}/{made['id']}").status == 204


@PROOFS.of("connector-list")
def _(ilert: StandIn) -> None:
    first, second = connector(ilert), connector(ilert, name="Other")
    assert [row["id"] for row in ilert.get(CONNECTORS).json()][-2:] == [first["id"], second["id"]]
    assert ilert.get(f"{CONNECTORS}/name/Other").json()["id"] == second["id"]
    refused(ilert.get(CONNECTORS, query={"max-results": 101}), 400, "above 100")


@PROOFS.of("action-create")
def _(ilert: StandIn) -> None:
    made = action(ilert, teams=[{"id": 40231}], triggerTypes=["alert-created"])
    assert re.fullmatch(UUID, made["id"])
    assert (made["teams"], made["triggerMode"]) == ([{"id": 40231, "name": "SRE"}], "AUTOMATIC")
    assert ilert.get(f"{ACTIONS}/{made['id']}").json() == made
    assert ilert.get(f"{ACTIONS}/name/Hook").json() == made
    assert ilert.delete(f"{ACTIONS}/{made['id']}").status == 204


@PROOFS.of("action-sources")
def _(ilert: StandIn) -> None:
    words = "Either field 'alertSourceIds [long]' or 'alertSources [{id}]' is required"
    refused(ilert.post(ACTIONS, webhook(alertSources=[])), 400, words)
    refused(ilert.post(ACTIONS, webhook(alertSources=[{"id": 1}])), 400, "Could not find alert source")


@PROOFS.of("action-shape")
def _(ilert: StandIn) -> None:
    made = action(ilert, alertSources=None, alertSourceIds=[2671004, 2671001])
    path = f"{ACTIONS}/{made['id']}"
    assert [one["id"] for one in ilert.get(path, query={"version": 2}).json()["alertSources"]] == [2671001, 2671004]
    legacy = ilert.get(path, query={"version": 1}).json()
    assert (legacy["alertSourceIds"], "alertSources" in legacy) == ([2671001, 2671004], False)
    assert "alertSources" in ilert.get(path).json()
    ilert.switch("ilert.alert_action_shape", "alert_source_ids")
    assert "alertSourceIds" in ilert.get(path).json()
    assert "alertSources" in ilert.get(path, query={"version": 2}).json()


@PROOFS.of("action-type")
def _(ilert: StandIn) -> None:
    refused(ilert.post(ACTIONS, webhook(connectorType="fax")), 400)
    refused(ilert.post(ACTIONS, webhook(connectorType="jira")), 400, "connectorId")
    refused(ilert.post(ACTIONS, webhook(connectorType="jira", connectorId="x")), 400, "Could not find connector")
    made = connector(ilert)
    assert action(ilert, connectorType="jira", connectorId=made["id"])["connectorId"] == made["id"]


@PROOFS.of("action-triggers")
def _(ilert: StandIn) -> None:
    refused(ilert.post(ACTIONS, webhook(triggerMode="SOMETIMES")), 400)
    refused(ilert.post(ACTIONS, webhook(triggerTypes=["alert-eaten"])), 400)
    made = action(ilert, triggerMode="MANUAL", triggerTypes=["alert-created", "alert-auto-resolved", "alert-created"])
    assert made["triggerTypes"] == ["alert-created", "alert-auto-resolved"]


@PROOFS.of("action-delays")
def _(ilert: StandIn) -> None:
    for wrong in (29, 7201, -1):
        refused(ilert.post(ACTIONS, webhook(escalationEndedDelaySec=wrong)), 400)
    for wrong in (59, 172801):
        refused(ilert.post(ACTIONS, webhook(notResolvedDelaySec=wrong)), 400)
    made = action(ilert, escalationEndedDelaySec=0, notResolvedDelaySec=172800)
    assert (made["escalationEndedDelaySec"], made["notResolvedDelaySec"]) == (0, 172800)
    ilert.switch("ilert.not_resolved_delay_limit", "7200")
    refused(ilert.post(ACTIONS, webhook(notResolvedDelaySec=7201)), 400)


@PROOFS.of("action-conditions")
def _(ilert: StandIn) -> None:
    made = action(ilert, conditions="alert.priority == 'HIGH'")
    assert "conditions" not in made
    path, asked = f"{ACTIONS}/{made['id']}", {"include": "conditions"}
    assert ilert.get(path, query=asked).json()["conditions"] == "alert.priority == 'HIGH'"
    assert all("conditions" not in row for row in ilert.get(ACTIONS, query=asked).json())


@PROOFS.of("action-teams")
def _(ilert: StandIn) -> None:
    made = action(ilert, teams=[{"id": 40231}])
    assert ilert.put(f"{ACTIONS}/{made['id']}", webhook()).json()["teams"] == []


@PROOFS.of("action-list")
def _(ilert: StandIn) -> None:
    jira = connector(ilert)
    first = action(ilert, connectorType="jira", connectorId=jira["id"])
    second = action(ilert, alertSources=[{"id": 2671001}])
    assert [row["id"] for row in ilert.get(ACTIONS, query={"connector": jira["id"]}).json()] == [first["id"]]
    assert second["id"] in [row["id"] for row in ilert.get(ACTIONS, query={"source": 2671001}).json()]
    assert first["id"] not in [row["id"] for row in ilert.get(ACTIONS, query={"source": 2671001}).json()]
    refused(ilert.get(ACTIONS, query={"max-results": 101}), 400, "above 100")


@PROOFS.of("action-attach")
def _(ilert: StandIn) -> None:
    made = action(ilert)
    path, body = f"{ACTIONS}/{made['id']}", {"alertSourceId": 2671001}
    assert [one["id"] for one in ilert.put(f"{path}/add-source", body).json()["alertSources"]] == [2671001, 2671004]
    refused(ilert.put(f"{path}/add-source", body), 400, "This alert action is already attached to this alert source")
    assert ilert.put(f"{path}/remove-source", body).status == 200
    refused(ilert.put(f"{path}/remove-source", body), 400, "This alert action is not attached to this alert source")
    refused(ilert.put(f"{path}/add-source", {"alertSourceId": 1}), 404, "Could not find alert source")
    refused(ilert.put(f"{ACTIONS}/none/add-source", body), 404, "Could not find alert action")


@PROOFS.of("action-text-numbers")
def _(ilert: StandIn) -> None:
    made = connector(ilert, type="autotask")
    params = {"queueId": 7, "companyId": 8, "issueType": 9}
    shown = action(ilert, connectorType="autotask", connectorId=made["id"], params=params)["params"]
    assert shown == {"queueId": "7", "companyId": "8", "issueType": 9}


@PROOFS.of("heartbeat-create")
def _(ilert: StandIn) -> None:
    for wrong in ({"name": None}, {"intervalSec": None}, {"intervalSec": 24}, {"intervalSec": 2678401}):
        refused(ilert.post(MONITORS, {"name": "M", "intervalSec": 60, **wrong}), 400)
    made = monitor(ilert, alertSummary="silence")
    assert (made["state"], made["alertSummary"], made["intervalSec"]) == ("UNKNOWN", "silence", 60)
    assert ilert.get(f"{MONITORS}/name/Nightly%20run").json()["id"] == made["id"]


@PROOFS.of("heartbeat-exists")
def _(ilert: StandIn) -> None:
    made = monitor(ilert)
    again = ilert.post(MONITORS, {"name": "Nightly run", "intervalSec": 90}, query=KEY)
    assert (again.status, again.json()) == (409, made)


@PROOFS.of("heartbeat-include")
def _(ilert: StandIn) -> None:
    made = monitor(ilert, integrationKey="mine")
    key = made["integrationKey"]
    assert made["integrationUrl"] == f"http://ilert.test/api/pings/{key}"
    assert key != "mine"
    assert not {"integrationKey", "integrationUrl"} & set(ilert.get(f"{MONITORS}/{made['id']}").json())
    assert key in [row["integrationKey"] for row in ilert.get(MONITORS, query=KEY).json()]
    assert ilert.get(f"{MONITORS}/{made['id']}", query=KEY, headers=READ_ONLY).json()["integrationKey"] is None


@PROOFS.of("heartbeat-cursor")
def _(ilert: StandIn) -> None:
    for number in range(5):
        monitor(ilert, name=f"m{number}")
    everything = [row["id"] for row in ilert.get(MONITORS).json()]
    walked: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = ilert.get(MONITORS, query={"max-results": 2, **({"cursor": cursor} if cursor else {})})
        walked += [row["id"] for row in answer.json()]
        cursor = answer.headers.get("next-cursor")
    assert walked == everything
    assert len(everything) >= 5
    refused(ilert.get(MONITORS, query={"max-results": 201}), 400, "above 200")
    refused(ilert.get(MONITORS, query={"cursor": "?"}), 400)


@PROOFS.of("heartbeat-interval")
def _(ilert: StandIn) -> None:
    made = monitor(ilert)
    body = {"name": "Nightly run", "intervalSec": 60, "integrationKey": made["integrationKey"]}
    path = f"{MONITORS}/{made['id']}"
    assert ilert.put(path, body, query=KEY).json()["integrationKey"] == made["integrationKey"]
    renewed = ilert.put(path, {**body, "intervalSec": 90}, query=KEY).json()
    assert renewed["integrationKey"] != made["integrationKey"]
    assert (ping(ilert, made), ping(ilert, renewed)) == (404, 202)


@PROOFS.of("heartbeat-put-key")
def _(ilert: StandIn) -> None:
    made = monitor(ilert)
    path, body = f"{MONITORS}/{made['id']}", {"name": "Other", "intervalSec": 60}
    refused(ilert.put(path, body), 400, "integrationKey")
    ilert.switch("ilert.heartbeat_put_without_key", "accept")
    assert ilert.put(path, body, query=KEY).json()["integrationKey"] == made["integrationKey"]


@PROOFS.of("heartbeat-source")
def _(ilert: StandIn) -> None:
    made = monitor(ilert, alertSource={"id": 2671004})
    path = f"{MONITORS}/{made['id']}"
    assert made["alertSource"] == {"id": 2671004, "name": "API Fortress - legacy portal"}
    assert ilert.get(path, query={"include": "alertSource"}).json()["alertSource"]["integrationType"] == "APIFORTRESS"
    ilert.switch("ilert.heartbeat_alert_source", "hidden")
    assert "alertSource" not in ilert.get(path).json()


@PROOFS.of("heartbeat-teams")
def _(ilert: StandIn) -> None:
    made = monitor(ilert, teams=[{"id": 40231}])
    body = {"name": "M", "intervalSec": 60, "integrationKey": made["integrationKey"]}
    assert ilert.put(f"{MONITORS}/{made['id']}", body).json()["teams"] == [{"id": 40231, "name": "SRE"}]
    assert ilert.put(f"{MONITORS}/{made['id']}", {**body, "teams": []}).json()["teams"] == []


@PROOFS.of("heartbeat-ping")
def _(ilert: StandIn) -> None:
    made = monitor(ilert)
    assert (ping(ilert, made), ping(ilert, made, "HEAD")) == (202, 202)
    assert ilert.get(f"{MONITORS}/{made['id']}").json()["state"] == "HEALTHY"
    refused(ilert.get("/api/pings/nobody", headers=NOBODY), 404)
    refused(ilert.get(f"/api/heartbeats/{made['integrationKey']}", headers=NOBODY), 404)


@PROOFS.of("heartbeat-overdue")
def _(ilert: StandIn) -> None:
    own = source(ilert)
    made = monitor(ilert, alertSource={"id": own["id"]}, alertSummary="nothing heard")
    ilert.advance(120)
    assert alerts(ilert, own) == []
    ping(ilert, made)
    ilert.advance(59)
    assert ilert.get(f"{MONITORS}/{made['id']}").json()["state"] == "HEALTHY"
    ilert.advance(2)
    assert ilert.get(f"{MONITORS}/{made['id']}").json()["state"] == "OVERDUE"
    assert [alert["summary"] for alert in alerts(ilert, own)] == ["nothing heard"]
    assert read(ilert, own)["status"] == "PENDING"
    ilert.delete(f"{SOURCES}/{own['id']}")
    assert "alertSource" not in ilert.get(f"{MONITORS}/{made['id']}").json()


@PROOFS.of("heartbeat-recovery")
def _(ilert: StandIn) -> None:
    own = source(ilert)
    made = monitor(ilert, alertSource={"id": own["id"]})
    states = []
    for position in ("resolves", "leaves"):
        ilert.switch("ilert.heartbeat_recovery", position)
        ping(ilert, made)
        ilert.advance(61)
        assert alerts(ilert, own, "PENDING")
        ping(ilert, made)
        states.append(alerts(ilert, own)[-1]["status"])
    assert states == ["RESOLVED", "PENDING"]
    assert ilert.get(f"{MONITORS}/{made['id']}").json()["state"] == "HEALTHY"


@PROOFS.of("heartbeat-rate")
def _(ilert: StandIn) -> None:
    made = monitor(ilert)
    ilert.switch("ilert.rate_limit", "documented")
    ilert.advance(60 - ilert.context.clock.timestamp() % 60)
    assert [ping(ilert, made) for _ in range(6)] == [202] * 5 + [429]
