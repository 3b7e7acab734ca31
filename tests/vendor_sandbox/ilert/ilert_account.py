"""What the proofs about ilert have in common: bodies, keys, short ways to say things."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.contract import Proofs
from support.standin import StandIn

PROOFS = Proofs()
SOURCES = "/api/alert-sources"
POLICY = 2344528
ADMIN = {"authorization": "Bearer sandbox-ilert-token"}
READ_ONLY = {"authorization": "Bearer sandbox-ilert-read-only-token"}
BLIND = {"authorization": "Bearer sandbox-ilert-blind-token"}
USER = {"authorization": "Bearer sandbox-ilert-user-token"}
NOBODY = {"authorization": ""}
_INCLUDES = """
summaryTemplate detailsTemplate routingTemplate alertKeyTemplate servicesTemplate linkTemplates priorityTemplate
severityTemplate eventFilter eventTypeFilterCreate eventTypeFilterAccept eventTypeFilterResolve textTemplate
"""
EVERYTHING = [("include", name) for name in _INCLUDES.split()]


def body(**fields: Any) -> dict[str, Any]:
    """A minimal source with more fields."""
    return {"name": "Ours", "integrationType": "APIFORTRESS", "escalationPolicy": {"id": POLICY}, **fields}


def source(ilert: StandIn, **fields: Any) -> dict[str, Any]:
    """Make a source."""
    answer = ilert.post(SOURCES, body(**fields), query=EVERYTHING)
    assert answer.status == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def text(template: str) -> dict[str, str]:
    return {"textTemplate": template}


def payload(**fields: Any) -> dict[str, Any]:
    """The sample of ilert.md 4.3."""
    return {
        "date": "2026-09-14T08:20:31+0000",
        "eventId": "0b6f2c1e-61a4-4a44-9d3a-2f9a5f3b7c10",
        "test": {"id": "5f1d7a2b9c", "name": "Checkout happy path"},
        "companyId": 42,
        "eventType": "failure",
        "criticalFailures": [{"expression": "get cart", "status": "Generic Failure", "extra": "was 503"}],
        "failuresCount": 1,
        "location": "Ashburn,Virginia",
        "projectName": "Payments API",
        **fields,
    }


def fire(ilert: StandIn, made: dict[str, Any], **fields: Any) -> None:
    """Send an API Fortress payload to a source."""
    answer = ilert.post(made["integrationUrl"], payload(**fields), headers=NOBODY)
    assert answer.status == 202, answer.content


def event(ilert: StandIn, made: dict[str, Any], kind: str = "ALERT", summary: str = "s", **fields: Any) -> None:
    """Send a generic event."""
    sent = {"integrationKey": made["integrationKey"], "eventType": kind, "summary": summary, **fields}
    answer = ilert.post("/api/events", sent, headers=NOBODY)
    assert answer.status == 202, answer.content


def alerts(ilert: StandIn, made: dict[str, Any], *states: str) -> list[dict[str, Any]]:
    """The alerts of a source."""
    found: list[dict[str, Any]] = ilert.get("/api/alerts", query={"sources": made["id"], "states": states}).json()
    return found


def at_noon(ilert: StandIn) -> None:
    """Go to the next noon (UTC), for what depends on the time of day."""
    now = ilert.context.clock.now()
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    ilert.advance((noon - now).total_seconds())


def read(ilert: StandIn, made: dict[str, Any]) -> dict[str, Any]:
    """A source with all its fields."""
    found: dict[str, Any] = ilert.get(f"{SOURCES}/{made['id']}", query=EVERYTHING).json()
    return found
