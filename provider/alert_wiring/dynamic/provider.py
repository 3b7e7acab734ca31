"""The provider class of every kind: turns Pulumi's calls into the lifecycle's, and back.

    class AlertSourceProvider(KindProvider):
        kind = AlertSourceKind()

Such a class must live at the top level of an importable module, undecorated, and its instances have no attributes: it
is pickled by reference into every resource's state, so its dotted name is a public contract for ever (2 there).
"""

from __future__ import annotations

import os
from typing import Any, ClassVar

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from alert_wiring.core.byhand import lost_by
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.dynamic.failures import answering, clean_plugin_errors
from alert_wiring.dynamic.hiding import hide_credentials
from alert_wiring.dynamic.seen import SEEN
from alert_wiring.dynamic.settings import deletion_settings, keep_plugin_config, plugin_settings
from alert_wiring.dynamic.values import LOOKUP_KEY, to_core, to_pulumi
from alert_wiring.dynamic.voice import inform, urn_of_call, warn
from alert_wiring.dynamic.watch import watch_engine


class KindProvider(ResourceProvider):
    """Base of the provider classes; a subclass only sets `kind`."""

    # A class that is pickled by reference holds no secret; the state stays readable this way.
    serialize_as_secret_always = False

    kind: ClassVar[Kind[Any]]
    """The kind that this provider serves."""

    def configure(self, req: ConfigureRequest) -> None:
        """Keep the stack's configuration for later; no I/O, and a missing token is no error yet (3.1 there).

        Refresh and destroy configure the plugins of resources that they may not touch at all.
        """
        clean_plugin_errors()
        hide_credentials(os.environ, req.config)
        keep_plugin_config(req.config.get)
        watch_engine()

    @answering
    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Return the checked inputs and all failures; warnings go to the resource's line.

        A missing token is one of them: told by the preview, before anything is written at another vendor.
        """
        SEEN.checked(urn_of_call())
        lifecycle = self._lifecycle()
        inputs, problems = lifecycle.check(to_core(news))
        for text in problems.warnings:
            warn(text)
        failures = [CheckFailure(problem.prop, problem.text) for problem in problems.found]
        if missing := lifecycle.not_set():
            failures.append(CheckFailure("", missing))
        return CheckResult(to_pulumi(inputs, self.kind.fields.secret_names), failures)

    @answering
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Compare managed properties; an explicit True or False, so that outputs and pickles never count (6 there)."""
        olds = to_core(_olds)
        news = to_core(_news)
        change = self._lifecycle().diff(olds, news, _id)
        if change.replaces:
            SEEN.replaced(self.kind.noun, _id)
            if text := self.kind.replacing(olds):
                warn(f"{self.kind.title(olds)}: {text}.")
        elif goes := lost_by(self.kind.fields, olds, news, change.changed):
            inform(f"{self.kind.title(olds)}: {', '.join(goes)} goes, since the program does not declare it.")
        return DiffResult(
            changes=bool(change.changed),
            replaces=list(change.replaces),
            delete_before_replace=self.kind.delete_before_replace,
        )

    @answering
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Make the object."""
        live = self._lifecycle().create(to_core(props))
        return CreateResult(live.id, self._outputs(live.outputs))

    @answering
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Return the live object with its inputs, or "gone"; for a `.get()` a missing object is an error."""
        live = self._lifecycle().read(id_, to_core(props), lookup=bool(props.get(LOOKUP_KEY)))
        if live is None:
            return ReadResult(None, {})
        return ReadResult(live.id, self._outputs(live.outputs), self._outputs(live.inputs))

    @answering
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Bring the object into the wanted state."""
        return UpdateResult(self._outputs(self._lifecycle().update(_id, to_core(_olds), to_core(_news))))

    @answering
    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete the object, unless the guard refuses it."""
        removal = SEEN.removal(urn_of_call(), self.kind.noun, _id)
        Lifecycle(self.kind, deletion_settings, warn).delete(_id, to_core(_props), removal)

    def _lifecycle(self) -> Lifecycle[Any]:
        return Lifecycle(self.kind, plugin_settings, warn)

    def _outputs(self, props: dict[str, Any]) -> dict[str, Any]:
        return to_pulumi(props, self.kind.fields.secret_names)
