"""What a bench of calls found: rows, and the tables and plots that the documentation shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.figures import plot, table
from bench.measured import Cost
from bench.stacks.base import OPERATIONS, Stack

AT_ONCE: Final = 4
"""Calls that the plugin of a dynamic provider makes at once (`pulumi-dynamic-providers.md 0.3`)."""

DRAWN: Final = ("create", "refresh", "destroy")
"""Operations in a plot; the other two run as long as a refresh, almost."""


@dataclass(frozen=True)
class Calls:
    """What a vendor was asked."""

    total: int
    refused: int
    """Answers with 429."""


@dataclass(frozen=True)
class Row:
    """What one operation cost."""

    stack: Stack
    engine: str
    size: int
    operation: str
    calls: Calls
    cost: Cost

    @property
    def at_most(self) -> int:
        """The budget: the most calls that this operation may make."""
        return self.stack.at_most(self.operation, self.size)

    @property
    def kept(self) -> bool:
        """Whether the budget was kept and nothing was refused."""
        return self.calls.total <= self.at_most and not self.calls.refused

    def floor(self, delay: float) -> float:
        """Return the seconds that the unavoidable calls alone would take, `delay` seconds each."""
        return self.stack.unavoidable(self.operation, self.size) * delay / AT_ONCE


def page(rows: Sequence[Row], delay: float, *, limited: bool, surroundings: str) -> str:
    """Return Markdown: for each vendor a heading, a table and its plot, then how this was measured.

    Limited runs have no plot: the limit is a straight line.
    """
    parts = []
    for stack in dict.fromkeys(row.stack for row in rows):
        own = [row for row in rows if row.stack is stack]
        parts += [f"### {stack.title}\n", _table(own, delay)]
        if not limited:
            parts += [f"![Seconds by {stack.things}, a line per engine and operation](calls-{stack.vendor}.svg)\n"]
    told = f"Each call takes {delay * 1000:g} ms." if delay else "Calls take what the sandbox needs."
    limit = " The tool's own pace and the documented limits are kept." if limited else ""
    return "\n".join([*parts, f"{told}{limit} {surroundings}\n"])


def drawing(rows: Sequence[Row]) -> str:
    """Return the plot of one vendor's rows: seconds by size, a line per engine and operation."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if row.operation in DRAWN:
            series.setdefault(f"{row.operation}, {row.engine}", []).append((row.size, row.cost.seconds))
    stack = rows[0].stack
    title, _, _ = stack.title.partition(",")  # the rest is too long for the plot, and stands above the table
    return plot(title, stack.things, "seconds", series)


def _table(rows: Sequence[Row], delay: float) -> str:
    lines = []
    order = list(OPERATIONS)
    for row in sorted(rows, key=lambda row: (order.index(row.operation), row.size, row.engine)):
        floor = row.floor(delay)
        ratio = f"{row.cost.seconds / floor:.1f}" if floor else ""
        needed = row.stack.unavoidable(row.operation, row.size)
        calls = (str(row.calls.total), str(needed), str(row.at_most), str(row.calls.refused))
        costs = (f"{row.cost.seconds:.1f}", f"{row.cost.processor:.1f}", f"{row.cost.memory:.0f}", ratio)
        lines.append((row.operation, row.engine, str(row.size), *calls, *costs))
    header = ("operation", "engine", rows[0].stack.things, "calls", "needed", "at most", "refused")
    return table((*header, "s", "CPU s", "MB", "÷ floor"), lines)
