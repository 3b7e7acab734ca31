"""Random histories of the real kinds: a piece of alert wiring, at a sandbox of each engine's own."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]
Operation = dict[str, Any]

STORED = {
    "ilert.AlertSource": ("ilert", "alert-sources"),
    "ilert.EscalationPolicy": ("ilert", "escalation-policies"),
    "apifortress.AlertGroup": ("apifortress", "alertGroups"),
    "apifortress.Connector": ("apifortress", "connectors"),
    "xmatters.Workflow": ("xmatters", "plans"),
}
"""Where the sandbox keeps the objects of a kind."""
BY_HAND: dict[str, list[dict[str, Any]]] = {
    "ilert.AlertSource": [{"name": "by hand"}, {"active": False}, {"autoResolutionTimeout": "PT2H"}],
    "ilert.EscalationPolicy": [{"name": "by hand"}],
    "apifortress.Connector": [{"params": {"url": "https://example.com/by-hand"}}],
    "xmatters.Workflow": [{"description": "by hand"}],
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z")
_INVENTED = re.compile(r"\b(?:[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
_ADDRESS = re.compile(r"127\.0\.0\.1:\d+")
_POLICIES = ("2344528", "2344529")


def wired_history(chance: random.Random) -> list[Operation]:
    """Return the operations of one history."""
    rows = _rows(chance)
    told = [_up(rows)]
    for _ in range(chance.randint(2, 3)):
        if chance.random() < 0.75:
            rows = _changed(chance, rows)
        told.append(_operation(chance, rows))
    return [*told, {"verb": "destroy"}]


def _up(rows: list[Row], **more: Any) -> Operation:
    exports = {f"of_{row['name']}": {"$of": [row["name"], "id"]} for row in rows}
    return {"verb": "up", "program": {"resources": copy.deepcopy(rows), "exports": exports}, **more}


def _operation(chance: random.Random, rows: list[Row]) -> Operation:
    luck = chance.random()
    if luck < 0.4:
        return _up(rows)
    if luck < 0.55:
        return {**_up(rows), "verb": "preview"}
    if luck < 0.85:
        return {"verb": "refresh", "hand": _by_hand(chance, rows)}
    return _up(rows, hand=_by_hand(chance, rows), flags=["--refresh"])


def _rows(chance: random.Random) -> list[Row]:
    rows: list[Row] = []
    if chance.random() < 0.4:
        rules = [{"escalation_timeout": 5, "team_ids": ["40104"]}]
        rows.append(_row("ilert.EscalationPolicy", "policy", escalation_rules=rules))
    policy: Any = {"$of": ["policy", "id"]} if rows else chance.choice(_POLICIES)
    for number in range(chance.randint(1, 3)):
        source = {"integration_type": "APIFORTRESS", "escalation_policy_id": policy}
        rows.append(_row("ilert.AlertSource", f"source{number}", **source))
    if chance.random() < 0.7:
        rows.append(_row("apifortress.AlertGroup", "group"))
        for number in range(chance.randint(0, 2)):
            url = {"$of": ["source0", "integration_url"]} if number else "https://example.com/canary-hook"
            props = {"alert_group_id": {"$of": ["group", "id"]}, "connector": "JSON Alert", "params": {"url": url}}
            rows.append(_row("apifortress.Connector", f"to{number}", **props))
    if chance.random() < 0.4:
        rows.append(_row("xmatters.Workflow", "plan"))
    return rows


def _row(kind: str, name: str, **props: Any) -> Row:
    return {"kind": kind, "name": name, "props": props, "opts": {}}


def _changed(chance: random.Random, rows: list[Row]) -> list[Row]:
    rows = copy.deepcopy(rows)
    row = chance.choice(rows)
    used = json.dumps([other["props"] for other in rows])
    if chance.random() < 0.2 and f'"{row["name"]}"' not in used and len(rows) > 1:
        return [other for other in rows if other is not row]
    if row["kind"] == "ilert.AlertSource":
        changes: dict[str, tuple[Any, ...]] = {
            "active": (True, False),
            "auto_resolution_timeout": ("PT1H", "PT60M", "PT2H"),
            "alert_priority_rule": ("LOW", "HIGH"),
            "integration_type": ("APIFORTRESS", "API"),
        }
        key = chance.choice(sorted(changes))
        row["props"][key] = chance.choice(changes[key])
    elif row["kind"] == "xmatters.Workflow":
        row["props"]["description"] = chance.choice(("one", "two"))
    if chance.random() < 0.15:
        row["opts"]["protect"] = chance.random() < 0.5
    return rows


def _by_hand(chance: random.Random, rows: Iterable[Row]) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = []
    for row in rows:
        if row["kind"] in BY_HAND and chance.random() < 0.35:
            changes.append({"name": row["name"], "kind": row["kind"], "set": chance.choice(BY_HAND[row["kind"]])})
        elif row["kind"] == "ilert.AlertSource" and chance.random() < 0.15:
            changes.append({"name": row["name"], "kind": row["kind"], "gone": True})
    return changes


def wants_vendors(history: Iterable[Operation]) -> bool:
    """Tell whether the programs of a history have real kinds."""
    return any("." in row["kind"] for operation in history for row in operation.get("program", {}).get("resources", []))


def anonymous(told: Any, words: Mapping[str, str]) -> Any:
    """Return something that was seen with the vendor's own ids and keys, times and addresses replaced."""
    text = _TIME.sub("<time>", _ADDRESS.sub("<vendor>", json.dumps(told, sort_keys=True)))
    for word in sorted(words, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", words[word], text)
    return json.loads(_INVENTED.sub("<invented>", text))


def own_words(resources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the ids and keys that the vendors gave to resources, each with the words that stand for it."""
    found = {}
    for one in resources:
        name = one["urn"].rpartition("::")[2]
        if one.get("custom") and not one["type"].startswith("pulumi:"):
            found[one["id"]] = f"<id of {name}>"
            key = one["outputs"].get("integration_key")
            if isinstance(key, dict):
                found[key["secret"]] = f"<key of {name}>"
    return found
