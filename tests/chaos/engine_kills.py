"""`python -m chaos.engine_kills`: engines killed at every point of a scenario, each taken over by each.

    python -m chaos.engine_kills                         every point, every engine that is here; every write
    python -m chaos.engine_kills --sample 20 --seed 7    so many of these cases, chosen by the seed
    python -m chaos.engine_kills --case 'embedded:begin creating a 1:pulumi'

A point is the beginning or the end of a call of the provider: the beginning of a check or a comparison lies between two
steps, those of the other calls in the middle of one. `write:before 4` and its like kill the embedded engine at a write
of the state file. The exit code is 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from support import engines
from support.canaries import watching
from support.engines import KINDS, missing
from support.lives import crash, kills
from support.lives.place import Place
from support.nursery import nursery

WRITE = "write"
"""Stands for the engine in the name of a case that kills at a write."""
CANARY = "canary-"
"""Begins every secret that the provider of these lives makes."""


def cases(root: Path, prepared: Path) -> Iterator[str]:
    """Yield the names of all cases; learns the points of each engine from an undisturbed run."""
    here = [kind for kind in KINDS if missing(kind) is None]
    for killed in here:
        with Place(root / f"undisturbed-{killed}") as place:
            found = kills.points(place, prepared, killed)
        yield from (str(kills.Case(killed, point, taker)) for point in found for taker in here)
    yield from (f"{WRITE}:{when}" for when in crash.POINTS)


def carry_out(name: str, place: Place, prepared: Path) -> str:
    """Live one case; return what is wrong, empty when nothing is."""
    with watching() as watch:
        watch.plant([CANARY])
        return _lived(name, place, prepared) or "\n".join(f"a secret is told: {leak}" for leak in watch.leaks())


def _lived(name: str, place: Place, prepared: Path) -> str:
    try:
        if name.startswith(f"{WRITE}:"):
            crash.start(place, prepared)
            crash.converges(place, name.partition(":")[2])
        else:
            kills.live(place, prepared, kills.Case.parse(name))
    except AssertionError as error:
        return str(error)
    return ""


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m chaos.engine_kills", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many cases instead of all")
    parser.add_argument("--seed", type=int, default=1, help="chooses them (default 1)")
    parser.add_argument("--case", action="append", default=[], help="this case; may be given several times")
    arguments = parser.parse_args()
    console = Console(width=150)
    with TemporaryDirectory() as folder, nursery(Path(folder) / "nursery") as python:
        engines.QUICK.append(lambda: python)  # for all commands but those that are to be killed
        root = Path(folder)
        prepared = kills.prepare(root / "prepared")
        chosen = arguments.case or list(cases(root, prepared))
        if arguments.sample:
            chosen = random.Random(arguments.seed).sample(chosen, min(arguments.sample, len(chosen)))
        return _run(console, root, prepared, chosen)


def _run(console: Console, root: Path, prepared: Path, chosen: list[str]) -> int:
    started, ran, broken = time.monotonic(), Counter[str](), Counter[str]()
    with Progress(console=console) as progress:
        task = progress.add_task("engines killed", total=len(chosen))
        for number, name in enumerate(chosen):
            with Place(root / f"case-{number}") as place:
                wrong = carry_out(name, place, prepared)
            kind = _kind(name)
            ran[kind] += 1
            if wrong:
                broken[kind] += 1
                console.print(f"broken: {name}\n{wrong}", markup=False)
            progress.advance(task)
            if not console.is_terminal and number % 25 == 24:
                console.print(f"{number + 1} of {len(chosen)}, {broken.total()} broken", highlight=False)
    table = Table("killed", "taken over by", "cases", "broken")
    for kind in sorted(ran):
        table.add_row(*kind.split(" > "), str(ran[kind]), str(broken[kind]))
    console.print(table)
    console.print(f"{len(chosen)} engines killed, {broken.total()} promises broken, {time.monotonic() - started:.0f} s")
    return 1 if broken else 0


def _kind(name: str) -> str:
    killed, *_, taker = name.split(":")
    return "embedded, at a write > embedded" if killed == WRITE else f"{killed} > {taker}"


if __name__ == "__main__":
    sys.exit(main())
