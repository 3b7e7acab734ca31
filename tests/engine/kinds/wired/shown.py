"""What an engine's progress text says of each resource: what is done to it, and which properties differ."""

from __future__ import annotations

import re
from collections import defaultdict

_LINE = re.compile(
    r"^(?:@ [a-z ]+\.*)? ?(?P<mark>[-+~]{1,2}) +(?P<type>\S+:\S+) (?P<name>\S+) (?P<rest>.*)$", re.MULTILINE
)
"""The CLI's dots for "nothing new" may stand before a line."""
_DIFF = re.compile(r"\[diff: (?P<names>[^\]]*)\]")

Shown = dict[str, dict[str, list[str]]]


def shown(text: str) -> Shown:
    """Return by resource name the marks (`~`, `+`, `-`, `+-`, …) and the properties that differ."""
    marks: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for match in _LINE.finditer(text):
        if match["type"] == "pulumi:pulumi:Stack" or match["rest"].startswith("refreshing"):
            continue
        marks[match["name"]].add(match["mark"])
        diff = _DIFF.search(match["rest"])
        if diff:
            names[match["name"]].update(part.lstrip("~+-") for part in diff["names"].split(",") if part.strip("~+-"))
    return {name: {"marks": sorted(found), "diff": sorted(names[name])} for name, found in marks.items()}
