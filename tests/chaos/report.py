"""Counts of verdicts as a table, and a line for each promise that was broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.table import Table

from chaos.verdict import RERUNS, Verdict

_LONGEST = 400


@dataclass
class Counts:
    """What came of all cases of one fault."""

    injected: int = 0
    settled: list[int] = field(default_factory=lambda: [0] * (RERUNS + 2))
    """After how many runs; the last one: never."""
    duplicates: int = 0
    orphans: int = 0
    foreign: int = 0
    other: int = 0
    dirty: int = 0
    leaks: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count a verdict."""
        self.injected += 1
        self.settled[min(verdict.runs, RERUNS + 1)] += 1
        self.duplicates += len(verdict.difference.duplicates)
        self.orphans += len(verdict.difference.orphans)
        self.foreign += len(verdict.difference.foreign)
        self.other += len(verdict.difference.other)
        self.dirty += len(verdict.dirty)
        self.leaks += len(verdict.leaks)


class Report:
    """All verdicts of a run."""

    def __init__(self, repeat: str) -> None:
        """Start empty; `repeat` is the command that repeats a case, which stands in it as `{}`."""
        self._repeat = repeat
        self._counts: dict[str, Counts] = defaultdict(Counts)
        self.broken: list[str] = []

    def add(self, verdict: Verdict) -> list[str]:
        """Count a verdict; return the lines about what it broke."""
        self._counts[f"{verdict.case.fault}{', lasting' if verdict.case.lasting else ''}"].add(verdict)
        if verdict.fine:
            return []
        lines = [f"broken: {verdict.case} ({verdict.asked}); repeat it: {self._repeat.format(verdict.case)}"]
        lines += [f"  {text[:_LONGEST]}" for text in _what(verdict)]
        self.broken.append(lines[0])
        return lines

    @property
    def injected(self) -> int:
        """How many faults there were."""
        return sum(counts.injected for counts in self._counts.values())

    def table(self) -> Table:
        """Return the counts."""
        table = Table(
            "fault", "injected", "at once", "after 1", "after 2", "never", title="Faults and what came of them"
        )
        for name in ("duplicates", "orphans", "foreign", "other", "dirty lines", "secrets told"):
            table.add_column(name, justify="right")
        for fault, counts in self._rows():
            found = (counts.duplicates, counts.orphans, counts.foreign, counts.other, counts.dirty, counts.leaks)
            table.add_row(fault, *map(str, (counts.injected, *counts.settled, *found)))
        return table

    def _rows(self) -> Iterable[tuple[str, Counts]]:
        total = Counts()
        for name, counts in sorted(self._counts.items()):
            yield name, counts
            total.injected += counts.injected
            total.settled = [a + b for a, b in zip(total.settled, counts.settled, strict=True)]
            for each in ("duplicates", "orphans", "foreign", "other", "dirty", "leaks"):
                setattr(total, each, getattr(total, each) + getattr(counts, each))
        yield "all", total


def _what(verdict: Verdict) -> Iterable[str]:
    if verdict.runs > RERUNS:
        yield f"never settled: {verdict.lines[-1] if verdict.lines else ''}"
    found = verdict.difference
    for name in ("duplicates", "orphans", "foreign", "other"):
        yield from (f"{name}: {text}" for text in getattr(found, name))
    yield from (f"dirty: {text}" for text in verdict.dirty)
    yield from (f"a secret is told: {text}" for text in verdict.leaks)
    if verdict.broken:
        yield verdict.broken
