"""Progress on a pipe or in a log: one line per thing that happens (`pulumi-engine.md` 5.10)."""

from __future__ import annotations

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display.board import Board, Row
from embedded_engine.display.closing import closing_lines, title
from embedded_engine.display.view import View
from embedded_engine.display.words import COLORS, painted
from embedded_engine.events import Event, Kind, Op, Prelude, ResourceDone


class PlainProgress:
    """Writes a line when a step starts, ends, fails or says something, and the closing part at the end."""

    def __init__(self, view: View, kind: Kind, terminal: Terminal, *, preview: bool) -> None:
        """Write the headline."""
        self._view, self._terminal, self._preview = view, terminal, preview
        self._board = Board(view, preview=preview)
        self._last: dict[str, str] = {}
        terminal.line(painted(title(kind, view.stack, preview=preview), "bold", terminal.color))

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Prelude) and self._view.show_config:
            self._terminal.line("Configuration:")
            for key, value in sorted(self._view.config.items()):
                self._terminal.line(f"    {key}: {value}")
            self._terminal.line()
        row = self._board.take(event)
        if row is None or not row.wanted or self._repeats(event, row):
            return
        self._show(row)

    def _repeats(self, event: Event, row: Row) -> bool:
        """A planned step, or one that changes nothing, is not shown a second time when it ends."""
        if not isinstance(event, ResourceDone) or row.refreshing or event.step.refreshed:
            return False
        state = event.step.new or event.step.old
        return self._preview or event.step.op is Op.SAME or (state is not None and not state.custom)

    def _show(self, row: Row) -> None:
        color = COLORS.get(row.step.op, "") if row.step else ""
        what = row.urn if self._view.urns else f"{row.type} {row.name}"
        parts = (self._board.status(row), self._board.info(row))
        marker = painted(f"{row.marker:<2}", color, self._terminal.color)
        line = f" {marker} {what} {' '.join(parts)}".rstrip()
        if self._last.get(row.urn) != line:
            self._last[row.urn] = line
            self._terminal.line(line)

    def close(self) -> None:
        """Show the rows that were still open, then messages, outputs and numbers."""
        board = self._board
        unfinished = [row for row in board.rows.values() if row.wanted and (not row.done or row.urn == board.root)]
        board.over = True
        for row in unfinished:
            self._show(row)
        for line in closing_lines(board):
            self._terminal.line(line)
