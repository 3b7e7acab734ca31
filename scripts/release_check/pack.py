"""Wheel and sdist, made from the last commit only, twice, and looked into."""

from __future__ import annotations

import functools
import hashlib
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

from release_check.run import ROOT, CheckError, run

_SDIST = "from setuptools import build_meta; import sys; build_meta.build_sdist(sys.argv[1])"
_TYPED = ("alert_wiring/py.typed", "vendor_sandbox/py.typed", "embedded_engine/py.typed")


def build(folder: Path) -> tuple[Path, Path]:
    """Build both into the folder and return their paths.

    Raises:
        CheckError: a build fails, is not the same twice, or lacks what it must hold.
    """
    stamp = run(["git", "log", "-1", "--format=%ct", commit()], ROOT).strip()
    wheels = []
    for turn in ("first", "second"):
        source = folder / "work" / turn
        committed(source, "provider", "pyproject.toml", "README.md")
        made = folder if turn == "first" else folder / "work" / "again"
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
        run([*command, "--wheel-dir", made, source], source, {"SOURCE_DATE_EPOCH": stamp})
        wheels.append(next(made.glob("*.whl")))
    if _digest(wheels[0]) != _digest(wheels[1]):
        raise CheckError("two builds of the same files give two different wheels")
    run([sys.executable, "-c", _SDIST, folder], folder / "work" / "first", {"SOURCE_DATE_EPOCH": stamp})
    sdist = next(folder.glob("*.tar.gz"))
    _look_into(wheels[0], sdist)
    sums = "".join(f"{_digest(each)}  {each.name}\n" for each in (wheels[0], sdist))
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    shutil.rmtree(folder / "work")
    return wheels[0], sdist


@functools.cache
def commit() -> str:
    """Return the commit that is checked: the last one when this is asked first, whatever is committed meanwhile."""
    return run(["git", "rev-parse", "HEAD"], ROOT).strip()


def committed(target: Path, *names: str) -> None:
    """Put what the commit holds below these names into a folder.

    Raises:
        CheckError: one of them is not under version control.
    """
    target.mkdir(parents=True)
    archive = target.with_suffix(".tar")
    run(["git", "archive", "--output", archive, commit(), *names], ROOT)
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    archive.unlink()


def _look_into(wheel: Path, sdist: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    with tarfile.open(sdist) as archive:
        source = {name.partition("/provider/")[2] for name in archive.getnames()}
    if missing := [name for name in _TYPED if name not in inside]:
        raise CheckError(f"{wheel.name} lacks {', '.join(missing)}, so nobody's type checker looks at it")
    if strange := sorted(name for name in inside if name.startswith(("tests", "stacks")) or name.endswith(".pyc")):
        raise CheckError(f"{wheel.name} holds {', '.join(strange)}")
    if lost := sorted(name for name in inside if ".dist-info/" not in name and name not in source):
        raise CheckError(f"{sdist.name} lacks {', '.join(lost)}, which the wheel has")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
