"""Draws the wire in the terminal, with the proof beside each hop."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from alert_wiring.proof.model import Hop, RouteProof

_WIDE = 400
"""Columns of an output that is not a terminal: a log must not lose the end of a line."""

_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "dim")}


def draw(proofs: Iterable[RouteProof], console: Console) -> None:
    """Print one tree per route; colours only where the terminal has them."""
    for proof in proofs:
        tree = Tree(Text(proof.name, style="bold"), guide_style="dim")
        at = tree
        for hop in proof.trunk:
            at = at.add(_line(hop))
        for branch in proof.branches:
            below = at
            for hop in branch:
                below = below.add(_line(hop))
        console.print(tree)


def terminal() -> Console:
    """Standard output; where it is not a terminal, lines are as long as they need to be."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def _line(hop: Hop) -> Text:
    mark, style = _MARKS[hop.held]
    line = Text.assemble((f"{mark} ", style), (f"{hop.place} ", "dim"), hop.title, overflow="fold")
    if hop.seen:
        line.append(f"  {hop.seen}", style="red" if hop.held is False else "cyan")
    return line
