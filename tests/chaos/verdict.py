"""What a case is, and what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chaos.compared import Difference

RERUNS = 2
_ADVICE = re.compile(
    r"\b(run|wait|check|set|write|put|give|delete|use|try|look|open|remove|rename|choose|ask|free|change)\b", re.I
)


@dataclass(frozen=True)
class Case:
    """One fault at one request."""

    phase: str
    number: int
    """Of the request within the phase, from 0."""
    fault: str
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.phase}:{self.number}:{self.fault}{':lasting' if self.lasting else ''}"

    @classmethod
    def read(cls, text: str) -> Case:
        """Return the case that a text such as `up:57:reset after` or `up:57:reset after:lasting` names.

        Raises:
            ValueError: it names none.
        """
        phase, number, fault, *more = text.split(":")
        if more not in ([], ["lasting"]):
            raise ValueError(f"no such case: {text}")
        return cls(phase, int(number), fault, bool(more))


@dataclass
class Verdict:
    """What came of a case."""

    case: Case
    asked: str
    runs: int = 0
    """Commands after the disturbed one until nothing failed; more than `RERUNS`: never."""
    difference: Difference = field(default_factory=Difference)
    dirty: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    """Secrets that were told, and where."""
    broken: str = ""

    @property
    def fine(self) -> bool:
        """Whether every promise was kept."""
        return self.runs <= RERUNS and self.difference.none and not (self.dirty or self.leaks or self.broken)


def dirt(line: str, *, advice: bool = True) -> str:
    """Say what is wrong with a line that a person sees, secrets aside; empty when it is clean."""
    if "\n" in line or "Traceback" in line:
        return "more than one line"
    if "defect of the provider" in line:
        return "a defect"
    if advice and not _ADVICE.search(line):
        return "does not say what to do next"
    return ""
