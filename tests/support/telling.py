"""The one search for secrets: what is planted, in every spelling that a careless line could give it, and vendors' keys.

search = Search({"canary-key-5c1d"})
search.found(b"...")           # what of it stands there, each once; empty when nothing does
search.told({"a line": text})  # the same for several places, each with its name
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, quote_plus

SHORTEST = 6
"""Shorter values stand by chance in other words."""
_PLAIN = 6
"""So many of the spellings, the first ones, are the plain ones."""
_HIDDEN = rb"(?!\[secret\]|%5Bsecret%5D|scrubbed-secret)"
_VENDORS_KEY = re.compile(rb"il1[a-z]{3}[0-9a-f]{10,}")
"""Keys that ilert makes (`ilert.md 2.11`)."""
_KEYED = re.compile(rb"[?&]apiKey=" + _HIDDEN + rb"[^\s\"'&<>]+")
"""The key in an xMatters trigger URL (`xmatters.md 4.5`)."""
_LARGE = 3_000_000
"""Texts of more bytes are searched for a few of the plain spellings only."""


def spellings(value: str) -> list[bytes]:
    """Return the spellings of a secret, plain ones first."""
    raw = value.encode()
    plain = [value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], quote(value, safe="")]
    plain += [quote_plus(value), html.escape(value)]
    plain += [json.dumps(json.dumps(value))[3:-3], raw.hex(), raw.hex().upper()]
    return list(dict.fromkeys([*(each.encode() for each in plain), *_base64(raw)]))


def _base64(raw: bytes) -> Iterator[bytes]:
    """Return what base64 shows of these bytes wherever they stand in a longer text (``user:password``)."""
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + raw)
        shown = whole[(0, 2, 3)[shift] :].rstrip(b"=")
        shown = shown if (shift + len(raw)) % 3 == 0 else shown[:-1]
        yield from (shown, shown.translate(bytes.maketrans(b"+/", b"-_")))


class Search:
    """A search for these secrets, and by their form for the keys that vendors make.

    Args:
        secrets: what must not be told; shorter ones than `SHORTEST` are left out.
        plain: look for the plain spellings only, where a search runs thousands of times.
    """

    def __init__(self, secrets: Iterable[str], *, plain: bool = False) -> None:
        """Spell the secrets."""
        kept = sorted({value for value in secrets if len(value) >= SHORTEST})
        self._spelled = {value: spellings(value)[: _PLAIN if plain else None] for value in kept}

    def found(self, data: bytes) -> list[str]:
        """Return what stands in a text, one line for each secret."""
        found = []
        for value, spelled in self._spelled.items():
            for spelling in spelled if len(data) < _LARGE else spelled[:3]:
                if spelling in data:
                    found.append(f"{value!r} (as {spelling.decode()!r})")
                    break
        made = [match for pattern in (_VENDORS_KEY, _KEYED) if (match := pattern.search(data))]
        return [*found, *(f"a vendor's key {match[0].decode('utf-8', 'replace')!r}" for match in made)]

    def told(self, places: Mapping[str, str | bytes]) -> list[str]:
        """Return what stands where, one line for each secret in each place; the places are their texts by name."""
        return [
            f"{what} in {place}"
            for place, text in places.items()
            for what in self.found(text if isinstance(text, bytes) else text.encode())
        ]
