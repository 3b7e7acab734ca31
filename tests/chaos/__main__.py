"""`python -m chaos`: a fault at every request of a scenario, and a table of what came of it.

    python -m chaos                              every request, every fault, in one process: minutes
    python -m chaos --sample 300 --seed 7        so many of these cases, chosen by the seed
    python -m chaos --case 'up:57:reset after'   one case
    python -m chaos --engine embedded --sample 20   so many lives of a stack in a whole engine, killed ones too

The exit code is 1 when a promise was broken; each such case is shown with the command that repeats it.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress

from chaos import sweep, whole
from chaos.faults import ONCE
from chaos.lives import Lives
from chaos.report import Report
from chaos.verdict import Case, Verdict
from support.engines import KINDS

Told = Callable[[Verdict], None]
Planned = Callable[[int, str], None]
_OFTEN = 250
"""After so many cases there is a line where no progress bar can be shown."""


def main() -> int:
    """Run what the command line asks for."""
    asked = _arguments()
    console = Console(width=150)
    began = time.monotonic()
    engine = f"--engine {asked.engine} " if asked.engine else ""
    report = Report(f"make chaos ARGS=\"{engine}--case '{{}}'\"")
    with Progress(console=console) as progress:
        task = progress.add_task("faults")
        done = itertools.count(1)

        def told(verdict: Verdict) -> None:
            lines = report.add(verdict) + ([f"  said: {line}" for line in verdict.lines] if asked.case else [])
            for line in lines:
                progress.console.print(line, highlight=False, markup=False, soft_wrap=True)
            progress.update(task, advance=1)
            if not (number := next(done)) % _OFTEN and not console.is_terminal:
                progress.console.print(f"{number} cases, {len(report.broken)} broken, {time.monotonic() - began:.0f} s")

        def planned(cases: int, text: str) -> None:
            progress.update(task, total=cases)
            progress.console.print(text, highlight=False)

        try:
            (in_whole_engines if asked.engine else in_one_process)(asked, told, planned)
        except KeyboardInterrupt:
            progress.console.print("interrupted: what was done so far")
    console.print(report.table())
    console.print(
        f"{report.injected} cases in {time.monotonic() - began:.0f} s, {len(report.broken)} broken", highlight=False
    )
    return 1 if report.broken else 0


def in_one_process(asked: argparse.Namespace, told: Told, planned: Planned) -> None:
    """Sweep over the requests of the scenario."""
    story = sweep.phases()
    learned = sweep.learn(story)
    requests = {phase: len(found) for phase, found in learned.asked.items()}
    cases = sweep.all_cases(learned)
    if asked.fault:
        cases = [case for case in cases if case.fault in asked.fault]
    if asked.phase:
        cases = [case for case in cases if case.phase in asked.phase]
    if asked.once:
        cases = [case for case in cases if not case.lasting]
    if asked.case:
        cases = asked.case
    elif asked.sample:
        cases = random.Random(asked.seed).sample(cases, min(asked.sample, len(cases)))
    text = f"{len(story[0].goals)} resources, {sum(requests.values())} requests: {requests}"
    planned(len(cases), f"{text}\n{len(cases)} cases, seed {asked.seed}")
    sweep.sweep(story, learned, cases, told, asked.workers)


def in_whole_engines(asked: argparse.Namespace, told: Told, planned: Planned) -> None:
    """Let stacks live with a fault in each command, as many lives as `--sample` says."""
    cases = asked.case or []
    with TemporaryDirectory(prefix="chaos-") as folder:
        lives = Lives(Path(folder), asked.engine, tuple(asked.fault or whole.FAULTS), asked.seed)
        text = f"{asked.engine} engine, requests: {lives.known.requests}, seed {asked.seed}"
        number = 1 if cases else asked.sample or 10
        planned(len(cases) or number * len(lives.known.requests), text)
        lives.run(number, told, asked.workers, {case.phase: case for case in cases})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m chaos", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--engine", choices=KINDS, help="whole engines; otherwise providers in one process")
    parser.add_argument("--sample", type=int, default=0, help="so many cases instead of all, or lives of 6 (10)")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="chooses the sample")
    parser.add_argument(
        "--fault", action="append", choices=sorted({*ONCE, *whole.FAULTS}), help="only this fault; repeatable"
    )
    parser.add_argument("--phase", action="append", help="only in this command: up, change, ...; repeatable")
    parser.add_argument("--once", action="store_true", help="no fault that lasts until the command ends")
    parser.add_argument(
        "--case", action="append", type=Case.read, help="only this case, such as 'up:57:reset after'; repeatable"
    )
    parser.add_argument("--workers", type=int, default=2, help="cases at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
