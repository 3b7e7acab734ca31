"""The rules, by the ids that the user turns them off with, and the words that every place uses to tell a violation."""

from __future__ import annotations

from dataclasses import dataclass

NO_STRANDED_PROJECT = "no-stranded-project"
"""A project that had a route keeps one: else its tests fail and nobody hears of it."""

FEW_ROUTES_REMOVED = "few-routes-removed"
"""One run takes away at most `MOST_REMOVED` of a stack's routes."""

FOREIGN_MARK = "foreign-mark"
"""An object whose name another stack made stays untouched."""

MOST_REMOVED = 0.3
"""The share of a stack's routes that one run may take away."""

DESCRIPTIONS = {
    NO_STRANDED_PROJECT: "A project that had a route keeps one",
    FEW_ROUTES_REMOVED: f"One run takes away at most {MOST_REMOVED:.0%} of a stack's routes",
    FOREIGN_MARK: "An object that another stack made stays untouched",
}
"""Each rule in a clause."""

RULES = tuple(DESCRIPTIONS)

CONFIG_KEY = "alert-wiring:guard"
ENVIRONMENT_VARIABLE = "ALERT_WIRING_GUARD"


@dataclass(frozen=True)
class Violation:
    """One thing that a run must not do.

    Attributes:
        rule: the rule's id.
        thing: what it is about and is allowed by: a project's name, or an object's.
        why: what would happen, one clause.
        urns: the resources of the plan that make it happen, for whom a line is too short.
    """

    rule: str
    thing: str
    why: str
    urns: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The whole violation in one line: rule, what would happen, and how to allow it."""
        return f"{self.why} (guard rule {self.rule}). {self.how_to_allow}"

    @property
    def how_to_allow(self) -> str:
        """What the user does if it is meant."""
        allow, off = f"{CONFIG_KEY}.allow[{_quoted(self.thing)}]", f"{CONFIG_KEY}.turned_off.{self.rule}"
        return (
            f"If that is meant, write why: `pulumi config set --path '{allow}' '<reason>'` allows it here, "
            f"`pulumi config set --path '{off}' '<reason>'` turns the rule off."
        )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
