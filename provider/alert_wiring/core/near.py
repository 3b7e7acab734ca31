"""Names that a person may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def near_matches(name: str, known: Iterable[str], most: int = 5) -> list[str]:
    """Return up to `most` of the known names that resemble `name`, best first.

    A name that differs only in case or blanks comes first, then similar ones, then ones that contain it.
    """
    names = list(dict.fromkeys(known))
    folded = {candidate: _fold(candidate) for candidate in names}
    wanted = _fold(name)
    similar = get_close_matches(wanted, list(folded.values()), n=most)
    found = [candidate for text in similar for candidate in names if folded[candidate] == text]
    if wanted:
        found += [candidate for candidate in names if wanted in folded[candidate]]
    return list(dict.fromkeys(found))[:most]


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
