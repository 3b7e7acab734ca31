"""The end of a pass: stack outputs, numbers of changes, duration (`pulumi-engine.md` 5.9, 5.10)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from embedded_engine.display.objects import diff_lines, full_lines, render, visible_pair
from embedded_engine.display.view import View
from embedded_engine.display.words import DONE, MARKERS
from embedded_engine.events import Op, StackOutputs, Summary
from embedded_engine.values import UNKNOWN

_QUIET = frozenset({Op.SAME, Op.READ, Op.DISCARD, Op.READ_REPLACEMENT})
"""Ops that are no change to anything and so are not counted as one."""


def output_lines(outputs: StackOutputs, view: View, *, preview: bool, created: bool) -> Iterator[str]:
    """Yield the block of stack outputs: in a preview what changes, after an update everything.

    A known output that a preview cannot know is left out: whether it changes will only be seen.
    `created` says that the stack is new, so that nothing needs a marker.
    """
    old, new = visible_pair(outputs.old, outputs.new, view.show_secrets)
    if created:
        yield from map(render, full_lines(new, 1, full=view.full_output))
        return
    width = max(map(len, old.keys() | new.keys()), default=0)
    if preview:
        _leave_out_unknown(old, new)
    only_changes = preview and not view.show_sames
    lines = diff_lines(old, new, 1, full=view.full_output, only_changes=only_changes, width=width)
    yield from map(render, lines)


def _leave_out_unknown(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Drop from both sides what only the real run will know, inside objects too; lists keep their length."""
    for key in [key for key in new if key in old]:
        if new[key] is UNKNOWN:
            del old[key], new[key]
        elif isinstance(old[key], dict) and isinstance(new[key], dict):
            _leave_out_unknown(old[key], new[key])


def summary_lines(summary: Summary, errored: int) -> Iterator[str]:
    """Yield the numbers: one line per kind of change, the total, what is unchanged, what failed, the duration."""
    yield "Resources:"
    to = "to " if summary.is_preview else ""
    changes = {op: summary.changes.get(op, 0) for op in Op if op not in _QUIET and summary.changes.get(op, 0)}
    for op, count in changes.items():
        word = op.value if summary.is_preview else DONE[op]
        yield f"    {MARKERS[op]:<2}{count} {to}{word}"
    pieces = [f"{sum(changes.values())} changes"] if len(changes) > 1 else []
    if summary.changes.get(Op.SAME):
        pieces.append(f"{summary.changes[Op.SAME]} unchanged")
    if pieces:
        yield "    " + ". ".join(pieces)
    if errored:
        yield f"    {errored} errored"
    if not summary.is_preview:
        yield ""
        yield f"Duration: {duration(summary.duration_seconds)}"


def duration(seconds: float) -> str:
    """Return whole seconds, rounded up, as Go prints a duration: `1m2s`."""
    whole = math.ceil(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours}h{minutes}m{left}s"
    return f"{minutes}m{left}s" if minutes else f"{left}s"
