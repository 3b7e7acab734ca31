"""`make properties`: as many cases as wanted of every law on every kind, with progress, a table, and an exit code.

    PYTHONPATH=tests python -m properties --cases 100000 [--seed N] [--only WORDS] [--jobs N] [--fuzz]

The seed is printed; the same seed gives the same cases. A failure is shrunk and printed, and the rest goes on.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from fuzz.laws_fuzz import answers_of_any_form_are_told
from fuzz.laws_text import LAWS as TEXTS
from properties.kinds_of import KINDS
from properties.laws_lives import LIVES
from properties.laws_pure import LAWS
from properties.world import World

ANSWERS = {"answers_of_any_form_are_told": answers_of_any_form_are_told}
_PURE_FOR_A_LIFE = 5
"""Cases of a law that needs no vendor for each case of one that does."""
SHARD = 250
"""Cases of one law on one kind that a worker runs at a time; each has a seed of its own."""


@dataclass(frozen=True)
class Shard:
    """A piece of work."""

    law: str
    kind: str
    cases: int
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What became of it."""

    shard: Shard
    done: int
    seconds: float
    failure: str


def run(shard: Shard) -> Outcome:
    """Run the cases of one shard; a failure comes back as text, shrunk."""
    if shard.law in LAWS:
        return _run(shard, LAWS[shard.law])
    with World() as world, TemporaryDirectory() as folder:
        if shard.law in TEXTS:
            return _run(shard, lambda draw, _kind: TEXTS[shard.law](world, draw, Path(folder)))
        return _run(shard, partial({**LIVES, **ANSWERS}[shard.law], world))


def _run(shard: Shard, law: Callable[[Any, str], None]) -> Outcome:
    done = 0

    @seed(shard.seed)
    @settings(
        max_examples=shard.cases,
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=[Phase.generate, Phase.shrink],
    )
    @given(st.data())
    def case(data: st.DataObject) -> None:
        nonlocal done
        law(data.draw, shard.kind)
        done += 1

    started, failure = time.process_time(), ""
    try:
        case()
    except Exception as error:
        failure = "".join(traceback.format_exception(error))
    return Outcome(shard, done, time.process_time() - started, failure)


def shards(cases: int, first_seed: int, only: str, *, fuzz: bool = False) -> list[Shard]:
    """Divide the cases among laws and kinds; a whole life is dear, so of those there are fewer."""
    of_kinds, texts = (ANSWERS, TEXTS) if fuzz else ((*LAWS, *LIVES), ())
    pairs = [*((law, kind) for law in of_kinds for kind in KINDS), *((law, "text") for law in texts)]
    pairs = [(law, kind) for law, kind in pairs if only in f"{law}/{kind}"]
    shares = [1 if law in LIVES or law in ANSWERS else _PURE_FOR_A_LIFE for law, _ in pairs]
    found: list[Shard] = []
    for number, (law, kind) in enumerate(pairs):
        left = cases * sum(shares[: number + 1]) // sum(shares) - cases * sum(shares[:number]) // sum(shares)
        while left > 0:
            found.append(Shard(law, kind, min(SHARD, left), first_seed + len(found)))
            left -= SHARD
    random.Random(first_seed).shuffle(found)
    return found


def table_of(outcomes: list[Outcome], first_seed: int) -> Table:
    """Return the counts: cases and failures by law."""
    cases, failures, seconds = Counter[str](), Counter[str](), Counter[str]()
    for one in outcomes:
        cases[one.shard.law] += one.done
        failures[one.shard.law] += bool(one.failure)
        seconds[one.shard.law] += int(one.seconds * 1000)
    table = Table(title=f"properties, seed {first_seed}, {len(KINDS)} kinds")
    for name in ("law", "cases", "failures", "ms a case"):
        table.add_column(name, justify="left" if name == "law" else "right")
    for law, number in sorted(cases.items()):
        table.add_row(law, f"{number:,}", str(failures[law]), f"{seconds[law] / max(1, number):.1f}")
    table.add_row("all", f"{cases.total():,}", str(failures.total()), f"{seconds.total() / max(1, cases.total()):.1f}")
    return table


def main() -> int:
    """Run everything; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--only", default="", help="a part of law/kind")
    parser.add_argument("--fuzz", action="store_true", help="text from outside, and answers of any form, instead")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    told = parser.parse_args()
    console = Console()
    work = shards(told.cases, told.seed, told.only, fuzz=told.fuzz)
    console.print(f"{told.cases:,} cases, {len(work)} shards, seed {told.seed}")
    outcomes: list[Outcome] = []
    failed: set[tuple[str, str]] = set()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ProcessPoolExecutor(told.jobs) as pool, Progress(*columns, console=console) as progress:
        bar = progress.add_task("cases", total=told.cases)
        for future in as_completed([pool.submit(run, shard) for shard in work]):
            outcome = future.result()
            outcomes.append(outcome)
            progress.advance(bar, outcome.shard.cases)
            ran = sum(one.shard.cases for one in outcomes)
            if not console.is_terminal and ran * 10 // told.cases > (ran - outcome.shard.cases) * 10 // told.cases:
                console.print(f"{ran:,} of {told.cases:,}", highlight=False)
            place = (outcome.shard.law, outcome.shard.kind)
            if outcome.failure and place not in failed:
                failed.add(place)
                console.print(f"[red]{' '.join(place)}, shard seed {outcome.shard.seed}", highlight=False)
                console.print(outcome.failure[-4000:], markup=False, highlight=False)
    console.print(table_of(outcomes, told.seed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
