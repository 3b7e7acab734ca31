"""From a history in which the engines differ to the smallest one in which they still do."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from twin.generate import without
from twin.world import Operation

History = list[Operation]
_EXTRAS = ("faults", "hand", "flags", "target", "replace", "exclude")


def shrunk(history: History, still: Callable[[History], bool], attempts: int) -> History:
    """Return a smaller history for which *still* holds, after at most *attempts* questions.

    Leaves out operations, then resources, then what goes with an operation, then options and properties; starts again
    as long as something went.
    """
    left = attempts
    progress = True
    while progress:
        progress = False
        for smaller in _smaller(history):
            if left <= 0:
                return history
            left -= 1
            if still(smaller):
                history, progress = smaller, True
                break
    return history


def _smaller(history: History) -> Iterator[History]:
    """Yield every history with one thing less, the biggest things first."""
    for place in range(len(history) - 1):
        yield history[:place] + history[place + 1 :]
    for name in sorted({row["name"] for operation in history for row in _rows(operation)}):
        yield [_without_resource(operation, name) for operation in history]
    for place, operation in enumerate(history):
        for extra in _EXTRAS:
            if extra in operation:
                yield _with(history, place, {key: value for key, value in operation.items() if key != extra})
        if operation.get("program", {}).get("exports"):
            yield _with(history, place, {**operation, "program": {**operation["program"], "exports": {}}})
        for number, row in enumerate(_rows(operation)):
            for part in ("opts", "props"):
                for key in row.get(part, {}):
                    smaller = copy.deepcopy(operation)
                    del smaller["program"]["resources"][number][part][key]
                    yield _with(history, place, smaller)


def _rows(operation: Operation) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = operation.get("program", {}).get("resources", [])
    return rows


def _with(history: History, place: int, operation: Operation) -> History:
    return [*history[:place], operation, *history[place + 1 :]]


def _without_resource(operation: Operation, name: str) -> Operation:
    smaller = copy.deepcopy(operation)
    if "program" in smaller:
        rows = [row for row in smaller["program"]["resources"] if row["name"] != name]
        for row in rows:
            without(row, name)
        smaller["program"]["resources"] = rows
        exports = smaller["program"].get("exports", {})
        smaller["program"]["exports"] = {key: told for key, told in exports.items() if told["$of"][0] != name}
    for key in ("target", "replace"):
        if name in smaller.get(key, []):
            smaller[key] = [other for other in smaller[key] if other != name] or smaller[key]
    return smaller
