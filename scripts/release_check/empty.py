"""Empty environments: the wheel and its dependencies in one, and the proofs that run there.

An environment is made without pip and filled from outside, so that it holds nothing else; packages come from where pip
is configured to look, the wheel itself from its folder only.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from release_check.locks import Metadata, blocks, canonical
from release_check.pack import committed
from release_check.run import ROOT, CheckError, Words, pip, run

TESTS = ("tests/alert_wiring/*/test_*plugin*.py", "tests/alert_wiring/dynamic/test_*.py")
"""The tests of the plugin's own level: the real plugin process over its real protocol, and Pulumi's face."""
TOOLS = ("pytest", "pytest-timeout", "hypothesis", "vcrpy")
GOOD = """
import pulumi
from alert_wiring import AlertRoute, apifortress, ilert, xmatters

source = ilert.AlertSource("checkout", integration_type="APIFORTRESS", escalation_policy_id="1")
group = apifortress.AlertGroup("payments")
address: pulumi.Output[str] = source.integration_url
plan = xmatters.Workflow("alerts")
"""
BAD = GOOD + 'ilert.HeartbeatMonitor("m", interval_sec="five minutes")\nnumber: int = source.integration_url\n'


@dataclass(frozen=True)
class Environment:
    """One environment.

    Attributes:
        python: the interpreter that makes it.
        versions: which versions of the dependencies it has: `locked`, `oldest` or `newest`.
        folder: where it is.
    """

    python: str
    versions: str
    folder: Path

    @property
    def interpreter(self) -> Path:
        """Its own Python."""
        return self.folder / "bin" / "python"

    def make(self, wheel: Path, promised: Metadata) -> None:
        """Make it and install the wheel.

        Raises:
            CheckError: something cannot be installed, or what is installed does not fit together.
        """
        run([self.python, "-m", "venv", "--without-pip", self.folder], ROOT)
        package = f"{promised.name}=={promised.version}"
        if self.versions == "locked":
            self._pip("install", "--no-compile", "--require-hashes", "-r", ROOT / "requirements.lock")
        elif self.versions == "oldest":
            self._pip("install", *promised.floors)
        else:
            self._pip("install", *promised.dependencies)
        self._pip("install", "--no-index", "--no-deps", "--find-links", wheel.parent, package)
        self._pip("check")

    def versions_of(self, *names: str) -> str:
        """Return the versions of some distributions, such as `Python 3.11.7, pulumi 3.272.0`."""
        told = "import sys, importlib.metadata as m; print('Python ' + sys.version.split()[0], "
        told += "*(f'{n} {m.version(n)}' for n in sys.argv[1:]), sep=', ')"
        return run([self.interpreter, "-c", told, *names], self.folder).strip()

    def smoke(self, wheel: Path) -> None:
        """Import every module and ask each command for help, with nothing installed but what the wheel asks for.

        Raises:
            CheckError: one of them fails.
        """
        with zipfile.ZipFile(wheel) as archive:
            paths = [Path(name) for name in archive.namelist() if name.endswith(".py")]
        modules = sorted(
            ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            for path in paths
            if path.name != "__main__.py" and "shim" not in path.parts
        )
        program = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
        run([self.interpreter, "-W", "error::SyntaxWarning", "-c", program, *modules], self.folder)
        run([self.folder / "bin" / "alert-wiring", "--help"], self.folder)
        for package in ("embedded_engine", "vendor_sandbox"):
            run([self.interpreter, "-m", package, "--help"], self.folder)

    def typed(self, scratch: Path) -> str:
        """Type-check programs against the wheel: a good one passes `mypy --strict`, mistakes in a bad one are told.

        Raises:
            CheckError: one of them is judged the other way round.
        """
        scratch.mkdir(parents=True)
        for name, text in (("good", GOOD), ("bad", BAD)):
            (scratch / f"{name}.py").write_text(text, encoding="utf-8")
        command: Words = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", scratch / "cache"]
        command += ["--python-executable", self.interpreter]
        run([*command, "good.py"], scratch)
        try:
            run([*command, "bad.py"], scratch)
        except CheckError as error:
            if "Found 2 errors" in str(error):
                return "a good program passes mypy --strict, both mistakes of a bad one are told"
            raise
        raise CheckError("a type checker finds no mistake in a program that has two: the types do not reach users")

    def test(self, scratch: Path) -> str:
        """Run the tests of the plugin's level from a copy that has no source beside it; return pytest's last line.

        Raises:
            CheckError: one fails, or they did not run against the wheel.
        """
        committed(scratch, "tests", "pyproject.toml")
        self._install_tools(scratch)
        where = "import alert_wiring; print(alert_wiring.__file__)"
        if not Path(run([self.interpreter, "-c", where], scratch).strip()).is_relative_to(self.folder):
            raise CheckError("the tests would not run against the wheel")
        files = sorted({str(path.relative_to(scratch)) for pattern in TESTS for path in scratch.glob(pattern)})
        said = run([self.interpreter, "-m", "pytest", *files], scratch).strip().splitlines()
        return said[-1] if said else ""

    def _install_tools(self, scratch: Path) -> None:
        lock = blocks((ROOT / "requirements-test.lock").read_text(encoding="utf-8"))
        present = {canonical(name) for name in self._installed()}
        wanted = [name for name in needed_by(TOOLS) if name in lock and name not in present]
        (scratch / "tools.lock").write_text("".join(lock[name] for name in wanted), encoding="utf-8")
        self._pip("install", "--no-deps", "--require-hashes", "-r", scratch / "tools.lock")

    def _installed(self) -> list[str]:
        told = "import importlib.metadata as m; print('\\n'.join(d.metadata['Name'] for d in m.distributions()))"
        return run([self.interpreter, "-c", told], self.folder).split()

    def _pip(self, *words: str | Path) -> None:
        pip(self.interpreter, self.folder, *words)


def needed_by(names: Iterable[str]) -> list[str]:
    """Return distributions and all that they need, as they are installed here."""
    found: list[str] = []
    waiting = [canonical(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.append(name)
        try:
            requires = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another platform or another Python
        waiting += [
            canonical(re.split(r"[\s;<>=!~\[(]", each, maxsplit=1)[0]) for each in requires if "extra ==" not in each
        ]
    return sorted(found)
