"""Who manages a project's alert groups in this program: single pairs, or one resource that owns the whole set.

Both on one project would undo each other in every run (`api-fortress.md 4.12`), so the program is refused while its
resources are registered: nothing of the second one is ever written.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from alert_wiring.core.errors import InputError
from alert_wiring.dynamic import in_program, once

from .lookups import require_project
from .settings import VENDOR


@dataclass(frozen=True)
class _Claim:
    """A resource, as the program calls it, and whether it owns the whole set."""

    who: str
    whole: bool


def claimed(project: pulumi.Input[str], who: str, *, whole: bool = False) -> pulumi.Input[str]:
    """Return the project as it was given, once it is certain that this resource may manage it.

    Names and ids are told to be one project by a look-up, where the account can be asked now. A project that is an
    output is looked at when it is known, still before the resource is registered.

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
        return _claim(project, who, whole)
    return pulumi.Output.all(project).apply(lambda known: _claim(str(known[0]), who, whole))


@in_program
def _claim(project: str, who: str, whole: bool) -> str:
    found = require_project(project)
    key = project.strip() if found is None else found.id
    claims: list[_Claim] = once(("project claims", key), list)
    for other in claims:
        if whole or other.whole:
            raise InputError(_clash(project, _Claim(who, whole), other))
    claims.append(_Claim(who, whole))
    return project


def _clash(project: str, one: _Claim, other: _Claim) -> str:
    owner, intruder = (one, other) if one.whole else (other, one)
    does = "owns it too" if intruder.whole else "adds one"
    return (
        f"{owner.who} owns the whole set of alert groups of {VENDOR} project {project!r}, and {intruder.who} "
        f"{does}: they would undo each other. Leave one of them out, or move its alert groups into the other."
    )
