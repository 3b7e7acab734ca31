"""Which resources an operation is limited to (pulumi-engine.md 5.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from embedded_engine.files.model import ROOT_STACK_TYPE, Resource
from embedded_engine.steps.graph import references
from embedded_engine.steps.urns import own_type


class Targets:
    """URNs and wildcard patterns given by the user; without any, everything is a target."""

    def __init__(self, patterns: Iterable[str], *, with_dependents: bool = False) -> None:
        """`*` matches within a URN's part, `**` across parts; `with_dependents` adds what refers to a target."""
        self.patterns = tuple(patterns)
        self._literals = {pattern for pattern in self.patterns if "*" not in pattern}
        self._expressions = [_expression(pattern) for pattern in self.patterns if "*" in pattern]
        self._with_dependents = with_dependents

    @property
    def constrained(self) -> bool:
        """Whether there are any."""
        return bool(self.patterns)

    def names(self, urn: str) -> bool:
        """Say whether the user named `urn` itself."""
        return urn in self._literals or any(expression.fullmatch(urn) for expression in self._expressions)

    def includes(self, resource: Resource) -> bool:
        """Say whether a step on `resource` is wanted, by the URN that it has now; providers and the stack always are.

        With dependents, a resource that refers to a target becomes a target itself.
        """
        if not self.constrained or resource.is_provider or own_type(resource.urn) == ROOT_STACK_TYPE:
            return True
        if self.names(resource.urn):
            return True
        if self._with_dependents and any(self.names(urn) for urn in references(resource)):
            self._literals.add(resource.urn)
            return True
        return False

    def missing(self, known: Iterable[str]) -> list[str]:
        """Give the named URNs that no resource has; patterns that match nothing are not reported."""
        have = set(known)
        return [pattern for pattern in self.patterns if "*" not in pattern and pattern not in have]


def _expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*|\*)", pattern)
    return re.compile("".join({"**": ".*", "*": "[^:]*"}.get(part, re.escape(part)) for part in parts))
