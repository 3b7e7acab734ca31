"""Alert sources that share one escalation policy: what the nearest tool was measured with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from bench.stacks.base import Stack
from support.sandbox import Control

PAGE: Final = 50
"""Objects on one page of ilert's lists (`ilert.md 1.6`)."""


class AlertSources(Stack):
    """*size* alert sources and their policy."""

    vendor, title, things = "ilert", "ilert: alert sources with one escalation policy", "alert sources"
    program = "sources.py"
    limit: ClassVar[Mapping[str, str]] = {"ilert.rate_limit": "documented"}

    def prepare(self, control: Control, size: int) -> dict[str, Any]:
        """Whom the policy calls."""
        del size
        return {"user": str(control.objects("ilert", "users")[0]["id"])}

    def writes(self, size: int) -> int:
        """One POST each."""
        return size + 1

    def deletes(self, size: int) -> int:
        """One DELETE each."""
        return size + 1

    def pages(self, size: int) -> int:
        """Lists do not say how long they are, so one ends with a page that is not full (`ilert.md 1.6`)."""
        return size // PAGE + 1 + 1
