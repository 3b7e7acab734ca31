"""Refresh: what is really there, read into the state (pulumi-engine.md 5.3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from embedded_engine.deployment.carrier import is_default_provider
from embedded_engine.deployment.providers import STACK_REFERENCE, Providers
from embedded_engine.deployment.run import HaltedError, Run, StepFailedError
from embedded_engine.deployment.targets import Targets
from embedded_engine.events import Op, Severity, Step
from embedded_engine.files.model import Resource, timestamp
from embedded_engine.plugin import PluginError, ReadAnswer
from embedded_engine.steps.decision import Difference, interpret
from embedded_engine.values import changed_keys, equal, mark_outputs


class Refresh:
    """Reads every resource of the old state."""

    def __init__(self, run: Run, providers: Providers, targets: Targets) -> None:
        """Nothing is read yet."""
        self._run: Final = run
        self._providers: Final = providers
        self._targets: Final = targets

    def run(self, *, counted: bool) -> None:
        """Read, in parallel, and make the result the old state; failures are told and noted in the run."""
        olds = self._run.journal.olds

        def one(old: Resource) -> Resource | None:
            try:
                with self._run.slot():
                    return self._refresh(old, counted=counted)
            except (HaltedError, StepFailedError):
                return old

        with ThreadPoolExecutor(max(1, self._run.options.parallel), "refresh") as pool:
            found = list(pool.map(one, olds))
        gone = {old.urn: old for old, new in zip(olds, found, strict=True) if new is None}
        self._run.journal.rebase([without(new, gone) for new in found if new is not None])

    def _refresh(self, old: Resource, *, counted: bool) -> Resource | None:
        managed = old.custom and not old.is_provider and old.type != STACK_REFERENCE
        if not managed or old.pending_replacement or not self._targets.includes(old):
            step = Step(Op.SAME, old.urn, old.type, old, old, refreshed=True, internal=is_default_provider(old))
            if not self._targets.constrained or self._targets.names(old.urn):
                with self._run.step(step) as reporter:
                    reporter.done(counted=counted)
            return old
        with self._run.step(Step(Op.REFRESH, old.urn, old.type, old, old)) as reporter:
            try:
                plugin = self._providers.plugin(old.provider, old.urn)
                answer = plugin.read(old, old.id, old.outputs)
                if not answer.identity:
                    step = Step(Op.DELETE, old.urn, old.type, old, None, refreshed=True)
                    reporter.done(step, counted=counted)
                    return None
                new = self._state(old, answer)
                difference = self._difference(old, new)
            except PluginError as error:
                self._run.fail(str(error), old.urn, halt=False)
                raise StepFailedError(str(error)) from None
            changes = difference.changes or (old.external and not equal(dict(old.outputs), dict(new.outputs)))
            op = Op.UPDATE if changes else Op.SAME
            # Asked was what an update would change back; shown is what has changed.
            detailed = difference.detailed and {path: one.inverted() for path, one in difference.detailed.items()}
            step = Step(op, old.urn, old.type, old, new, (), difference.diffs, detailed, refreshed=True)
            reporter.done(step, counted=counted)
        return new

    def _state(self, old: Resource, answer: ReadAnswer) -> Resource:
        if answer.init_errors:
            self._run.say(Severity.WARNING, "\n".join(answer.init_errors), old.urn)
        inputs = dict(old.inputs) if answer.inputs is None else _marked(answer.inputs, old)
        outputs = mark_outputs(answer.outputs, inputs, old.additional_secret_outputs)
        same = (
            answer.identity == old.id
            and not changed_keys(old.outputs, outputs)
            and not changed_keys(old.inputs, inputs)
        )
        changed = old.evolve(id=answer.identity, inputs=inputs, outputs=outputs, init_errors=answer.init_errors)
        return changed if same else changed.evolve(modified=timestamp())

    def _difference(self, old: Resource, new: Resource) -> Difference:
        """Compare what was read with the old inputs; only for display and counts. External ones have no Diff."""
        if old.external:
            return Difference(False)
        plugin = self._providers.plugin(old.provider, old.urn)
        answer = plugin.diff(old, old.inputs, identity=new.id, outputs=new.outputs, ignore_changes=old.ignore_changes)
        return interpret(answer, new.inputs, old.inputs, old.ignore_changes, old.replace_on_changes)


def _marked(inputs: dict[str, Any], old: Resource) -> dict[str, Any]:
    """Keep an additional secret output secret that the provider gave back among the inputs.

    The CLI stores it in clear there (pulumi-engine.md 3.3); a mark more changes nothing for either engine.
    """
    return mark_outputs(inputs, {}, old.additional_secret_outputs)


def without(resource: Resource, gone: dict[str, Resource]) -> Resource:
    """Give `resource` without references to resources that are gone, and without empty lists of them (5.3).

    A child of one that is gone keeps its URN and ends without any parent, as with the CLI (pulumi-engine.md 5.3, row
    111); the next update gives it back what the program says.
    """
    parent = "" if resource.parent in gone else resource.parent
    dependencies = [urn for urn in resource.dependencies if urn not in gone]
    properties = {
        key: kept
        for key, urns in resource.property_dependencies.items()
        if (kept := [urn for urn in urns if urn not in gone])
    }
    if (
        parent == resource.parent
        and resource.deleted_with not in gone
        and len(dependencies) == len(resource.dependencies)
        and all(len(kept) == len(resource.property_dependencies[key]) for key, kept in properties.items())
        and len(properties) == len(resource.property_dependencies)
    ):
        return resource
    return resource.evolve(
        parent=parent,
        dependencies=dependencies,
        property_dependencies=properties,
        deleted_with="" if resource.deleted_with in gone else resource.deleted_with,
        replace_with=[urn for urn in resource.replace_with if urn not in gone],
    )
