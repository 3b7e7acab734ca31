"""``alert-wiring sandbox ...``: the stand-ins are a program of their own; run it with the same words."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from alert_wiring.commands.engine import become


def run(words: Sequence[str]) -> int:
    """Become the sandbox's program; the exit code is its own."""
    return become([sys.executable, "-m", "vendor_sandbox", *words])
