"""Proofs of what the reference leaves open about calls, sources and neighbours: either reading of each switch."""

from __future__ import annotations

import base64
from typing import Any

from ilert_account import ADMIN, NOBODY, PROOFS, SOURCES, USER, body, read, source, text

from support.contract import refused
from support.standin import StandIn

POLICIES, TEAMS, HOURS = "/api/escalation-policies", "/api/teams", "/api/support-hours"
RULE = {"escalationTimeout": 15, "users": [{"id": 2188373}]}


def at_a_new_minute(ilert: StandIn) -> None:
    ilert.advance(60 - ilert.context.clock.timestamp() % 60)


def calls(ilert: StandIn, number: int, **headers: str) -> list[int]:
    return [ilert.get("/api/users/current", headers={**ADMIN, **headers}).status for _ in range(number)]


@PROOFS.of("rate-sizes")
def _(ilert: StandIn) -> None:
    ilert.switch("ilert.rate_limit", "tenth")
    at_a_new_minute(ilert)
    assert calls(ilert, 13) == [200] * 12 + [429]


@PROOFS.of("rate-client")
def _(ilert: StandIn) -> None:
    ilert.switch("ilert.rate_limit", "tenth")
    at_a_new_minute(ilert)
    urls = [source(ilert)["integrationUrl"] for _ in range(12)]
    answers = [ilert.post(url, {}, headers=NOBODY).status for _ in range(5) for url in urls]
    assert answers == [202] * 58 + [429] * 2


@PROOFS.of("rate-headers")
def _(ilert: StandIn) -> None:
    ilert.switch("ilert.rate_limit", "tenth")
    ilert.switch("ilert.rate_headers", "sent")
    at_a_new_minute(ilert)
    answer = [ilert.get("/api/users/current") for _ in range(13)][-1]
    assert 0 < int(answer.headers["retry-after"]) <= 60
    ilert.switch("ilert.rate_headers", "none")
    assert "retry-after" not in ilert.get("/api/users/current").headers


@PROOFS.of("rate-terraform")
def _(ilert: StandIn) -> None:
    ilert.switch("ilert.rate_limit", "tenth")
    at_a_new_minute(ilert)
    assert calls(ilert, 13, **{"user-agent": "terraform/1.9"})[-1] == 429
    ilert.switch("ilert.rate_user_agent", "terraform_doubled")
    at_a_new_minute(ilert)
    assert calls(ilert, 25, **{"user-agent": "terraform/1.9"}) == [200] * 24 + [429]
    at_a_new_minute(ilert)
    assert calls(ilert, 13, **{"user-agent": "other/1"})[-1] == 429


@PROOFS.of("team-header")
def _(ilert: StandIn) -> None:
    def seen(header: str) -> int:
        return len(ilert.get(SOURCES, headers={header: "40231"}).json())

    assert (seen("team-context"), seen("x-team-context")) == (1, 1)
    ilert.switch("ilert.team_context_header", "x-team-context")
    assert (seen("team-context"), seen("x-team-context")) == (5, 1)
    ilert.switch("ilert.team_context_header", "team-context")
    assert (seen("team-context"), seen("x-team-context")) == (1, 5)


@PROOFS.of("team-mine")
def _(ilert: StandIn) -> None:
    mine = ilert.get(POLICIES, headers={"team-context": "-1", **USER}).json()
    assert [row["id"] for row in mine] == [2344528]


@PROOFS.of("auth-basic")
def _(ilert: StandIn) -> None:
    credentials = base64.b64encode(b"ada.moss@acme:sandbox-ilert-password").decode()
    header = {"authorization": f"Basic {credentials}"}
    refused(ilert.get(SOURCES, headers=header), 403, "KEY_ERROR")
    ilert.switch("ilert.basic_auth", "accepted")
    assert [row["id"] for row in ilert.get(SOURCES, headers=header).json()] == [2671001]
    assert len(ilert.get(SOURCES, headers={**header, "team-context": "0"}).json()) == 5
    refused(ilert.get(SOURCES, headers={"authorization": "Basic YTpi"}), 403, "KEY_ERROR")


