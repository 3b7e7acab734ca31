"""Two engines' views of the same operation, compared."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from twin.world import Operation, Seen

Difference = tuple[str, Any, Any]
"""What differs, and how it was with the CLI and with the embedded engine."""
_HIDDEN = "[secret]"


def differences(operation: Operation, cli: Seen, embedded: Seen) -> list[Difference]:
    """Return everything in which the two differ; the CLI is right."""
    found: list[Difference] = []
    views: dict[str, Callable[[Seen], Any]] = {
        "exit code": lambda seen: seen.rc,
        "calls of each resource": lambda seen: _by_name(operation, seen.calls),
        "order of calls": lambda seen: _order(operation, seen, related),
        "vendor requests": lambda seen: seen.requests,
        "lines shown": lambda seen: [] if _refreshes(operation) else seen.shown.rows,
        "counts shown": lambda seen: seen.shown.summary,
        "plan in JSON": lambda seen: seen.shown.plan,
        "history": lambda seen: seen.history,
        "state": lambda seen: [_marked_twice(one) for one in seen.state.resources],
        "pending operations": lambda seen: seen.state.pending,
        "objects": lambda seen: seen.objects,
        "locks": lambda seen: seen.locks,
    }
    related = _related(cli)
    for name, view in views.items():
        left, right = view(cli), view(embedded)
        if name == "plan in JSON":
            left = _hidden_alike(left, right)
        if left != right:
            found.append((name, *_narrowed(left, right)))
    return found


def _hidden_alike(cli: Any, embedded: Any) -> Any:
    """Give the CLI's plan with what only one of the engines hides as the embedded engine has it.

    That one hides in an old state a value that becomes secret. The CLI may hide planned inputs of the names of
    additional secret outputs: when its display looks after the outputs, which are the same object until the step is
    made, were marked.
    """
    if not cli or not embedded or len(cli.get("steps", ())) != len(embedded.get("steps", ())):
        return cli
    steps = []
    for one, other in zip(cli.get("steps", ()), embedded.get("steps", ()), strict=True):
        step = dict(one)
        if "oldState" in one:
            step["oldState"] = _as_hidden(one["oldState"], other.get("oldState"))
        if "inputs" in one.get("newState", {}):
            step["newState"] = {**one["newState"], "inputs": _as_shown(one["newState"], other.get("newState", {}))}
        steps.append(step)
    return {**cli, "steps": steps} if steps else cli


def _as_hidden(cli: Any, embedded: Any) -> Any:
    """Hide what the other hides."""
    if isinstance(cli, dict) and isinstance(embedded, dict):
        return {key: _as_hidden(each, embedded.get(key)) for key, each in cli.items()}
    if isinstance(cli, list) and isinstance(embedded, list) and len(cli) == len(embedded):
        return [_as_hidden(one, other) for one, other in zip(cli, embedded, strict=True)]
    return _HIDDEN if embedded == _HIDDEN else cli


def _as_shown(cli: dict[str, Any], embedded: dict[str, Any]) -> dict[str, Any]:
    """Show the inputs of the names of additional secret outputs that the other shows."""
    shown = embedded.get("inputs", {})
    names = cli.get("additionalSecretOutputs") or ()
    return {
        key: shown.get(key, each) if key in names and each == _HIDDEN else each for key, each in cli["inputs"].items()
    }


def _marked_twice(resource: dict[str, Any]) -> dict[str, Any]:
    """Give an entry of a state with inputs of the names of additional secret outputs secret.

    A refresh copies such outputs into the inputs: the CLI in clear, the embedded engine as secrets (3.3).
    """
    names = resource.get("additionalSecretOutputs") or ()
    inputs = {
        key: {"secret": value} if key in names and not (isinstance(value, dict) and "secret" in value) else value
        for key, value in (resource.get("inputs") or {}).items()
    }
    return {**resource, "inputs": inputs} if inputs else resource


def _refreshes(operation: Operation) -> bool:
    """Tell whether a refresh goes before the operation."""
    return "--refresh" in operation.get("flags", ())


def _by_name(operation: Operation, calls: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the calls of each resource in their order.

    Refresh and destroy take all states at once, two of one name as well (the live one and one that waits for its
    deletion): there the calls of each object have an order of their own.
    """
    apart = operation["verb"] in ("refresh", "destroy") or _refreshes(operation)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for call in calls:
        name = f"{call['name']} {call['id']}" if apart and call.get("id") else call["name"]
        found[name].append(json.dumps(call, sort_keys=True))
    for name, log in found.items():
        if any('"method": "configure"' in entry for entry in log):
            found[name] = sorted(log)
    return dict(found)


