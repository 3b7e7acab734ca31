"""Which stand-ins there are, and what each offers to the rest of the sandbox."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import BaseRoute

from vendor_sandbox.context import Context

NAMES = ("ilert", "xmatters", "apifortress")


@dataclass(frozen=True)
class Vendor:
    """One stand-in."""

    name: str
    routes: Callable[[Context], list[BaseRoute]]
    seed: Callable[[Context], None]
    objects: dict[str, str]
    """Kind → collection in the store."""
    delete_by_hand: Callable[[Context, str, str], bool] | None
    """What a person's delete in the console also takes away; None: only the object itself."""


def load() -> list[Vendor]:
    """Import the three stand-ins; one that is not installed is served empty."""
    return [_load(name) for name in NAMES]


def _load(name: str) -> Vendor:
    try:
        module = importlib.import_module(f"vendor_sandbox.{name}")
        return Vendor(name, module.routes, module.seed, module.OBJECTS, getattr(module, "delete_by_hand", None))
    except (ModuleNotFoundError, AttributeError):
        return Vendor(name, lambda _: [], lambda _: None, {}, None)