@PROOFS.of("error-codes")
def _(ilert: StandIn) -> None:
    def codes() -> list[Any]:
        answers = (ilert.post(SOURCES, {}), ilert.get(SOURCES, headers=NOBODY), ilert.get(f"{SOURCES}/1"))
        return [answer.json().get("code") for answer in answers]

    assert codes() == ["BAD_REQUEST", "UNAUTHORIZED", "NOT_FOUND"]
    ilert.switch("ilert.error_codes", "absent")
    assert codes() == [None, None, None]
    refused(ilert.get(SOURCES, headers={"authorization": "Bearer revoked"}), 403, "KEY_ERROR")


@PROOFS.of("error-request-id")
def _(ilert: StandIn) -> None:
    assert "x-amzn-requestid" not in ilert.get(f"{SOURCES}/1").headers
    ilert.switch("ilert.request_id", "sent")
    first, second = (ilert.get(f"{SOURCES}/1").headers["x-amzn-requestid"] for _ in range(2))
    assert first != second


@PROOFS.of("error-422")
def _(ilert: StandIn) -> None:
    refused(ilert.post(SOURCES, {}), 400)
    ilert.switch("ilert.validation_status", "422")
    answer = ilert.post(SOURCES, {})
    assert (answer.status, answer.json()["status"]) == (422, 422)
    refused(ilert.get(SOURCES, query={"max-results": 51}), 400)


@PROOFS.of("include-nonsense")
def _(ilert: StandIn) -> None:
    assert ilert.get(f"{SOURCES}/2671001", query={"include": "nonsense"}).status == 200
    ilert.switch("ilert.unknown_include", "refuse")
    refused(ilert.get(f"{SOURCES}/2671001", query={"include": "nonsense"}), 400, "nonsense")
    assert read(ilert, {"id": 2671001})["summaryTemplate"]


@PROOFS.of("page-include")
def _(ilert: StandIn) -> None:
    path = "/api/heartbeat-monitors"
    query: dict[str, Any] = {"max-results": 26, "include": "integrationKey"}
    assert ilert.get(path, query=query).status == 200
    ilert.switch("ilert.include_page_cap", "25")
    refused(ilert.get(path, query=query), 400, "'max-results' must not be above 25, when using 'include'")
    refused(ilert.get("/api/services", query={**query, "include": "uptime"}), 400, "when using 'include'")
    assert ilert.get(path, query={"max-results": 200}).status == 200
    assert ilert.get(path, query={"include": "integrationKey"}).status == 200


@PROOFS.of("list-query")
def _(ilert: StandIn) -> None:
    assert [row["id"] for row in ilert.get(SOURCES, query={"query": "fortress"}).json()] == [2671004]
    assert [row["id"] for row in ilert.get("/api/heartbeat-monitors", query={"query": "backup"}).json()] == [81001]
    ilert.switch("ilert.query_search", "ignored")
    assert len(ilert.get(SOURCES, query={"query": "fortress"}).json()) == 5


@PROOFS.of("empty-lists")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert (made["teams"], made["services"]) == ([], [])
    ilert.switch("ilert.empty_lists", "absent")
    assert not {"teams", "services"} & set(read(ilert, made))
    assert "teams" not in ilert.get(f"{POLICIES}/2344529").json()
    assert "members" not in ilert.get(f"{TEAMS}/40251").json()
    assert ilert.get(f"{TEAMS}/40231").json()["members"]


@PROOFS.of("by-name-missing")
def _(ilert: StandIn) -> None:
    refused(ilert.get(f"{TEAMS}/name/Nobody"), 404, "Could not find team")
    ilert.switch("ilert.name_lookup_missing", "empty")
    answer = ilert.get(f"{TEAMS}/name/Nobody")
    assert (answer.status, answer.content) == (404, b"")


@PROOFS.of("by-name-twice")
def _(ilert: StandIn) -> None:
    first, second = source(ilert), source(ilert)
    assert ilert.get(f"{SOURCES}/name/Ours").json()["id"] == first["id"]
    ilert.switch("ilert.name_lookup_duplicates", "last")
    assert ilert.get(f"{SOURCES}/name/Ours").json()["id"] == second["id"]


