"""What other people do in the vendors' consoles: objects of theirs beside ours, and changes to ours."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from chaos.kinds import STORED

_NUMBERS = 9_000_001
"""Numeric ids that no run reaches."""


class Console(Protocol):
    """What people do: the vendors in this process, or the control plane of a running sandbox."""

    def objects(self, vendor: str, kind: str) -> list[dict[str, Any]]: ...

    def create(self, vendor: str, kind: str, body: dict[str, Any]) -> Any: ...

    def edit(self, vendor: str, kind: str, key: str, **changes: Any) -> Any: ...

    def delete(self, vendor: str, kind: str, key: str) -> None: ...


def plant(console: Console, names: dict[str, str]) -> None:
    """Put foreign objects beside ours, with names that begin as ours do.

    Args:
        console: where.
        names: class of a kind → the name that one of ours will have.
    """
    for kind, (vendor, noun) in STORED.items():
        seeded = console.objects(vendor, noun)
        member = "label" if noun == "alertGroups" else "name"
        if not seeded or member not in seeded[0] or kind not in names:
            continue
        for number, name in enumerate((f"{names[kind]}-2", names[kind].upper() + " of others")):
            id_ = _id_like(seeded[0]["id"], f"{kind} {number}")
            console.create(vendor, noun, {**seeded[0], "id": id_, member: name})


def _id_like(id_: Any, text: str) -> Any:
    """Return an id of the same sort, the same in every run."""
    made = uuid.uuid5(uuid.NAMESPACE_URL, text)
    if isinstance(id_, int):
        return _NUMBERS + made.int % 100_000
    return str(made) if "-" in id_ else made.hex[:24]


def meddle(console: Console, ids: Mapping[str, str]) -> None:
    """Change some of our objects and delete others, as people do who do not know that code looks after them.

    Args:
        console: where.
        ids: the ids of our resources by name.
    """

    def key(name: str) -> str:
        return ids[name].rpartition("/")[2]

    console.edit("ilert", "alert-sources", key("b-source"), severity=5)
    console.edit("ilert", "escalation-policies", key("b-policy"), delayMin=15)
    console.edit("ilert", "heartbeat-monitors", key("b-monitor"), alertSummary="by hand")
    console.edit("xmatters", "plans", key("b-plan"), description="by hand")
    console.edit("xmatters", "constants", key("b-base-url"), value="by hand")
    console.edit("apifortress", "connectorDefinitions", key("b-definition"), code="byHand()")
    console.edit("apifortress", "connectors", key("typed-Jira"), params={"hostname": "by-hand.example.com"})
    console.delete("ilert", "alert-actions", key("b-action"))
    console.delete("xmatters", "shared-libraries", key("b-library"))
    console.delete("apifortress", "connectors", key("typed-Splunk"))
    console.delete("apifortress", "groupUsers", f"{ids['b-group']}/12")
