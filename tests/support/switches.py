"""The switches of the stand-ins, for tests that move them and for runs under another reading of the references."""

from __future__ import annotations

import os
from dataclasses import dataclass

from support.sandbox import SWITCHES_VARIABLE, wanted_switches
from vendor_sandbox.registry import SWITCHES
from vendor_sandbox.switches import Value


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
        for vendor, table in SWITCHES.items()
        for switch in table
        for choice in switch.choices
        if choice != switch.default
    ]


def in_this_run(name: str) -> Value:
    """The position that a switch has in this run of the tests when no test moves it."""
    moved = wanted_switches(os.environ.get(SWITCHES_VARIABLE, ""))
    return moved.get(name, next(each.default for table in SWITCHES.values() for each in table if each.name == name))
