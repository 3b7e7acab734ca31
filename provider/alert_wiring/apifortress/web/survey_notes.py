"""What a survey has found so far, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from alert_wiring.core.checkup import Finding, Verdict
from alert_wiring.core.errors import ForbiddenError, WiringError

from .map_file import PageMap
from .misfit import MisfitError

T = TypeVar("T")

_NEVER_READ = {
    "saves": "only a save shows it",
    "errors": "only a refusal shows it",
    "capabilities": "it is taken at its word",
}
_NOT_REACHED = "nothing on this instance shows it, or an entry before it does not fit"


class Notes:
    """The findings on a map's entries; what fits is noted once, and a misfit outweighs it."""

    def __init__(self, vendor: str, page_map: PageMap) -> None:
        """Start without findings."""
        self._vendor, self._map = vendor, page_map
        self._found: dict[str, Finding] = {}
        self.denied: dict[str, str] = {}
        """What the login may not see: entry to the error."""

    def fits(self, name: str, text: str = "") -> None:
        """An entry is as the map says, unless something else was noted of it."""
        self._found.setdefault(name, Finding(self._vendor, name, Verdict.FITS, text))

    def unchecked(self, name: str, why: str) -> None:
        """An entry could not be looked at."""
        self._found.setdefault(name, Finding(self._vendor, name, Verdict.UNCHECKED, why))

    def misfit(self, error: MisfitError) -> None:
        """An entry is not as the map says."""
        told = Finding(
            self._vendor,
            error.entry,
            Verdict.DOES_NOT_FIT,
            looked_for=error.looked_for,
            where=error.where,
            instead=error.instead,
            write=error.write,
        )
        self._found[error.entry] = told

    def told(self, name: str, text: str) -> None:
        """Say more of an entry that fits."""
        self._found[name] = Finding(self._vendor, name, Verdict.FITS, text)

    def attempt(self, name: str, work: Callable[[], T]) -> T | None:
        """Do what needs an entry, and note what comes of it; None when it does not fit."""
        try:
            result = work()
        except MisfitError as error:
            self.misfit(error)
        except ForbiddenError as error:
            self.denied[name] = error.text
            self.unchecked(name, f"this login may not see it: {error.facts}")
        except WiringError as error:
            told = Finding(self._vendor, name, Verdict.DOES_NOT_FIT, error.text)
            self._found.setdefault(name, told)
        else:
            self.fits(name)
            return result
        return None

    def findings(self) -> Iterable[Finding]:
        """One finding per entry of the map, in the map's order."""
        for name, entry in self._map.entries():
            why = _NEVER_READ.get(name.partition(".")[0], _NOT_REACHED)
            found = self._found.get(name, Finding(self._vendor, name, Verdict.UNCHECKED, why))
            yield Finding(**{**vars(found), "evidence": entry.evidence})
