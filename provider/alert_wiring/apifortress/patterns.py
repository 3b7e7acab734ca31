"""Projects by name pattern: `payments-*`, with what it matched shown in the preview.

A pattern is a name with `*` (any text) or `?` (one character) that is not itself the name of a project; brackets mean
nothing, since names like "[EU] Orders" are common. Names are compared as the edit dialog stores them, not as the
dashboard prints them (`api-fortress.md 1.4`), and case matters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pulumi

from alert_wiring.core.errors import NoMatchError
from alert_wiring.core.lookup import what_there_is
from alert_wiring.core.near import near_matches
from alert_wiring.core.values import Remote
from alert_wiring.dynamic import in_program

from .lookups import account, project_in
from .settings import VENDOR

_WILDCARDS = frozenset("*?")
_MOST_SHOWN = 20


@dataclass(frozen=True)
class MatchedProjects:
    """Projects as they are to be written: names, or ids where two projects have one name.

    Attributes:
        projects: all of them, each once; what was written first comes first, what a pattern found is sorted by name.
        matched: pattern to the projects that it found.
    """

    projects: list[str]
    matched: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, resource: pulumi.Resource | None = None) -> None:
        """Show in a preview what each pattern found, on the resource's own line where there is one."""
        if pulumi.runtime.is_dry_run():
            for pattern, found in self.matched.items():
                more = f" and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
                names = ", ".join(map(repr, found[:_MOST_SHOWN])) + more
                pulumi.log.info(f"{VENDOR} projects that match {pattern!r}: {names}", resource)


@in_program
def projects_matching(*patterns: str) -> list[str]:
    """Return the projects that match any of the patterns, for `AlertRoute(projects=...)` or a loop.

    The preview shows what was matched. Projects that match later are found by the next run.

    Args:
        patterns: `*` stands for any text and `?` for one character.

    Raises:
        NoMatchError: a pattern matches nothing; near names are listed.
        WiringError: the account cannot be asked.
    """
    found = expanded(patterns)
    found.tell()
    return found.projects


def is_pattern(project: str) -> bool:
    """Say whether a text has wildcards; a project may still have it for a name."""
    return bool(_WILDCARDS & set(project))


def expanded(projects: Sequence[str]) -> MatchedProjects:
    """Return the projects with every pattern among them replaced by what it matches, each project once.

    Without a pattern nothing is asked and the list stays as it is.

    Raises:
        NoMatchError: a pattern matches nothing.
        WiringError: there is a pattern, and the account cannot be asked.
    """
    if not any(map(is_pattern, projects)):
        return MatchedProjects(list(projects))
    rows = account().projects().all()
    names = {str(row["name"]) for row in rows}
    same_name = Counter(str(row["name"]).strip() for row in rows)
    written = [one for one in projects if one.strip() in names or not is_pattern(one)]
    taken = {str(project_in(rows, one)["id"]) for one in written}
    result = MatchedProjects([])
    for one in projects:
        if one in written:
            result.projects.append(one)
            continue
        found = _matching(rows, one)
        result.matched[one] = [_reference(row, same_name) for row in found]
        new = [row for row in found if str(row["id"]) not in taken]
        taken |= {str(row["id"]) for row in new}
        result.projects.extend(_reference(row, same_name) for row in new)
    return result


def _matching(rows: Sequence[Remote], pattern: str) -> list[Remote]:
    expression = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern.strip())
    fits = re.compile(expression, re.DOTALL)
    found = sorted((row for row in rows if fits.fullmatch(str(row["name"]).strip())), key=lambda row: str(row["name"]))
    if not found:
        raise NoMatchError(_nothing(pattern, [str(row["name"]) for row in rows]))
    return found


def _nothing(pattern: str, names: list[str]) -> str:
    near = near_matches(pattern.strip("*? "), names)
    meant = f"Near are {', '.join(map(repr, near))}." if near else what_there_is(names)
    return f"No {VENDOR} project matches {pattern!r}. {meant}"


def _reference(row: Remote, same_name: Counter[str]) -> str:
    """Return how to write a project: its name, or its id where several have the name."""
    name = str(row["name"]).strip()
    return name if same_name[name] == 1 else str(row["id"])
