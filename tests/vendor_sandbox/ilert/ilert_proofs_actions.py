"""Proofs of what happens by itself: alert actions, escalation, maintenance, services."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

from ilert_account import NOBODY, PROOFS, alerts, event, fire, payload, read, source, text
from ilert_proofs_outbound import action, connector

from support.contract import refused
from support.receiver import listening
from support.standin import StandIn
from vendor_sandbox.ilert import OBJECTS
from vendor_sandbox.ilert.outbox import THREADS

ALERTS, WINDOWS, POLICIES = "/api/alerts", "/api/maintenance-windows", "/api/escalation-policies"
PEOPLE = {"Ada": 2188373, "Priya": 2188375, "Luis": 2188376}


def runs(ilert: StandIn) -> list[dict[str, Any]]:
    return ilert.context.store.all(OBJECTS["action-runs"])


def attached(ilert: StandIn, made: dict[str, Any], *triggers: str, **fields: Any) -> dict[str, Any]:
    return action(ilert, alertSources=[{"id": made["id"]}], triggerTypes=list(triggers), **fields)


def policy(ilert: StandIn, *rules: dict[str, Any], **fields: Any) -> int:
    full = [{"escalationTimeout": 10, **rule} for rule in rules]
    made = ilert.post(POLICIES, {"name": "P", "escalationRules": full, **fields})
    assert made.status == 201, made.content
    return int(made.json()["id"])


def user(name: str) -> dict[str, Any]:
    return {"users": [{"id": PEOPLE[name]}]}


def names(ilert: StandIn, made: dict[str, Any]) -> list[str]:
    return [one["user"]["firstName"] for one in alerts(ilert, made)[0]["responders"]]


@PROOFS.of("run-triggers")
def _(ilert: StandIn) -> None:
    made, other = source(ilert), source(ilert)
    kinds = ("alert-created", "alert-acknowledged", "alert-comment-added", "alert-assigned", "alert-responder-added")
    attached(ilert, made, *kinds, "alert-resolved")
    fire(ilert, other)
    fire(ilert, made, test={"id": "k"})
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}"
    ilert.put(f"{path}/accept")
    ilert.call("PUT", f"{path}/assign", query={"user": 2188376})
    ilert.post(f"{path}/responders", {"user": {"id": 2188377}})
    ilert.put(f"{path}/resolve")
    ilert.put(f"{path}/resolve")
    seen = [run["trigger"] for run in runs(ilert)]
    assert seen == [kinds[0], kinds[1], kinds[3], kinds[4], "alert-resolved"]
    keyed = source(ilert, integrationType="API")
    attached(ilert, keyed, "alert-comment-added")
    event(ilert, keyed, alertKey="k")
    event(ilert, keyed, "COMMENT", "look", alertKey="k")
    assert runs(ilert)[-1]["trigger"] == "alert-comment-added"


@PROOFS.of("run-body")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    attached(ilert, made, "alert-created")
    template = {"webhookUrl": "https://example.com", "bodyTemplate": '{"t": "{{ summary }} {{ alert.status }}"}'}
    headers = {"headers": [{"key": "X-Token", "value": "v"}]}
    attached(ilert, made, "alert-created", params=template | headers)
    fire(ilert, made)
    (alert,) = alerts(ilert, made)
    plain, own = runs(ilert)
    body = json.loads(plain["body"])
    assert (body["id"], body["eventType"], body["status"]) == (str(alert["id"]), "alert-created", "PENDING")
    assert body["alertSource"] == {"id": made["id"], "name": "Ours"}
    assert (body["assignedTo"]["firstName"], body["reportTime"]) == ("Jonas", alert["reportTime"])
    assert (own["method"], own["headers"]["X-Token"]) == ("POST", "v")
    assert json.loads(own["body"]) == {"t": f"{alert['summary']} PENDING"}


@PROOFS.of("run-mail")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    params = {"recipients": ["a@b.example"], "subject": "{{ priority }}: {{ summary }}", "bodyTemplate": "{{ status }}"}
    attached(ilert, made, "alert-created", connectorType="email", params=params)
    fire(ilert, made)
    subject = f"HIGH: {alerts(ilert, made)[0]['summary']}"
    assert runs(ilert)[0]["content"] == {"recipients": ["a@b.example"], "subject": subject, "body": "PENDING"}


@PROOFS.of("run-tool")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    jira = connector(ilert)
    params = {"project": "OPS", "password": "p"}
    attached(ilert, made, "alert-created", connectorType="jira", connectorId=jira["id"], params=params)
    fire(ilert, made)
    (run,) = runs(ilert)
    assert (run["connectorType"], run["sent"], run["content"]["summary"]) == (
        "jira",
        False,
        alerts(ilert, made)[0]["summary"],
    )
    assert "password" not in json.dumps(run)


@PROOFS.of("run-conditions")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    attached(ilert, made, "alert-created", conditions="alert.summary contains 'shop' and alert.priority == 'HIGH'")
    fire(ilert, made)
    assert runs(ilert) == []
    fire(ilert, made, projectName="Web shop")
    assert len(runs(ilert)) == 1


@PROOFS.of("run-delays")
def _(ilert: StandIn) -> None:
    number = policy(ilert, user("Ada"))
    first, second = (source(ilert, escalationPolicy={"id": number}) for _ in range(2))
    for made in (first, second):
        attached(ilert, made, "v-alert-not-resolved", notResolvedDelaySec=1200)
        attached(ilert, made, "alert-escalation-ended", escalationEndedDelaySec=300)
        fire(ilert, made)
    ilert.advance(599)
    assert alerts(ilert, first, "PENDING") and runs(ilert) == []
    ilert.advance(302)
    alerts(ilert, first)
    assert [run["trigger"] for run in runs(ilert)] == ["alert-escalation-ended"] * 2
    ilert.put(f"{ALERTS}/{alerts(ilert, second)[0]['id']}/resolve")
    ilert.advance(301)
    alerts(ilert, first)
    (late,) = runs(ilert)[2:]
    assert (late["trigger"], late["alert"]["id"]) == ("v-alert-not-resolved", alerts(ilert, first)[0]["id"])


@PROOFS.of("run-auto-resolved")
def _(ilert: StandIn) -> None:
    made = source(ilert, autoResolutionTimeout="PT10M")
    for triggers in (("alert-auto-resolved",), ("alert-resolved",), ("alert-resolved", "alert-auto-resolved")):
        attached(ilert, made, *triggers)
    fire(ilert, made)
    ilert.put(f"{ALERTS}/{alerts(ilert, made)[0]['id']}/resolve")
    assert [run["trigger"] for run in runs(ilert)] == ["alert-resolved"] * 2
    fire(ilert, made)
    ilert.advance(601)
    alerts(ilert, made)
    assert [run["trigger"] for run in runs(ilert)[2:]] == [
        "alert-auto-resolved",
        "alert-resolved",
        "alert-auto-resolved",
    ]


@PROOFS.of("run-manual")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    attached(ilert, made, "alert-created")
    by_hand = attached(ilert, made, "alert-created", name="By hand", triggerMode="MANUAL")
    fire(ilert, made)
    assert [run["alertAction"]["name"] for run in runs(ilert)] == ["Hook"]
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}/actions"
    assert [one["name"] for one in ilert.get(path).json()] == ["By hand"]
    assert ilert.post(path, {"alertActionId": by_hand["id"]}).status == 201
    assert [run["alertAction"]["name"] for run in runs(ilert)] == ["Hook", "By hand"]
    refused(ilert.post(path, {"alertActionId": "none"}), 404)


@PROOFS.of("run-posted")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    with listening() as receiver:
        receiver.answers.append(204)
        for address in (
            f"{receiver.url}/hook?a=b",
            "http://127.0.0.1:1/",
            "https://example.com",
            f"{made['integrationUrl']}",
            "nonsense",
        ):
            attached(ilert, made, "alert-created", params={"webhookUrl": address})
        fire(ilert, made)
        for thread in threading.enumerate():
            if thread.name.startswith(THREADS):
                thread.join()
    posted, refused_, elsewhere, back, nonsense = runs(ilert)
    assert (posted["sent"], posted["httpStatus"], receiver.got[0]["json"]["eventType"]) == (True, 204, "alert-created")
    assert (refused_["sent"], refused_["error"]) == (True, "ConnectionRefusedError")
    assert [run["sent"] for run in (elsewhere, back, nonsense)] == [False] * 3
    assert [one["path"] for one in receiver.got] == ["/hook?a=b"]


@PROOFS.of("alert-escalate")
def _(ilert: StandIn) -> None:
    rules = (user("Ada"), user("Priya"))
    made = source(ilert, escalationPolicy={"id": policy(ilert, *rules, repeating=True, frequency=1, delayMin=5)})
    attached(ilert, made, "alert-auto-escalated", "alert-escalation-ended")
    fire(ilert, made)
    assert names(ilert, made) == ["Ada"]
    ilert.advance(14 * 60)
    assert names(ilert, made) == ["Ada"]
    ilert.advance(61)
    assert names(ilert, made) == ["Ada", "Priya"]
    ilert.advance(3600)
    assert names(ilert, made) == ["Ada", "Priya"]
    assert [run["trigger"] for run in runs(ilert)] == ["alert-auto-escalated"] * 3 + ["alert-escalation-ended"]
    fire(ilert, made)
    ilert.put(f"{ALERTS}/{alerts(ilert, made)[1]['id']}/accept")
    ilert.advance(3600)
    assert [one["user"]["firstName"] for one in alerts(ilert, made)[1]["responders"]] == ["Ada"]


@PROOFS.of("alert-escalate-low")
def _(ilert: StandIn) -> None:
    number = policy(ilert, user("Ada"), user("Priya"))
    made = source(ilert, escalationPolicy={"id": number}, alertPriorityRule="LOW")
    fire(ilert, made)
    ilert.advance(3600)
    assert names(ilert, made) == ["Ada"]
    assert "nextEscalation" not in alerts(ilert, made)[0]


@PROOFS.of("alert-escalate-skip")
def _(ilert: StandIn) -> None:
    nobody = {"schedules": [{"id": 18045}]}
    made = source(ilert, escalationPolicy={"id": policy(ilert, nobody, user("Ada"), nobody, user("Luis"))})
    fire(ilert, made)
    assert names(ilert, made) == ["Ada"]
    ilert.advance(601)
    assert names(ilert, made) == ["Ada", "Luis"]


@PROOFS.of("alert-responders")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}/responders"
    assert ilert.post(path, {"user": {"id": 2188376}}).status == 200
    assert names(ilert, made) == ["Jonas", "Luis"]
    refused(ilert.post(path, {"user": {"id": 2188376}}), 405)
    refused(ilert.post(path, {"user": {"id": 1}}), 400)


@PROOFS.of("alert-suggested")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    fire(ilert, made)
    path = f"{ALERTS}/{alerts(ilert, made)[0]['id']}"
    assert "Jonas" not in [one["firstName"] for one in ilert.get(f"{path}/suggested-responders").json()]
    assert [one["user"]["firstName"] for one in ilert.get(f"{path}/notifications").json()] == ["Jonas"]


def window(ilert: StandIn, made: dict[str, Any], after: int, **fields: Any) -> dict[str, Any]:
    now = ilert.context.clock.now()
    edges = {"start": now + timedelta(seconds=after), "end": now + timedelta(seconds=after + 3600)}
    plain = {"summary": "Move", "timezone": "UTC", "alertSources": [{"id": made["id"]}]}
    body = {**plain, **{edge: moment.isoformat() for edge, moment in edges.items()}, **fields}
    answer = ilert.post(WINDOWS, body)
    assert answer.status == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


@PROOFS.of("window-create")
def _(ilert: StandIn) -> None:
    own = source(ilert)
    made = window(ilert, own, 0)
    assert made["alertSources"] == [{"id": own["id"], "name": "Ours"}]
    assert (made["createdBy"]["firstName"], made["notifications"]["atStart"]) == ("Ada", False)
    assert ilert.get(f"{WINDOWS}/{made['id']}").json() == made
    plain = {"summary": "s", "timezone": "UTC", "start": "2026-01-02T00:00:00Z", "end": "2026-01-03T00:00:00+02:00"}
    for wrong in ({"summary": ""}, {"timezone": "Mars"}, {"start": "soon"}, {"end": "2026-01-01T00:00:00Z"}):
        refused(ilert.post(WINDOWS, {**plain, **wrong}), 400)
    refused(ilert.post(WINDOWS, {**plain, "alertSources": [{"id": own["id"]}] * 51}), 400)
    assert ilert.put(f"{WINDOWS}/{made['id']}", plain).json()["alertSources"] == []
    assert ilert.delete(f"{WINDOWS}/{made['id']}").status == 204
    refused(ilert.get(f"{WINDOWS}/name/s"), 404)


@PROOFS.of("window-list")
def _(ilert: StandIn) -> None:
    own = source(ilert)
    now, later = window(ilert, own, 0), window(ilert, {"id": 2671001}, 7200, services=[{"id": 678}])

    def found(**query: Any) -> list[int]:
        return [row["id"] for row in ilert.get(WINDOWS, query=query).json()]

    assert found() == [now["id"], later["id"]]
    assert (found(state="OPEN"), found(state="CLOSED")) == ([now["id"]], [later["id"]])
    assert (found(sources=own["id"]), found(services=678)) == ([now["id"]], [later["id"]])
    moment = (ilert.context.clock.now() + timedelta(seconds=5400)).isoformat()
    assert (found(**{"from": moment}), found(until=moment)) == ([later["id"]], [now["id"]])
    refused(ilert.get(WINDOWS, query={"state": "AJAR"}), 400)


@PROOFS.of("event-maintenance")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    window(ilert, made, 60)
    assert read(ilert, made)["status"] == "ALL_RESOLVED"
    ilert.advance(61)
    assert read(ilert, made)["status"] == "IN_MAINTENANCE"
    assert ilert.post(made["integrationUrl"], payload(), headers=NOBODY).status == 202
    assert alerts(ilert, made) == []
    ilert.advance(3600)
    fire(ilert, made)
    assert (len(alerts(ilert, made)), read(ilert, made)["status"]) == (1, "PENDING")


@PROOFS.of("event-services")
def _(ilert: StandIn) -> None:
    def services() -> list[str]:
        return [row["name"] for row in ilert.get("/api/services").json()]

    templates = {"servicesTemplate": [text("{{ projectName }}, checkout,{{ location }}")]}
    fire(ilert, source(ilert, **templates))
    assert services() == ["Checkout", "Login"]
    made = source(ilert, **templates, autoCreateServices=True)
    fire(ilert, made)
    fire(ilert, made)
    assert services() == ["Checkout", "Login", "Payments API", "Ashburn", "Virginia"]
