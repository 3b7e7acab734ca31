"""`python -m bench.engines`: what the engines themselves cost, on resources that cost nothing.

    python -m bench.engines                                  1 and 500 resources on every engine that is here
    python -m bench.engines --sizes 500 1000 2000 4000 --into docs/measured
    python -m bench.engines --sizes 4000 --engines embedded

Resources are created, brought up again without a change, previewed, refreshed and destroyed, by one engine after the
other on the same machine. `--into` writes a table and a plot. No timing is asserted; the exit code is 1 when a command
failed. The CLI writes its whole state twice per change: above `--cli-changes` resources it takes over the state that
the embedded engine made, and leaves it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psutil
from rich.console import Console
from rich.progress import Progress

from bench.figures import plot, table
from bench.measured import Cost, measure
from support.engines import KINDS, Engine, missing

_PROGRAM: Final = Path(__file__).parent / "program"
_TIMEOUT: Final = 3600
_LEAST: Final = 1
"""The size whose cost is that of starting; what more resources cost is counted from it."""

OPERATIONS: Final = {
    "create": ("up", "--skip-preview"),
    "no change": ("up", "--skip-preview", "--expect-no-changes"),
    "preview": ("preview", "--expect-no-changes"),
    "refresh": ("refresh", "--skip-preview", "--expect-no-changes"),
    "destroy": ("destroy", "--skip-preview"),
}
"""What is measured, in this order, and the command for it."""

_TELLING: Final = 400
"""From so many resources on a thousand's cost and the goals are told: below, starting and chance outweigh them."""

CHANGING: Final = ("create", "destroy")
GOALS: Final = {"create": 0.2, "no change": 0.5, "refresh": 0.8}
"""At most this part of the CLI's seconds, of many resources."""


@dataclass(frozen=True)
class Row:
    """One measurement."""

    engine: str
    resources: int
    operation: str
    cost: Cost


def run(engine: Engine, resources: int, operations: Collection[str], progress: Progress) -> list[Row]:
    """Measure *operations* on a stack of *resources* resources; raises ``AssertionError`` when a command fails."""
    rows = []
    task = progress.add_task(f"{engine.kind}, {resources}", total=len(operations))
    for operation, command in OPERATIONS.items():
        if operation not in operations:
            continue
        result, cost = measure(lambda words=command: engine.begin(*words), _TIMEOUT)  # type: ignore[misc]
        result.check()
        rows.append(Row(engine.kind, resources, operation, cost))
        said = (
            f"{engine.kind:8} {resources:5} {operation:9} {cost.seconds:8.2f} s, {cost.processor:8.2f} s of processor"
        )
        progress.console.print(f"{said}, {cost.memory:5.0f} MB", highlight=False)
        progress.advance(task)
    progress.remove_task(task)
    return rows


def place(root: Path, kind: str, resources: int, state: Path | None) -> Engine:
    """Make a project of *resources* resources in *root* and a stack for it, with a copy of *state* if there is one."""
    project = root / "project"
    project.mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    shutil.copy(_PROGRAM / "cheap.py", project)
    lines = ("from cheap import Cheap", f"for number in range({resources}):", "    Cheap(f'r{number}', number)")
    (project / "__main__.py").write_text("\n".join(lines) + "\n")
    if state is not None:
        shutil.copytree(state, root / "state")
        shutil.copy(state.parent / "project" / "Pulumi.dev.yaml", project)
    else:
        (root / "state").mkdir()
    (root / "home").mkdir()
    engine = Engine(kind, project, root / "state", root / "home")
    if state is None:
        engine.init()
    return engine


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    kinds: Sequence[str]
    operations: Collection[str]
    cli_changes: int


def sized(root: Path, resources: int, asked: Asked, progress: Progress) -> list[Row]:
    """Measure one size on all engines; the embedded one first, so that its state can be taken over."""
    rows: list[Row] = []
    made: Path | None = None
    for kind in sorted(asked.kinds):
        takes_over = kind == "pulumi" and resources > asked.cli_changes and made is not None
        folder = root / f"{kind}-{resources}"
        with place(folder, kind, resources, made if takes_over else None) as engine:
            first = () if takes_over else ("create",)
            rows += run(engine, resources, first, progress)
            if kind == "embedded":
                made = root / f"made-{resources}" / "state"
                shutil.copytree(folder / "state", made)
                shutil.copytree(folder / "project", made.parent / "project")
            others = [name for name in asked.operations if name != "create" and not (takes_over and name in CHANGING)]
            rows += run(engine, resources, others, progress)
    return rows


