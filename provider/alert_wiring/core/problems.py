"""Collects everything that is wrong with one resource, so that a person sees all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from alert_wiring.core.errors import one_line
from alert_wiring.core.values import Json


@dataclass(frozen=True)
class Problem:
    """One failed check.

    Attributes:
        prop: the property's name; empty for a secret property, since the engine prints the value of a named one
            (`pulumi-dynamic-providers.md 3.5`).
        text: what is wrong and what to write instead, with the property's path in it.
    """

    prop: str
    text: str


@dataclass
class Problems:
    """The problems and warnings of one resource."""

    found: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Names of the properties that have a problem, secret ones included."""

    def add(self, prop: str, text: str, *, secret: bool = False) -> None:
        """Add a problem of one property; `text` must not hold a secret value."""
        self.refused.add(prop)
        self.found.append(Problem("" if secret else prop, one_line(f"{prop}: {text}")))

    def warn(self, prop: str, text: str) -> None:
        """Add a warning: shown to the user, stops nothing."""
        self.warnings.append(one_line(f"{prop}: {text}"))


@dataclass(frozen=True)
class Spot:
    """Where a value stands, while a value type looks at it.

    Attributes:
        problems: where to report.
        prop: name of the top-level property.
        path: path to the value, such as `link_templates[0].text`.
        secret: whether values may be shown.
    """

    problems: Problems
    prop: str
    path: str
    secret: bool = False

    def bad(self, text: str, got: Json = None, hint: str = "") -> None:
        """Report that the value here is wrong: "`path`: `text`, not `got`; `hint`"."""
        self.problems.refused.add(self.prop)
        shown = "" if self.secret or got is None else f", not {_short(got)}"
        self.problems.found.append(
            Problem(
                "" if self.secret else self.prop, one_line(f"{self.path}: {text}{shown}{f'; {hint}' if hint else ''}")
            )
        )

    def warn(self, text: str) -> None:
        """Report something that is allowed but probably not meant."""
        self.problems.warn(self.path, text)

    def at(self, key: str | int) -> Spot:
        """Return the place of a member or an item."""
        path = f"{self.path}[{key}]" if isinstance(key, int) else f"{self.path}.{key}"
        return Spot(self.problems, self.prop, path, self.secret)

    def member(self, name: str, *, secret: bool = False) -> Spot:
        """Return the place of a named field; at the root the field is the property itself."""
        if not self.path:
            return Spot(self.problems, name, name, secret)
        return Spot(self.problems, self.prop, f"{self.path}.{name}", self.secret or secret)


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
