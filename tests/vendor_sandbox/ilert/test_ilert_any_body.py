"""Whatever a client sends: a refusal says why, nothing breaks, and what was taken can be read, listed and deleted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ilert_account import ADMIN, NOBODY, SOURCES, body, payload, source, text

from support.standin import Answer, StandIn, make
from vendor_sandbox import ilert

WEIRD: tuple[Any, ...] = (None, "", 10**30, True, [None], {"id": None})
DAYS = {"MONDAY": {"start": "08:00", "end": "17:00"}}
FULL: dict[str, dict[str, Any]] = {
    "alert-sources": body(
        teams=[{"id": 40104}],
        active=True,
        alertCreation="INTELLIGENT_GROUPING",
        alertGroupingWindow="PT5M",
        scoreThreshold=0.5,
        autoResolutionTimeout="PT1H",
        alertPriorityRule="HIGH",
        supportHours={"id": 5512},
        autoRaiseAlerts=True,
        summaryTemplate=text("{{ a }}"),
        linkTemplates=[{"text": "t", "hrefTemplate": text("h")}],
        priorityTemplate={"valueTemplate": text("{{ a }}"), "mappings": [{"value": "x", "priority": "LOW"}]},
        severityTemplate={"valueTemplate": text("{{ a }}"), "mappings": [{"value": "x", "severity": 1}]},
        severity=1,
        services=[{"id": 678}],
        servicesTemplate=[text("{{ a }}")],
        autoCreateServices=False,
        eventFilter="event.summary == 'a'",
        setupStatus="FINISHED",
        integrationKey="k",
        iconUrl="u",
    ),
    "escalation-policies": {
        "name": "P",
        "escalationRules": [{"escalationTimeout": 5, "users": [{"id": 2188373}], "schedules": [], "teams": []}],
        "teams": [],
        "repeating": False,
        "frequency": 1,
        "delayMin": 0,
        "routingKey": "r",
    },
    "teams": {"name": "T", "visibility": "PUBLIC", "members": [{"user": {"id": 2188373}, "role": "ADMIN"}]},
    "support-hours": {
        "name": "H",
        "timezone": "UTC",
        "supportDays": DAYS,
        "teams": [],
        "exceptions": [{"name": "e", "start": "2027-01-01", "end": "2027-01-02", "supportStatus": "DURING"}],
    },
    "connectors": {"name": "C", "type": "jira", "params": {"url": "u"}},
    "alert-actions": {
        "name": "A",
        "connectorType": "webhook",
        "connectorId": None,
        "alertSources": [{"id": 2671004}],
        "alertSourceIds": [2671004],
        "triggerMode": "AUTOMATIC",
        "triggerTypes": ["alert-created"],
        "escalationEndedDelaySec": 30,
        "notResolvedDelaySec": 60,
        "conditions": "alert.priority == 'HIGH'",
        "alertFilter": {},
        "params": {"webhookUrl": "https://example.com", "headers": [], "bodyTemplate": "{{ summary }}"},
        "teams": [],
    },
    "heartbeat-monitors": {
        "name": "M",
        "intervalSec": 60,
        "alertSummary": "s",
        "alertSource": {"id": 2671004},
        "teams": [],
        "integrationKey": "k",
    },
    "maintenance-windows": {
        "summary": "W",
        "description": "d",
        "timezone": "UTC",
        "start": "2026-01-01T00:00:00Z",
        "end": "2026-01-02T00:00:00Z",
        "alertSources": [{"id": 2671004}],
        "services": [],
        "notifications": {"atStart": True},
    },
}


def spoiled(value: Any) -> list[Any]:
    """A body with each of its fields, at every depth, replaced by each of the weird values."""
    found: list[Any] = []
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, held in members:
        for other in (*WEIRD, *spoiled(held)):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[place] = other
            found.append(copy)
    return found


def said_why(answer: Answer) -> bool:
    return bool(answer.json()["message"]) and answer.json()["status"] == answer.status


@pytest.mark.parametrize("kind", FULL)
def test_a_spoiled_body_is_refused_or_taken_whole(kind: str) -> None:
    account = make(ilert, ADMIN)
    path = f"/api/{kind}"
    before = account.get(path).json()
    for sent in [FULL[kind], *spoiled(FULL[kind])]:
        answer = account.post(path, sent)
        if answer.status != 201:
            assert answer.status == 400 and said_why(answer), (sent, answer.content)
            continue
        own = f"{path}/{answer.json()['id']}"
        shown = account.get(own)
        assert shown.json() == answer.json(), sent
        again = account.put(own, sent)
        assert again.status in {200, 400}, (sent, again.content)
        assert account.delete(own).status == 204
    assert account.get(path).json() == before


def test_the_whole_body_of_each_kind_is_taken() -> None:
    account = make(ilert, ADMIN)
    assert {kind: account.post(f"/api/{kind}", sent).status for kind, sent in FULL.items()} == dict.fromkeys(FULL, 201)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(payload())), inner),
        max_leaves=8,
    )
)
@settings(max_examples=30, deadline=None)
def test_any_payload_is_taken_or_refused(sent: Any) -> None:
    failures = "{{ #criticalFailures }}{{ extra }}{{ /criticalFailures }}"
    made = source(_ACCOUNT, summaryTemplate=text(f"{{{{ test.name }}}} {failures}"))
    for address in (made["integrationUrl"], "/api/events"):
        answer = _ACCOUNT.post(address, sent, headers=NOBODY)
        assert answer.status == 202 or (answer.status in {400, 404} and said_why(answer))
    assert _ACCOUNT.get("/api/alerts").status == 200
    assert _ACCOUNT.delete(f"{SOURCES}/{made['id']}").status == 204


@pytest.mark.parametrize(
    "raw", [b"{", b"NaN", b'{"name": NaN}', b'"\\ud800"', b'{"name": "\\ud800"}', b"\xff", b"[" * 100_000, b"9" * 5000]
)
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    answer = _ACCOUNT.call("POST", SOURCES, raw=raw)
    assert answer.status == 400 and said_why(answer)


@pytest.mark.parametrize("value", ["²", "-1"])
def test_any_query_is_answered(value: str) -> None:
    words = "start-index max-results cursor include version source connector states sources policies responders from"
    names = [*words.split(), "until", "query", "state", "services", "routing-key", "user", "policy", "schedule"]
    for path in (*FULL, "alerts", "alerts/count", "users", "schedules", "integrations", "escalation-policies/resolve"):
        for name in names:
            answer = _ACCOUNT.get(f"/api/{path}", query={name: value}, headers={"team-context": value})
            assert answer.status in {200, 404} or (answer.status == 400 and said_why(answer))
    for path in (f"/api/{kind}/{value or 'x'}" for kind in FULL):
        assert _ACCOUNT.get(path).status == 404


_ACCOUNT: StandIn = make(ilert, ADMIN)
