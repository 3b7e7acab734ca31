"""Which stand-ins there are, and what each offers to the rest of the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute

from vendor_sandbox import apifortress, ilert, xmatters
from vendor_sandbox.context import Context


@dataclass(frozen=True)
class Vendor:
    """One stand-in."""

    name: str
    routes: Callable[[Context], list[BaseRoute]]
    seed: Callable[[Context], None]
    objects: dict[str, str]
    """Kind → collection in the store."""
    delete_by_hand: Callable[[Context, str, str], bool]
    """Delete an object of a kind as a person's click in the console would, with what that takes away too."""
    edited_by_hand: Callable[[Context, str, dict[str, Any], dict[str, Any]], dict[str, Any]]
    """(kind, as it was, as it was typed) → the object as stored after an edit in the console: time stamps move."""
    settle: Callable[[Context], None]
    """Bring about what is due by now (accepted events, expiries); the vendor's own routes do so by themselves."""


def _as_typed(_context: Context, _kind: str, _before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The edit of an object whose answers have no time stamp of its own."""
    return after


def load() -> list[Vendor]:
    """The three stand-ins."""
    return [
        Vendor(
            "ilert",
            ilert.routes,
            ilert.seed,
            ilert.OBJECTS,
            ilert.delete_by_hand,
            ilert.edited_by_hand,
            ilert.settle,
        ),
        Vendor(
            "xmatters",
            xmatters.routes,
            xmatters.seed,
            xmatters.OBJECTS,
            xmatters.delete_by_hand,
            xmatters.edited_by_hand,
            xmatters.settle,
        ),
        Vendor(
            "apifortress",
            apifortress.routes,
            apifortress.seed,
            apifortress.OBJECTS,
            apifortress.delete_by_hand,
            _as_typed,
            lambda _: None,  # deliveries happen while the run is answered
        ),
    ]
