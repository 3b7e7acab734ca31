"""Which Python runs the program and the plugin (pulumi-engine.md 1.4)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_engine.errors import EngineError, NeedsPulumiCliError


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python executable and the variables that go with its virtual environment."""

    executable: str
    environment: Mapping[str, str]
    """What is set on top of the engine's own environment."""


def choose(root: Path, runtime_options: Mapping[str, Any]) -> Interpreter:
    """Choose the engine's own Python, unless `virtualenv` names an existing, different environment.

    A relative `virtualenv` belongs to the project's `root`, for the plugin too (the CLI's plugin takes it against the
    program's folder, which is a trap and no promise). Raises `NeedsPulumiCliError` for toolchains other than pip.
    """
    toolchain = runtime_options.get("toolchain", "pip")
    if toolchain != "pip":
        raise NeedsPulumiCliError(f"the toolchain {toolchain}", "runtime.options.toolchain of Pulumi.yaml")
    named = runtime_options.get("virtualenv")
    if not named:
        return Interpreter(sys.executable, {})
    folder = root / Path(str(named)).expanduser()
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    executable = scripts / ("python.exe" if os.name == "nt" else "python")
    if not executable.exists():
        return Interpreter(sys.executable, {})
    own = folder.resolve() == Path(sys.prefix).resolve()
    path = os.pathsep.join(filter(None, (str(scripts), os.environ.get("PATH", ""))))
    return Interpreter(sys.executable if own else str(executable), {"VIRTUAL_ENV": str(folder), "PATH": path})


def program_directory(root: Path, main: str) -> tuple[Path, str]:
    """Give the program's folder and what is run in it: `.` for a folder, the file's name for a file.

    Raises `EngineError` when `main` of Pulumi.yaml does not exist.
    """
    target = (root / main).resolve() if main else root.resolve()
    if target.is_dir():
        return target, "."
    if target.is_file():
        return target.parent, target.name
    raise EngineError(f"the program {target} does not exist: correct `main` in {root / 'Pulumi.yaml'}")
