"""What an engine's progress text shows: steps and counts, in the words of the conformance table.

Steps are ``create a``, ``update a``, ``delete a`` and CR, RP, DR (create-replacement, replace, delete-replaced); ``S``
stands for the stack. *same*, read and discard steps are left out: the CLI gives most of them no line of their own.
"""

from __future__ import annotations

import re

_STEP = re.compile(r"^ ?(?P<mark>[-+~]{1,2}) +(?P<type>\S+:\S+) (?P<name>\S+) (?P<verb>.*)$", re.MULTILINE)
_OPS = {
    "+": "create",
    "~": "update",
    "-": "delete",
    "+-": "RP",
    "++": "CR",
    "--": "DR",
}
_COUNT = re.compile(r"(?P<number>\d+) (?:to )?(?P<word>[a-z]+)")
_WORDS = {
    "create": "create",
    "created": "create",
    "update": "update",
    "updated": "update",
    "delete": "delete",
    "deleted": "delete",
    "replace": "replace",
    "replaced": "replace",
    "unchanged": "same",
    "errored": "errored",
}


def steps(text: str) -> set[str]:
    """Return the steps that *text* shows."""
    shown = set()
    for match in _STEP.finditer(text):
        if match["verb"].startswith("refreshing"):
            continue
        name = "S" if match["type"] == "pulumi:pulumi:Stack" else match["name"]
        shown.add(f"{_OPS[match['mark']]} {name}")
    return shown


def counts(text: str) -> dict[str, int]:
    """Return the numbers of the last summary in *text*; "errored" counts too, totals don't."""
    _, found, summary = text.rpartition("\nResources:\n")
    if not found:
        return {}
    numbers: dict[str, int] = {}
    for line in summary.split("\n\n")[0].splitlines():
        for match in _COUNT.finditer(line):
            if match["word"] in _WORDS:
                numbers[_WORDS[match["word"]]] = int(match["number"])
    return numbers
