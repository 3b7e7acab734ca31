"""The program's part of an update: it registers, the engine answers, deletes follow (pulumi-engine.md 1.1, 4.8)."""

from __future__ import annotations

import threading
from typing import Any, Final

from embedded_engine.deployment.carrier import Carrier
from embedded_engine.deployment.deletes import DeletePhase
from embedded_engine.deployment.providers import BUILTIN_PROVIDER, STACK_REFERENCE, Providers
from embedded_engine.deployment.reader import Reader
from embedded_engine.deployment.registrar import Registrar
from embedded_engine.deployment.run import HaltedError, Run
from embedded_engine.deployment.targets import Targets
from embedded_engine.events import Op, ResourceDone, Severity, Step
from embedded_engine.files.model import DYNAMIC_PROVIDER, PROVIDER_TYPE_PREFIX, ROOT_STACK_TYPE, Resource
from embedded_engine.monitor import Monitor
from embedded_engine.plugin import PluginError
from embedded_engine.processes import Child
from embedded_engine.program import MESSAGE_SHOWN, ProgramSettings, start_program, stop_program
from embedded_engine.requests import GoalReader, refuse_unsupported
from embedded_engine.values import Secret, equal

_RESOURCE_MARK: Final = "@isPulumiResource"


class ProgramSession:
    """Runs the program once and answers it."""

    def __init__(
        self, run: Run, monitor: Monitor, providers: Providers, targets: Targets, settings: ProgramSettings
    ) -> None:
        """Prepare; nothing is started."""
        self._run: Final = run
        self._monitor: Final = monitor
        self._providers: Final = providers
        self._settings: Final = settings
        self._goals: Final = GoalReader(run.namer, run.stack.root)
        self._carrier: Final = Carrier(run, providers)
        self._registrar: Final = Registrar(run, providers, self._carrier, targets)
        self._reader: Final = Reader(run, providers, self._registrar)
        self._deletes: Final = DeletePhase(run, self._carrier, self._registrar, targets)
        self._child: Child | None = None
        self._code: int | None = None
        self._finishing = False
        self._finished: Final = threading.Event()
        self._exports: dict[str, Any] | None = None
        self._old_stack: Resource | None = None

    @property
    def urns(self) -> set[str]:
        """Every URN that the program registered."""
        return self._registrar.urns

    def run(self) -> None:
        """Run the program to its end, and the deletes after it; failures are told and noted in the run."""
        run = self._run
        self._monitor.attach(self)
        self._child = start_program(self._settings, self._program_line)
        self._providers.warm_up()
        threading.Thread(target=self._watch, args=(self._child,), name="program", daemon=True).start()
        with run.wake:
            run.wake.wait_for(lambda: self._code is not None or self._finishing or run.halted.is_set())
        if not run.halted.is_set() and self._ended_well():
            self._deletes.run()
        self._wait_for_registrations()
        succeeded = not run.failed and not run.halted.is_set()
        self._store_exports(succeeded=succeeded)
        self._finished.set()
        if succeeded:
            with run.wake:
                run.wake.wait_for(lambda: self._code is not None or run.halted.is_set())
            if self._code:
                self._ended_well()
        self.kill()

    def _ended_well(self) -> bool:
        """Say whether the program has done its part; tell what is wrong when it has not."""
        if self._code:
            if self._code != MESSAGE_SHOWN:
                self._run.say(
                    Severity.ERROR,
                    f"an unhandled error occurred: program exited with non-zero exit code: {self._code}",
                    self._run.stack_urn,
                )
            self._run.fail(halt=False)
            return False
        return not self._run.failed or self._run.options.continue_on_error or self._run.preview

    def _wait_for_registrations(self) -> None:
        waiting = 1 if self._finishing else 0
        with self._run.wake:
            self._run.wake.wait_for(lambda: self._monitor.active <= waiting)

    def _watch(self, child: Child) -> None:
        code = child.wait()
        with self._run.wake:
            self._code = code
            self._run.wake.notify_all()

    def _program_line(self, is_error: bool, line: str) -> None:
        self._run.say(Severity.INFO_ERR if is_error else Severity.INFO, line, self._run.stack_urn)

    def kill(self) -> None:
        """End the program, if it runs."""
        self._finished.set()
        if self._child is not None:
            stop_program(self._child)

    def register(self, request: Any) -> Resource | None:
        """Bring one resource to its goal."""
        urn = self._goals.urn(request)
        refuse_unsupported(request, urn)
        provider = request.provider
        if request.custom and not provider and not request.type.startswith(PROVIDER_TYPE_PREFIX):
            provider = self._default_provider(request.type)
        goal = self._goals.goal(request, provider)
        if request.type == ROOT_STACK_TYPE:
            self._old_stack = next((one for one in self._run.journal.olds if one.urn == urn and not one.delete), None)
        state = self._registrar.register(goal)
        if state is not None:
            self._goals.answered(goal, state.urn)
        return state

    def read(self, request: Any) -> Resource | None:
        """Read one resource."""
        goal = self._goals.read_goal(request, request.provider or self._default_provider(request.type))
        return self._reader.read(goal, request.id)

    def _default_provider(self, kind: str) -> str:
        """Give the default provider of a type, registered by the first who needs it."""
        run, providers = self._run, self._providers
        provider_type = BUILTIN_PROVIDER if kind == STACK_REFERENCE else DYNAMIC_PROVIDER
        known = providers.known_default(provider_type)
        if known:
            return known
        with run.deciding:
            run.check()
            try:
                return providers.default(provider_type)
            except PluginError as error:
                run.fail(str(error), run.stack_urn)
                raise HaltedError from None

    def outputs(self, urn: str, outputs: dict[str, Any]) -> None:
        """Take a component's outputs, or keep the exports until it is known how the run ends."""
        if urn == self._run.stack_urn:
            self._exports = {key: _without_marks(value) for key, value in outputs.items()}
            return
        state = self._run.journal.new(urn)
        if state is not None and not equal(dict(state.outputs), outputs):
            self._run.journal.end(new=state.evolve(outputs=outputs), durable=False)

    def finish(self) -> None:
        """Wait until the deletes are done."""
        with self._run.wake:
            self._finishing = True
            self._run.wake.notify_all()
        self._finished.wait()

    def known(self, urn: str) -> Resource | None:
        """Give a resource of this pass."""
        return self._run.journal.new(urn)

    def _store_exports(self, *, succeeded: bool) -> None:
        """Replace the old exports, or after a failure merge the new ones into them (4.8); the stack is then done."""
        state = self._run.journal.new(self._run.stack_urn)
        if state is None:
            return
        old = self._old_stack
        before = dict(old.outputs) if old else {}
        outputs = before
        if self._exports is not None:
            outputs = dict(self._exports) if succeeded else {**before, **self._exports}
        op = Op.SAME if old else Op.CREATE
        final = state.evolve(outputs=outputs)
        self._run.journal.end(new=final, durable=False)
        self._run.emit(ResourceDone(Step(op, state.urn, state.type, old, final), self._run.preview))


def _without_marks(value: Any) -> Any:
    """Give an export without what the SDK adds to resources in a preview for its display's sake."""
    if isinstance(value, Secret):
        return Secret(_without_marks(value.value))
    if isinstance(value, dict):
        return {key: _without_marks(item) for key, item in value.items() if key != _RESOURCE_MARK}
    if isinstance(value, list):
        return [_without_marks(item) for item in value]
    return value
