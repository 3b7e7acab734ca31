"""``alert-wiring wire``: draw the wire of a stack in the terminal, without firing anything."""

from __future__ import annotations

from collections.abc import Sequence

from alert_wiring.commands import prove


def run(words: Sequence[str]) -> int:
    """Draw the routes; 0 when what can be seen without firing is as the stack says."""
    return prove.run(words, fire=False)
