"""Connectors in alert groups that are assigned to projects: the API Fortress end of every wire."""

from __future__ import annotations

from typing import Any, Final

from bench.stacks.base import Stack
from support.sandbox import Control

IN_A_GROUP: Final = 10
"""Connectors of one alert group, and projects that it is assigned to."""


class Connectors(Stack):
    """*size* connectors, ten in an alert group, and *size* projects with one group each."""

    vendor, things = "apifortress", "connectors"
    title = "API Fortress: connectors, ten in an alert group, each group assigned to ten projects"
    program = "connectors.py"
    lookups = 2  # projects and connector definitions, whose names are verified before anything is registered

    def prepare(self, control: Control, size: int) -> dict[str, Any]:
        """Projects are not made by this tool."""
        projects = [f"bench {number}" for number in range(size)]
        for name in projects:
            control.add_project(name)
        return {"projects": projects, "in_a_group": IN_A_GROUP}

    def parents(self, size: int) -> int:
        """Connectors are listed per group (`api-fortress.md 4.6`, I1)."""
        return -(-size // IN_A_GROUP)

    def writes(self, size: int) -> int:
        """Groups, connectors and assignments, one call each (`api-fortress.md 4.6`, G2, I2, A3)."""
        return self.parents(size) + 2 * size

    def deletes(self, size: int) -> int:
        """The same again (G5, I5, A4)."""
        return self.writes(size)

    def pages(self, size: int) -> int:
        """Groups, connectors of each group, and projects with their groups; no list has pages (G1, I1, P1)."""
        return 1 + self.parents(size) + 1
