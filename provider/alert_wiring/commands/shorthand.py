"""One-letter flags, which an engine takes in many spellings: `-y -s dev` is `-ysdev`, `-ys=dev`, `-y=true -s dev`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

_WITH_VALUE = frozenset("cCmpstvx")
"""Letters whose flag takes what is behind it, or the next word, as its value."""
_LETTERS = re.compile(r"-[A-Za-z]")


def spelled_out(words: Sequence[str]) -> list[str]:
    """Return the words with every one-letter flag in a word of its own and its value, if it has one there, behind `=`.

    `-ysdev` becomes `-y` and `-s=dev`. A value in the next word stays there, as do the words behind `--`.
    """
    found: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*found, word, *rest]
        if not _LETTERS.match(word):
            found.append(word)
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letters and (letter in _WITH_VALUE or letters[0] == "="):
                letter, letters = f"{letter}={letters.removeprefix('=')}", ""
            found.append(f"-{letter}")
        if found[-1].removeprefix("-") in _WITH_VALUE:
            found += islice(rest, 1)
    return found
