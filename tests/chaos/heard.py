"""No secret is told in a case: what the provider said, printed and logged, and what each state holds in clear."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Mapping
from typing import Any

from alert_wiring.dynamic import voice
from chaos import scenario
from chaos.driver import Entry, Outcome
from chaos.vendors import SECRETS
from support.telling import Search

SEARCH = Search((*scenario.SECRETS, *SECRETS), plain=True)
"""Credentials of the accounts and secrets of the program; keys that vendors make are found by their form."""


class Heard:
    """Everything that this process prints, logs and shows from now to its end: for a forked child."""

    def __init__(self) -> None:
        """Listen from now on."""
        self._printed = io.StringIO()
        self._lines: dict[str, list[str]] = {"an error": [], "a warning": [], "a state": []}
        sys.stdout = sys.stderr = self._printed
        root = logging.getLogger()
        root.handlers = [logging.StreamHandler(self._printed)]
        root.setLevel(logging.NOTSET)
        voice._log = self._spoken

    def _spoken(self, _severity: Any, text: str, *, ephemeral: bool) -> None:
        self._printed.write(text + "\n")

    def note(self, outcome: Outcome, state: Mapping[str, Entry]) -> None:
        """Keep what a command said and left."""
        self._lines["an error"] += outcome.errors
        self._lines["a warning"] += outcome.warnings
        self._lines["a state"].append(json.dumps({name: entry.in_clear() for name, entry in state.items()}))

    def leaks(self) -> list[str]:
        """Return what was told where, one line for each secret in each place."""
        said = {place: "\n".join(lines) for place, lines in self._lines.items()}
        return SEARCH.told({**said, "what is printed, logged or shown": self._printed.getvalue()})
