"""What a lived-in ilert account tells to others and hears from others: connectors, alert actions, heartbeats."""

from __future__ import annotations

from datetime import timedelta

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import times
from vendor_sandbox.ilert.names import ALERT_ACTIONS, CONNECTORS, HEARTBEATS

JIRA = "a5cc66dc-3c1e-4f0b-9d57-1f2e3d4c5b6a"
CHAT = "5b0f3f0a-8d4e-4c59-8e1f-6a7b8c9d0e1f"
CHAT_ACTION = "c1d2e3f4-0a1b-4c2d-8e3f-4a5b6c7d8e9f"


def seed(context: Context) -> None:
    """One connector of a ticket tool, one of a chat, an action that uses the chat, a monitor with a key of old."""
    created = times.kept(context.clock.now() - timedelta(days=150))
    stamps = {"createdAt": created, "updatedAt": created}
    connectors: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        (JIRA, "Support desk", "jira", {"url": "https://acme.example/jira", "email": "bot@acme.example"}),
        (CHAT, "Acme chat", "slack", {}),
    )
    for identity, name, kind, params in connectors:
        body = {"id": identity, "name": name, "type": kind, "params": params, **stamps}
        context.store.insert(CONNECTORS, identity, body)
    action = {
        "id": CHAT_ACTION,
        "name": "Tell the SRE channel",
        "connectorType": "slack",
        "connectorId": CHAT,
        "alertSources": [{"id": 2671001}],
        "triggerMode": "AUTOMATIC",
        "triggerTypes": ["alert-created", "alert-resolved"],
        "params": {"channelId": "C024BE91L", "channelName": "sre", "teamDomain": "acme", "teamId": "T024BE7LD"},
        "teams": [{"id": 40231}],
        **stamps,
    }
    context.store.insert(ALERT_ACTIONS, CHAT_ACTION, action)
    monitor = {
        "id": 81001,
        "name": "Nightly backup",
        "intervalSec": 86400,
        "alertSummary": "The nightly backup did not report",
        "alertSource": {"id": 2671003},
        "integrationKey": "il1hbt4f5a6b7c8d9e0f1a2b",
        "teams": [],
        **stamps,
    }
    context.store.insert(HEARTBEATS, str(monitor["id"]), monitor)
