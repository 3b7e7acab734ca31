"""Run the checks one after the other, with a line for each, a table at the end, and an exit code."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from release_check import bill, locks, pack, pythons
from release_check.empty import Environment
from release_check.run import ROOT, CheckError

OUT = ROOT / "build" / "release"


class Report:
    """What was checked, what came of it, and how long it took."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.console = Console(width=150, highlight=False)
        self.rows: list[tuple[str, str, str, float]] = []

    def check(self, name: str, action: Callable[[], str]) -> bool:
        """Carry out one check; True when it holds."""
        self.console.print(f"release: {name} …")
        begun = time.monotonic()
        try:
            said, verdict = action(), "holds"
        except CheckError as error:
            said, verdict = str(error), "FAILS"
        self.rows.append((name, verdict, said, time.monotonic() - begun))
        self.console.print(f"release: {name}: {verdict}: {said}", markup=False)
        return verdict == "holds"

    def miss(self, name: str, why: str) -> None:
        """Say what could not be checked here."""
        self.rows.append((name, "not here", why, 0.0))
        self.console.print(f"release: {name}: not checked: {why}")

    def end(self) -> int:
        """Print the table, keep it in the folder, and return the exit code."""
        table = Table("check", "verdict", "what was found", "seconds")
        for name, verdict, said, seconds in self.rows:
            table.add_row(name, verdict, said.splitlines()[0] if said else "", f"{seconds:.0f}")
        self.console.print(table)
        lines = [f"{verdict:9}{name}: {said}" for name, verdict, said, _ in self.rows]
        (OUT / "report.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        failed = [name for name, verdict, _, _ in self.rows if verdict == "FAILS"]
        self.console.print(f"release: {len(self.rows)} checks, {len(failed)} failed; files are in build/release")
        return 1 if failed else 0


def main() -> int:
    """Run what the command line asks for; 0 when all holds, 1 when something does not, 2 for wrong words."""
    parser = argparse.ArgumentParser(prog="release-check", description=__doc__)
    parser.add_argument("--no-tests", action="store_true", help="leave out the tests in the empty environments")
    parser.add_argument("--python", action="append", metavar="3.N", help="only this Python (may stand several times)")
    words = parser.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="release-check-") as scratch:
        _checks(report, Path(scratch), words)
    return report.end()


def _checks(report: Report, scratch: Path, words: argparse.Namespace) -> None:
    report.check("locks", lambda: locks.check(ROOT))
    promised = locks.metadata(ROOT)

    def build() -> str:
        wheel, sdist = pack.build(OUT)
        return f"{wheel.name}, {sdist.name}; the same bytes when built again"

    if not report.check("wheel and sdist", build):
        return
    wheel = next(OUT.glob("*.whl"))
    versions = [
        one for one in pythons.promised(promised.requires_python) if one.version in (words.python or one.version)
    ]
    here = [one for one in versions if one.path]
    for number, one in enumerate(versions):
        if one.path is None:
            report.miss(f"Python {one.version}", f"python{one.version} is not on PATH, though the metadata promises it")
            continue
        kinds = ["locked", *(["oldest"] if number == 0 else []), *(["newest"] if one == here[-1] else [])]
        for kind in kinds:
            environment = Environment(one.path, kind, scratch / f"{one.version}-{kind}")
            if _install(report, environment, wheel, promised):
                _prove(report, environment, scratch, tests=not words.no_tests)


def _install(report: Report, made: Environment, wheel: Path, promised: locks.Metadata) -> bool:
    def install() -> str:
        made.make(wheel, promised)
        made.smoke(wheel)
        return f"{made.versions_of('pulumi', 'grpcio', 'protobuf')}; every module imports, every command gives help"

    return report.check(f"{_name(made)}: install", install)


def _prove(report: Report, made: Environment, scratch: Path, *, tests: bool) -> None:
    name = made.folder.name
    if made.versions == "locked":
        if not (OUT / "sbom.cdx.json").exists():
            report.check("bill of materials and licences", lambda: _bill(made, scratch))
        report.check(f"{_name(made)}: types", lambda: made.typed(scratch / f"{name}-types"))
    if tests:
        report.check(f"{_name(made)}: plugin-level tests", lambda: made.test(scratch / f"{name}-tests"))


def _name(made: Environment) -> str:
    return f"Python {made.folder.name.replace('-', ', ')} versions"


def _bill(made: Environment, scratch: Path) -> str:
    return bill.check(bill.write(made.interpreter, OUT, scratch / "tools"), OUT)


if __name__ == "__main__":
    sys.exit(main())
