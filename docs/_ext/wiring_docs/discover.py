"""What there is to write about: the public classes and functions of the product, found in it and listed nowhere."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import FunctionType, ModuleType
from typing import TypeGuard

from alert_wiring.dynamic import KindResource

ROOMS = {"ilert": "ilert", "xmatters": "xMatters", "apifortress": "API Fortress"}
"""The vendors' packages and what people call the vendors."""


_ROOM_WIDE = frozenset({"api", "settings", "lookups", "names", "kind", "base", "program"})
"""Modules that are about a whole vendor, also where only one kind uses them yet."""


@dataclass(frozen=True)
class KindEntry:
    """One kind of object.

    Attributes:
        room: the vendor's package.
        cls: the resource class.
        helpers: public classes that make the same resource with typed arguments.
    """

    room: str
    cls: type[KindResource]
    helpers: tuple[type[KindResource], ...] = field(default=())

    @property
    def name(self) -> str:
        """The class's name."""
        return self.cls.__name__

    @property
    def dotted(self) -> str:
        """What a program writes."""
        return f"{self.room}.{self.name}"


def public(room: str) -> dict[str, object]:
    """Return what a vendor's package exports, by name."""
    module = importlib.import_module(f"alert_wiring.{room}")
    return {name: getattr(module, name) for name in sorted(module.__all__)}


@cache
def kinds() -> tuple[KindEntry, ...]:
    """Return every kind of every vendor, with its helpers."""
    found = []
    for room in ROOMS:
        resources = [item for item in public(room).values() if _is_resource(item)]
        own = [cls for cls in resources if _token_name(cls) == cls.__name__]
        for cls in own:
            helpers = tuple(each for each in resources if each not in own and issubclass(each, cls))
            found.append(KindEntry(room, cls, helpers))
    return tuple(found)


def functions(room: str) -> list[FunctionType]:
    """Return the public functions of a vendor's package."""
    return [item for item in public(room).values() if inspect.isfunction(item)]


def values(room: str) -> list[type]:
    """Return the public classes of a vendor's package that are no resources."""
    return [item for item in public(room).values() if inspect.isclass(item) and not _is_resource(item)]


def _is_resource(item: object) -> TypeGuard[type[KindResource]]:
    return inspect.isclass(item) and issubclass(item, KindResource)


def _token_name(cls: type[KindResource]) -> str:
    return str(cls._resource_type_name).rpartition(":")[2]


def own_modules(entry: KindEntry) -> list[ModuleType]:
    """Return the modules that only this kind uses: its own, and those of its package that no other kind imports."""
    mine = _module(entry)
    others = [_module(other) for other in kinds() if other.room == entry.room and other.cls is not entry.cls]
    client = _reached(sys.modules[entry.cls.provider_class.kind.api.__module__])
    shared = {name for other in others for name in _near(sys.modules[other])} | client
    names = [mine, *(name for name in _near(sys.modules[mine]) if name not in shared and name != mine)]
    return [sys.modules[name] for name in names if name.rpartition(".")[2] not in _ROOM_WIDE]


def _module(entry: KindEntry) -> str:
    return entry.cls.provider_class.kind.__class__.__module__


def _reached(module: ModuleType) -> set[str]:
    """Return the module and all that it imports of its package, however far."""
    found: set[str] = set()
    waiting = [module.__name__]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _near(sys.modules[name])
    return found


@cache
def _near(module: ModuleType) -> tuple[str, ...]:
    """Return the modules of its package that a module imports."""
    package = module.__name__.rpartition(".")[0]
    found = []
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.ImportFrom):
            name = f"{package}.{node.module}" if node.level else str(node.module)
            if name.startswith(package + ".") and name in sys.modules and name not in found:
                found.append(name)
    return tuple(found)


@cache
def parsed(module: ModuleType) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def attribute_docs(cls: type) -> dict[str, str]:
    """Return the docstrings below a class's attributes, bases included."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("alert_wiring."):
            found |= dict(_documented(base))
    return found


def _documented(cls: type) -> Iterator[tuple[str, str]]:
    tree = parsed(sys.modules[cls.__module__])
    body = next((node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == cls.__name__), [])
    for before, after in pairwise(body):
        if not isinstance(before, ast.AnnAssign) or not isinstance(before.target, ast.Name):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            yield before.target.id, inspect.cleandoc(after.value.value)
