"""`python -m chaos`: a fault at every request of a scenario, and a table of what came of it.

    python -m chaos                              every request, every fault, in one process: minutes
    python -m chaos --sample 300 --seed 7        so many of these cases, chosen by the seed
    python -m chaos --case 'up:57:reset after'   one case
    python -m chaos --engine embedded            whole engines, killed and interrupted too

The exit code is 1 when a promise was broken; each such case is shown with the command that repeats it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from rich.console import Console
from rich.progress import Progress

from chaos import sweep
from chaos.faults import LASTING, ONCE
from chaos.report import Report


def main() -> int:
    """Run what the command line asks for."""
    asked = _arguments()
    console = Console(width=150)
    story = sweep.phases()
    learned = sweep.learn(story)
    requests = {phase: len(found) for phase, found in learned.asked.items()}
    console.print(f"{len(story[0].goals)} resources, {sum(requests.values())} requests: {requests}", highlight=False)
    cases = sweep.all_cases(learned)
    if asked.fault:
        cases = [case for case in cases if case.fault in asked.fault]
    if asked.once:
        cases = [case for case in cases if not case.lasting]
    if asked.case:
        cases = [sweep.Case.read(text) for text in asked.case]
    elif asked.sample:
        cases = random.Random(asked.seed).sample(cases, min(asked.sample, len(cases)))  # noqa: S311 (no security)
        console.print(f"seed {asked.seed}", highlight=False)
    report, began = Report("make chaos CHAOS="), time.monotonic()
    with Progress(console=console) as progress:
        task = progress.add_task("faults", total=len(cases))
        for number, verdict in enumerate(sweep.sweep(story, learned, cases, asked.workers), 1):
            for line in report.add(verdict):
                progress.console.print(line, highlight=False, markup=False, soft_wrap=True)
            progress.update(task, advance=1)
            if asked.case:
                for line in verdict.lines:
                    progress.console.print(f"  said: {line}", highlight=False, markup=False, soft_wrap=True)
            if not console.is_terminal and number % 500 == 0:
                print(
                    f"{number} of {len(cases)}, {len(report.broken)} broken, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
    console.print(report.table())
    console.print(
        f"{len(cases)} cases in {time.monotonic() - began:.0f} s, {len(report.broken)} broken", highlight=False
    )
    return 1 if report.broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m chaos", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sample", type=int, default=0, help="so many cases instead of all")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="chooses the sample")  # noqa: S311
    parser.add_argument(
        "--fault", action="append", choices=sorted({*ONCE, *LASTING}), help="only this fault; repeatable"
    )
    parser.add_argument("--once", action="store_true", help="no fault that lasts until the command ends")
    parser.add_argument("--case", action="append", help="only this case, such as 'up:57:reset after'; repeatable")
    parser.add_argument("--workers", type=int, default=2, help="cases at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