def report(rows: Sequence[Row]) -> str:
    """Return the table in Markdown: what each command cost, and what a thousand resources add to it."""
    known = {(row.engine, row.resources, row.operation): row.cost for row in rows}
    lines = []
    for row in rows:
        least = known.get((row.engine, _LEAST, row.operation))
        cli = known.get(("pulumi", row.resources, row.operation))
        more = (row.resources - _LEAST) / 1000
        grown = ("", "")
        if least is not None and row.resources >= _TELLING:
            grown = (
                f"{(row.cost.seconds - least.seconds) / more:.1f}",
                f"{(row.cost.memory - least.memory) / more:.0f}",
            )
        ratio = f"{row.cost.seconds / cli.seconds:.2f}" if cli is not None and row.engine != "pulumi" else ""
        goal = f"{GOALS[row.operation]}" if ratio and row.operation in GOALS and row.resources >= _TELLING else ""
        costs = (f"{row.cost.seconds:.1f}", f"{row.cost.processor:.1f}", f"{row.cost.memory:.0f}")
        lines.append((row.operation, row.engine, str(row.resources), *costs, *grown, ratio, goal))
    order = list(OPERATIONS)
    lines.sort(key=lambda line: (order.index(line[0]), int(line[2]), line[1]))
    header = ("operation", "engine", "resources", "s", "CPU s", "MB")
    return table((*header, "s per 1,000", "MB per 1,000", "÷ CLI", "goal"), lines)


def _drawn(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.operation in GOALS]


def drawing(rows: Sequence[Row]) -> str:
    """Return the plot: seconds by resources, a line per engine and operation."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in _drawn(rows):
        series.setdefault(f"{row.operation}, {row.engine}", []).append((row.resources, row.cost.seconds))
    return plot("Resources that cost nothing", "resources", "seconds", series)


def page(rows: Sequence[Row], where: str) -> str:
    """Return Markdown: the table, its plot if there is one, and where this was measured."""
    plotted = "![Seconds by resources, a line per engine and operation](engines.svg)\n\n" if _drawn(rows) else ""
    return f"{report(rows)}\n{plotted}{where}\n"


def surroundings(kinds: Collection[str]) -> str:
    """Return when and where this was measured, for a line under the table."""
    cli = "no pulumi CLI"
    if "pulumi" in kinds:
        told = subprocess.run(["pulumi", "version"], capture_output=True, text=True, check=True).stdout
        cli = f"pulumi CLI {told.strip().removeprefix('v')}"
    software = f"Python {platform.python_version()}, Pulumi SDK {version('pulumi')}, {cli}"
    machine = f"{os.cpu_count()} processors, {psutil.virtual_memory().total / 1e9:.0f} GB of memory"
    return f"Measured on {date.today().isoformat()} with {software} on {platform.system()}, {machine}."


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500], help="how many resources (default 500)")
    parser.add_argument("--engines", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--operations", nargs="+", choices=list(OPERATIONS), default=list(OPERATIONS))
    parser.add_argument("--cli-changes", type=int, default=500, help="the CLI creates at most so many (default 500)")
    parser.add_argument("--into", type=Path, help="write engines.md and engines.svg into this directory")
    arguments = parser.parse_args()
    console = Console(width=150)
    kinds = [kind for kind in arguments.engines if missing(kind) is None]
    asked = Asked(kinds, arguments.operations, arguments.cli_changes)
    rows: list[Row] = []
    failed = False
    with TemporaryDirectory() as folder, Progress(console=console, transient=True) as progress:
        for resources in sorted({_LEAST, *arguments.sizes}):
            try:
                rows += sized(Path(folder), resources, asked, progress)
            except AssertionError as error:
                failed = True
                console.print(str(error), markup=False)
    text = page(rows, surroundings(kinds))
    console.print(text, markup=False, highlight=False)
    if arguments.into is not None and rows:
        arguments.into.mkdir(parents=True, exist_ok=True)
        (arguments.into / "engines.md").write_text(text, "utf-8")
        if _drawn(rows):
            (arguments.into / "engines.svg").write_text(drawing(rows), "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
