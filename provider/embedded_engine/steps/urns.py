"""URNs and aliases (pulumi-engine.md 4.1, 4.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from embedded_engine.files.model import ROOT_STACK_TYPE
from embedded_engine.steps.goal import AliasSpec

_SEPARATOR: Final = "::"


def make_urn(stack: str, project: str, parent: str, kind: str, name: str) -> str:
    """Build a URN; a parent that is the stack, or none, contributes no type."""
    qualifier = qualified_type(parent) if parent else ""
    if qualifier == ROOT_STACK_TYPE:
        qualifier = ""
    full_type = f"{qualifier}${kind}" if qualifier else kind
    return _SEPARATOR.join((f"urn:pulumi:{stack}", project, full_type, name))


def qualified_type(urn: str) -> str:
    """Give the type part of a URN with its parents' types: `a:b:C$d:e:F`."""
    return _part(urn, 2)


def own_type(urn: str) -> str:
    """Give the type of the resource itself."""
    return qualified_type(urn).rpartition("$")[2]


def urn_name(urn: str) -> str:
    """Give the resource's name."""
    return _part(urn, 3)


def typed(urn: str, kind: str) -> str:
    """Give a URN with another qualified type: another resource of the same stack and name."""
    stack, project, _, name = urn.split(_SEPARATOR, 3)
    return _SEPARATOR.join((stack, project, kind, name))


def provider_urn(reference: str) -> str:
    """Give the URN of a provider reference `URN::ID`; empty for an empty reference."""
    return reference.rpartition(_SEPARATOR)[0]


def provider_id(reference: str) -> str:
    """Give the id of a provider reference `URN::ID`."""
    return reference.rpartition(_SEPARATOR)[2]


def _part(urn: str, index: int) -> str:
    parts = urn.split(_SEPARATOR, 3)
    return parts[index] if index < len(parts) else ""


@dataclass(frozen=True, slots=True)
class Namer:
    """Makes URNs of one stack of one project."""

    stack: str
    project: str

    def urn(self, parent: str, kind: str, name: str) -> str:
        """Build the URN of a resource of this stack."""
        return make_urn(self.stack, self.project, parent, kind, name)

    def aliases(self, goal: Identity, specs: Iterable[AliasSpec], matched: Mapping[str, str]) -> list[str]:
        """Give the URNs under which a resource may have been known, in the order in which they are tried.

        `matched` maps the URN of each resource of this run that was found by an alias to that alias: children
        inherit it, with the parent's new name at the start of their own replaced by the old one (4.9).
        """
        own = [self._collapse(goal, spec, matched) for spec in specs]
        found = list(own)
        old_parent = matched.get(goal.parent, "")
        if old_parent:
            found.append(self._inherited(goal, old_parent))
            found += [self._inherited(Identity(own_type(urn), urn_name(urn), goal.parent), old_parent) for urn in own]
        return list(dict.fromkeys(found))

    def _collapse(self, goal: Identity, spec: AliasSpec, matched: Mapping[str, str]) -> str:
        if spec.urn:
            return spec.urn
        parent = matched.get(spec.parent, spec.parent) if spec.parent else goal.parent
        return make_urn(
            spec.stack or self.stack,
            spec.project or self.project,
            "" if spec.no_parent else parent,
            spec.type or goal.type,
            spec.name or goal.name,
        )

    def _inherited(self, child: Identity, old_parent: str) -> str:
        name, parent_name = child.name, urn_name(child.parent)
        if name.startswith(parent_name):
            name = urn_name(old_parent) + name.removeprefix(parent_name)
        return self.urn(old_parent, child.type, name)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a resource's URN is made of."""

    type: str
    name: str
    parent: str
