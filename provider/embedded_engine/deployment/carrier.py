"""Carrying out single steps: the call, the state around it, the events (pulumi-engine.md 4.5 to 4.8, 6.5)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, Literal, NoReturn

from embedded_engine.deployment.providers import Providers
from embedded_engine.deployment.run import Reporter, Run, StepFailedError
from embedded_engine.events import Op, Step
from embedded_engine.files.model import PendingOperation, Resource, timestamp
from embedded_engine.plugin import PartialFailureError, PluginError
from embedded_engine.steps.decision import Difference
from embedded_engine.values import mark_outputs

Replacing = Literal["no", "before", "after"]
"""Whether a delete belongs to a replacement, and on which side of its create it stands."""

NO_DIFFERENCE: Final = Difference(False)


class Carrier:
    """Carries out steps on resources; each method is one step and raises `StepFailedError` after telling why."""

    def __init__(self, run: Run, providers: Providers) -> None:
        """Work within `run`, calling `providers`."""
        self._run = run
        self._providers = providers
        self._journal = run.journal

    def same(self, old: Resource, new: Resource, *, internal: bool = False) -> Resource:
        """Keep outputs, id and times of `old`; everything else is the program's (4.7)."""
        final = new.evolve(id=old.id, outputs=self._marked(new, old.outputs))
        step = Step(Op.SAME, new.urn, new.type, old, final, internal=internal)
        with self._run.step(step) as reporter:
            self._journal.end(gone=old, new=final, durable=False)
            reporter.done(quiet=new.is_stack)
        return final

    def untouched(self, old: Resource) -> Resource:
        """Keep `old` altogether: it is not a target of this run (4.2 row 7)."""
        with self._run.step(Step(Op.SAME, old.urn, old.type, old, old, internal=is_default_provider(old))) as reporter:
            self._journal.end(gone=old, new=old, durable=False)
            reporter.done()
        return old

    def skipped(self, new: Resource) -> None:
        """Pass over a new resource that is not a target: counted as same, not stored (5.6)."""
        with self._run.step(Step(Op.SAME, new.urn, new.type, None, new)) as reporter:
            reporter.done()

    def create(self, new: Resource, old: Resource | None = None, difference: Difference = NO_DIFFERENCE) -> Resource:
        """Create `new`; with `old` it is the first half of a replacement, and `old` is to be deleted later.

        An `old` that is pending replacement has been deleted already and leaves the state (4.5, 4.6).
        """
        step = self._step(Op.CREATE_REPLACEMENT if old else Op.CREATE, new, old, difference, logical=old is None)
        calls = new.custom and not self._run.preview
        with self._run.step(step, calls=calls) as reporter:
            now = timestamp()
            new = new.evolve(created=now, modified=now)
            if self._run.preview:
                final = new.evolve(outputs=self._marked(new, new.inputs if new.custom else {}))
                self._settle(None, old, final)
            elif not new.custom:
                final = new
                self._settle(None, old, final, durable=False)
            else:
                final = self._call_create(new, old, reporter)
            reporter.done(self._step(step.op, final, old, difference, logical=step.logical), quiet=new.is_stack)
        return final

    def _call_create(self, new: Resource, old: Resource | None, reporter: Reporter) -> Resource:
        plugin = self._providers.plugin(new.provider, new.urn)
        operation = self._journal.begin("creating", new)
        try:
            identity, outputs = plugin.create(new)
        except PartialFailureError as error:
            outputs = self._marked(new, error.outputs)
            final = new.evolve(id=error.identity, outputs=outputs, init_errors=error.reasons)
            self._settle(operation, old, final)
            self._fail(str(error), new.urn)
        except PluginError as error:
            self._journal.end(operation)
            self._fail(str(error), new.urn)
        if not identity:
            self._journal.end(operation)
            self._fail("the provider did not return an id from create", new.urn)
        final = new.evolve(id=identity, outputs=self._marked(new, outputs))
        self._settle(operation, old, final, reporter)
        return final

    def made_here(self, old: Resource | None, new: Resource) -> Resource:
        """Create or update a provider resource: the engine's own doing, without a call (2.9)."""
        now = timestamp()
        op = Op.CREATE if old is None else Op.UPDATE
        final = new.evolve(outputs=new.inputs, modified=now, created=new.created or now)
        with self._run.step(Step(op, new.urn, new.type, old, new.evolve(id=""))) as reporter:
            self._journal.end(gone=old, new=final, durable=False)
            reporter.done(Step(op, new.urn, new.type, old, final))
        return final

    def _settle(
        self,
        operation: PendingOperation | None,
        old: Resource | None,
        final: Resource,
        reporter: Reporter | None = None,
        *,
        durable: bool = True,
    ) -> None:
        """Put a created resource into the state and its predecessor where it belongs."""
        current = self._journal.old(old) if old is not None else None
        noted = reporter.leave if reporter else None
        if old is None or current is None or current.pending_replacement:
            self._journal.end(operation, gone=old, new=final, durable=durable, noted=noted)
        else:
            marked = current.evolve(delete=True)
            self._journal.end(operation, changed=(old, marked), new=final, durable=durable, noted=noted)

    def replaced(self, old: Resource, new: Resource, difference: Difference = NO_DIFFERENCE) -> None:
        """Tell that `new` replaces `old`: a step without a call, the one that is counted.

        It shows the old state with the mark that the replacement has given it (deleted already, or to be deleted).
        """
        current = self._journal.old(old) or old
        with self._run.step(self._step(Op.REPLACE, new, current, difference)) as reporter:
            reporter.done()

    def update(
        self, old: Resource, new: Resource, difference: Difference, ignore_changes: Collection[str] = ()
    ) -> Resource:
        """Change the object in place (4.7)."""
        new = new.evolve(id=old.id)
        step = self._step(Op.UPDATE, new, old, difference)
        with self._run.step(step, calls=new.custom and not self._run.preview) as reporter:
            if not new.custom:
                final = new.evolve(outputs=old.outputs)
                self._journal.end(gone=old, new=final, durable=False)
            elif self._run.preview:
                final = new.evolve(outputs=self._marked(new, new.inputs))
                self._journal.end(gone=old, new=final)
            else:
                final = self._call_update(old, new.evolve(modified=timestamp()), ignore_changes, reporter)
            reporter.done(self._step(Op.UPDATE, final, old, difference), quiet=new.is_stack)
        return final

    def _call_update(
        self, old: Resource, new: Resource, ignore_changes: Collection[str], reporter: Reporter
    ) -> Resource:
        plugin = self._providers.plugin(new.provider, new.urn)
        operation = self._journal.begin("updating", new)
        try:
            outputs = plugin.update(old, new, list(ignore_changes))
        except PartialFailureError as error:
            outputs = self._marked(new, error.outputs)
            final = new.evolve(inputs=old.inputs, outputs=outputs, init_errors=error.reasons)
            self._journal.end(operation, gone=old, new=final)
            self._fail(str(error), new.urn)
        except PluginError as error:
            self._journal.end(operation)
            self._fail(str(error), new.urn)
        final = new.evolve(outputs=self._marked(new, outputs))
        self._journal.end(operation, gone=old, new=final, noted=reporter.leave)
        return final

    def delete(self, old: Resource, deletions: Collection[str], replacing: Replacing = "no") -> None:
        """Delete an old resource, or only its entry where nothing is to be called (4.13).

        `deletions` are the URNs that go in the same run, for `deleted_with`. A failure outside a replacement lets
        others go on: the caller knows who may (4.13).
        """
        current = self._journal.old(old) or old
        op = Op.DELETE if replacing == "no" else Op.DELETE_REPLACED
        if current.external:
            op = Op.DISCARD if replacing == "no" else Op.DISCARD_REPLACED
        step = Step(op, old.urn, old.type, current, logical=replacing == "no", internal=is_default_provider(old))
        calls = self._calls_delete(current, deletions) and not self._run.preview
        with self._run.step(step, calls=calls) as reporter:
            if replacing == "no" and current.protect:
                self._fail(protected_text(old.urn), old.urn, halt=False)
            operation = None
            if calls:
                plugin = self._providers.plugin(current.provider, old.urn)
                operation = self._journal.begin("deleting", current)
                try:
                    plugin.delete(current)
                except PluginError as error:
                    self._journal.end(operation)
                    self._fail(str(error), old.urn, halt=replacing == "before")
            durable = operation is not None
            if replacing == "before":
                marked = current.evolve(pending_replacement=True)
                self._journal.end(operation, changed=(old, marked), durable=durable, noted=reporter.leave)
            else:
                self._journal.end(operation, gone=old, durable=durable, noted=reporter.leave)
            reporter.done()

    @staticmethod
    def _calls_delete(old: Resource, deletions: Collection[str]) -> bool:
        managed = old.custom and not old.is_provider and not old.external
        return managed and not old.retain_on_delete and not (old.deleted_with and old.deleted_with in deletions)

    def forget_pending_replacement(self, old: Resource) -> None:
        """Drop an entry whose object was deleted for a replacement that nobody wants any more (4.6)."""
        with self._run.step(Step(Op.REMOVE_PENDING_REPLACE, old.urn, old.type, old, logical=False)) as reporter:
            self._journal.end(gone=old, durable=False)
            reporter.done()

    @staticmethod
    def _step(op: Op, new: Resource, old: Resource | None, difference: Difference, *, logical: bool = True) -> Step:
        return Step(
            op, new.urn, new.type, old, new, difference.replace_keys, difference.diffs, difference.detailed, logical
        )

    @staticmethod
    def _marked(new: Resource, outputs: Any) -> dict[str, Any]:
        return mark_outputs(outputs, new.inputs, new.additional_secret_outputs)

    def _fail(self, message: str, urn: str, *, halt: bool = True) -> NoReturn:
        self._run.fail(message, urn, halt=halt and not self._run.options.continue_on_error)
        raise StepFailedError(message)


def is_default_provider(resource: Resource) -> bool:
    """Say whether this provider resource was made by an engine, not by a program: no step of it is shown or counted."""
    return resource.is_provider and not resource.parent


def protected_text(urn: str) -> str:
    """Say why a protected resource is not deleted, and what to do."""
    return (
        f"resource {urn} cannot be deleted because it is protected: remove the `protect` flag from it in the "
        "program and run up, then try again"
    )
