"""Resources as the rules see them, out of a state or a plan: nothing but what a rule needs, so nothing secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for a value that is not known before the update (`pulumi-engine.md 3.1`)."""

_PREFIX = "pulumi-python:dynamic/"
ALERT_GROUP = _PREFIX + "apifortress:AlertGroup"
CONNECTOR = _PREFIX + "apifortress:Connector"
GROUP_USER = _PREFIX + "apifortress:GroupUser"
ASSIGNMENT = _PREFIX + "apifortress:ProjectAssignment"
ASSIGNMENTS = _PREFIX + "apifortress:ProjectAssignments"

_KEPT = ("name", "project", "project_id", "project_name", "alert_group_id", "alert_group_ids")
"""The properties that a rule needs; none is secret, and nothing else is kept."""


@dataclass(frozen=True)
class Resource:
    """One resource, before or after a run.

    Attributes:
        urn: its URN.
        type: its type token.
        id: the vendor's id; empty where it is not known yet.
        props: inputs over outputs, as far as a rule needs them; without those that are not known.
        unknown: the names of properties that are not known yet.
        made_of: property to the URNs that its value comes from.
        external: whether it is only read (`.get()`).
        kept: whether the object stays when the resource goes (`retain_on_delete`).
    """

    urn: str
    type: str
    id: str = ""
    props: Mapping[str, Any] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    made_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    external: bool = False
    kept: bool = False

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]


def resource_of(told: Mapping[str, Any]) -> Resource:
    """Return a resource as a state file and a plan tell it (`pulumi-engine.md 6.3`)."""
    inputs, outputs = _mapping(told.get("inputs")), _mapping(told.get("outputs"))
    props = {name: value for name in _KEPT if (value := inputs.get(name, outputs.get(name))) is not None}
    unknown = frozenset(name for name, value in props.items() if _holds_unknown(value))
    return Resource(
        urn=str(told.get("urn") or ""),
        type=str(told.get("type") or ""),
        id=str(told.get("id") or ""),
        props={name: value for name, value in props.items() if name not in unknown},
        unknown=unknown,
        made_of={name: tuple(urns) for name, urns in _mapping(told.get("propertyDependencies")).items() if urns},
        external=bool(told.get("external")),
        kept=bool(told.get("retainOnDelete")),
    )


def resources_in(told: Any) -> dict[str, Resource]:
    """Return the living resources of a state by URN: a `stack export`, or the deployment in it."""
    deployment = _mapping(_mapping(told).get("deployment")) or _mapping(told)
    rows = deployment.get("resources")
    found = [resource_of(row) for row in rows or () if isinstance(row, Mapping) and not row.get("delete")]
    return {one.urn: one for one in found if one.urn}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, list):
        return any(_holds_unknown(item) for item in value)
    return bool(value == UNKNOWN_TEXT)
