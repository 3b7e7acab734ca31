"""Provider resources and the plugin processes behind them (pulumi-engine.md 2.9)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from embedded_engine.deployment.run import Run, StepFailedError
from embedded_engine.events import Op, Severity, Step
from embedded_engine.files.model import DYNAMIC_PROVIDER, Resource, timestamp
from embedded_engine.plugin import Plugin, PluginError
from embedded_engine.steps.urns import provider_id, provider_urn
from embedded_engine.values import UNKNOWN_SENTINEL, contains_unknown, equal

if TYPE_CHECKING:
    from embedded_engine.deployment.carrier import Carrier

BUILTIN_PROVIDER: Final = "pulumi:providers:pulumi"
"""Type of the provider resource that stack references belong to (2.6)."""

STACK_REFERENCE: Final = "pulumi:pulumi:StackReference"
"""Type of the resource that stands for another stack's exports (2.6)."""


class Providers:
    """The provider resources of one pass; plugins are configured when they are first needed."""

    def __init__(self, run: Run, start: Callable[[], Plugin], spare: Plugin | None = None) -> None:
        """Start plugins with `start`; only `spare`, which the first provider takes, may run already."""
        self._run = run
        self._start = start
        self._lock = threading.RLock()
        self._spare = spare
        self._plugins: dict[str, Plugin] = {}
        self._inputs: dict[str, Mapping[str, Any]] = {}
        self._retired: list[Plugin] = []
        self._references: dict[str, str] = {}
        self._unconfigured: set[str] = set()

    def warm_up(self) -> None:
        """Start a plugin process before it is needed; the first provider takes it, unless a refresh has left one."""
        if self._plugins or self._spare is not None:
            return
        self._spare = self._start()

    def known_default(self, kind: str) -> str:
        """Give the reference of a default provider that is registered already, else nothing; never waits."""
        return self._references.get(self._run.namer.urn("", kind, "default"), "")

    def default(self, kind: str = DYNAMIC_PROVIDER) -> str:
        """Give the reference of the default provider, registered when this is the first who asks."""
        urn = self._run.namer.urn("", kind, "default")
        with self._lock:
            if urn not in self._references:
                inputs: Mapping[str, Any] = self._run.stack.config if kind == DYNAMIC_PROVIDER else {}
                new = Resource(urn=urn, type=kind, custom=True, inputs=dict(inputs))
                self._register_default(new)
            return self._references[urn]

    def _register_default(self, new: Resource) -> None:
        old = next((one for one in self._run.journal.olds if one.urn == new.urn and not one.delete), None)
        now = timestamp()
        if old is None:
            identity = UNKNOWN_SENTINEL if self._run.preview else str(uuid.uuid4())
            final, op = new.evolve(id=identity, outputs=new.inputs, created=now, modified=now), Op.CREATE
        elif equal(dict(old.outputs), dict(new.inputs)):
            final, op = new.evolve(id=old.id, outputs=old.outputs, created=old.created, modified=old.modified), Op.SAME
        else:
            final, op = new.evolve(id=old.id, outputs=new.inputs, created=old.created, modified=now), Op.UPDATE
        if old is not None:
            final = final.evolve(extra=old.extra, source_position=old.source_position)
        with self._run.step(Step(op, new.urn, new.type, old, final, internal=True)) as reporter:
            self._run.journal.end(gone=old, new=final, durable=False)
            self.registered(final)
            reporter.done()

    def registered(self, provider: Resource) -> None:
        """Take note of a provider resource of this pass; its plugin gets these inputs when it is first needed."""
        with self._lock:
            reference = f"{provider.urn}::{provider.id or UNKNOWN_SENTINEL}"
            self._references[provider.urn] = reference
            if provider.type == DYNAMIC_PROVIDER:
                if contains_unknown(provider.inputs):
                    self._unconfigured.add(provider.urn)
                    self._run.say(
                        Severity.WARNING,
                        "the provider for this resource has inputs that are not known during preview; "
                        "this preview may not correctly represent the changes that will be applied",
                        provider.urn,
                    )
                else:
                    self._launch(provider)

    def explicit(self, carrier: Carrier, old: Resource | None, new: Resource) -> Resource:
        """Make, change or keep a provider that the program registers itself; counted like any resource (2.9)."""
        if old is None:
            final = carrier.made_here(None, new.evolve(id=UNKNOWN_SENTINEL if self._run.preview else str(uuid.uuid4())))
        elif equal(dict(old.outputs), dict(new.inputs)):
            final = carrier.same(old, new)
        else:
            final = carrier.made_here(old, new.evolve(id=old.id))
        try:
            self.registered(final)
        except PluginError as error:
            self._run.fail(str(error), new.urn)
            raise StepFailedError(str(error)) from None
        return final

    def configured(self, reference: str) -> bool:
        """Say whether the provider's configuration is known (it may not be, in a preview; 2.9)."""
        return provider_urn(reference) not in self._unconfigured

    def _launch(self, provider: Resource) -> None:
        """Configure a plugin for `provider`; one that a refresh of this run started with the same inputs serves on."""
        known = self._plugins.get(provider.urn)
        if known is not None:
            if equal(dict(self._inputs[provider.urn]), dict(provider.inputs)):
                return
            self._retired.append(known)
        plugin, self._spare = self._spare or self._start(), None
        self._plugins[provider.urn], self._inputs[provider.urn] = plugin, provider.inputs
        plugin.configure(provider, provider.id or UNKNOWN_SENTINEL)

    def plugin(self, reference: str, urn: str) -> Plugin:
        """Give the plugin of a provider reference; started from the old state when this run did not register it.

        Tells the user and raises `StepFailedError` when there is none; `urn` is the resource that needs it.
        """
        owner = provider_urn(reference)
        with self._lock:
            if owner not in self._plugins:
                provider = self._stored(reference)
                if provider is None:
                    message = f"the state names no provider {reference}"
                    self._run.fail(message, urn)
                    raise StepFailedError(message)
                try:
                    self._launch(provider)
                except PluginError as error:
                    self._run.fail(str(error), urn)
                    raise StepFailedError(str(error)) from None
            return self._plugins[owner]

    def _stored(self, reference: str) -> Resource | None:
        owner, identity = provider_urn(reference), provider_id(reference)
        candidates = (one for one in self._run.journal.olds if one.urn == owner and one.type == DYNAMIC_PROVIDER)
        return next((one for one in candidates if one.id == identity), None)

    def cancel(self) -> None:
        """Ask every plugin to let go of what runs."""
        with self._lock:
            plugins = list(self._plugins.values())
        for plugin in plugins:
            plugin.cancel()

    def close(self, grace: float = 5.0) -> None:
        """End every plugin process, at once; `grace` seconds are for exit handlers."""
        with self._lock:
            plugins = [*self._plugins.values(), *self._retired]
            if self._spare is not None:
                plugins.append(self._spare)
                self._spare = None
        stoppers = [threading.Thread(target=plugin.close, args=(grace,)) for plugin in plugins]
        for stopper in stoppers:
            stopper.start()
        for stopper in stoppers:
            stopper.join()
