"""What is known of every resource of a pass so far: the rows that progress displays show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from embedded_engine.display.changes import REPLACEMENT_HALVES, RETAINED, key_changes, retains
from embedded_engine.display.view import View
from embedded_engine.display.words import DONE, MARKERS, PLANNED, RUNNING, failed_word, name_of, type_name, type_of
from embedded_engine.events import (
    Diagnostic,
    Event,
    Op,
    ResourceDone,
    ResourceFailed,
    ResourcePre,
    Severity,
    StackOutputs,
    Step,
    Summary,
)
from embedded_engine.files.model import ROOT_STACK_TYPE


@dataclass
class Row:
    """One resource: its latest step, how far it is, and what was said of it."""

    urn: str
    step: Step | None = None
    started: float = 0.0
    ended: float | None = None
    failed: bool = False
    done: bool = False
    refreshing: bool = False
    changes: str = ""
    note: str = ""
    """The latest message, shown beside the step while it runs."""
    messages: list[Diagnostic] = field(default_factory=list)
    wanted: bool = False
    """Whether the row is shown at all."""

    def count(self, *severities: Severity) -> int:
        """Return how many lasting messages of these severities there are."""
        return sum(message.severity in severities for message in self.messages)

    @property
    def marker(self) -> str:
        """The step's marker; none while nothing is known."""
        return MARKERS[self.step.op] if self.step else ""

    @property
    def name(self) -> str:
        """The resource's name."""
        return name_of(self.urn)

    @property
    def type(self) -> str:
        """The resource's type as it is shown."""
        return type_name(type_of(self.urn))


class Board:
    """Collects events into rows, in the order of their first appearance."""

    def __init__(self, view: View, *, preview: bool) -> None:
        """Start empty for one pass."""
        self.view, self.preview = view, preview
        self.root = f"urn:pulumi:{view.stack}::{view.project}::{ROOT_STACK_TYPE}::{view.project}-{view.stack}"
        self.rows: dict[str, Row] = {}
        self.outputs: StackOutputs | None = None
        self.summary: Summary | None = None
        self.over = False

    def take(self, event: Event) -> Row | None:
        """Take an event in and return the row that it concerns, None when nothing is to be shown for it."""
        if isinstance(event, ResourcePre | ResourceDone | ResourceFailed):
            return None if event.step.internal else self._step(event)
        if isinstance(event, Diagnostic):
            return self._message(event)
        if isinstance(event, StackOutputs):
            self.outputs = event
        elif isinstance(event, Summary):
            self.summary = event
        return None

    def row(self, urn: str) -> Row:
        """Return the row of a URN; the whole run's own is the stack's."""
        key = urn or self.root
        return self.rows.setdefault(key, Row(key, wanted=key == self.root))

    def _step(self, event: ResourcePre | ResourceDone | ResourceFailed) -> Row | None:
        step = event.step
        failed = isinstance(event, ResourceFailed)
        if self.view.shows(step) and not failed and not self.view.shows_progress(step):
            return None
        row = self.row(step.urn)
        row.wanted = row.wanted or self.view.shows(step) or failed
        if isinstance(event, ResourcePre):
            row.started, row.ended, row.done = monotonic(), None, False
            row.refreshing = step.op is Op.REFRESH
        else:
            row.ended, row.done = monotonic(), True
            row.failed = row.failed or failed
        row.step = step
        changes = key_changes(step, self.view)
        if changes or step.op not in REPLACEMENT_HALVES:
            row.changes = changes
        return row

    def _message(self, event: Diagnostic) -> Row | None:
        if event.severity is Severity.DEBUG and not self.view.debug:
            return None
        row = self.row(event.urn)
        row.note = with_prefix(event).split("\n", 1)[0].rstrip()
        row.wanted = True
        if not event.ephemeral:
            row.messages.append(event)
        return row

    @property
    def errored(self) -> int:
        """How many resources have an error."""
        return sum(row.count(Severity.ERROR) > 0 for row in self.rows.values())

    @property
    def created(self) -> bool:
        """Whether the stack itself is new in this pass."""
        row = self.rows.get(self.root)
        return row is not None and row.step is not None and row.step.op is Op.CREATE

    def status(self, row: Row) -> str:
        """Return the word for how far a row is, and whether the object stays behind."""
        return self._word(row) + (RETAINED if row.step and retains(row.step) else "")

    def _word(self, row: Row) -> str:
        if row.failed or (
            self.over and not self.preview and (row.count(Severity.ERROR) or self._fails_as_a_whole(row))
        ):
            word = failed_word(row.step.op) if row.step else "failed"
            return f"**{word}**"
        running_root = row.urn == self.root and not self.over
        if row.step is None or (row.step.op is Op.SAME and running_root):
            return "running" if running_root else ""
        op = row.step.op
        if self.preview:
            return PLANNED[op]
        if not row.done and not self.over:
            return f"{RUNNING[op]} ({int(monotonic() - row.started)}s)" if RUNNING[op] else ""
        interrupted = not row.done and row.urn != self.root and op is not Op.SAME
        word = f"{RUNNING[op]} (interrupted)" if interrupted else f"{DONE[op]} ({_elapsed(row)})"
        return word if DONE[op] else ""

    def _fails_as_a_whole(self, row: Row) -> bool:
        """Say whether a row is the stack's, and a step has failed: then the update has, which is the stack's own error.

        What is refused before any step (a failed check, a duplicate) is not told of the stack by the CLI.
        """
        return row.urn == self.root and any(each.failed for each in self.rows.values())

    def info(self, row: Row) -> str:
        """Return what stands behind the status: changed keys, then the latest message or, at the end, their number."""
        parts = [f"[{row.changes}]"] if row.changes else []
        if not self.over:
            parts += [row.note] if row.note else []
        else:
            for severities, word in _COUNTED:
                if count := row.count(*severities):
                    parts.append(f"{count} {word}{'s' if count > 1 else ''}")
        return "; ".join(parts)

    def diagnostics(self) -> Iterator[str]:
        """Yield the block of all lasting messages, by resource."""
        for row in self.rows.values():
            lines = [line for message in row.messages for line in with_prefix(message).rstrip().split("\n")]
            if lines:
                yield f"  {row.urn if self.view.urns else f'{row.type} ({row.name})'}:"
                yield from (f"    {line}".rstrip() for line in lines)
                yield ""


_COUNTED = (
    ((Severity.ERROR,), "error"),
    ((Severity.WARNING,), "warning"),
    ((Severity.INFO, Severity.INFO_ERR), "message"),
    ((Severity.DEBUG,), "debug message"),
)


def with_prefix(message: Diagnostic) -> str:
    """Return a message as it is shown: errors and warnings say so."""
    if message.severity in {Severity.ERROR, Severity.WARNING, Severity.DEBUG}:
        return f"{message.severity.value}: {message.message}"
    return message.message


def _elapsed(row: Row) -> str:
    seconds = (row.ended or row.started) - row.started
    return f"{seconds:.2f}s" if seconds < 1 else f"{int(seconds)}s"
