"""Break the core in every small way, one at a time, and see that a test of the core fails: `make mutants`.

    python -m mutation.mutants [--workers 2] [PATTERN ...]     # such as "alert_wiring.core.retry*"

It works on a copy in build/mutation, so nothing here is touched. It prints a line per file with what was killed, writes
what survived to build/mutation/survivors.txt as differences, and ends with 1 when less than 90 % were killed or when a
survivor is not explained in `explained.yaml` beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

REPOSITORY = Path(__file__).parents[2]
TREE = REPOSITORY / "build/mutation"
CORE = "src/alert_wiring/core"
TESTS = "tests/alert_wiring/core"
LEAST_KILLED = 0.9

CONFIGURATION = f"""\
[mutmut]
source_paths = src
only_mutate = {CORE}/*
pytest_add_cli_args_test_selection = {TESTS}
pytest_add_cli_args =
    -x
also_copy =
    README.md
use_git_change_detection = false
"""
NO_TESTS = {5, 33}
"""Exit codes of mutants that no test reaches; 0 is a survivor, everything else was killed."""


def main() -> int:
    """Mutate, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many mutants at once")
    parser.add_argument("patterns", nargs="*", help="names of mutants, with *; all by default")
    arguments = parser.parse_args()
    _copy()
    ended = subprocess.run(
        [sys.executable, "-m", "mutmut", "run", "--max-children", str(arguments.workers), *arguments.patterns],
        cwd=TREE,
        check=False,
        env={**os.environ, "HYPOTHESIS_PROFILE": "few", "PYTHONPATH": str(TREE / "mutants/src")},
    )
    if ended.returncode:
        return ended.returncode
    return _tell(Console(width=120))


def _copy() -> None:
    """Lay out the copy that is broken: the tool wants the sources in `src`; what it knows of them stays."""
    TREE.mkdir(parents=True, exist_ok=True)
    for source, target in (("provider", "src"), ("tests", "tests")):
        shutil.rmtree(TREE / target, ignore_errors=True)
        shutil.copytree(
            REPOSITORY / source, TREE / target, ignore=shutil.ignore_patterns("__pycache__", "venv", "*.egg-info")
        )
    for name in ("pyproject.toml", "README.md"):
        shutil.copy2(REPOSITORY / name, TREE / name)
    (TREE / "setup.cfg").write_text(CONFIGURATION)


def _tell(console: Console) -> int:
    """Print the table, write the survivors; 1 when they are too many or one is not explained."""
    table = Table("file", "mutants", "killed", "survived", "no test", title="mutants of core/")
    total: Counter[str] = Counter()
    survivors: list[str] = []
    for meta in sorted((TREE / "mutants" / CORE).rglob("*.meta")):
        outcomes = json.loads(meta.read_text())["exit_code_by_key"]
        counts = Counter(_outcome(code) for code in outcomes.values())
        survivors += [name for name, code in outcomes.items() if _outcome(code) in {"survived", "no test"}]
        total += counts
        if outcomes:
            name = str(meta.relative_to(TREE / "mutants" / CORE)).removesuffix(".meta")
            table.add_row(
                name, *(str(n) for n in (_run(counts), counts["killed"], counts["survived"], counts["no test"]))
            )
    run = _run(total)
    table.add_section()
    table.add_row("all", str(run), str(total["killed"]), str(total["survived"]), str(total["no test"]))
    console.print(table)
    unexplained = _write_survivors(survivors)
    share = total["killed"] / run if run else 0.0
    console.print(f"killed: {share:.1%} of {run}; survivors: {len(survivors)}, not explained: {unexplained}")
    console.print(f"what survived: {(TREE / 'survivors.txt').relative_to(REPOSITORY)}")
    return int(share < LEAST_KILLED or unexplained > 0)


def _outcome(code: int | None) -> str:
    if code is None:
        return "not run"
    if code in NO_TESTS:
        return "no test"
    return "survived" if code == 0 else "killed"


def _run(counts: Counter[str]) -> int:
    return counts.total() - counts["not run"]


def _write_survivors(names: list[str]) -> int:
    """Write each survivor as a difference with its explanation; return how many have none."""
    explained: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "explained.yaml").read_text())
    by_function: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in explained:
        by_function[row["function"]].append(row)
    missing = 0
    with (TREE / "survivors.txt").open("w") as file:
        for name in names:
            changed = _changed(name)
            why = next(
                (
                    row["why"]
                    for row in by_function[_function(name)]
                    if any(row["mutation"] in line for line in changed if line.startswith("+"))
                ),
                None,
            )
            missing += why is None
            file.write("\n".join([f"# {name}: {why or 'NOT EXPLAINED'}", *changed, ""]))
    return missing


def _function(name: str) -> str:
    """Return `lifecycle.Lifecycle.create` for the tool's name of a mutant of that method."""
    module, _, mangled = name.removeprefix("alert_wiring.core.").rpartition(".")
    own = mangled.partition("__mutmut_")[0].removeprefix("x")
    return f"{module}.{own.strip('ǁ').replace('ǁ', '.') if own.startswith('ǁ') else own.removeprefix('_')}"


def _changed(name: str) -> list[str]:
    """Return the lines that a mutant takes away and puts in."""
    shown = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", name], cwd=TREE, check=True, capture_output=True, text=True
    ).stdout
    lines = shown.splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


if __name__ == "__main__":
    sys.exit(main())
