"""`--diff`: every changing resource with its properties, nested below its parent (`pulumi-engine.md` 5.10)."""

from __future__ import annotations

from collections.abc import Iterator

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display.board import with_prefix
from embedded_engine.display.changes import REPLACEMENT_HALVES, RETAINED, details, output_changes, retains
from embedded_engine.display.closing import title
from embedded_engine.display.objects import render
from embedded_engine.display.summary import output_lines, summary_lines
from embedded_engine.display.view import View
from embedded_engine.display.words import COLORS, MARKERS, painted
from embedded_engine.events import (
    Diagnostic,
    Event,
    Kind,
    Op,
    ResourceDone,
    ResourceFailed,
    ResourcePre,
    Severity,
    StackOutputs,
    Step,
    Summary,
)


class DiffRenderer:
    """Turns the events of a pass into lines; knows which resources were shown, to nest their children."""

    def __init__(self, view: View, *, preview: bool) -> None:
        """Start with nothing shown."""
        self._view, self._preview = view, preview
        self._levels: dict[str, int] = {}
        self._errored: set[str] = set()
        self._created = False

    def lines(self, event: Event) -> Iterator[str]:
        """Yield what an event shows."""
        if isinstance(event, ResourcePre):
            yield from self._start(event.step)
        elif isinstance(event, ResourceDone):
            yield from self._end(event.step)
        elif isinstance(event, ResourceFailed):
            self._errored.add(event.step.urn)
        elif isinstance(event, Diagnostic):
            yield from self._message(event)
        elif isinstance(event, StackOutputs) and not self._view.suppress_outputs:
            lines = list(output_lines(event, self._view, preview=self._preview, created=self._created))
            if lines:
                yield "    --outputs:--"
                yield from lines
        elif isinstance(event, Summary):
            yield from summary_lines(event, len(self._errored))

    def _message(self, event: Diagnostic) -> Iterator[str]:
        if event.severity is Severity.ERROR:
            self._errored.add(event.urn)
        if not event.ephemeral and (event.severity is not Severity.DEBUG or self._view.debug):
            where = f"{event.urn.split('::', 3)[-1]}: " if event.urn and event.severity is not Severity.INFO else ""
            yield f"{where}{with_prefix(event)}".rstrip()

    def _start(self, step: Step) -> Iterator[str]:
        state = step.new or step.old
        root = state is not None and state.is_stack
        self._created = self._created or (root and step.op is Op.CREATE)
        self._levels[step.urn] = self._level(step)
        if step.op is not Op.REFRESH and (root or self._wants(step)):
            yield from self._header(step)
            yield from map(render, details(step, self._levels[step.urn] + 1, self._view))

    def _end(self, step: Step) -> Iterator[str]:
        if step.refreshed:
            if self._wants(step):
                yield from self._header(step)
                yield from map(render, details(step, self._levels.get(step.urn, 0) + 1, self._view))
            return
        if self._preview or step.op is Op.SAME or not self._wants(step) or self._view.suppress_outputs:
            return
        state = step.new or step.old
        if state is None or not state.custom:
            return
        level = self._levels.get(step.urn, 0) + 1
        found = list(output_changes(step, level, self._view))
        if found:
            yield f"{'    ' * level}--outputs:--"
            yield from map(render, found)

    def _wants(self, step: Step) -> bool:
        return self._view.shows(step) and (step.op not in REPLACEMENT_HALVES or self._view.show_replacement_steps)

    def _level(self, step: Step) -> int:
        state = step.new or step.old
        parent = state.parent if state else ""
        return self._levels[parent] + 1 if parent in self._levels else 0

    def _header(self, step: Step) -> Iterator[str]:
        level = self._levels.get(step.urn, 0)
        lead, inner = "    " * level, "    " * (level + 1)
        state = step.new or step.old
        locks = ""
        was, stays = step.old is not None and step.old.protect, step.new is not None and step.new.protect
        if was and step.new is not None and not stays:
            locks = " 🔓"
        elif was or stays:
            locks = " 🔒"
        yield f"{lead}{MARKERS[step.op]:<2}{step.type}: ({step.op.value}{RETAINED if retains(step) else ''}){locks}"
        identity = (step.old.id if step.old else "") or (state.id if state else "")
        if identity:
            yield f"{inner}[id={identity}]"
        yield f"{inner}[urn={step.urn}]"
        if step.provider and "::default::" not in step.provider and "::default_" not in step.provider:
            yield f"{inner}[provider={step.provider}]"


class DiffView:
    """Writes the lines of a `DiffRenderer` as they come."""

    def __init__(self, view: View, kind: Kind, terminal: Terminal, *, preview: bool) -> None:
        """Write the headline."""
        self._terminal = terminal
        self._renderer = DiffRenderer(view, preview=preview)
        terminal.line(painted(title(kind, view.stack, preview=preview), "bold", terminal.color))

    def __call__(self, event: Event) -> None:
        """Show one event."""
        for line in self._renderer.lines(event):
            self._terminal.line(self._painted(line))

    def _painted(self, line: str) -> str:
        marker = line.strip()[:2].strip()
        color = next((COLORS[op] for op, sign in MARKERS.items() if sign and sign == marker and op in COLORS), "")
        return painted(line, color, self._terminal.color)

    def close(self) -> None:
        """Nothing is left open."""
