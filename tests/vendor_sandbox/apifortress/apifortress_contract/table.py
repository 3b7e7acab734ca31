"""The table of contract rows: each rule of api-fortress.md section 4 with its source and the calls that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apifortress_contract.world import World

Check = Callable[[World], None]


@dataclass(frozen=True)
class Row:
    """One rule."""

    name: str
    source: str
    """Section of api-fortress.md, with the id of the call where there is one."""
    rule: str
    check: Check


ROWS: list[Row] = []


def row(source: str, rule: str) -> Callable[[Check], Check]:
    """Enter the decorated check into the table, under its own name."""

    def enter(check: Check) -> Check:
        ROWS.append(Row(check.__name__, source, rule, check))
        return check

    return enter
