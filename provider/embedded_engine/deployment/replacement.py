"""The cascade of a delete-before-replace: who has to go before the old object (pulumi-engine.md 4.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from embedded_engine.deployment.carrier import protected_text
from embedded_engine.deployment.providers import Providers
from embedded_engine.deployment.run import Run, StepFailedError
from embedded_engine.files.model import Resource
from embedded_engine.steps.decision import interpret
from embedded_engine.steps.graph import Dependents
from embedded_engine.steps.urns import provider_urn
from embedded_engine.values import UNKNOWN


class Replacements:
    """What this pass has replaced or deleted for a replacement."""

    def __init__(self, run: Run, providers: Providers, olds: Mapping[str, Resource]) -> None:
        """Nothing is replaced yet."""
        self._run: Final = run
        self._providers: Final = providers
        self._olds: Final = olds
        self.replaced: Final[set[str]] = set()
        """URNs of resources that are replaced."""
        self.deleted: Final[dict[str, Sequence[str]]] = {}
        """URNs deleted ahead of their own registration, with the keys that forced it."""
        self.urns: Final[set[str]] = set()
        """URNs deleted before a replacement, the replaced ones included."""
        self._dependents: Dependents | None = None
        self._identities: defaultdict[str, list[int]] = defaultdict(list)
        self._deleted_with: defaultdict[str, list[Resource]] = defaultdict(list)

    def cascade(self, root: Resource, touched: Collection[int]) -> list[Resource]:
        """Give the dependents of `root` that must be deleted before it, in the order of their deletion.

        Asks their providers, with every input that comes from a condemned resource unknown. A protected dependent
        ends the run.
        """
        found = self.affected(root, touched)
        for resource, keys in found.values():
            current = self._run.journal.old(resource) or resource
            if resource.protect and not current.delete:
                text = f"unable to replace {root.urn}: {protected_text(resource.urn)}"
                self._run.fail(text, root.urn)
                raise StepFailedError(text)
            self.deleted[resource.urn] = keys
            self.urns.add(resource.urn)
        return [resource for resource, _ in reversed(found.values())]

    def affected(self, root: Resource, touched: Collection[int]) -> dict[str, tuple[Resource, Sequence[str]]]:
        """Give the dependents that a replacement of `root` would replace, by URN, with the keys that force it."""
        if self._dependents is None:
            self._dependents = Dependents(self._run.journal.olds)
            for resource in self._run.journal.olds:
                self._identities[resource.urn].append(id(resource))
            for resource in self._olds.values():
                self._deleted_with[resource.deleted_with].append(resource)

        def seen(resource: Resource) -> bool:
            return any(one in touched and one != id(root) for one in self._identities[resource.urn])

        condemned = {root.urn}
        found: dict[str, tuple[Resource, Sequence[str]]] = {}
        for resource in self._dependents.of(root, seen):
            keys = self._must_go(resource, condemned)
            if keys is not None:
                condemned.add(resource.urn)
                found[resource.urn] = (resource, keys)
        for resource in self._deleted_with[root.urn]:
            if resource.urn not in found and not seen(resource):
                found[resource.urn] = (resource, ())
        return found

    def _must_go(self, resource: Resource, condemned: set[str]) -> Sequence[str] | None:
        """Say which keys force this dependent to be replaced, None when it may stay."""
        if not resource.custom or resource.external or resource.urn in self.deleted or resource.delete:
            return None
        if provider_urn(resource.provider) in condemned or resource.deleted_with in condemned:
            return ()
        uncertain = {
            key for key, urns in resource.property_dependencies.items() if not condemned.isdisjoint(urns)
        } & resource.inputs.keys()
        if not uncertain or resource.is_provider:
            return None
        inputs = {key: UNKNOWN if key in uncertain else value for key, value in resource.inputs.items()}
        plugin = self._providers.plugin(resource.provider, resource.urn)
        answer = plugin.diff(resource, inputs, ignore_changes=resource.ignore_changes)
        difference = interpret(answer, resource.inputs, inputs, resource.ignore_changes, resource.replace_on_changes)
        return difference.replace_keys if difference.replaces else None
