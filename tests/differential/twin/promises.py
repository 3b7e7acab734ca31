"""What one engine owes whatever the program: checked after each operation of a history, without a second engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.world import Operation, Seen, World

from support.canaries import watching

History = list[Operation]


def broken(world: World, history: History) -> Iterator[str]:
    """Run a history; yield each promise that it broke. A program that only the CLI can serve ends it."""
    with watching(world.engine) as watch:
        yield from _broken_by_operations(world, history)
    yield from (f"a secret is told: {leak}" for leak in watch.leaks())


def _broken_by_operations(world: World, history: History) -> Iterator[str]:
    spared: set[str] = set()
    before: list[dict[str, Any]] = []
    for number, operation in enumerate(history, 1):
        seen = world.run(operation)
        if seen.refused:
            return
        spared |= {one["id"] for one in (*before, *seen.state.resources) if _stays_behind(one)}
        for failure in (*_always(seen), *_objects(seen, spared), *_order(operation, seen, before)):
            yield f"operation {number}, {operation['verb']}: {failure}\n{seen.text}"
        if _settles(operation, seen):
            calm = {"verb": "up", "program": operation["program"], "flags": ["--expect-no-changes"]}
            again = world.run(calm)
            moved = [call for call in again.calls if call["method"] in ("create", "update", "delete")]
            if again.rc != 0 or moved:
                yield f"operation {number}, once more: rc {again.rc}, {moved}\n{again.text}"
        before = seen.state.resources


def _stays_behind(resource: dict[str, Any]) -> bool:
    """Tell whether a resource's object may outlive its entry in the state."""
    return "id" in resource and bool(resource.get("retainOnDelete") or resource.get("deletedWith"))


def _settles(operation: Operation, seen: Seen) -> bool:
    """Tell whether the same program must now find nothing to do."""
    limited = operation.get("target") or operation.get("faults") or operation.get("replace")
    return operation["verb"] == "up" and seen.rc == 0 and not limited


def _always(seen: Seen) -> Iterator[str]:
    if "Traceback" in seen.shown_text or "embedded engine failed" in seen.text:
        yield "a traceback"
    if seen.locks:
        yield "a lock stays"
    if seen.state.pending:
        yield f"pending operations stay: {seen.state.pending}"
    known: set[str] = set()
    for urn, references in seen.state.order:
        if missing := references - known:
            yield f"{urn} stands before {sorted(missing)}"
        known.add(urn)


def _objects(seen: Seen, spared: set[str]) -> Iterator[str]:
    orphans = seen.objects.keys() - seen.state.ids() - spared
    if orphans:
        yield f"objects that no state knows: {sorted(orphans)}"


def _order(operation: Operation, seen: Seen, before: list[dict[str, Any]]) -> Iterator[str]:
    """Compare the order of creates with what new states refer to, of deletes with what old ones referred to."""
    calls = [(call["method"], call["name"]) for call in seen.calls]
    for method, resources, first in (("create", seen.state.resources, 1), ("delete", before, 0)):
        if method == "delete" and any(name == "create" for name, _ in calls):
            continue
        for one in resources:
            name = one["urn"].rpartition("::")[2]
            for urn in one.get("dependencies", ()):
                pair = [(method, name), (method, urn.rpartition("::")[2])]
                if all(calls.count(call) == 1 for call in pair) and calls.index(pair[first]) > calls.index(
                    pair[1 - first]
                ):
                    yield f"{method} of {name} and of what it needs, {urn}, in the wrong order: {calls}"
