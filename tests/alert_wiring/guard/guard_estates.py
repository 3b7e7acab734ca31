"""Estates as an engine's plan tells them, for the guard's tests: a state out of a few words, and a plan between two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from alert_wiring.guard.resources import (
    ALERT_GROUP,
    ASSIGNMENT,
    ASSIGNMENTS,
    CONNECTOR,
    UNKNOWN_TEXT,
    Resource,
    resource_of,
)

HEAD = "urn:pulumi:dev::wired::"
Told = dict[str, Any]


def told(type_: str, resource: str, id_: str = "", of: Mapping[str, list[str]] | None = None, **props: Any) -> Told:
    """Return a resource as a state tells it; `of` are the URNs that its properties come from."""
    urn = f"{HEAD}{type_}::{resource}"
    return {
        "urn": urn,
        "type": type_,
        "id": id_,
        "inputs": {key: value for key, value in props.items() if key not in ("project_id", "project_name")},
        "outputs": props,
        "propertyDependencies": of or {},
    }


def group(name: str, id_: str) -> Told:
    """Return an alert group."""
    return told(ALERT_GROUP, name, id_, name=f"label of {name}")


def connector(name: str, group_id: str) -> Told:
    """Return a connector in a group."""
    return told(CONNECTOR, name, f"{group_id}/c", alert_group_id=group_id)


def pair(name: str, project: str, group_id: str) -> Told:
    """Return an assignment of a group to a project."""
    return told(
        *(ASSIGNMENT, name, f"{project_id(project)}/{group_id}"),
        project=project,
        alert_group_id=group_id,
        project_id=project_id(project),
        project_name=project,
    )


def whole(name: str, project: str, group_ids: list[str]) -> Told:
    """Return a whole set."""
    return told(
        *(ASSIGNMENTS, name, project_id(project)),
        project=project,
        alert_group_ids=group_ids,
        project_id=project_id(project),
        project_name=project,
    )


def project_id(project: str) -> str:
    """Return the id that a project of a test has: made of its name, and never to be mixed up with it."""
    return str(3000 + sum(map(ord, project)))


def estate(*rows: Told) -> dict[str, Resource]:
    """Return resources by URN."""
    found = [resource_of(row) for row in rows]
    return {one.urn: one for one in found}


def route(name: str, group_id: str, *projects: str) -> list[Told]:
    """Return a group that leads somewhere, on these projects."""
    pairs = [pair(f"{name}-{project}", project, group_id) for project in projects]
    return [group(name, group_id), connector(f"{name}-out", group_id), *pairs]


def new(row: Told) -> Told:
    """Return a resource as a preview tells one that is not there yet: no id, no outputs."""
    return {**row, "id": "", "outputs": {}}


def unknown_group(row: Told, urn: str) -> Told:
    """Return a resource whose group is only made in the same run."""
    inputs = {**row["inputs"], "alert_group_id": UNKNOWN_TEXT}
    return {**new(row), "inputs": inputs, "propertyDependencies": {"alert_group_id": [urn]}}


def plan(before: Iterable[Told], after: Iterable[Told], *, sames: bool = True, **more: Any) -> str:
    """Return the JSON of a plan between two estates."""
    olds, news = ({row["urn"]: row for row in rows} for rows in (before, after))
    steps: list[Told] = []
    same = 0
    for urn, row in news.items():
        if urn in olds and olds[urn] == row:
            same += 1
            if sames:
                steps.append({"op": "same", "urn": urn, "oldState": olds[urn], "newState": new(row)})
        else:
            old = {"oldState": olds[urn]} if urn in olds else {}
            steps.append({"op": "update" if old else "create", "urn": urn, **old, "newState": new(row)})
    steps += [{"op": "delete", "urn": urn, "oldState": row} for urn, row in olds.items() if urn not in news]
    return json.dumps({"steps": steps, "changeSummary": {"same": same}, **more})
