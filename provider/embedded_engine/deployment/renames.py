"""URNs that changed by an alias, rewritten in the whole state (pulumi-engine.md 4.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from embedded_engine.files.model import ROOT_STACK_TYPE, Resource
from embedded_engine.steps.urns import own_type, qualified_type, typed


class Renames:
    """What a run has found under another URN.

    A rename holds from when the resource is finished under its new URN: until then the state has the old one only, and
    a step that fails leaves every reference to it as it was.
    """

    def __init__(self) -> None:
        """Nothing has another name yet."""
        self._expected: Final[dict[str, str]] = {}
        self._done: Final[dict[str, str]] = {}
        self._rewritten: Final[dict[Resource, Resource]] = {}

    def expect(self, old_urn: str, new_urn: str) -> None:
        """Note that the resource `new_urn` of this run is the old one `old_urn`."""
        self._expected[new_urn] = old_urn

    def finished(self, urn: str) -> None:
        """Note that the state has the resource `urn` now."""
        old_urn = self._expected.pop(urn, None)
        if old_urn is not None:
            self._done[old_urn] = urn
            self._rewritten.clear()

    def applied(self, resources: list[Resource]) -> list[Resource]:
        """Give a state's resources, in their order, with every old URN replaced by the new one.

        That goes for a resource's own URN as well: for one that waits for its deletion, and for one whose parent has
        another type now. A resource that nothing changes stays the same object.
        """
        if not self._done:
            return resources
        renamed = self._with_children(resources)
        return [self._rewrite(one, renamed) for one in resources]

    def _with_children(self, resources: Iterable[Resource]) -> dict[str, str]:
        renamed = dict(self._done)
        for one in resources:
            parent = renamed.get(one.parent)
            if parent and qualified_type(parent) != ROOT_STACK_TYPE:
                renamed[one.urn] = typed(one.urn, f"{qualified_type(parent)}${own_type(one.urn)}")
        return renamed

    def _rewrite(self, resource: Resource, renamed: Mapping[str, str]) -> Resource:
        known = self._rewritten.get(resource)
        if known is None:
            known = self._rewritten[resource] = rewrite(resource, renamed)
        return known


def rewrite(resource: Resource, renamed: Mapping[str, str]) -> Resource:
    """Give `resource` with every URN of `renamed` replaced, its own and those it refers to.

    Where a property's dependencies change, empty lists of others go, as the CLI leaves them out then.
    """

    def one(urn: str) -> str:
        return renamed.get(urn, urn)

    provider = resource.provider
    head, separator, identity = provider.rpartition("::")
    if head in renamed:
        provider = f"{renamed[head]}{separator}{identity}"
    properties = {key: [one(urn) for urn in urns] for key, urns in resource.property_dependencies.items()}
    if any(properties[key] != list(urns) for key, urns in resource.property_dependencies.items()):
        properties = {key: urns for key, urns in properties.items() if urns}
    changes = {
        "urn": one(resource.urn),
        "parent": one(resource.parent),
        "provider": provider,
        "deleted_with": one(resource.deleted_with),
        "dependencies": [one(urn) for urn in resource.dependencies],
        "replace_with": [one(urn) for urn in resource.replace_with],
        "property_dependencies": properties,
    }
    same = (
        changes["urn"] == resource.urn
        and changes["parent"] == resource.parent
        and changes["provider"] == resource.provider
        and changes["deleted_with"] == resource.deleted_with
        and changes["dependencies"] == list(resource.dependencies)
        and changes["replace_with"] == list(resource.replace_with)
        and properties == {key: list(urns) for key, urns in resource.property_dependencies.items()}
    )
    return resource if same else resource.evolve(**changes)
