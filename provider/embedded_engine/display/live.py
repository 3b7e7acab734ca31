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

_PER_SECOND = 8
"""How often the table is drawn."""


class LiveProgress:
    """Draws the rows as a tree below the stack; what does not change is not drawn."""

    def __init__(self, view: View, kind: Kind, terminal: Terminal, *, preview: bool) -> None:
        """Write the headline and start to draw."""
        self._view, self._terminal, self._preview = view, terminal, preview
        self._board = Board(view, preview=preview)
        terminal.line(title(kind, view.stack, preview=preview))
        console = Console(file=terminal.stdout, no_color=not terminal.color, highlight=False)
        self._live = Live(console=console, get_renderable=self._table, refresh_per_second=_PER_SECOND, transient=False)
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

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        names = ("URN",) if self._view.urns else ("Type", "Name")
        for header in ("", *names, "Plan" if self._preview else "Status", "Info"):
            table.add_column(header, no_wrap=True, overflow="ellipsis")
        for row, lead in self._rows():
            color = COLORS.get(row.step.op, "") if row.step else ""
            cells = map(Text, (row.urn,) if self._view.urns else (f"{lead}{row.type}", row.name))
            status = Text(self._board.status(row), style=color)
            table.add_row(Text(f" {row.marker}", style=color), *cells, status, Text(self._board.info(row)))
        return table

    def _rows(self) -> Iterator[tuple[Row, str]]:
        """Yield the wanted rows, parents first, with the lines of the tree before them."""
        rows = dict(self._board.rows)
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
