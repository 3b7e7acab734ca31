"""Who manages a project's alert groups in this program: single pairs, or one resource that owns the whole set.

Both on one project would undo each other in every run (`api-fortress.md 4.12`), so the program is refused while its
resources are registered: nothing of the second one is ever written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pulumi

from alert_wiring.core.errors import InputError
from alert_wiring.dynamic import in_program, once

from .lookups import require_project
from .settings import VENDOR


@dataclass(frozen=True)
class _Claim:
    """A resource, as the program calls it, its project as written, and whether it owns the whole set."""

    who: str
    project: str
    whole: bool

    def clashes(self, other: _Claim) -> bool:
        """Say whether both cannot be; a project is only looked up where that decides it."""
        if not (self.whole or other.whole):
            return False
        return self.project == other.project or (self.id is not None and self.id == other.id)

    @cached_property
    def id(self) -> str | None:
        """The project's id, None if the account cannot be asked now; looked up once, not per pair of claims."""
        found = require_project(self.project)
        return None if found is None else found.id


def claimed(project: pulumi.Input[str], who: str, *, whole: bool = False) -> pulumi.Input[str]:
    """Return the project as it was given, once it is certain that this resource may manage it.

    That a name and an id are one project is found by a look-up, where the account can be asked now. A project that is
    an output is looked at when it is known, still before the resource is registered.

    Args:
        project: name or id.
        who: class and name of the resource, for the error.
        whole: whether the resource owns the project's whole set of alert groups.

    Raises:
        InputError: another resource manages the project; the text names both.
        NoMatchError: there is no such project.
        SeveralMatchesError: several have the name.
    """
    if isinstance(project, str):
        require_project(project)
        return _claim(project, who, whole)
    return pulumi.Output.all(project).apply(lambda known: _claim(str(known[0]), who, whole))


@in_program
def _claim(project: str, who: str, whole: bool) -> str:
    claim, claims = _Claim(who, project.strip(), whole), once("project claims", list[_Claim])
    for other in claims:
        if claim.clashes(other):
            raise InputError(_clash(claim, other))
    claims.append(claim)
    return project


def _clash(one: _Claim, other: _Claim) -> str:
    owner, intruder = (one, other) if one.whole else (other, one)
    does = "owns it too" if intruder.whole else "adds one"
    return (
        f"{owner.who} owns the whole set of alert groups of {VENDOR} project {owner.project!r}, and {intruder.who} "
        f"{does}: they would undo each other. Leave one of them out, or move its alert groups into the other."
    )
