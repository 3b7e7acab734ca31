"""The user's program as a child process (pulumi-engine.md 1.2)."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from embedded_engine.interpreter import Interpreter
from embedded_engine.processes import Child, LineHandler

MESSAGE_SHOWN: Final = 32
"""Exit code of a program that failed and has already told the engine why."""

_SHIM: Final = Path(__file__).with_name("shim") / "run_program.py"


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """Everything that a program's start depends on."""

    interpreter: Interpreter
    root: Path
    directory: Path
    program: str
    project: str
    stack: str
    organization: str
    address: str
    """Where monitor and engine are served."""
    dry_run: bool
    debug: bool
    """Whether anybody sees debug messages."""
    parallel: int
    config: Mapping[str, str]
    """Full key -> value, secrets in clear: that is the protocol (pulumi-engine.md 1.2)."""
    secret_keys: tuple[str, ...]


def start_program(settings: ProgramSettings, on_line: LineHandler) -> Child:
    """Start the program; raises `OSError` when its Python cannot be started."""
    arguments = [
        settings.interpreter.executable,
        "-u",
        str(_SHIM),
        f"--monitor={settings.address}",
        f"--engine={settings.address}",
        f"--project={settings.project}",
        f"--stack={settings.stack}",
        f"--organization={settings.organization}",
        f"--root_directory={settings.root}",
        f"--pwd={settings.directory}",
        f"--dry_run={'true' if settings.dry_run else 'false'}",
        f"--debug={'true' if settings.debug else 'false'}",
        f"--parallel={settings.parallel}",
        settings.program,
    ]
    environment = {**os.environ, **settings.interpreter.environment}
    environment.pop("PULUMI_CONFIG", None)
    if settings.config:
        environment["PULUMI_CONFIG"] = json.dumps(dict(settings.config), ensure_ascii=False)
    environment["PULUMI_CONFIG_SECRET_KEYS"] = json.dumps(settings.secret_keys)
    child = Child(arguments, settings.directory, environment)
    child.listen(on_line)
    return child


def stop_program(child: Child) -> None:
    """End a program that nobody waits for any more; without a traceback of its interruption (SIGTERM, not SIGINT)."""
    child.stop(signal.SIGTERM, grace=1.0)


def config_texts(config: Mapping[str, Any]) -> dict[str, str]:
    """Give the configuration in clear, as program and plugin get it."""
    return {key: getattr(value, "value", value) for key, value in config.items()}
