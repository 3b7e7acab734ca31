"""Programs that the checks start, and the failure that one of them ends a check with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Words = list[str | Path]
"""A command line."""
_LAST_LINES, _WORDS_TOLD = 30, 6
_NOT_PASSED_ON = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")


class CheckError(Exception):
    """A check does not hold; the text says why, in as many lines as it takes."""


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None, seconds: float = 1800
) -> str:
    """Run a program in a folder and return what it printed.

    Raises:
        CheckError: it failed or took longer; with the last lines that it printed.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    words = [str(each) for each in command]
    told = " ".join(words[:_WORDS_TOLD])
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env={**kept, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise CheckError(f"{told}: not done after {seconds:.0f} s") from None
    if done.returncode != 0:
        last = "\n".join(done.stdout.splitlines()[-_LAST_LINES:])
        raise CheckError(f"{told}: exit code {done.returncode}\n{last}")
    return done.stdout


def pip(interpreter: Path, folder: Path, *words: str | Path) -> None:
    """Run our pip, in a folder, for another environment, which needs none of its own.

    Raises:
        CheckError: as `run`.
    """
    quiet = ("--disable-pip-version-check", "--quiet")
    run([sys.executable, "-m", "pip", *quiet, "--python", interpreter, *words], folder)