@PROOFS.of("source-name-length")
def _(ilert: StandIn) -> None:
    refused(ilert.post(SOURCES, body(name="x" * 256)), 400)
    ilert.switch("ilert.name_length", "unlimited")
    assert source(ilert, name="x" * 256)["id"]


@PROOFS.of("source-priority-default")
def _(ilert: StandIn) -> None:
    assert source(ilert)["alertPriorityRule"] == "HIGH"
    ilert.switch("ilert.default_priority_rule", "LOW")
    assert source(ilert)["alertPriorityRule"] == "LOW"


@PROOFS.of("source-raise-default")
def _(ilert: StandIn) -> None:
    assert source(ilert)["autoRaiseAlerts"] is False
    ilert.switch("ilert.default_auto_raise", "true")
    assert source(ilert)["autoRaiseAlerts"] is True
    assert source(ilert, autoRaiseAlerts=False)["autoRaiseAlerts"] is False


@PROOFS.of("source-api-url-form")
def _(ilert: StandIn) -> None:
    made = source(ilert, integrationType="API")
    assert made["integrationUrl"].endswith("/api/events")
    ilert.switch("ilert.api_source_url", "with_key")
    assert read(ilert, made)["integrationUrl"].endswith(f"/api/v1/events/api/{made['integrationKey']}")


@PROOFS.of("source-url-form")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert "/api/v1/events/apifortress/" in made["integrationUrl"]
    ilert.switch("ilert.integration_url_form", "without_v1")
    url = read(ilert, made)["integrationUrl"]
    assert url == f"http://ilert.test/api/events/apifortress/{made['integrationKey']}"
    assert ilert.post(url, {"failuresCount": 1}, headers=NOBODY).status == 202


@PROOFS.of("source-email-url")
def _(ilert: StandIn) -> None:
    assert ilert.get(f"{SOURCES}/2671002").json()["integrationUrl"] is None
    ilert.switch("ilert.email_source_url", "absent")
    assert "integrationUrl" not in ilert.get(f"{SOURCES}/2671002").json()


@PROOFS.of("source-email-form")
def _(ilert: StandIn) -> None:
    email = {"integrationType": "EMAIL2", "integrationKey": "Ops"}
    assert source(ilert, **email)["integrationKey"] == "Ops"
    ilert.switch("ilert.email_address_form", "full")
    assert source(ilert, **email)["integrationKey"] == "ops@acme.ilertnotify.com"


@PROOFS.of("source-key-form")
def _(ilert: StandIn) -> None:
    assert source(ilert)["integrationKey"].startswith("il1afr")
    ilert.switch("ilert.integration_key_form", "uuid")
    assert len(source(ilert)["integrationKey"]) == 36


@PROOFS.of("source-hours-rule")
def _(ilert: StandIn) -> None:
    by_hours = body(alertPriorityRule="LOW_DURING_SUPPORT_HOURS")
    assert ilert.post(SOURCES, by_hours).status == 201
    ilert.switch("ilert.priority_rule_needs_hours", "yes")
    refused(ilert.post(SOURCES, by_hours), 400, "supportHours")
    assert ilert.post(SOURCES, {**by_hours, "supportHours": {"id": 5512}}).status == 201


@PROOFS.of("source-embedded")
def _(ilert: StandIn) -> None:
    made = source(ilert, supportHours={"id": 5512})
    assert made["escalationPolicy"]["escalationRules"] and made["supportHours"]["supportDays"]
    ilert.switch("ilert.embedded_objects", "short")
    shown = read(ilert, made)
    assert shown["escalationPolicy"] == {"id": 2344528, "name": "Payments on-call"}
    assert shown["supportHours"] == {"id": 5512, "name": "Office hours"}


@PROOFS.of("source-fresh")
def _(ilert: StandIn) -> None:
    made = source(ilert)
    assert made["status"] == "ALL_RESOLVED"
    ilert.switch("ilert.fresh_source_status", "PENDING")
    assert read(ilert, made)["status"] == "PENDING"


