"""Which stand-ins there are, and what each offers to the rest of the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    settle: Callable[[Context], None]
    """Bring about what is due by now (accepted events, expiries); the vendor's own routes do so by themselves."""


def load() -> list[Vendor]:
    """The three stand-ins."""
    return [
        Vendor("ilert", ilert.routes, ilert.seed, ilert.OBJECTS, ilert.delete_by_hand, ilert.settle),
        Vendor("xmatters", xmatters.routes, xmatters.seed, xmatters.OBJECTS, xmatters.delete_by_hand, xmatters.settle),
        Vendor(
            "apifortress",
            apifortress.routes,
            apifortress.seed,
            apifortress.OBJECTS,
            apifortress.delete_by_hand,
            lambda _: None,  # deliveries happen while the run is answered
        ),
    ]
