"""Who refers to whom in a state, and the order that follows from it (pulumi-engine.md 4.6, 4.13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush

from embedded_engine.files.model import Resource
from embedded_engine.steps.urns import provider_urn


def references(resource: Resource, *, parent: bool = True) -> set[str]:
    """Give the URNs that `resource` refers to: provider, parent, dependencies of every sort."""
    found = {*resource.dependencies, resource.deleted_with, *resource.replace_with, provider_urn(resource.provider)}
    for urns in resource.property_dependencies.values():
        found.update(urns)
    if parent:
        found.add(resource.parent)
    found.discard("")
    return found


class Dependents:
    """Who refers to whom in one state, looked up instead of searched; parents do not count."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        """Index `resources`, which stand in the state's order."""
        self._resources = resources
        self._position = {id(resource): index for index, resource in enumerate(resources)}
        self._referring: defaultdict[str, list[int]] = defaultdict(list)
        for index, resource in enumerate(resources):
            for urn in references(resource, parent=False):
                self._referring[urn].append(index)

    def of(self, root: Resource, ignore: Callable[[Resource], bool]) -> list[Resource]:
        """Give what refers to `root`, directly or through others, in the state's order.

        What `ignore` says yes to is no dependent and hands nothing on.
        """
        start = self._position[id(root)]
        waiting = [index for index in self._referring.get(root.urn, ()) if index > start]
        heapify(waiting)
        met = {start, *waiting}
        found = []
        while waiting:
            index = heappop(waiting)
            resource = self._resources[index]
            if ignore(resource):
                continue
            found.append(resource)
            for later in self._referring.get(resource.urn, ()):
                if later > index and later not in met:
                    met.add(later)
                    heappush(waiting, later)
        return found


def delete_waves(condemned: Sequence[Resource], resources: Sequence[Resource]) -> list[list[Resource]]:
    """Order deletes: all of a wave may run at once, and every wave before what it refers to (4.13).

    `resources` is the whole state in order, for the children of components: a dependency on a component stands for
    them as well. Only earlier entries count as referred to, so old halves of replacements make no circles.
    """
    expand = _component_expansion(resources)
    position = {id(resource): index for index, resource in enumerate(resources)}
    by_urn: defaultdict[str, list[Resource]] = defaultdict(list)
    for resource in condemned:
        by_urn[resource.urn].append(resource)
    depth: dict[int, int] = {}
    for resource in sorted(condemned, key=lambda one: position[id(one)]):
        needed = [
            other
            for urn in (*expand(references(resource, parent=False)), resource.parent)
            for other in by_urn.get(urn, ())
            if position[id(other)] < position[id(resource)]
        ]
        depth[id(resource)] = 1 + max((depth[id(other)] for other in needed), default=-1)
    waves: list[list[Resource]] = [[] for _ in range(1 + max(depth.values(), default=-1))]
    for resource in condemned:
        waves[depth[id(resource)]].append(resource)
    waves.reverse()
    return waves


def needed_by(roots: Iterable[Resource], resources: Sequence[Resource]) -> set[str]:
    """Give the URNs that `roots` refer to, directly or through others.

    A dependency on a component stands for its children as well; being in it does not.
    """
    by_urn = {resource.urn: resource for resource in resources}
    expand = _component_expansion(resources)

    def needs(resource: Resource) -> list[str]:
        return [urn for urn in (*expand(references(resource, parent=False)), resource.parent) if urn]

    todo = [urn for root in roots for urn in needs(root)]
    found: set[str] = set()
    while todo:
        urn = todo.pop()
        if urn not in found:
            found.add(urn)
            if urn in by_urn:
                todo += needs(by_urn[urn])
    return found


def _component_expansion(resources: Sequence[Resource]) -> Callable[[set[str]], set[str]]:
    components = {resource.urn for resource in resources if not resource.custom and not resource.is_stack}
    children: defaultdict[str, list[str]] = defaultdict(list)
    for resource in resources:
        if resource.parent in components:
            children[resource.parent].append(resource.urn)

    def expand(urns: set[str]) -> set[str]:
        todo = [urn for urn in urns if urn in components]
        while todo:
            for child in children[todo.pop()]:
                if child not in urns:
                    urns.add(child)
                    if child in components:
                        todo.append(child)
        return urns

    return expand
