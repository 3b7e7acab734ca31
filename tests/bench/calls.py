"""`python -m bench.calls`: what a stack of alert sources costs in calls, by the sandbox's log, on both engines.

    python -m bench.calls                               10 and 100 sources on every engine that is here
    python -m bench.calls --sizes 10 100 500 --into docs/measured
    python -m bench.calls --sizes 500 --delay 50        each call takes 50 ms
    python -m bench.calls --sizes 500 --limited         under ilert's 120 calls a minute (twelve minutes and more)

A stack has one escalation policy. Only one phase of each command is counted (no preview before it). No timing is
asserted; the exit code is 1 when a command failed, a call was refused, or a budget was not kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.progress import Progress

from bench.engines import surroundings
from bench.figures import plot, table
from bench.measured import Cost, measure
from support.engines import KINDS, Engine, missing
from support.sandbox import Control, Sandbox, running

_PROGRAM: Final = Path(__file__).parent / "program" / "sources.py"
_TIMEOUT: Final = 3600
PAGE: Final = 50
"""Objects on one page of ilert's lists (`ilert.md 1.6`)."""
AT_ONCE: Final = 4
"""Calls that the plugin of a dynamic provider makes at once."""

OPERATIONS: Final = {
    "create": ("up", "--skip-preview"),
    "refresh": ("refresh", "--skip-preview"),
    "preview with refresh": ("preview", "--refresh"),
    "one change, with refresh": ("up", "--skip-preview", "--refresh"),
    "destroy": ("destroy", "--skip-preview"),
}


@dataclass(frozen=True)
class Calls:
    """What a vendor was asked."""

    total: int
    refused: int
    """Answers with 429."""


@dataclass(frozen=True)
class Row:
    """What one operation cost."""

    engine: str
    sources: int
    operation: str
    calls: Calls
    cost: Cost

    @property
    def kept(self) -> bool:
        """Whether the budget was kept and nothing was refused."""
        return self.calls.total <= budget(self.operation, self.sources) and not self.calls.refused


def counted(control: Control, vendor: str = "ilert") -> Calls:
    """Count the requests since the log was cleared."""
    rows = control.requests_log(vendor)
    return Calls(len(rows), sum(row["status"] == 429 for row in rows))


def budget(operation: str, sources: int) -> int:
    """Return the most calls that an operation may make; 512, 12, 13 and 512 with 500 sources."""
    pages = sources // PAGE + 1
    return {
        "create": sources + 12,
        "refresh": pages + 1,
        "preview with refresh": pages + 1,
        "one change, with refresh": pages + 2,
        "destroy": sources + 12,
    }[operation]


