"""What the proofs about xMatters have in common: credentials, a whole workflow, short ways to say things."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from support.contract import Proofs
from support.standin import Answer, StandIn
from vendor_sandbox.xmatters.seed import API_KEY as KEY_NAME
from vendor_sandbox.xmatters.seed import API_KEY_SECRET

PROOFS = Proofs()
API = "/api/xm/1"
KEY = "sandbox-trigger-key"
SCRIPT = """// apifortress-v1: maps {Summary, Message, Recipients} to an xMatters event
var body = JSON.parse(request.body);
var names = String(body.Recipients || "").split(",");
trigger.properties.Summary = String(body.Summary || "").substring(0, 30);
trigger.properties.Message = String(body.Message || "");
form.post(trigger);
"""


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


BOT = basic("sandbox", "sandbox-xmatters-password")
API_KEY = basic(KEY_NAME, API_KEY_SECRET)
OWNER = basic("workflow-owner", "owner-password")
VIEWER = basic("viewer", "viewer-password")
NOBODY = {"authorization": ""}


@dataclass
class Workflow:
    """A workflow of ours with a form, two properties and an inbound integration."""

    plan: str
    form: str
    integration: str

    @property
    def path(self) -> str:
        return f"{API}/plans/{self.plan}"

    @property
    def trigger(self) -> str:
        return f"/api/integration/1/functions/{self.integration}/triggers"


def made(answer: Answer, status: int = 201) -> dict[str, Any]:
    """The body of an answer that must have a status."""
    assert answer.status == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


def plan(xm: StandIn, name: str = "Ours", **fields: Any) -> dict[str, Any]:
    return made(xm.post(f"{API}/plans", {"name": name, "enabled": True, **fields}))


def integration(form: str, **fields: Any) -> dict[str, Any]:
    """The body of an inbound integration for API Fortress."""
    return {
        "name": "API Fortress",
        "form": {"id": form},
        "integrationType": "INBOUND_WEBHOOK",
        "operation": "CREATE_EVENT",
        "authenticationType": "URL",
        "deployed": True,
        "script": encoded(SCRIPT),
        **fields,
    }


def workflow(xm: StandIn, level: str = "INFO", **fields: Any) -> Workflow:
    """Make a whole workflow."""
    number = plan(xm)["id"]
    xm.post(f"{API}/plans", {"id": number, "name": "Ours", "enabled": True, "loggingLevel": level})
    path = f"{API}/plans/{number}"
    for name in ("Summary", "Message"):
        made(xm.post(f"{path}/property-definitions", {"propertyType": "TEXT", "name": name, "maxLength": 40}))
    form = made(xm.post(f"{path}/forms", {"name": "Test failure", "apiEnabled": True}))["id"]
    return Workflow(number, form, made(xm.post(f"{path}/integrations", integration(form, **fields)))["id"])


def payload(**fields: Any) -> dict[str, str]:
    return {"Summary": "[test] failure", "Message": "report", "Recipients": "jdoe", **fields}


def modified(xm: StandIn, own: Workflow, **fields: Any) -> dict[str, Any]:
    """The integration after a change."""
    return made(xm.post(f"{own.path}/integrations", {"id": own.integration, **fields}), 200)


def keyed(xm: StandIn, own: Workflow, key: str = KEY) -> Answer:
    """The answer to a trigger with a key in its address and no other credential."""
    return xm.post(f"{own.trigger}?apiKey={key}", payload(), headers=NOBODY)


def fire(xm: StandIn, own: Workflow, body: Any = None, headers: dict[str, str] | None = None) -> str:
    """Trigger an integration with the standing key and wait until the request is processed."""
    path = f"{own.trigger}?apiKey={KEY}" if headers is None else own.trigger
    answer = xm.post(path, payload() if body is None else body, headers=headers or NOBODY)
    number = made(answer, 202)["requestId"]
    xm.advance(2)
    return str(number)


def events(xm: StandIn, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = made(xm.get(f"{API}/events", query=query), 200)["data"]
    return found


def logs(xm: StandIn, own: Workflow) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = made(xm.get(f"{API}/integrations/{own.integration}/logs"), 200)["data"]
    return found


def outcome(xm: StandIn, own: Workflow, body: Any, headers: dict[str, str] | None = None) -> tuple[int, str | None]:
    """Fire once: how many events came of it, and what the log says."""
    number = fire(xm, own, body, headers)
    log = [entry["status"] for entry in logs(xm, own) if entry["requestId"] == number]
    return len(events(xm, f"requestId={number}")), log[0] if log else None
