"""The verb ``switches``: what the references leave open, both readings in words, and where each switch stands."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from vendor_sandbox import process, registry
from vendor_sandbox.switches import typed

_WIDTH = 110


def move(folder: Path, words: list[str]) -> None:
    """Move switches of the running sandbox, all or none.

    Args:
        folder: the sandbox's directory.
        words: ``NAME=POSITION`` each.

    Raises:
        ProcessError: a name or position that is none, or no sandbox runs.
    """
    known = {switch.name: switch for switch in registry.all_switches()}
    positions = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in known:
            raise process.ProcessError(f"{word} is not NAME=POSITION of a switch; `switches` without words lists them")
        try:
            positions[name] = registry.position(known[name], value)
        except ValueError as error:
            raise process.ProcessError(str(error)) from error
    process.control(folder, "POST", "switches", positions)


def rows(folder: Path) -> list[dict[str, Any]]:
    """One object per switch, by name: name, value (null when no sandbox runs), default, readings, source, meaning."""
    running = process.status(folder)["running"]
    now = process.control(folder, "GET", "options") if running else {}
    return [
        {
            "name": each.name,
            "value": now.get(each.name),
            "default": each.default,
            "readings": [{"value": value, "reading": reading} for value, reading in each.readings.items()],
            "source": each.source,
            "meaning": each.meaning,
        }
        for each in registry.all_switches()
    ]


def text(shown: list[dict[str, Any]]) -> str:
    """The rows for people: ``>`` marks the position now, the default is named."""
    lines = []
    for row in shown:
        lines.append(f"{row['name']}  ({row['source']})")
        width = max(len(typed(each["value"])) for each in row["readings"])
        for each in row["readings"]:
            mark = ">" if each["value"] == row["value"] else " "
            default = " (default)" if each["value"] == row["default"] else ""
            start = f"  {mark} {typed(each['value']):<{width}}{default or ' ' * 10}  "
            lines.append(
                textwrap.fill(each["reading"], _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))
            )
    if shown and shown[0]["value"] is None:
        lines.append("The sandbox is not running: no switch has a position now.")
    return "\n".join(lines)
