"""What a call costs does not grow with the account: rows of the store that are read and parsed, counted."""

from __future__ import annotations

from typing import Any

from ilert_account import ADMIN, NOBODY, SOURCES, alerts, body, payload, source

from support.standin import StandIn, make
from vendor_sandbox import ilert

NAMES = ["alert-sources", "escalation-policies", "heartbeat-monitors", "connectors", "alert-actions"]


def fill(account: StandIn, number: int, alerting: int = 2671005) -> None:
    """Objects of every kind that an account may have many of, the way the control plane makes them."""
    store = account.context.store
    with store.transaction():
        for one in range(900_000, 900_000 + number):
            rule = {"escalationTimeout": 5, "users": [{"id": 2188373}]}
            bodies: dict[str, dict[str, Any]] = {
                "alert-sources": {
                    "integrationType": "API",
                    "integrationKey": f"k{one}",
                    "escalationPolicy": {"id": 2344529},
                },
                "escalation-policies": {"escalationRules": [rule], "routingKey": f"r{one}"},
                "heartbeat-monitors": {"intervalSec": 60},
                "connectors": {"type": "jira"},
                "alert-actions": {"connectorType": "webhook", "alertSources": [{"id": 2671005}]},
                "users": {"email": f"u{one}@x", "firstName": "U", "lastName": "V"},
                "alerts": {
                    "summary": "s",
                    "status": "PENDING",
                    "reportTime": "2026-01-01T00:00:00+00:00",
                    "alertSource": {"id": alerting, "name": "x", "integrationType": "NAGIOS"},
                },
            }
            for kind, fields in bodies.items():
                store.insert(ilert.OBJECTS[kind], str(one), {"id": one, "name": f"n{one}", **fields})


def costs(account: StandIn) -> dict[str, int]:
    """Rows read by each of the calls that a client makes all the time; a first round builds the indexes."""
    made = source(account)
    found: dict[str, int] = {}

    def call(what: str, method: str, path: str, status: int, **options: Any) -> None:
        before = account.context.store.rows_read
        answer = account.call(method, path, **options)
        assert answer.status == status, (what, answer.content)
        found[what] = account.context.store.rows_read - before

    for _ in range(2):
        call("by id", "GET", f"{SOURCES}/2671004", 200)
        call("by key", "GET", f"{SOURCES}/{made['integrationKey']}", 200)
        call("page", "GET", SOURCES, 200, query={"max-results": 5})
        for kind in NAMES:
            call(f"{kind} by name", "GET", f"/api/{kind}/name/n900019", 200)
            call(f"{kind} page", "GET", f"/api/{kind}", 200, query={"max-results": 1})
        call("monitor page", "GET", "/api/heartbeat-monitors", 200, query={"cursor": "ODEwMDE=", "max-results": 2})
        call("user by email", "POST", "/api/users/search-email", 200, body={"email": "u900003@x"})
        call("by routing key", "GET", "/api/escalation-policies/resolve", 200, query={"routing-key": "r900007"})
        call("alerts of a source", "GET", "/api/alerts", 200, query={"sources": 2671004})
        call("alerts page", "GET", "/api/alerts", 200, query={"max-results": 3})
        call("create", "POST", SOURCES, 201, body=body(name="one more"))
        call("replace", "PUT", f"{SOURCES}/{made['id']}", 200, body=body())
        call("policy in use", "DELETE", "/api/escalation-policies/2344528", 400)
        call("event", "POST", made["integrationUrl"], 202, body=payload(), headers=NOBODY)
    return found


def test_a_call_reads_as_much_in_a_small_account_as_in_a_large_one() -> None:
    small, large = make(ilert, ADMIN), make(ilert, ADMIN)
    fill(small, 20)
    fill(large, 400)
    assert costs(small) == costs(large)


def test_many_open_alerts_do_not_slow_an_event_down() -> None:
    account = make(ilert, ADMIN)
    made = source(account, alertCreation="ONE_OPEN_ALERT_ALLOWED")
    fill(account, 100, made["id"])
    account.post(made["integrationUrl"], payload(), headers=NOBODY)
    before = account.context.store.rows_read
    account.post(made["integrationUrl"], payload(), headers=NOBODY)
    assert account.context.store.rows_read - before < 20
    assert len(alerts(account, made, "PENDING")) == 50
