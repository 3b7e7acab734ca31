"""What other people do in the vendors' consoles: objects of theirs beside ours, and changes to ours."""

from __future__ import annotations

import uuid
from typing import Any

from chaos.driver import Entry
from chaos.kinds import STORED
from chaos.vendors import Vendors

_NUMBERS = 9_000_001
"""Numeric ids that no run reaches."""


def plant(vendors: Vendors, names: dict[str, str]) -> None:
    """Put foreign objects beside ours, with names that begin as ours do.

    Args:
        vendors: where.
        names: class of a kind → the name that one of ours will have.
    """
    context = vendors.context
    for kind, (vendor, noun) in STORED.items():
        collection = vendors.sandbox.vendor(vendor).objects[noun]
        seeded = context.store.all(collection)
        member = "label" if noun == "alertGroups" else "name"
        if not seeded or member not in seeded[0] or kind not in names:
            continue
        for number, name in enumerate((f"{names[kind]}-2", names[kind].upper() + " of others")):
            id_ = _id_like(seeded[0]["id"], f"{kind} {number}")
            context.store.insert(collection, str(id_), {**seeded[0], "id": id_, member: name})


def _id_like(id_: Any, text: str) -> Any:
    """Return an id of the same sort, the same in every run."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, text)
    if isinstance(id_, int):
        return _NUMBERS + made.int % 100_000
    return str(made) if "-" in id_ else made.hex[:24]


def meddle(vendors: Vendors, state: dict[str, Entry]) -> None:
    """Change some of our objects and delete others, as people do who do not know that code looks after them."""

    def key(name: str) -> str:
        return state[name].id.rpartition("/")[2]

    vendors.edit("ilert", "alert-sources", key("b-source"), severity=5)
    vendors.edit("ilert", "escalation-policies", key("b-policy"), delayMin=15)
    vendors.edit("ilert", "heartbeat-monitors", key("b-monitor"), alertSummary="by hand")
    vendors.edit("xmatters", "plans", key("b-plan"), description="by hand")
    vendors.edit("xmatters", "constants", key("b-base-url"), value="by hand")
    vendors.edit("apifortress", "connectorDefinitions", key("b-definition"), code="byHand()")
    vendors.edit("apifortress", "connectors", key("typed-Jira"), params={"hostname": "by-hand.example.com"})
    vendors.delete("ilert", "alert-actions", key("b-action"))
    vendors.delete("xmatters", "shared-libraries", key("b-library"))
    vendors.delete("apifortress", "connectors", key("typed-Splunk"))
    vendors.delete("apifortress", "groupUsers", f"{state['b-group'].id}/12")
