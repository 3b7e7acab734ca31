"""One pass of one operation, from its start to its summary (pulumi-engine.md section 5)."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, Final

from embedded_engine.deployment.carrier import Carrier
from embedded_engine.deployment.deletes import DeletePhase
from embedded_engine.deployment.journal import Journal
from embedded_engine.deployment.providers import Providers
from embedded_engine.deployment.refresh import Refresh
from embedded_engine.deployment.registrar import Registrar
from embedded_engine.deployment.run import Run
from embedded_engine.deployment.targets import Targets
from embedded_engine.events import Display, Kind, Outcome, Prelude, Severity, StackOutputs, Summary
from embedded_engine.files.model import Resource
from embedded_engine.interpreter import choose, program_directory
from embedded_engine.monitor import Deployment, Monitor
from embedded_engine.operations.ahead import Ahead
from embedded_engine.operations.api import Options, Stack
from embedded_engine.operations.interrupts import Interrupts
from embedded_engine.operations.session import ProgramSession
from embedded_engine.plugin import Plugin, PluginSettings
from embedded_engine.program import ProgramSettings, config_texts
from embedded_engine.requests import refuse_foreign_state
from embedded_engine.values import Secret

_UNCHANGED: Final = frozenset({"same", "read", "discard"})


def run_operation(kind: Kind, options: Options, stack: Stack, display: Display, ahead: Ahead | None = None) -> Outcome:
    """See `operations.run`."""
    refuse_foreign_state(stack.snapshot.resources)
    preview = options.preview or kind == "preview"
    if preview != options.preview:
        options = replace(options, preview=True)
    journal = Journal(stack.snapshot, None if preview else stack.save)
    run = Run(options, stack, journal, display)
    run.emit(Prelude(kind, preview, stack.config))
    with Interrupts(run) as interrupts:
        operation = _Operation(kind, run, interrupts, ahead if ahead is not None and ahead.waits else None)
        try:
            operation.carry_out()
        finally:
            operation.close()
    return operation.outcome()


class _Operation:
    """The parts of one pass, put together."""

    def __init__(self, kind: Kind, run: Run, interrupts: Interrupts, ahead: Ahead | None) -> None:
        self._kind: Final = kind
        self._run: Final = run
        self._interrupts: Final = interrupts
        self._old_outputs = self._stack_outputs()
        stack = run.stack
        self._directory, self._program = program_directory(stack.root, stack.main)
        self._interpreter = choose(stack.root, stack.runtime_options)
        self._texts = config_texts(stack.config)
        self._secret_keys = tuple(key for key, value in stack.config.items() if isinstance(value, Secret))
        self._monitor = Monitor(
            run,
            Deployment(
                stack.project,
                stack.name,
                stack.organization,
                run.preview,
                run.options.parallel,
                self._texts,
                self._secret_keys,
            ),
            ahead.door if ahead else None,
        )
        spare = ahead.take(self._plugin_line) if ahead else None
        self._providers = Providers(run, self._start_plugin, spare)
        interrupts.on_cancel(self._providers.cancel)
        interrupts.on_abort(lambda: self._providers.close(0))
        self._targets = Targets(run.options.targets, with_dependents=run.options.target_dependents)
        self._session: ProgramSession | None = None

    def carry_out(self) -> None:
        """Do what the operation is for, then write the state a last time."""
        run = self._run
        self._warn_pending()
        if run.options.clear_pending_creates:
            run.journal.forget_pending_creates()
        try:
            if self._kind == "refresh":
                self._refresh(counted=True)
            elif self._kind == "destroy":
                if run.options.refresh:
                    self._refresh(counted=False)
                self._destroy()
            else:
                self._update()
            self._report_unknown_targets()
        finally:
            refused = run.refused and not run.journal.effects
            if not self._interrupts.aborted and not refused:
                run.journal.end(durable=False)
                run.journal.flush()

    def _update(self) -> None:
        run = self._run
        if run.options.refresh:
            self._refresh(counted=False)
            if run.failed or run.halted.is_set():
                return
        stack = run.stack
        settings = ProgramSettings(
            self._interpreter,
            stack.root,
            self._directory,
            self._program,
            stack.project,
            stack.name,
            stack.organization,
            self._monitor.address,
            run.preview,
            run.options.debug,
            run.options.parallel,
            self._texts,
            self._secret_keys,
        )
        self._session = ProgramSession(run, self._monitor, self._providers, self._targets, settings)
        self._interrupts.on_abort(self._session.kill)
        self._session.run()

    def _refresh(self, *, counted: bool) -> None:
        Refresh(self._run, self._providers, self._targets).run(counted=counted)

    def _destroy(self) -> None:
        carrier = Carrier(self._run, self._providers)
        registrar = Registrar(self._run, self._providers, carrier, self._targets)
        DeletePhase(self._run, carrier, registrar, self._targets).run()

    def _start_plugin(self) -> Plugin:
        stack = self._run.stack
        settings = PluginSettings(
            self._interpreter,
            self._directory,
            stack.project,
            self._monitor.address,
            stack.runtime_options,
            self._texts,
        )
        return Plugin(settings, self._plugin_line)

    def _plugin_line(self, is_error: bool, line: str) -> None:
        self._run.say(Severity.INFO_ERR if is_error else Severity.INFO, line, self._run.stack_urn)

    def _warn_pending(self) -> None:
        pending = self._run.stack.snapshot.pending_operations
        if not pending or self._run.preview:
            return
        lines = [f"  * {operation.resource.urn}, interrupted while {operation.type}" for operation in pending]
        self._run.say(
            Severity.WARNING,
            "an earlier run was interrupted; these objects may exist without being in the state:\n"
            + "\n".join(lines)
            + "\n`refresh --clear-pending-creates` forgets interrupted creates after you have looked for them",
        )

    def _report_unknown_targets(self) -> None:
        known = {resource.urn for resource in self._run.stack.snapshot.resources}
        if self._session is not None:
            known |= self._session.urns
        for pattern in self._targets.missing(known):
            self._run.fail(f"no resource named {pattern!r} was found: correct --target", halt=False)

    def _stack_outputs(self) -> dict[str, Any]:
        state = self._run.stack.snapshot.stack_resource
        return dict(state.outputs) if state else {}

    def close(self) -> None:
        """End program, plugins and services."""
        if self._session is not None:
            self._session.kill()
        self._providers.close()
        self._monitor.close()

    def outcome(self) -> Outcome:
        """Emit the summary and give the outcome."""
        run = self._run
        if self._interrupts.cancelled and not self._interrupts.aborted:
            run.fail(f"{self._kind} canceled", halt=False)
        final = next((one for one in self._final_resources() if one.is_stack and not one.delete), None)
        outputs = dict(final.outputs) if final else {}
        if not self._interrupts.aborted:
            run.emit(StackOutputs(self._old_outputs, outputs))
        duration = time.monotonic() - run.started
        succeeded = not run.failed and not self._interrupts.cancelled
        changes = {op: count for op, count in run.changes.items() if count}
        run.emit(
            Summary(self._kind, run.preview, "succeeded" if succeeded else "failed", duration, changes, run.errors)
        )
        return Outcome(
            succeeded,
            self._interrupts.cancelled,
            self._interrupts.aborted,
            changes,
            outputs,
            duration,
            any(op not in _UNCHANGED for op in changes),
        )

    def _final_resources(self) -> list[Resource]:
        return list(self._run.journal.snapshot().resources)
