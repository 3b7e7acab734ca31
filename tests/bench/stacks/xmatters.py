"""Wires into xMatters: inbound integrations, each with its form, in one workflow."""

from __future__ import annotations

from typing import Final

from bench.stacks.base import Stack

PAGE: Final = 1000
"""Items on one page at most (`xmatters.md 2.5`)."""


class InboundIntegrations(Stack):
    """*size* inbound integrations and forms in one workflow.

    The forms go with the workflow, since no call deletes one (`xmatters.md 3.3, 7.2`). What workflows show of their
    forms and integrations (`embed`) is only the first hundred (`xmatters.md 2.5`), so they are listed.
    """

    vendor, things = "xmatters", "inbound integrations"
    title = "xMatters: inbound integrations, each with its form, in one workflow"
    program = "integrations.py"

    def writes(self, size: int) -> int:
        """One POST each (`xmatters.md 2.2`)."""
        return 2 * size + 1

    def deletes(self, size: int) -> int:
        """One DELETE for each integration, and one for the workflow with the forms."""
        return size + 1

    def pages(self, size: int) -> int:
        """Workflows, forms of the workflow, and integrations of the workflow (`xmatters.md 3.1, 3.3, 4.2`)."""
        return 1 + 2 * max(1, -(-size // PAGE))
