"""Proofs of ilert's transport rules."""

from __future__ import annotations

import re

from ilert_account import ADMIN, BLIND, NOBODY, PROOFS, READ_ONLY, SOURCES, USER, body, event, source

from support.contract import refused
from support.standin import StandIn


@PROOFS.of("auth-missing")
def _(ilert: StandIn) -> None:
    refused(ilert.get(SOURCES, headers=NOBODY), 401, "UNAUTHORIZED")


@PROOFS.of("auth-unknown-key")
def _(ilert: StandIn) -> None:
    refused(ilert.get(SOURCES, headers={"authorization": "Bearer revoked"}), 403, "KEY_ERROR")


@PROOFS.of("auth-other-scheme")
def _(ilert: StandIn) -> None:
    for header in ("sandbox-ilert-token", "Basic YTpi", "Token sandbox-ilert-token"):
        refused(ilert.get(SOURCES, headers={"authorization": header}), 403, "KEY_ERROR")


@PROOFS.of("auth-bearer")
def _(ilert: StandIn) -> None:
    assert ilert.get(SOURCES, headers=ADMIN).status == 200


@PROOFS.of("auth-read-only")
def _(ilert: StandIn) -> None:
    refused(ilert.post(SOURCES, body(), headers=READ_ONLY), 403, "NO_PERMISSION")
    refused(ilert.delete(f"{SOURCES}/2671001", headers=READ_ONLY), 403, "NO_PERMISSION")
    assert ilert.get(f"{SOURCES}/2671001").status == 200


@PROOFS.of("auth-key-hidden")
def _(ilert: StandIn) -> None:
    shown = ilert.get(f"{SOURCES}/2671004", headers=READ_ONLY).json()
    assert (shown["integrationKey"], shown["integrationUrl"]) == (None, None)
    assert ilert.get(f"{SOURCES}/2671004").json()["integrationKey"]


@PROOFS.of("auth-blind")
def _(ilert: StandIn) -> None:
    refused(ilert.get(f"{SOURCES}/2671001", headers=BLIND), 404, "NOT_FOUND")
    assert ilert.get(SOURCES, headers=BLIND).json() == []


@PROOFS.of("auth-private-team")
def _(ilert: StandIn) -> None:
    ilert.put("/api/teams/40231", {"name": "SRE", "visibility": "PRIVATE", "members": [{"user": {"id": 2188376}}]})
    shared = source(ilert, teams=[{"id": 40231}, {"id": 40104}])
    monitor = {"name": "M", "intervalSec": 60, "teams": [{"id": 40231}]}
    assert ilert.post("/api/heartbeat-monitors", monitor).status == 201
    for headers, seen in ((USER, False), (READ_ONLY, True), (ADMIN, True)):
        for path in (f"{SOURCES}/2671001", "/api/teams/40231", f"{SOURCES}/name/Prometheus%20cluster%20A"):
            assert ilert.get(path, headers=headers).status == (200 if seen else 404)
        assert (2671001 in [row["id"] for row in ilert.get(SOURCES, headers=headers).json()]) == seen
        monitors = ilert.get("/api/heartbeat-monitors", headers=headers).json()
        assert ("M" in [row["name"] for row in monitors]) == seen
        assert ilert.get(f"{SOURCES}/{shared['id']}", headers=headers).status == 200


@PROOFS.of("auth-teams-admin")
def _(ilert: StandIn) -> None:
    refused(ilert.post("/api/teams", {"name": "T"}, headers=USER), 403, "NO_PERMISSION")
    assert ilert.post(SOURCES, body(), headers=USER).status == 201


@PROOFS.of("error-body")
def _(ilert: StandIn) -> None:
    answer = ilert.get(f"{SOURCES}/1")
    error = answer.json()
    assert (answer.status, error["status"], error["code"]) == (404, 404, "NOT_FOUND")
    assert isinstance(error["message"], str)


@PROOFS.of("error-not-json")
def _(ilert: StandIn) -> None:
    refused(ilert.call("POST", SOURCES, raw=b"{", headers={"content-type": "application/json"}), 400, "BAD_REQUEST")


@PROOFS.of("error-not-object")
def _(ilert: StandIn) -> None:
    refused(ilert.post(SOURCES, [1]), 400)


@PROOFS.of("error-unknown-path")
def _(ilert: StandIn) -> None:
    refused(ilert.get("/api/alert-source"), 404, "NOT_FOUND")


@PROOFS.of("no-patch")
def _(ilert: StandIn) -> None:
    refused(ilert.call("PATCH", f"{SOURCES}/2671001", {}), 405)


