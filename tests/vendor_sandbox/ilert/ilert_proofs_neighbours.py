"""Proofs of the rules about policies, teams, support hours, users, schedules and services."""

from __future__ import annotations

from typing import Any

from ilert_account import BLIND, NOBODY, PROOFS, READ_ONLY, SOURCES, body, source

from support.contract import refused
from support.standin import StandIn

POLICIES, TEAMS, HOURS = "/api/escalation-policies", "/api/teams", "/api/support-hours"
RULE = {"escalationTimeout": 15, "users": [{"id": 2188373}]}
DAYS = {"MONDAY": {"start": "08:00", "end": "17:00"}}


def policy(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    answer = ilert.post(POLICIES, {"name": "P", "escalationRules": [RULE], **fields})
    assert answer.status == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


@PROOFS.of("policy-create")
def _(ilert: StandIn) -> None:
    answer = ilert.post(POLICIES, {"name": "P", "escalationRules": [RULE]})
    made = answer.json()
    assert (answer.status, answer.headers["location"]) == (201, f"http://ilert.test{POLICIES}/{made['id']}")
    assert (made["repeating"], made["frequency"], made["delayMin"], made["teams"]) == (False, 1, 0, [])
    assert made["escalationRules"][0]["users"] == [{"id": 2188373, "firstName": "Ada", "lastName": "Moss"}]
    assert ilert.get(f"{POLICIES}/{made['id']}").json() == made


@PROOFS.of("policy-rules")
def _(ilert: StandIn) -> None:
    for rules in (None, [], [{"escalationTimeout": 5}], [{"users": [{"id": 2188373}]}], ["x"]):
        refused(ilert.post(POLICIES, {"name": "P", "escalationRules": rules}), 400)


@PROOFS.of("policy-limits")
def _(ilert: StandIn) -> None:
    for wrong in ({"frequency": 0}, {"frequency": 10}, {"delayMin": 16}, {"delayMin": -1}):
        refused(ilert.post(POLICIES, {"name": "P", "escalationRules": [RULE], **wrong}), 400)
    assert policy(ilert, frequency=9, delayMin=15)["frequency"] == 9


@PROOFS.of("policy-singles")
def _(ilert: StandIn) -> None:
    rule = {"escalationTimeout": 5, "user": {"id": 2188374}, "schedule": {"id": 18044}}
    shown = policy(ilert, escalationRules=[rule])["escalationRules"][0]
    assert [one["id"] for one in (*shown["users"], *shown["schedules"])] == [2188374, 18044]


@PROOFS.of("policy-order")
def _(ilert: StandIn) -> None:
    rules = [{**RULE, "escalationTimeout": minutes} for minutes in (30, 5, 15)]
    assert [rule["escalationTimeout"] for rule in policy(ilert, escalationRules=rules)["escalationRules"]] == [
        30,
        5,
        15,
    ]


@PROOFS.of("policy-teams")
def _(ilert: StandIn) -> None:
    made = policy(ilert, teams=[{"id": 40104}])
    path = f"{POLICIES}/{made['id']}"
    kept = ilert.put(path, {"name": "P", "escalationRules": [RULE]})
    assert (kept.status, kept.json()["teams"]) == (200, made["teams"])
    assert ilert.put(path, {"name": "P", "escalationRules": [RULE], "teams": []}).json()["teams"] == []


@PROOFS.of("policy-resolve")
def _(ilert: StandIn) -> None:
    found = ilert.get(f"{POLICIES}/resolve", query={"routing-key": "nobody, SRE,payments"})
    assert found.json()["id"] == 2344530
    refused(ilert.get(f"{POLICIES}/resolve", query={"routing-key": "nobody"}), 404)


@PROOFS.of("policy-level")
def _(ilert: StandIn) -> None:
    answer = ilert.put(f"{POLICIES}/2344530/levels/1", {**RULE, "escalationTimeout": 7})
    assert (answer.status, answer.json()["escalationTimeout"]) == (200, 7)
    rules = ilert.get(f"{POLICIES}/2344530").json()["escalationRules"]
    assert [rule["escalationTimeout"] for rule in rules] == [15, 7, 60]
    refused(ilert.put(f"{POLICIES}/2344530/levels/3", RULE), 404)


@PROOFS.of("policy-in-use")
def _(ilert: StandIn) -> None:
    made = policy(ilert)
    own = source(ilert, escalationPolicy={"id": made["id"]})
    refused(ilert.delete(f"{POLICIES}/{made['id']}"), 400, "alert source 'Ours'")
    ilert.switch("ilert.delete_in_use", "allow")
    assert ilert.delete(f"{POLICIES}/{made['id']}").status == 204
    assert ilert.get(f"{SOURCES}/{own['id']}").json()["escalationPolicy"] is None


@PROOFS.of("team-create")
def _(ilert: StandIn) -> None:
    answer = ilert.post(TEAMS, {"name": "T", "members": [{"user": {"id": 2188373}}]})
    made = answer.json()
    assert (answer.status, made["visibility"], made["members"][0]["role"]) == (201, "PUBLIC", "RESPONDER")
    assert made["members"][0]["user"]["email"] == "ada.moss@acme.example"
    ilert.switch("ilert.neighbour_create_status", "200")
    assert ilert.post(TEAMS, {"name": "T"}).status == 200


@PROOFS.of("team-members")
def _(ilert: StandIn) -> None:
    path = f"{TEAMS}/40104"

    def people() -> list[int]:
        return [member["user"]["id"] for member in ilert.get(path).json()["members"]]

    assert ilert.put(path, {"name": "Payments", "members": [{"user": {"id": 2188375}}]}).status == 200
    assert people() == [2188375]
    assert ilert.post(f"{path}/members", {"user": {"id": 2188376}, "role": "ADMIN"}).status == 200
    assert people() == [2188375, 2188376]
    assert ilert.delete(f"{path}/members/2188375").status == 204
    assert people() == [2188376]
    refused(ilert.delete(f"{path}/members/2188375"), 404)
    refused(ilert.post(f"{path}/members", {"user": {"id": 2188376}, "role": "KING"}), 400)


@PROOFS.of("team-in-use")
def _(ilert: StandIn) -> None:
    refused(ilert.delete(f"{TEAMS}/40231"), 400)
    assert ilert.delete(f"{TEAMS}/40251").status == 204
    held = {"teams": [{"id": ilert.post(TEAMS, {"name": name}).json()["id"]} for name in "ab"]}
    policy(ilert, escalationRules=[{"escalationTimeout": 5, "teams": held["teams"][:1]}])
    monitor = {"name": "M", "intervalSec": 60, "teams": held["teams"][1:]}
    assert ilert.post("/api/heartbeat-monitors", monitor).status == 201
    for team, user in zip(held["teams"], ("escalation policy 'P'", "heartbeat monitor 'M'"), strict=True):
        refused(ilert.delete(f"{TEAMS}/{team['id']}"), 400, user)
    ilert.switch("ilert.delete_in_use", "allow")
    assert ilert.delete(f"{TEAMS}/40231").status == 204
    assert ilert.get(f"{SOURCES}/2671001").json()["teams"] == []


@PROOFS.of("hours-create")
def _(ilert: StandIn) -> None:
    answer = ilert.post(HOURS, {"name": "H", "timezone": "Asia/Tokyo", "supportDays": DAYS})
    assert answer.status == 201
    made = answer.json()
    assert list(made["supportDays"].values()) == [DAYS["MONDAY"], *[None] * 6]
    refused(ilert.delete(f"{HOURS}/5512"), 400, "Deploy events")
    assert ilert.delete(f"{HOURS}/{made['id']}").status == 204


@PROOFS.of("hours-invalid")
def _(ilert: StandIn) -> None:
    good = {"name": "H", "timezone": "Asia/Tokyo", "supportDays": DAYS}
    late = {"MONDAY": {"start": "8", "end": "25:00"}}
    exceptions = [{"name": "x", "start": "soon", "end": "2026-01-01"}]
    for wrong in ({"timezone": "Mars"}, {"timezone": None}, {"supportDays": {}}, {"supportDays": late}):
        refused(ilert.post(HOURS, {**good, **wrong}), 400)
    refused(ilert.post(HOURS, {**good, "exceptions": exceptions}), 400)


@PROOFS.of("hours-put")
def _(ilert: StandIn) -> None:
    body = {"name": "New", "timezone": "Asia/Tokyo", "supportDays": DAYS}
    after = ilert.put(f"{HOURS}/5513", body).json()
    assert (after["name"], after["exceptions"]) == ("New", [])
    assert after["teams"] == [{"id": 40104, "name": "Payments"}]
    assert after == ilert.get(f"{HOURS}/5513").json()


@PROOFS.of("hours-list")
def _(ilert: StandIn) -> None:
    assert all("exceptions" not in row for row in ilert.get(HOURS).json())
    assert ilert.get(f"{HOURS}/5513").json()["exceptions"][0]["name"] == "New Year"


@PROOFS.of("user-current")
def _(ilert: StandIn) -> None:
    assert ilert.get("/api/users/current").json()["firstName"] == "Ada"
    assert ilert.get("/api/users/current", headers=READ_ONLY).json()["firstName"] == "Luis"
    assert ilert.get("/api/users/current", headers=BLIND).status == 200


@PROOFS.of("user-search")
def _(ilert: StandIn) -> None:
    assert ilert.post("/api/users/search-email", {"email": "Ada.Moss@acme.example"}).json()["id"] == 2188373
    refused(ilert.post("/api/users/search-email", {"email": "x@y"}), 404)
    assert ilert.get("/api/users/2188374").json()["role"] == "USER"


@PROOFS.of("user-no-name")
def _(ilert: StandIn) -> None:
    refused(ilert.get("/api/users/name/Ada"), 404)


@PROOFS.of("user-read-only")
def _(ilert: StandIn) -> None:
    refused(ilert.post("/api/users", {"firstName": "New"}), 405)
    refused(ilert.delete("/api/users/2188374"), 405)


@PROOFS.of("schedule-list")
def _(ilert: StandIn) -> None:
    assert [row["name"] for row in ilert.get("/api/schedules").json()] == ["Primary", "Weekend"]
    refused(ilert.get("/api/schedules", query={"max-results": 21}), 400, "above 20")
    assert ilert.get("/api/schedules/18044", query={"include": "currentShift"}).json()["currentShift"]["user"]


@PROOFS.of("schedule-on-call")
def _(ilert: StandIn) -> None:
    assert ilert.get("/api/schedules/18044/user-on-call").json()["user"]["firstName"] == "Jonas"
    assert ilert.get("/api/schedules/18045/user-on-call").status == 204
    assert ilert.get("/api/schedules/name/Weekend").json()["id"] == 18045


@PROOFS.of("integration-list")
def _(ilert: StandIn) -> None:
    rows = ilert.get("/api/integrations", query={"max-results": 100}, headers=NOBODY).json()
    rest = ilert.get("/api/integrations", query={"max-results": 100, "start-index": 100}, headers=NOBODY).json()
    assert "APIFORTRESS" in {row["name"] for row in (*rows, *rest)}
    assert len(ilert.get("/api/integrations", headers=NOBODY).json()) == 50
    refused(ilert.get("/api/integrations", query={"max-results": 101}, headers=NOBODY), 400, "above 100")


@PROOFS.of("service-list")
def _(ilert: StandIn) -> None:
    assert [row["alias"] for row in ilert.get("/api/services").json()] == ["checkout", "login"]
    for number in range(10):
        ilert.context.store.insert("ilert.services", str(900 + number), {"id": 900 + number, "name": f"s{number}"})
    assert len(ilert.get("/api/services").json()) == 10
    assert len(ilert.get("/api/services", query={"max-results": 100}).json()) == 12
    assert ilert.get("/api/services/678").json() == ilert.get("/api/services/name/Checkout").json()
    refused(ilert.post(SOURCES, body(services=[{"id": 1}])), 400)