def _related(seen: Seen) -> set[frozenset[str]]:
    """Return the pairs of names of which one refers to the other, directly or through others."""
    refers: defaultdict[str, set[str]] = defaultdict(set)
    for one in seen.state.resources:
        name = one["urn"].rpartition("::")[2]
        for urn in (*one.get("dependencies", ()), one.get("parent", ""), one.get("deletedWith", "")):
            refers[name].add(urn.rpartition("::")[2])
    pairs = set()
    for name in list(refers):
        todo, reached = [name], {name}
        while todo:
            for other in refers.get(todo.pop(), ()):
                if other and other not in reached:
                    reached.add(other)
                    todo.append(other)
                    pairs.add(frozenset((name, other)))
    return pairs


def _order(operation: Operation, seen: Seen, related: set[frozenset[str]]) -> dict[str, list[str]]:
    """Return how the calls of related resources interleave: the order that nobody may change.

    In a refresh nothing depends on anything, and in the preview of a program that registers everything at once the
    state does not tell what does. Where the program registers one thing after the other, everything but the deletes has
    one order.
    """
    free = operation.get("program", {}).get("free")
    if operation["verb"] == "refresh" or _refreshes(operation) or (free and operation["verb"] == "preview"):
        return {}
    tokens = [(call["name"], call["method"]) for call in seen.calls if call["method"] != "configure"]
    moved = _moved(operation)
    found = {}
    for left, right in itertools.combinations(sorted({name for name, _ in tokens}), 2):
        if frozenset((left, right)) in related and not moved & {left, right}:
            found[f"{left}, {right}"] = [f"{method} {name}" for name, method in tokens if name in (left, right)]
    if operation["verb"] in ("up", "preview") and not free:
        found["all"] = [f"{method} {name}" for name, method in tokens if method != "delete"]
    return found


def _moved(operation: Operation) -> set[str]:
    """Return the names that belong to other resources now than in the state, or may."""
    rows = operation.get("program", {}).get("resources", [])
    aliases = [alias for row in rows for alias in row["opts"].get("aliases", ())]
    return {alias["name"] for alias in aliases if "name" in alias}


def _narrowed(left: Any, right: Any) -> tuple[Any, Any]:
    """Leave out what is equal, so that a difference can be read."""
    if isinstance(left, dict) and isinstance(right, dict):
        keys = [key for key in {**left, **right} if left.get(key) != right.get(key)]
        pairs = {key: _narrowed(left.get(key, "absent"), right.get(key, "absent")) for key in keys}
        return {key: pair[0] for key, pair in pairs.items()}, {key: pair[1] for key, pair in pairs.items()}
    if isinstance(left, list) and isinstance(right, list):
        if len(left) == len(right) and all(isinstance(each, dict) for each in (*left, *right)):
            pairs_ = [(_named(one), _named(other)) for one, other in zip(left, right, strict=True) if one != other]
            narrowed = [(one[0], _narrowed(one[1], other[1])) for one, other in pairs_]
            return [{name: pair[0]} for name, pair in narrowed], [{name: pair[1]} for name, pair in narrowed]
        if sorted(map(repr, left)) != sorted(map(repr, right)):
            return _without(left, right), _without(right, left)
    return left, right


def _named(one: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return str(one.get("urn", "")).rpartition("::")[2], one


def _without(these: list[Any], those: list[Any]) -> list[Any]:
    rest = list(those)
    found = []
    for each in these:
        if each in rest:
            rest.remove(each)
        else:
            found.append(each)
    return found


def described(found: Iterable[Difference]) -> Iterator[str]:
    """Yield the lines that tell differences to a reader."""
    for name, left, right in found:
        yield f"{name}:"
        yield f"  pulumi   {json.dumps(left, sort_keys=True, default=str)}"
        yield f"  embedded {json.dumps(right, sort_keys=True, default=str)}"
