"""What the driver says when a page is not as the map says (`alert-wiring doctor` prints the same facts)."""

from __future__ import annotations

from collections.abc import Sequence

from alert_wiring.core.errors import WiringError

from ..settings import VENDOR
from .page import SHORT

_MOST = 8
"""How many of the things that are there instead a message names."""


class MisfitError(WiringError):
    """An entry of the page map does not fit the instance.

    Attributes:
        entry: the entry, such as `fields.add_group.label`.
        looked_for: what was looked for, in words.
        where: the page's path.
        instead: what is there instead, shortened; labels and names only, never values.
        write: what to write into the user's map file.
    """

    def __init__(self, entry: str, looked_for: str, where: str, instead: Sequence[str] = (), write: str = "") -> None:
        """Compose the line."""
        self.entry, self.looked_for, self.where, self.write = entry, looked_for, where, write
        self.instead = tuple(dict.fromkeys(text[:SHORT] for text in instead if text))[:_MOST]
        there = f"; it has {', '.join(map(repr, self.instead))}" if self.instead else ""
        example = f" (write {write})" if write else ""
        super().__init__(
            f"{VENDOR}: the page {where} has no {looked_for}{there}. Correct the entry {entry} in the file of "
            f"apifortress:webMap{example}; `alert-wiring doctor` checks all entries."
        )


class NoPageError(MisfitError):
    """There is no page where the map says that one is."""

    def __init__(self, entry: str, where: str, write: str = "") -> None:
        """Compose the line."""
        super().__init__(entry, "answer but 404: there is no such page", where, (), write)
