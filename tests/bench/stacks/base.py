"""What a bench of calls knows of one vendor's stack: its program, and how many calls its operations need.

`unavoidable` follows from the vendor's reference alone. `at_most` is what the design promises on top of it: a list per
kind and, where a vendor lists only what is in one parent, per parent; and a handful of calls per run, none per object.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from support.sandbox import Control

OPERATIONS: Final = {
    "create": ("up", "--skip-preview"),
    "refresh": ("refresh", "--skip-preview"),
    "preview with refresh": ("preview", "--refresh"),
    "one change, with refresh": ("up", "--skip-preview", "--refresh"),
    "destroy": ("destroy", "--skip-preview"),
}
"""What is measured, in this order, and the command for it."""

FIRST_CHANGED: Final = "one change, with refresh"
"""From this operation on the program has its change."""

A_RUN: Final = 11
"""Calls that a run which creates or destroys may make besides: 500 alert sources and a policy have a budget of 512."""


class Stack(ABC):
    """One vendor's stack of any size; its numbers are calls."""

    vendor: ClassVar[str]
    """What the sandbox calls the vendor; its settings begin with this word."""

    title: ClassVar[str]
    """What a stack is made of, for a heading."""

    things: ClassVar[str]
    """What the size counts."""

    program: ClassVar[str]
    """File in `program/`; it reads `bench.json`."""

    limit: ClassVar[Mapping[str, str]] = {}
    """Switches of the sandbox that make it keep the vendor's documented limit; {} where none is documented."""

    lookups: ClassVar[int] = 0
    """Lists that the program itself asks for each time it runs, to verify names that it was given."""

    def prepare(self, control: Control, size: int) -> dict[str, Any]:
        """Make in the account what the program refers to, and return what it is told of that."""
        del control, size
        return {}

    @abstractmethod
    def writes(self, size: int) -> int:
        """Return how many objects are created, one call each."""

    @abstractmethod
    def deletes(self, size: int) -> int:
        """Return how many objects are deleted, one call each; what goes with another one is none."""

    @abstractmethod
    def pages(self, size: int) -> int:
        """Return the pages of all lists that show the whole stack."""

    def parents(self, size: int) -> int:
        """Return how many objects have a list of their own below them: none shows what is in several."""
        del size
        return 0

    def unavoidable(self, operation: str, size: int) -> int:
        """Return the calls that the vendor's API leaves no way around."""
        return {
            "create": self.writes(size),
            "refresh": self.pages(size),
            "preview with refresh": self.pages(size),
            "one change, with refresh": self.pages(size) + 1,
            "destroy": self.deletes(size),
        }[operation]

    def at_most(self, operation: str, size: int) -> int:
        """Return the operation's budget.

        A create also looks whether its object is there already, by one list per kind and parent.
        """
        more = {
            "create": self.parents(size) + A_RUN,
            "refresh": 0,
            "preview with refresh": self.lookups,
            "one change, with refresh": self.lookups,
            "destroy": A_RUN,
        }[operation]
        return self.unavoidable(operation, size) + more
