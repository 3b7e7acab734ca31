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
    made_by_hand: Callable[[Context, str, dict[str, Any]], dict[str, Any]]
    """(kind, as it was typed) → the object as stored when it is made in the console: with what nobody typed."""


def _as_typed(_context: Context, _kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """An object that works with the least that was typed: what it lacks is made up when it is read."""
    return body


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
            _as_typed,
        ),
        Vendor(
            "xmatters",
            xmatters.routes,
            xmatters.seed,
            xmatters.OBJECTS,
            xmatters.delete_by_hand,
            xmatters.edited_by_hand,
            xmatters.settle,
            _as_typed,
        ),
        Vendor(
            "apifortress",
            apifortress.routes,
            apifortress.seed,
            apifortress.OBJECTS,
            apifortress.delete_by_hand,
            apifortress.edited_by_hand,
            lambda _: None,  # deliveries happen while the run is answered
            apifortress.made_by_hand,
        ),
    ]
