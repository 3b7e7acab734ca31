"""What a kind refuses, warns of and raises: the sentences themselves, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from wiring_docs.discover import KindEntry, own_modules, parsed

_ERRORS = ("Error",)


@dataclass(frozen=True)
class Message:
    """One sentence: `what` is "refused", "warning" or the class of an error."""

    what: str
    prop: str
    text: str


def messages(entry: KindEntry) -> list[Message]:
    """Return what the kind's own modules say, in the order of the code, each once."""
    found: dict[Message, None] = {}
    for module in own_modules(entry):
        found |= dict.fromkeys(_of(module))
    return list(found)


def said_by(module: ModuleType) -> list[Message]:
    """Return what one module says, each once."""
    return list(dict.fromkeys(_of(module)))


def _of(module: ModuleType) -> Iterator[Message]:
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            said = isinstance(owner, ast.Name) and owner.id in ("problems", "spot")
            if said and node.func.attr in ("add", "warn") and len(node.args) >= 2:
                what = "refused" if node.func.attr == "add" else "warning"
                yield Message(what, _text(node.args[0]), _text(node.args[1]))
            elif (node.func.attr == "bad" or (said and node.func.attr == "warn")) and node.args:
                what = "refused" if node.func.attr == "bad" else "warning"
                yield Message(what, "", _text(node.args[0]))
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            name = node.exc.func.id if isinstance(node.exc.func, ast.Name) else ""
            text = _text(node.exc.args[0])
            if name.endswith(_ERRORS) and text.strip("… "):
                yield Message(name, "", text)


def _text(node: ast.expr) -> str:
    """Return a text expression with "…" where a value goes."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left) + _text(node.right)
    return "…"