@PROOFS.of("include-sections")
def _(ilert: StandIn) -> None:
    made = source(ilert, summaryTemplate=text("a{{ #x }}b{{ /x }}{{ c }}"))
    path, asked = f"{SOURCES}/{made['id']}", {"include": "summaryTemplate"}
    kinds = [part["type"] for part in ilert.get(path, query=asked).json()["summaryTemplate"]["elements"]]
    assert kinds == ["TEXT", "RAW", "TEXT", "RAW", "VAR"]
    ilert.switch("ilert.elements_sections", "text")
    elements = ilert.get(path, query=asked).json()["summaryTemplate"]["elements"]
    assert elements == [{"type": "TEXT", "val": "a{{ #x }}b{{ /x }}"}, {"type": "VAR", "val": "c"}]


@PROOFS.of("put-active")
def _(ilert: StandIn) -> None:
    made = source(ilert, active=False)
    path = f"{SOURCES}/{made['id']}"
    ilert.switch("ilert.put_without_active", "unchanged")
    assert ilert.put(path, body()).json()["active"] is False
    ilert.switch("ilert.put_without_active", "true")
    assert ilert.put(path, body()).json()["active"] is True


def policy(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = ilert.post(POLICIES, {"name": "P", "escalationRules": [RULE], **fields}).json()
    return made


@PROOFS.of("policy-repeating")
def _(ilert: StandIn) -> None:
    assert policy(ilert)["repeating"] is False
    ilert.switch("ilert.policy_repeating_default", "true")
    assert policy(ilert)["repeating"] is True


@PROOFS.of("policy-delay")
def _(ilert: StandIn) -> None:
    assert policy(ilert, delayMin=16)["status"] == 400
    ilert.switch("ilert.policy_delay_limit", "60")
    assert policy(ilert, delayMin=60)["delayMin"] == 60


@PROOFS.of("policy-nobody")
def _(ilert: StandIn) -> None:
    nobody = [{"escalationTimeout": 5}]
    assert policy(ilert, escalationRules=nobody)["status"] == 400
    ilert.switch("ilert.rule_without_target", "accept")
    assert policy(ilert, escalationRules=nobody)["escalationRules"][0]["users"] == []


@PROOFS.of("people-order")
def _(ilert: StandIn) -> None:
    users = [{"id": 2188375}, {"id": 2188373}]
    made = policy(ilert, escalationRules=[{"escalationTimeout": 5, "users": users}])
    team = ilert.post(TEAMS, {"name": "T", "members": [{"user": user} for user in users]}).json()

    def seen() -> list[list[int]]:
        rule = ilert.get(f"{POLICIES}/{made['id']}").json()["escalationRules"][0]
        members = ilert.get(f"{TEAMS}/{team['id']}").json()["members"]
        return [[user["id"] for user in rule["users"]], [member["user"]["id"] for member in members]]

    assert seen() == [[2188375, 2188373]] * 2
    ilert.switch("ilert.people_order", "by_id")
    assert seen() == [[2188373, 2188375]] * 2


@PROOFS.of("hours-closed")
def _(ilert: StandIn) -> None:
    days = ilert.get(f"{HOURS}/5512").json()["supportDays"]
    assert (len(days), days["SUNDAY"]) == (7, None)
    ilert.switch("ilert.closed_days", "absent")
    assert len(ilert.get(f"{HOURS}/5512").json()["supportDays"]) == 5


@PROOFS.of("hours-exceptions")
def _(ilert: StandIn) -> None:
    exceptions = [
        {"name": "day", "start": "2027-01-01", "end": "2027-01-02"},
        {"name": "time", "start": "2027-01-01T10:00:00Z", "end": "2027-01-01T12:00:00Z"},
    ]
    days = {"MONDAY": {"start": "08:00", "end": "17:00"}}
    hours = {"name": "H", "timezone": "UTC", "supportDays": days, "exceptions": exceptions}
    made = ilert.post(HOURS, hours).json()
    assert [one["start"] for one in made["exceptions"]] == ["2027-01-01", "2027-01-01T10:00:00Z"]
    ilert.switch("ilert.exception_times", "date_time")
    shown = ilert.get(f"{HOURS}/{made['id']}").json()["exceptions"]
    assert [one["start"] for one in shown] == ["2027-01-01T00:00:00Z", "2027-01-01T10:00:00Z"]
