"""``alert-wiring sandbox ...``: the stand-ins are a program of their own; run it with the same words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def run(words: Sequence[str]) -> int:
    """Become the sandbox's program; does not return where the system can replace a process."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "vendor_sandbox", *words])  # noqa: S606 - no shell is wanted
