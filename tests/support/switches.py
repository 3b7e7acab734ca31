"""The switches of the stand-ins, for tests that move them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_sandbox.apifortress.options import SWITCHES as APIFORTRESS
from vendor_sandbox.ilert.switches import SWITCHES as ILERT
from vendor_sandbox.switches import Switch, Value
from vendor_sandbox.xmatters.switches import SWITCHES as XMATTERS

TABLES: Mapping[str, tuple[Switch, ...]] = {"ilert": ILERT, "xmatters": XMATTERS, "apifortress": APIFORTRESS}


@dataclass(frozen=True)
class Position:
    """A switch and one of its positions."""

    vendor: str
    name: str
    value: Value

    @property
    def text(self) -> str:
        """As it is written in names and variables."""
        return f"{self.name}={str(self.value).lower() if isinstance(self.value, bool) else self.value}"


def positions() -> list[Position]:
    """Every position of every switch that is not its default."""
    return [
        Position(vendor, switch.name, choice)
        for vendor, table in TABLES.items()
        for switch in table
        for choice in switch.choices
        if choice != switch.default
    ]
