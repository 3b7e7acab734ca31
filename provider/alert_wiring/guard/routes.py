"""Which projects a set of resources alerts somebody for.

A route is an alert group on a project that leads somewhere: a group of the stack with at least one connector or user,
or a group that the stack does not manage (nothing is known of it, so it is taken to lead somewhere).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alert_wiring.guard.resources import (
    ALERT_GROUP,
    ASSIGNMENT,
    ASSIGNMENTS,
    CONNECTOR,
    GROUP_USER,
    Resource,
)

_WAYS = (CONNECTOR, GROUP_USER)


@dataclass(frozen=True)
class Route:
    """An alert group on a project.

    Attributes:
        project: the project's id where it is known, else its name.
        urn: the resource that assigns the group.
    """

    project: str
    urn: str


class Projects:
    """Tells projects apart, whether a program names them or gives their ids."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        """Learn which name belongs to which id from what was assigned before."""
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for one in resources:
            id_ = _text(one.props.get("project_id"))
            if one.type in (ASSIGNMENT, ASSIGNMENTS) and id_:
                written, name = _text(one.props.get("project")), _text(one.props.get("project_name"))
                self._ids |= {text: id_ for text in (written, name) if text}
                self._names[id_] = name or written or id_

    def key(self, one: Resource) -> str:
        """Return the project that a resource assigns a group to."""
        written = _text(one.props.get("project")) or _text(one.props.get("project_id"))
        return self._ids.get(written, written) or f"unknown of {one.urn}"

    def name(self, key: str) -> str:
        """Return how people call a project."""
        return self._names.get(key, key)


def routes_in(resources: Mapping[str, Resource], projects: Projects) -> list[Route]:
    """Return the routes that these resources make."""
    managed = {one.urn: one for one in resources.values() if one.type == ALERT_GROUP and not one.external}
    by_id = {one.id: one.urn for one in managed.values() if one.id}
    led = {group for one in resources.values() if one.type in _WAYS for group in _groups(one, managed, by_id)}
    return [
        Route(projects.key(one), one.urn)
        for one in resources.values()
        if one.type in (ASSIGNMENT, ASSIGNMENTS) and not one.external
        for group in _groups(one, managed, by_id)
        if group in led or group not in managed
    ]


def _groups(one: Resource, managed: Mapping[str, Resource], by_id: Mapping[str, str]) -> list[str]:
    """Return the alert groups that a resource speaks of: URNs of the stack's own, else what else tells them apart."""
    name = "alert_group_ids" if one.type == ASSIGNMENTS else "alert_group_id"
    if name in one.unknown:
        own = [urn for urn in one.made_of.get(name, ()) if urn in managed]
        return own or [f"unknown of {one.urn}"]
    value = one.props.get(name)
    ids = [_text(item) for item in value] if isinstance(value, list) else [_text(value)]
    return [by_id.get(id_, f"id {id_}") for id_ in ids if id_]


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""
