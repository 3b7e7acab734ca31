"""How objects of ilert are found without reading a whole collection."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from typing import Any

from vendor_sandbox.ilert.enums import OPEN_STATES, key_letters
from vendor_sandbox.ilert.names import ALERT_SOURCES, ALERTS, COLLECTIONS, HEARTBEATS, POLICIES, USERS
from vendor_sandbox.indexes import Index

Stored = dict[str, Any]


def in_order(row: Stored) -> int:
    """Sorts by id (ilert.md Appendix A Paging); objects with a UUID stay in the order in which they were made."""
    return int(row["id"]) if str(row["id"]).isdecimal() else 0


def shuffled(row: Stored) -> bytes:
    """Sorts by nothing that a client could guess, the same way every time."""
    return hashlib.sha256(str(row["id"]).encode()).digest()


def source_key(stored: Stored) -> str:
    """The key of a source; one that was made by hand without a key has one that follows from its id."""
    made = hashlib.sha256(f"alert source {stored['id']}".encode()).hexdigest()[:18]
    return str(stored.get("integrationKey") or f"il1{key_letters(stored['integrationType'])}{made}")


def monitor_key(stored: Stored) -> str:
    """The key of a monitor; one that was made by hand without a key has one that follows from its id."""
    made = hashlib.sha256(f"heartbeat monitor {stored['id']}".encode()).hexdigest()[:18]
    return str(stored.get("integrationKey") or f"il1hbm{made}")


def _names(stored: Stored) -> Iterable[Hashable]:
    return ("exact", stored["name"]), ("folded", stored["name"].lower())


def _referred(stored: Stored) -> Iterable[Hashable]:
    """(field, id) of every reference at the top of an object, and of a policy's rules."""
    for field, value in stored.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and "id" in one:
                yield field, one["id"]
    for rule in stored.get("escalationRules") or []:
        for target in ("users", "schedules", "teams"):
            for one in rule.get(target) or []:
                yield f"escalationRules.{target}", one["id"]
    if stored.get("connectorId"):
        yield "connectorId", stored["connectorId"]


def alert_key(text: object) -> str:
    """An alert key as it is compared: trimmed, ignoring case (ilert.md 4.1)."""
    return str(text or "").strip().lower()


def _alert(stored: Stored) -> Iterable[Hashable]:
    """By source, and for an open alert by source with its status, summary and key."""
    source = stored["alertSource"]["id"]
    yield "source", source
    if stored["status"] in OPEN_STATES:
        yield "open", source
        yield stored["status"], source
        yield "summary", source, stored.get("summary")
        if alert_key(stored.get("alertKey")):
            yield "key", source, alert_key(stored["alertKey"])


BY_ID = {collection: Index(collection, order=in_order) for collection in COLLECTIONS.values()}
SHUFFLED = {collection: Index(collection, order=shuffled) for collection in COLLECTIONS.values()}
BY_NAME = {collection: Index(collection, _names, in_order) for collection in COLLECTIONS.values()}
"""Under ``("exact", name)`` and ``("folded", name in lower case)``."""
REFERRING = {collection: Index(collection, _referred, in_order) for collection in COLLECTIONS.values()}
"""Under (field, id) of what an object refers to."""
SOURCES_BY_KEY = Index(ALERT_SOURCES, lambda stored: (source_key(stored),))
MONITORS_BY_KEY = Index(HEARTBEATS, lambda stored: (monitor_key(stored),))
POLICIES_BY_ROUTING_KEY = Index(POLICIES, lambda stored: (stored["routingKey"].lower(),))
USERS_BY_EMAIL = Index(USERS, lambda stored: (stored["email"].lower(),))
ALERTS_OF = Index(ALERTS, _alert, in_order)
"""Under ``("source", id)``; open ones also under "open", status, summary and key, each with the id."""
