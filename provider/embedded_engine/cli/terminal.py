"""The user's side: lines out, questions in, colours where they can be seen."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass
from typing import Any, TextIO

from embedded_engine.errors import EngineError

_COLORS = ("always", "never", "raw", "auto")


@dataclass(frozen=True)
class Terminal:
    """Where a command writes, whether anybody can be asked, and whether colours make sense."""

    stdout: TextIO
    stderr: TextIO
    interactive: bool
    """Whether questions can be asked and progress may move."""
    color: bool = False

    def line(self, text: str = "") -> None:
        """Write one line of result or progress."""
        self.stdout.write(f"{text}\n")
        self.stdout.flush()

    def warn(self, text: str) -> None:
        """Write one warning."""
        self.stderr.write(f"warning: {text}\n")

    def fail(self, text: str) -> None:
        """Write one error."""
        self.stdout.flush()
        self.stderr.write(f"error: {text}\n")
        self.stderr.flush()

    def ask(self, question: str) -> str:
        """Ask a question and return the trimmed answer; the end of input is an `EngineError`."""
        self.stderr.flush()
        self.stdout.write(question)
        self.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise EngineError("confirmation cancelled, not proceeding: end of input")
        return answer.strip()

    def ask_secret(self, question: str) -> str:
        """Ask for a text that is not shown."""
        return getpass.getpass(question)

    def json(self, value: Any) -> None:
        """Write a value as the CLI writes `--json`: indented by two, in the order given."""
        import json  # noqa: PLC0415 (few commands need it)

        self.line(json.dumps(value, indent=2, ensure_ascii=False))


def open_terminal(color: str, non_interactive: bool) -> Terminal:
    """Return the terminal of this process.

    Interactive means the CLI's own rule: input and output are terminals, and neither `--non-interactive` nor CI says
    otherwise. Raises `EngineError` for a `--color` that the CLI does not know.
    """
    if color and color not in _COLORS:
        raise EngineError(f"unsupported color option: '{color}'.  Supported values are: {', '.join(_COLORS)}")
    interactive = not non_interactive and sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")
    wanted = color == "always" or (
        color in {"", "auto"} and sys.stdout.isatty() and "NO_COLOR" not in os.environ and not os.environ.get("CI")
    )
    return Terminal(sys.stdout, sys.stderr, interactive, wanted)
