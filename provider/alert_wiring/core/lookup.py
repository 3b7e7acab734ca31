"""Look-ups by name: the exact one, else an error that names near matches or all candidates.

Names are compared exactly (after stripping): the vendors' own look-up routes do not say what they do with duplicates
(`ilert.md 3.11`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alert_wiring.core.errors import NoMatchError, SeveralMatchesError
from alert_wiring.core.near import near_matches


@dataclass(frozen=True)
class Named:
    """A candidate: its id, its name, and what tells it from others of the same name."""

    id: str
    name: str
    detail: str = ""


def pick(what: str, name: str, candidates: Sequence[Named], advice: str = "") -> Named:
    """Return the one candidate with this name.

    Args:
        what: vendor and noun, such as "ilert escalation policy".
        name: the name to look for.
        candidates: everything the credential can see.
        advice: what to write instead when several fit, such as `write escalation_policy_id="<id>"`.

    Raises:
        NoMatchError: nothing fits; the text names near matches, or says what there is.
        SeveralMatchesError: several fit; the text names all of them.
    """
    found = [candidate for candidate in candidates if candidate.name.strip() == name.strip()]
    if len(found) == 1:
        return found[0]
    if found:
        shown = ", ".join(f"id {one.id}" + (f" ({one.detail})" if one.detail else "") for one in found)
        raise SeveralMatchesError(f"There are {len(found)} of {what} {name!r}: {shown}. {advice}")
    names = [candidate.name for candidate in candidates]
    near = near_matches(name, names)
    meant = f"Did you mean {' or '.join(map(repr, near))}?" if near else what_there_is(names)
    raise NoMatchError(f"There is no {what} {name!r}. {meant}")


def what_there_is(names: Sequence[str]) -> str:
    """Return the sentence that lists the first names there are, for a look-up that nothing comes near."""
    if not names:
        return "This credential sees none at all: check its rights."
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return f"There are {', '.join(map(repr, sorted(names)[:10]))}{more}."