def unavoidable(operation: str, sources: int) -> int:
    """Return the calls that ilert's API leaves no way around: one for each write, one for each page that is read."""
    reads = -(-(sources + 1) // PAGE) + 1
    writes = sources + 1
    return {
        "create": writes,
        "refresh": reads,
        "preview with refresh": reads,
        "one change, with refresh": reads + 1,
        "destroy": writes,
    }[operation]


def place(root: Path, kind: str, sandbox: Sandbox, limited: bool) -> Engine:
    """Make a project and a stack for the sandbox's ilert account."""
    project = root / "project"
    for folder in (project, root / "state", root / "home"):
        folder.mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    shutil.copy(_PROGRAM, project / "__main__.py")
    free = {} if limited else {"ILERT_CALLS_PER_MINUTE": "100000"}
    engine = Engine(kind, project, root / "state", root / "home", env={**sandbox.settings("ilert"), **free})
    engine.init()
    return engine


def run(engine: Engine, sandbox: Sandbox, sources: int, progress: Progress) -> list[Row]:
    """Measure all operations on one stack; raises ``AssertionError`` when a command fails."""
    rows = []
    user = str(sandbox.control.objects("ilert", "users")[0]["id"])
    task = progress.add_task(f"{engine.kind}, {sources}", total=len(OPERATIONS))
    for operation, command in OPERATIONS.items():
        changed = None if operation in {"create", "refresh", "preview with refresh"} else 2
        (engine.project / "sources.json").write_text(
            json.dumps({"user": user, "sources": sources, "changed": changed}), "utf-8"
        )
        sandbox.control.clear_log()
        result, cost = measure(lambda words=command: engine.begin(*words), _TIMEOUT)  # type: ignore[misc]
        result.check()
        row = Row(engine.kind, sources, operation, counted(sandbox.control), cost)
        rows.append(row)
        mark = "" if row.kept else f"  more than {budget(operation, sources)}, or refused: {row.calls.refused}"
        said = f"{engine.kind:8} {sources:5} {operation:24} {row.calls.total:5} calls, {cost.seconds:7.2f} s{mark}"
        progress.console.print(said, highlight=False)
        progress.advance(task)
    progress.remove_task(task)
    return rows


def report(rows: Sequence[Row], delay: float) -> str:
    """Return the table in Markdown; the floor is what the calls alone would take, `delay` seconds each."""
    lines = []
    for row in rows:
        floor = unavoidable(row.operation, row.sources) * delay / AT_ONCE
        ratio = f"{row.cost.seconds / floor:.1f}" if floor else ""
        calls = (str(row.calls.total), str(budget(row.operation, row.sources)), str(row.calls.refused))
        costs = (f"{row.cost.seconds:.1f}", f"{row.cost.processor:.1f}", f"{row.cost.memory:.0f}", ratio)
        lines.append((row.operation, row.engine, str(row.sources), *calls, *costs))
    order = list(OPERATIONS)
    lines.sort(key=lambda line: (order.index(line[0]), int(line[2]), line[1]))
    header = ("operation", "engine", "sources", "calls", "at most", "refused")
    return table((*header, "seconds", "processor seconds", "peak MB", "seconds ÷ floor"), lines)


def drawing(rows: Sequence[Row]) -> str:
    """Return the plot: seconds by sources, a line per engine and operation."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        series.setdefault(f"{row.operation}, {row.engine}", []).append((row.sources, row.cost.seconds))
    return plot("ilert alert sources", "alert sources", "seconds", series)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.calls", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100], help="how many sources (default 10 100)")
    parser.add_argument("--engines", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--delay", type=float, default=0.0, help="milliseconds that each call takes (default none)")
    parser.add_argument("--limited", action="store_true", help="ilert's own limit of 120 calls a minute")
    parser.add_argument("--into", type=Path, help="write calls.md and calls.svg into this directory")
    arguments = parser.parse_args()
    console = Console(width=150)
    kinds = [kind for kind in arguments.engines if missing(kind) is None]
    rows: list[Row] = []
    failed = False
    with TemporaryDirectory() as name, Progress(console=console, transient=True) as progress:
        folder = Path(name)
        with running(folder / "sandbox") as sandbox:
            for size in arguments.sizes:
                for kind in kinds:
                    sandbox.control.reset()
                    if arguments.limited:
                        sandbox.control.switch(**{"ilert.rate_limit": "documented"})
                    if arguments.delay:
                        sandbox.control.fault(vendor="ilert", method="*", times=0, delayMs=arguments.delay)
                    with place(folder / f"{kind}-{size}", kind, sandbox, arguments.limited) as engine:
                        try:
                            rows += run(engine, sandbox, size, progress)
                        except AssertionError as error:
                            failed = True
                            console.print(str(error), markup=False)
    told = f"Each call takes {arguments.delay:g} ms." if arguments.delay else "Calls take what the sandbox needs."
    limit = " At most 120 calls a minute are allowed." if arguments.limited else ""
    text = f"{report(rows, arguments.delay / 1000)}\n{told}{limit} {surroundings(kinds)}\n"
    console.print(text, markup=False, highlight=False)
    if arguments.into is not None and rows:
        arguments.into.mkdir(parents=True, exist_ok=True)
        (arguments.into / "calls.md").write_text(text, "utf-8")
        (arguments.into / "calls.svg").write_text(drawing(rows), "utf-8")
    return 1 if failed or not all(row.kept for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
