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
        example = f" (write {write})" if write else ""
        super().__init__(
            f"{VENDOR}: {self.trouble()}. Correct the entry {entry} in the file of apifortress:webMap{example}; "
            "`alert-wiring doctor` checks all entries."
        )

    def trouble(self) -> str:
        """What is wrong, and what is there instead."""
        there = f"; it has {', '.join(map(repr, self.instead))}" if self.instead else ""
        return f"the page {self.where} has no {self.looked_for}{there}"


class NoPageError(MisfitError):
    """There is no page where the map says that one is."""

    def __init__(self, entry: str, where: str, instead: Sequence[str] = (), write: str = "") -> None:
        """Compose the line."""
        super().__init__(entry, "a page at this address (the server answers 404)", where, instead, write)

    def trouble(self) -> str:
        """The address, and similar ones that other pages lead to."""
        there = f"; other pages lead to {', '.join(map(repr, self.instead))}" if self.instead else ""
        return f"there is no page {self.where} (404){there}"
