"""Progress on a terminal: a tree of resources that moves while it runs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display.board import Board, Row
from embedded_engine.display.closing import closing_lines, title
from embedded_engine.display.view import View
from embedded_engine.display.words import COLORS
from embedded_engine.events import Event, Kind

_PER_SECOND = 4
"""How often the table is drawn."""

_AROUND = 6
"""Lines of a terminal that are left to the headline, the table's head, its last line and what comes below."""

_LEAST = 10
"""So many rows are drawn however small the terminal is."""


class LiveProgress:
    """Draws the rows as a tree below the stack; what does not change is not drawn.

    While it moves, no more rows are drawn than the terminal has lines: drawing thousands would take longer than the
    steps that they show. The last drawing has them all.
    """

    def __init__(self, view: View, kind: Kind, terminal: Terminal, *, preview: bool) -> None:
        """Write the headline and start to draw."""
        self._view, self._terminal, self._preview = view, terminal, preview
        self._board = Board(view, preview=preview)
        terminal.line(title(kind, view.stack, preview=preview))
        self._console = Console(file=terminal.stdout, no_color=not terminal.color, highlight=False)
        self._live = Live(console=self._console, get_renderable=self.table, refresh_per_second=_PER_SECOND)
        self._live.start()

    def __call__(self, event: Event) -> None:
        """Take one event in; the next drawing shows it."""
        self._board.take(event)

    def close(self) -> None:
        """Draw the final table and write messages, outputs and numbers below it."""
        self._board.over = True
        self._live.stop()
        self._terminal.line()
        for line in closing_lines(self._board):
            self._terminal.line(line)

    def table(self) -> Table:
        """Return what is drawn now."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        names = ("URN",) if self._view.urns else ("Type", "Name")
        for header in ("", *names, "Plan" if self._preview else "Status", "Info"):
            table.add_column(header, no_wrap=True, overflow="ellipsis")
        rows, hidden = self._chosen()
        for row, lead in self._rows(rows):
            color = COLORS.get(row.step.op, "") if row.step else ""
            cells = map(Text, (row.urn,) if self._view.urns else (f"{lead}{row.type}", row.name))
            status = Text(self._board.status(row), style=color)
            table.add_row(Text(f" {row.marker}", style=color), *cells, status, Text(self._board.info(row)))
        if hidden:
            table.add_row("", Text(f"{hidden} more"))
        return table

    def _chosen(self) -> tuple[dict[str, Row], int]:
        """Give the rows to draw, and how many wanted ones are left out: failed, running and the latest come first."""
        rows = dict(self._board.rows)
        room = max(self._console.height - _AROUND, _LEAST)
        if self._board.over or len(rows) <= room:
            return rows, 0
        wanted = [row for row in rows.values() if row.wanted and row.urn != self._board.root]
        foremost = sorted(wanted, key=lambda row: (not row.failed, row.done, -row.started))[:room]
        chosen = {self._board.root, *(row.urn for row in foremost)}
        return {urn: row for urn, row in rows.items() if urn in chosen}, len(wanted) - len(foremost)

    def _rows(self, rows: dict[str, Row]) -> Iterator[tuple[Row, str]]:
        """Yield the wanted ones of `rows`, parents first, with the lines of the tree before them."""
        children: dict[str, list[Row]] = {}
        for row in rows.values():
            if row.urn != self._board.root:
                children.setdefault(self._parent(row, rows), []).append(row)

        def walk(row: Row, lead: str, below: str) -> Iterator[tuple[Row, str]]:
            inner = [list(walk(child, "", "")) for child in children.get(row.urn, ())]
            shown = [child for child, found in zip(children.get(row.urn, ()), inner, strict=True) if found]
            if row.wanted or shown:
                yield row, lead
            for index, child in enumerate(shown):
                last = index == len(shown) - 1
                yield from walk(child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  "))

        root = rows.get(self._board.root)
        if root is not None:
            yield from walk(root, "", "")

    def _parent(self, row: Row, rows: dict[str, Row]) -> str:
        state = (row.step.new or row.step.old) if row.step else None
        return state.parent if state and state.parent in rows else self._board.root
