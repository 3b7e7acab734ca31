"""Resources that are read and not managed: `.get()` and stack references (pulumi-engine.md 2.6, 4.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from embedded_engine.deployment.providers import STACK_REFERENCE, Providers
from embedded_engine.deployment.registrar import Registrar
from embedded_engine.deployment.run import Run, StepFailedError
from embedded_engine.errors import EngineError
from embedded_engine.events import Op, Step
from embedded_engine.files.model import Resource, timestamp
from embedded_engine.plugin import PluginError
from embedded_engine.steps.goal import Goal
from embedded_engine.values import UNKNOWN_SENTINELS, Secret, contains_secret, equal, mark_outputs, present


class Reader:
    """Reads what the program asks for."""

    def __init__(self, run: Run, providers: Providers, registrar: Registrar) -> None:
        """Work within `run`; `registrar` knows what was registered."""
        self._run: Final = run
        self._providers: Final = providers
        self._registrar: Final = registrar

    def read(self, goal: Goal, identity: str) -> Resource | None:
        """Read one object; None when that failed and the run goes on."""
        run = self._run
        try:
            with run.deciding:
                run.check()
                self._registrar.claim(goal.urn)
                old = self._registrar.find_old(goal)
                self._registrar.refuse_claimed(goal.urn)
                if old is not None:
                    self._registrar.touched.add(id(old))
            return self._carry_out(goal, identity, old)
        except StepFailedError:
            if run.halted.is_set():
                raise
            self._registrar.failed[goal.urn] = goal.state(goal.inputs, None)
            return None

    def _carry_out(self, goal: Goal, identity: str, old: Resource | None) -> Resource:
        new = goal.state(goal.inputs, old).evolve(id=identity, external=True, created="", modified="")
        replacing = old is not None and not old.external and old.id != identity
        op = Op.READ_REPLACEMENT if replacing else Op.READ
        journal = self._run.journal
        with self._run.step(Step(op, new.urn, new.type, old, new, logical=not replacing), calls=True) as reporter:
            operation = journal.begin("reading", new)
            try:
                final = self._find(new, identity)
            except (PluginError, EngineError) as error:
                journal.end(operation)
                self._run.fail(str(error), new.urn, halt=not self._run.options.continue_on_error)
                raise StepFailedError(str(error)) from None
            found = final.outputs
            if new.type != STACK_REFERENCE:
                final = final.evolve(outputs=mark_outputs(found, new.inputs, new.additional_secret_outputs))
            news = old is not None and not equal(dict(old.outputs), dict(final.outputs))
            if old is not None:
                # What was known before keeps its times, unless its content is another one now (4.10). An additional
                # secret output always is: the CLI compares before it marks what was read, and heeds the marks.
                known, now = present([old.outputs, old.inputs]), present([found, final.inputs])
                same = known == now and equal(known, now)
                final = final.evolve(created=old.created, modified=old.modified if same else timestamp())
            if replacing and old is not None:
                journal.end(operation, changed=(old, old.evolve(delete=True)), new=final, noted=reporter.leave)
            else:
                journal.end(operation, gone=old, new=final, noted=reporter.leave)
            reporter.done(Step(op, new.urn, new.type, old, final, logical=not replacing), counted=news)
        if replacing:
            with self._run.step(Step(Op.REPLACE, new.urn, new.type, old, final)) as reporter:
                reporter.done()
        return final

    def _find(self, new: Resource, identity: str) -> Resource:
        if new.type == STACK_REFERENCE:
            return new.evolve(outputs=self._other_stack(identity))
        if identity in UNKNOWN_SENTINELS:
            return new
        plugin = self._providers.plugin(new.provider, new.urn)
        answer = plugin.read(new, identity, new.inputs)
        return new.evolve(id=answer.identity or identity, outputs=answer.outputs, init_errors=answer.init_errors)

    def _other_stack(self, name: str) -> dict[str, Any]:
        read = self._run.stack.read_outputs
        if read is None:
            raise EngineError(f"the exports of stack {name} cannot be read here")
        outputs: Mapping[str, Any] = read(name)
        secret = sorted(key for key, value in outputs.items() if contains_secret(value))
        marked = {
            key: Secret(value) if key in secret and not isinstance(value, Secret) else value
            for key, value in outputs.items()
        }
        return {"name": name, "outputs": marked, "secretOutputNames": secret}