@PROOFS.of("page-default")
def _(ilert: StandIn) -> None:
    for number in range(52):
        source(ilert, name=f"n{number}")
    rows = ilert.get(SOURCES).json()
    assert isinstance(rows, list)
    assert len(rows) == 50


@PROOFS.of("page-cap")
def _(ilert: StandIn) -> None:
    caps = {"alert-sources": 50, "escalation-policies": 50, "support-hours": 50, "teams": 100, "users": 100}
    for path, cap in {**caps, "schedules": 20, "services": 100, "alerts": 100}.items():
        assert ilert.get(f"/api/{path}", query={"max-results": cap}).status == 200
        answer = ilert.get(f"/api/{path}", query={"max-results": cap + 1})
        refused(answer, 400, f"'max-results' must not be above {cap}")


@PROOFS.of("page-negative")
def _(ilert: StandIn) -> None:
    refused(ilert.get(SOURCES, query={"start-index": -1}), 400, "'start-index' must not be negative")


@PROOFS.of("page-walk")
def _(ilert: StandIn) -> None:
    everything = [row["id"] for row in ilert.get(SOURCES).json()]
    walked = [
        row["id"]
        for start in range(0, 6, 2)
        for row in ilert.get(SOURCES, query={"start-index": start, "max-results": 2}).json()
    ]
    assert walked == everything
    assert len(everything) == 5


@PROOFS.of("page-order")
def _(ilert: StandIn) -> None:
    ids = [row["id"] for row in ilert.get(SOURCES).json()]
    assert ids == sorted(ids)
    ilert.switch("ilert.list_order", "shuffled")
    shuffled = [row["id"] for row in ilert.get(SOURCES).json()]
    assert shuffled != ids
    assert sorted(shuffled) == ids


@PROOFS.of("team-context")
def _(ilert: StandIn) -> None:
    for header in ("team-context", "x-team-context"):
        rows = ilert.get(SOURCES, headers={header: "40231"}).json()
        assert [row["id"] for row in rows] == [2671001]
        assert len(ilert.get(SOURCES, headers={header: "0"}).json()) == 5


@PROOFS.of("rate-api")
def _(ilert: StandIn) -> None:
    for _ in range(121):
        assert ilert.get("/api/users/current").status == 200
    ilert.switch("ilert.rate_limit", "documented")
    ilert.advance(60 - ilert.context.clock.timestamp() % 60)
    assert [ilert.get("/api/users/current").status for _ in range(121)] == [200] * 120 + [429]
    assert ilert.get("/api/users/current", headers=USER).status == 200
    ilert.advance(60)
    assert ilert.get("/api/users/current").status == 200


@PROOFS.of("rate-events")
def _(ilert: StandIn) -> None:
    ilert.switch("ilert.rate_limit", "documented")
    ilert.advance(60 - ilert.context.clock.timestamp() % 60)
    made = source(ilert, alertCreation="ONE_OPEN_ALERT_ALLOWED")
    for _ in range(50):
        event(ilert, made)
    sent = {"integrationKey": made["integrationKey"], "eventType": "ALERT", "summary": "s"}
    refused(ilert.post("/api/events", sent, headers=NOBODY), 429, "TOO_MANY_REQUESTS")


@PROOFS.of("rate-no-headers")
def _(ilert: StandIn) -> None:
    ilert.switch("ilert.rate_limit", "documented")
    ilert.advance(60 - ilert.context.clock.timestamp() % 60)
    answer = [ilert.get("/api/users/current") for _ in range(121)][-1]
    assert answer.status == 429
    assert not [name for name in answer.headers if "retry" in name or "rate" in name]


@PROOFS.of("unknown-properties")
def _(ilert: StandIn) -> None:
    made = source(ilert, color="red", id=1, status="PENDING", integrationUrl="http://elsewhere", bidirectional=True)
    assert made["id"] != 1
    assert (made["status"], made["bidirectional"]) == ("ALL_RESOLVED", False)
    assert "elsewhere" not in made["integrationUrl"]
    assert "color" not in made


@PROOFS.of("unknown-answers")
def _(ilert: StandIn) -> None:
    assert "betaFeatures" not in ilert.get(f"{SOURCES}/2671001").json()
    ilert.switch("ilert.unknown_response_fields", "yes")
    assert "betaFeatures" in ilert.get(f"{SOURCES}/2671001").json()
    assert "betaFeatures" in ilert.get(SOURCES).json()[0]


@PROOFS.of("timestamps")
def _(ilert: StandIn) -> None:
    lengths = set()
    for _ in range(3):
        match = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", source(ilert)["createdAt"])
        assert match
        lengths.add(len(match.group(1) or "."))
    assert lengths == {1, 4, 7}
