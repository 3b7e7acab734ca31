"""The verbs of an engine: choose the engine, say which, hand it the user's words unchanged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ENGINES = ("pulumi", "embedded")
ENGINE_VARIABLE = "ALERT_WIRING_ENGINE"


class EngineError(Exception):
    """The wanted engine cannot run; the text says why and what to do."""


@dataclass(frozen=True)
class Engine:
    """An engine that was found: what to start, and the line that tells the user."""

    name: str
    command: tuple[str, ...]
    line: str


def split_engine_flag(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take ``--engine X`` or ``--engine=X`` out of the words; words after ``--`` are left alone.

    Raises:
        EngineError: the flag names no engine.
    """
    wanted: str | None = None
    rest: list[str] = []
    remaining = iter(words)
    for word in remaining:
        if word == "--":
            rest += [word, *remaining]
        elif word == "--engine":
            wanted = next(remaining, "")
        elif word.startswith("--engine="):
            wanted = word.partition("=")[2]
        else:
            rest.append(word)
    if wanted is not None and wanted not in ENGINES:
        raise EngineError(f"--engine must be one of {', '.join(ENGINES)}, not {wanted!r}")
    return wanted, rest


def search_path(environment: Mapping[str, str]) -> str:
    """Where a CLI is looked for: PATH, then this environment's own folder (``make pulumi`` puts one there)."""
    return os.pathsep.join([environment.get("PATH", os.defpath), str(Path(sys.executable).parent)])


def find_engine(wanted: str | None, environment: Mapping[str, str]) -> Engine:
    """The engine to run: the wanted one, else the one the environment names, else the CLI where it is found.

    Raises:
        EngineError: the CLI is wanted and not installed, or the variable names no engine.
    """
    wanted = wanted or environment.get(ENGINE_VARIABLE) or None
    if wanted is not None and wanted not in ENGINES:
        raise EngineError(f"{ENGINE_VARIABLE} must be one of {', '.join(ENGINES)}, not {wanted!r}")
    cli = None if wanted == "embedded" else shutil.which("pulumi", path=search_path(environment))
    if cli is not None:
        return Engine("pulumi", (cli,), f"engine: the pulumi CLI ({cli})")
    if wanted == "pulumi":
        raise EngineError(
            "--engine pulumi: no pulumi CLI on PATH; install it (`make pulumi` tries) or leave the flag out "
            "to use the embedded engine"
        )
    why = "asked for" if wanted == "embedded" else "no pulumi CLI on PATH"
    return Engine("embedded", (sys.executable, "-m", "embedded_engine"), f"engine: embedded ({why})")


def command_for(engine: Engine, verb: str, words: Sequence[str]) -> list[str]:
    """The whole command; ``output`` is the CLI's ``stack output``."""
    return [*engine.command, *(("stack", "output") if verb == "output" else (verb,)), *words]


def capture(verb: str, words: Sequence[str], *, wanted: str | None = None) -> str:
    """Run an engine's verb and return what it printed.

    Raises:
        EngineError: the engine failed; the text is the engine's own last line.
    """
    engine = find_engine(wanted, os.environ)
    done = subprocess.run(command_for(engine, verb, words), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise EngineError(f"{engine.name} {verb} failed: {lines[-1].removeprefix('error: ')}")
    return done.stdout


Guard = Callable[[Engine, str, Sequence[str]], int]
"""Asked before an engine runs a verb with these words; anything but 0 is the exit code to end with instead."""


def run(verb: str, words: Sequence[str], guard: Guard = lambda _engine, _verb, _words: 0) -> int:
    """Run a verb on the chosen engine in the foreground; the result is the engine's exit code."""
    try:
        wanted, rest = split_engine_flag(words)
        engine = find_engine(wanted, os.environ)
    except EngineError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    sys.stderr.write(f"{engine.line}\n")
    if code := guard(engine, verb, rest):
        return code
    return become(command_for(engine, verb, rest))


def become(command: Sequence[str]) -> NoReturn:
    """Let another program take this process's place, so that signals and the exit code are its own."""
    sys.stderr.flush()
    sys.stdout.flush()
    os.execv(command[0], list(command))  # noqa: S606 - no shell is wanted
