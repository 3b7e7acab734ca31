"""What an engine showed: its lines about resources, its counts, the plan as JSON; without times and random ids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from support.engines import Result

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ROW = re.compile(r"^ (?P<mark>[+~\-><=]{1,2}) +(?P<type>[\w$-]+:\S+) (?P<name>\S+) ?(?P<rest>.*)$")
_DETAIL = re.compile(r"\[.*\]|\*\*.*\*\*")
_SECONDS = re.compile(r" ?\(\d[\d.]*m?s\)")
_UNCOMPARED = ("created", "modified", "stackTrace")
_RACING = ("id", "outputs")
"""The CLI writes the new state down when its display gets to it: before or after the step has given it these."""


@dataclass(frozen=True)
class Shown:
    """``rows``: each step's mark, resource and details; ``summary``: the counts; ``plan``: of ``preview --json``.

    When a line appears and whether it says "creating" or "created" is left to the engine, and so is whether something
    that stays the same has a line at all.
    """

    rows: list[str]
    summary: list[str]
    plan: dict[str, Any] | None

    @classmethod
    def of(cls, result: Result, *, digest: bool) -> Shown:
        """Read a command's output."""
        if digest:
            return cls([], [], _plan(result.stdout))
        head, _, tail = result.stdout.partition("\nResources:\n")
        return cls(sorted(set(_rows(head))), [_SECONDS.sub("", line).strip() for line in _counts(tail)], None)


def _rows(text: str) -> Iterator[str]:
    for line in text.splitlines():
        match = _ROW.match(line)
        if match is not None and not match["rest"].startswith("refresh"):
            details = " ".join(_DETAIL.findall(_SECONDS.sub("", match["rest"])))
            yield f"{match['mark']} {match['type']} {match['name']} {details}".strip()


def _counts(text: str) -> Iterator[str]:
    """Yield the lines of the counts; not how many have errors: the CLI adds one for the update as a whole."""
    for line in text.splitlines():
        if not line.strip():
            return
        if not line.endswith(" errored"):
            yield line


def _plan(text: str) -> dict[str, Any]:
    start = text.find("{")
    if start < 0:
        return {"nothing": True}
    found: dict[str, Any] = json.loads(text[start:])
    steps = [_step(step) for step in found.get("steps") or []]
    return {"steps": sorted(steps, key=lambda step: (step["urn"], step["op"])), "counts": found.get("changeSummary")}


def _step(raw: dict[str, Any]) -> dict[str, Any]:
    step: dict[str, Any] = json.loads(_UUID.sub("UUID", json.dumps(raw)))
    for name, left_out in (("oldState", _UNCOMPARED), ("newState", (*_UNCOMPARED, *_RACING))):
        if name in step:
            step[name] = {key: _sorted(key, each) for key, each in step[name].items() if key not in left_out}
    return step


def _sorted(key: str, value: Any) -> Any:
    """Sort dependencies: the SDK sends a set."""
    if key == "dependencies":
        return sorted(value)
    return {name: sorted(urns) for name, urns in value.items()} if key == "propertyDependencies" else value
