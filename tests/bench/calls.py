"""`python -m bench.calls`: what stacks of each vendor's objects cost in calls, by the sandbox's log, on both engines.

    python -m bench.calls                               10 and 100 of each vendor on every engine that is here
    python -m bench.calls --sizes 10 100 500 --into docs/measured
    python -m bench.calls --vendors xmatters --delay 0  calls take no time of their own
    python -m bench.calls --vendors ilert --sizes 500 --limited     under ilert's 120 calls a minute (twenty minutes)

`bench.stacks` says what a stack is made of and what its operations may cost. Only one phase of each command is counted
(no preview before it). No timing is asserted; the exit code is 1 when a command failed, a call was refused, or a budget
was not kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.progress import Progress

from bench.calls_report import Calls, Row, drawing, page
from bench.engines import surroundings
from bench.measured import measure
from bench.stacks.apifortress import Connectors
from bench.stacks.base import FIRST_CHANGED, OPERATIONS, Stack
from bench.stacks.ilert import AlertSources
from bench.stacks.xmatters import InboundIntegrations
from support.engines import KINDS, Engine, missing
from support.sandbox import Control, Sandbox, running

_PROGRAMS: Final = Path(__file__).parent / "program"
_TIMEOUT: Final = 3600
_UNPACED: Final = "100000"
"""Calls a minute that are never reached."""

STACKS: Final[dict[str, Stack]] = {
    stack.vendor: stack for stack in (AlertSources(), InboundIntegrations(), Connectors())
}


def counted(control: Control, vendor: str) -> Calls:
    """Count the requests since the log was cleared."""
    rows = control.requests_log(vendor)
    return Calls(len(rows), sum(row["status"] == 429 for row in rows))


def place(root: Path, kind: str, sandbox: Sandbox, stack: Stack, limited: bool) -> Engine:
    """Make a project and a stack for the sandbox's account."""
    project = root / "project"
    for folder in (project, root / "state", root / "home"):
        folder.mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    shutil.copy(_PROGRAMS / stack.program, project / "__main__.py")
    free = {} if limited else {f"{stack.vendor.upper()}_CALLS_PER_MINUTE": _UNPACED}
    engine = Engine(kind, project, root / "state", root / "home", env={**sandbox.settings(stack.vendor), **free})
    engine.init()
    return engine


def run(engine: Engine, control: Control, stack: Stack, size: int, progress: Progress) -> Iterator[Row]:
    """Measure all operations on one stack; raises ``AssertionError`` when a command fails."""
    told = {**stack.prepare(control, size), "size": size}
    changed = False
    task = progress.add_task(f"{stack.vendor}, {engine.kind}, {size}", total=len(OPERATIONS))
    for operation, command in OPERATIONS.items():
        changed = changed or operation == FIRST_CHANGED
        (engine.project / "bench.json").write_text(json.dumps({**told, "changed": changed}), "utf-8")
        control.clear_log()
        result, cost = measure(lambda words=command: engine.begin(*words), _TIMEOUT)  # type: ignore[misc]
        result.check()
        row = Row(stack, engine.kind, size, operation, counted(control, stack.vendor), cost)
        mark = "" if row.kept else f"  more than {row.at_most}, or refused: {row.calls.refused}"
        said = f"{stack.vendor:11} {engine.kind:8} {size:5} {operation:24} {row.calls.total:5} calls"
        progress.console.print(f"{said}, {cost.seconds:7.2f} s{mark}", highlight=False)
        progress.advance(task)
        yield row
    progress.remove_task(task)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.calls", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100], help="how many objects (default 10 100)")
    parser.add_argument("--vendors", nargs="+", choices=list(STACKS), default=list(STACKS), help="(default all)")
    parser.add_argument("--engines", nargs="+", choices=KINDS, default=list(KINDS), help="(default both)")
    parser.add_argument("--delay", type=int, default=50, help="milliseconds that each call takes (default 50)")
    parser.add_argument("--limited", action="store_true", help="pace as for a real account; the sandbox refuses more")
    parser.add_argument(
        "--into", type=Path, help="write calls.md and a plot for each vendor (calls-limited.md when limited) here"
    )
    arguments = parser.parse_args()
    console = Console(width=150)
    kinds = [kind for kind in arguments.engines if missing(kind) is None]
    rows: list[Row] = []
    failed = False
    with TemporaryDirectory() as name, Progress(console=console, transient=True) as progress:
        folder = Path(name)
        with running(folder / "sandbox") as sandbox:
            places = [
                (STACKS[vendor], size, kind)
                for vendor in arguments.vendors
                for size in arguments.sizes
                for kind in kinds
            ]
            for stack, size, kind in places:
                sandbox.control.reset()
                if arguments.limited and stack.limit:
                    sandbox.control.switch(**stack.limit)
                if arguments.delay:
                    sandbox.control.fault(vendor=stack.vendor, method="*", times=0, delayMs=arguments.delay)
                with place(folder / f"{stack.vendor}-{kind}-{size}", kind, sandbox, stack, arguments.limited) as engine:
                    try:
                        rows.extend(run(engine, sandbox.control, stack, size, progress))
                    except AssertionError as error:
                        failed = True
                        console.print(str(error), markup=False)
    text = page(rows, arguments.delay / 1000, limited=arguments.limited, surroundings=surroundings(kinds))
    console.print(text, markup=False, highlight=False)
    if arguments.into is not None and rows:
        _write(arguments.into, text, rows, limited=arguments.limited)
    return 1 if failed or not all(row.kept for row in rows) else 0


def _write(into: Path, text: str, rows: Sequence[Row], *, limited: bool) -> None:
    into.mkdir(parents=True, exist_ok=True)
    if limited:
        (into / "calls-limited.md").write_text(text, "utf-8")
        return
    (into / "calls.md").write_text(text, "utf-8")
    for vendor in {row.stack.vendor for row in rows}:
        plot = drawing([row for row in rows if row.stack.vendor == vendor])
        (into / f"calls-{vendor}.svg").write_text(plot, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
