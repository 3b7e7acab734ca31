"""What all parts of one pass share: who is told, what is counted, whether to go on."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from embedded_engine.deployment.journal import Journal
from embedded_engine.errors import NeedsPulumiCliError
from embedded_engine.events import (
    Diagnostic,
    Display,
    Event,
    Op,
    ResourceDone,
    ResourceFailed,
    ResourcePre,
    Severity,
    Step,
)
from embedded_engine.operations.api import Options, Stack
from embedded_engine.steps.urns import Namer
from embedded_engine.values import Secret

_SHORTEST_MASKED: Final = 3
_SHORTEST_LINE: Final = 8
"""A shorter line of a longer secret is too common a text to be hidden everywhere."""
_HIDDEN: Final = "[secret]"

_UNCOUNTED: Final = frozenset(
    {
        Op.CREATE_REPLACEMENT,
        Op.DELETE_REPLACED,
        Op.READ_REPLACEMENT,
        Op.DISCARD_REPLACED,
        Op.REMOVE_PENDING_REPLACE,
    }
)


class StepFailedError(Exception):
    """A step failed and the user was told; nothing more is to be said."""


class HaltedError(Exception):
    """The pass has ended before this step started: it is neither done nor failed."""


class Run:
    """One pass over a stack."""

    def __init__(self, options: Options, stack: Stack, journal: Journal, display: Display) -> None:
        """Start with nothing counted and nothing failed."""
        self.options: Final = options
        self.stack: Final = stack
        self.journal: Final = journal
        self.namer: Final = Namer(stack.name, stack.project)
        self.started: Final = time.monotonic()
        self.changes: Counter[str] = Counter()
        self.errors = 0
        self.failed = False
        self.refused = False
        """Whether the run ended because only the CLI can do what was asked."""
        self.halted = threading.Event()
        """Set when nothing new may start: after a failure or an interruption."""
        self.deciding: Final = threading.Lock()
        """Held while a registration is decided: one Check after the other (pulumi-engine.md 4.14)."""
        self.wake: Final = threading.Condition()
        self._placed: Final = threading.local()
        self._slots: Final = threading.BoundedSemaphore(max(options.parallel, 1))
        self._display: Final = display
        self._display_lock: Final = threading.Lock()
        self._secrets: Final = _masked_texts(stack)

    @property
    def preview(self) -> bool:
        """Whether nothing may be written."""
        return self.options.preview

    @property
    def stack_urn(self) -> str:
        """URN of the stack's own resource."""
        return self.namer.urn("", "pulumi:pulumi:Stack", f"{self.stack.project}-{self.stack.name}")

    def emit(self, event: Event) -> None:
        """Tell the display."""
        with self._display_lock:
            self._display(event)

    def say(
        self, severity: Severity, message: str, urn: str = "", *, ephemeral: bool = False, stream_id: int = 0
    ) -> None:
        """Tell the display a message, with secret configuration values masked."""
        for secret in self._secrets:
            message = message.replace(secret, _HIDDEN)
        if severity is Severity.ERROR:
            with self._display_lock:
                self.errors += 1
        self.emit(Diagnostic(severity, message, urn, ephemeral, stream_id))

    def fail(self, message: str = "", urn: str = "", *, halt: bool = True) -> None:
        """Note a failure, say why, and (with `halt`) let nothing new start."""
        if message:
            self.say(Severity.ERROR, message, urn)
        self.failed = True
        if halt:
            self.halt()

    def refuse(self, error: NeedsPulumiCliError) -> None:
        """End the run because only the CLI can do what was asked; nothing is written unless something was done."""
        self.refused = True
        self.fail(str(error), self.stack_urn)

    def halt(self) -> None:
        """Let nothing new start; what runs goes on to its end."""
        self.halted.set()
        with self.wake:
            self.wake.notify_all()

    def check(self) -> None:
        """Raise `HaltedError` when nothing new may start."""
        if self.halted.is_set():
            raise HaltedError

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Let others decide while a Diff is asked, as the CLI does with `PULUMI_PARALLEL_DIFF` (pulumi-engine.md 4.14).

        What is being decided counts as registered meanwhile, so no cascade takes it. Raises `HaltedError` when the run
        has ended in between. With `--parallel 1` everything has one order: nobody else decides.
        """
        if self.options.parallel <= 1:
            yield
            return
        self.deciding.release()
        try:
            yield
        finally:
            self.deciding.acquire()
        self.check()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a place among the steps that run at once; who has one keeps it, for steps that belong together."""
        if getattr(self._placed, "yes", False):
            yield
            return
        with self._slots:
            self.check()
            self._placed.yes = True
            try:
                yield
            finally:
                self._placed.yes = False

    @contextmanager
    def step(self, step: Step, *, calls: bool = False) -> Iterator[Reporter]:
        """Report a step: its start, and its end through the reporter that is yielded; an exception is its failure.

        A step that `calls` the provider waits for a place first, and has it until its call is over: while its end is
        written, the next one calls. Raises `HaltedError` when the run ends before it has one.
        """
        with ExitStack() as place:
            if calls:
                place.enter_context(self.slot())
            reporter = Reporter(self, step, place.close)
            self.emit(ResourcePre(step, self.preview))
            try:
                yield reporter
            except Exception:
                if not reporter.reported:
                    self.emit(ResourceFailed(step, self.preview))
                raise

    def count(self, step: Step) -> None:
        """Count a finished step as the summary does (pulumi-engine.md 5.9)."""
        if not step.internal and step.op not in _UNCOUNTED:
            with self._display_lock:
                self.changes[step.op.value] += 1


class Reporter:
    """Reports the end of one step."""

    def __init__(self, run: Run, step: Step, leave: Callable[[], None]) -> None:
        """Nothing is reported yet."""
        self._run = run
        self._step = step
        self.leave: Final = leave
        """Give the step's place, if it has one, to the next one: its call is over."""
        self.reported = False

    def done(self, step: Step | None = None, *, counted: bool = True, quiet: bool = False) -> None:
        """Say that the step ended well; `step` holds what it became. `quiet` leaves the event to somebody else."""
        self.reported = True
        final = step or self._step
        if counted:
            self._run.count(final)
        if not quiet:
            self._run.emit(ResourceDone(final, self._run.preview))


def _masked_texts(stack: Stack) -> list[str]:
    """Give the texts that messages hide, longest first; the lines of a longer one too, as output comes line by line."""
    whole = {value.value for value in stack.config.values() if isinstance(value, Secret)} | set(stack.secret_texts)
    lines = {line.strip() for text in whole if "\n" in text for line in text.splitlines()}
    found = {text for text in whole if len(text) >= _SHORTEST_MASKED}
    return sorted(found | {line for line in lines if len(line) >= _SHORTEST_LINE}, key=len, reverse=True)
