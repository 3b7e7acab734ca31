"""The form of a rule: one sentence about a vendor, with its source; tables of them drive the contract tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One thing that a stand-in does because a reference says so.

    The contract test of a rule has the rule's id as its parameter, so that a table is also a list of tests.
    """

    id: str
    source: str
    """Section of the reference, as ``ilert.md 2.8``."""
    sentence: str
    switch: str | None = None
    """The switch that takes the other reading, where the reference leaves it open."""


def table(vendor: str, rows: tuple[tuple[str, ...], ...]) -> tuple[Rule, ...]:
    """Rules from rows of (id, section, sentence[, switch]); ids and switches are told without the vendor's name."""
    return tuple(
        Rule(
            id=row[0],
            source=f"{vendor}.md {row[1]}",
            sentence=row[2],
            switch=f"{vendor}.{row[3]}" if len(row) > 3 else None,
        )
        for row in rows
    )
