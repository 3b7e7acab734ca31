"""``make differential``: random histories of random programs on the pulumi CLI and on the embedded engine, compared.

``python tests/differential --histories 500 --seed 1 --workers 2`` ends with a table of counts; exit code 1 when the
engines differed or one of them told a secret. ``--repeat SEED`` runs one history again and shows what both printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parents[1]))

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from twin.duel import Arena, Outcome
from twin.generate import history
from twin.shrink import shrunk
from twin.world import Operation

from support.engines import missing
from support.nursery import nursery

REPEAT = "python tests/differential --repeat"
BAD = ("different", "leaked")
"""Verdicts that make the exit code 1."""


def main(words: Sequence[str]) -> int:
    """Run the histories; return the exit code."""
    told = _arguments(words)
    console = Console(soft_wrap=True, highlight=False)
    if reason := missing("pulumi"):
        console.print(f"nothing to compare with: {reason}")
        return 2
    with _arena(plain=told.plain) as arena:
        if told.repeat is not None:
            return _repeat(arena, told.repeat, console)
        return _many(arena, told, console)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="differential", description=main.__doc__)
    parser.add_argument("--histories", type=int, default=500, help="how many (default 500)")
    parser.add_argument("--seed", type=int, default=1, help="number of the first one (default 1)")
    parser.add_argument("--workers", type=int, default=2, help="histories at once (default 2)")
    parser.add_argument("--shrink", type=int, default=60, help="attempts to make a difference smaller (default 60)")
    parser.add_argument("--minutes", type=float, default=0, help="begin no history after this time (default: no limit)")
    parser.add_argument("--plain", action="store_true", help="start every Python afresh; slower")
    parser.add_argument("--repeat", type=int, metavar="SEED", help="run one history and show all that was printed")
    return parser.parse_args(words)


@contextmanager
def _arena(*, plain: bool) -> Iterator[Arena]:
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        if plain:
            with Arena(Path(folder), sys.executable) as arena:
                yield arena
            return
        with nursery(Path(folder) / "nursery", "alert_wiring") as python, Arena(Path(folder), python) as arena:
            yield arena


def _repeat(arena: Arena, seed: int, console: Console) -> int:
    told = history(seed)
    outcome = arena.duel(told)
    for seen in outcome.seen or ():
        console.print(seen.text, markup=False)
    console.print("\n".join(outcome.lines(told)), markup=False)
    console.print(f"history {seed}: {outcome.verdict} after {outcome.operations} operations")
    return int(outcome.verdict in BAD)


def _many(arena: Arena, told: argparse.Namespace, console: Console) -> int:
    counts: Counter[str] = Counter()
    operations = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    started = time.monotonic()

    def one(seed: int) -> tuple[int, Outcome | None]:
        late = told.minutes and time.monotonic() - started > 60 * told.minutes
        return seed, None if late else _confirmed(arena, history(seed))

    arena.prepare()
    with (
        Progress(*columns, TimeRemainingColumn(), console=console) as progress,
        _pool(told.workers) as pool,
    ):
        bar = progress.add_task("histories", total=told.histories)
        jobs = [pool.submit(one, seed) for seed in range(told.seed, told.seed + told.histories)]
        for done in as_completed(jobs):
            seed, outcome = done.result()
            progress.advance(bar)
            if outcome is None:
                continue
            counts[outcome.verdict] += 1
            operations += outcome.operations
            shown = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))
            progress.update(bar, description=f"histories: {shown}")
            if not console.is_terminal:
                console.print(f"{seed}: {outcome.verdict} after {outcome.operations} operations; so far {shown}")
            if outcome.verdict == "unsteady":
                console.print("\n".join([f"history {seed} differed once:", *outcome.lines([])]), markup=False)
            if outcome.verdict == "leaked":
                console.print("\n".join([*outcome.lines(history(seed)), f"again: {REPEAT} {seed}"]), markup=False)
            if outcome.verdict == "different":
                for line in _smallest(arena, seed, outcome, told.shrink):
                    console.print(line, markup=False)
    console.print(_table(counts, operations))
    return int(any(counts[verdict] for verdict in BAD))


@contextmanager
def _pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that begin nothing more once something has failed or was interrupted."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _confirmed(arena: Arena, told: list[Operation]) -> Outcome:
    """Duel; a difference that a second duel doesn't show is called unsteady."""
    outcome = arena.duel(told)
    if outcome.verdict == "different":
        again = arena.duel(told[: outcome.operations])
        if again.names().isdisjoint(outcome.names()):
            outcome.verdict = "unsteady"
    return outcome


def _smallest(arena: Arena, seed: int, outcome: Outcome, attempts: int) -> Iterator[str]:
    """Yield the smallest history that still shows the difference, and how to see it again."""
    told = history(seed)[: outcome.operations]
    latest = outcome

    def still(smaller: list[Operation]) -> bool:
        nonlocal latest
        found = arena.duel(smaller)
        if found.verdict == "different" and found.operations == len(smaller) and found.names() & outcome.names():
            latest = found
            return True
        return False

    small = shrunk(told, still, attempts)
    yield f"history {seed} differs; the smallest that does:"
    yield from latest.lines(small)
    yield f"again: {REPEAT} {seed}"


def _table(counts: Counter[str], operations: int) -> Table:
    table = Table("outcome", "histories", "share")
    total = counts.total()
    for verdict in ("equal", "different", "leaked", "unsteady", "stuck", "panic", "refused"):
        table.add_row(verdict, str(counts[verdict]), f"{100 * counts[verdict] / total:.1f} %" if total else "")
    table.add_row("all", str(total), f"{operations} operations")
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
