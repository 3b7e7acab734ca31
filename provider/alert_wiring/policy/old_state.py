"""The stack's state before the run, which no policy is told: asked of the CLI while the program runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path

import psutil

from alert_wiring.core.errors import WiringError
from alert_wiring.guard.resources import Resource, resources_in

_SECONDS = 60.0
"""How long the CLI may take; it takes half a second."""


class OldStateError(WiringError):
    """The state cannot be had; the text says why."""


class OldState:
    """`pulumi stack export`, in the background."""

    def __init__(self, stack: str, folder: Path) -> None:
        """Begin.

        Args:
            stack: name of the stack, as the backend wants it.
            folder: a folder in the project, whose backend is asked.
        """
        self._stack, self._folder = stack, folder
        self._answer: Mapping[str, Resource] | str = ""
        self._thread = threading.Thread(target=self._ask, name="old-state", daemon=True)
        self._thread.start()

    def resources(self) -> Mapping[str, Resource]:
        """Return the resources by URN; waits for them.

        Raises:
            OldStateError: the CLI does not tell.
        """
        self._thread.join(_SECONDS)
        if isinstance(self._answer, str):
            raise OldStateError(f"the state before this run cannot be read: {self._answer or 'no answer in time'}.")
        return self._answer

    def _ask(self) -> None:
        command = [_cli(), "stack", "export", "--stack", self._stack, "--non-interactive"]
        try:
            done = subprocess.run(
                command, cwd=self._folder, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
            if done.returncode != 0:
                lines = [line for line in done.stderr.splitlines() if line.strip()]
                self._answer = lines[-1] if lines else f"exit code {done.returncode}"
                return
            self._answer = resources_in(json.loads(done.stdout))
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            self._answer = str(error)


def _cli() -> str:
    """Return the CLI that runs us: the process above, else the one on PATH."""
    try:
        above = psutil.Process().parents()
        found = next((one.exe() for one in above if one.name().startswith("pulumi") and "-" not in one.name()), None)
    except psutil.Error:
        found = None
    return found or shutil.which("pulumi") or "pulumi"
