"""The provider's call log in the notation of pulumi-engine.md 11.1, compared as a partial order.

``K0 a`` check with empty olds, ``K a`` check, ``D a`` diff, ``C a`` create, ``U a`` update, ``R a`` read, ``X a``
delete; ``a?``: the news contain an unknown.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNKNOWN = "<unknown>"
_LETTERS = {"check": "K", "diff": "D", "create": "C", "update": "U", "read": "R", "delete": "X"}


@dataclass(frozen=True)
class Call:
    """One call of a provider method.

    ``token`` is its notation; ``olds``/``news`` are the method's property arguments, ``id`` the object's.
    """

    token: str
    name: str
    olds: dict[str, Any]
    news: dict[str, Any]
    id: str | None


def lines(directory: Path) -> list[dict[str, Any]]:
    """Return the raw log, configure calls and ends of checks included."""
    log = directory / "calls"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def calls(directory: Path) -> list[Call]:
    """Return the logged calls in their order."""
    return [_call(entry) for entry in lines(directory) if entry["method"] in _LETTERS]


def _call(entry: dict[str, Any]) -> Call:
    olds, news = entry.get("olds") or {}, entry.get("news") or {}
    letter = _LETTERS[entry["method"]]
    if letter == "K" and not olds:
        letter = "K0"
    unknown = "?" if UNKNOWN in json.dumps(news) else ""
    return Call(f"{letter} {entry['name']}{unknown}", entry["name"], olds, news, entry.get("id"))


def split(text: str) -> list[str]:
    """Split ``"K a, D a"`` into its tokens."""
    return [token.strip() for token in text.split(",") if token.strip()]


def check_calls(seen: list[Call], expected: str, order: str) -> None:
    """Fail unless *seen* is *expected*, each resource's calls in the given order and *order* kept.

    *order* is a list such as ``"C a < K0 b, X b < X a"``: the last call of the left side comes before the first of the
    right one.
    """
    tokens, wanted = [call.token for call in seen], split(expected)
    assert Counter(tokens) == Counter(wanted), f"calls: expected {wanted}, got {tokens}"
    for name in {_name(token) for token in wanted}:
        got = [token for token in tokens if _name(token) == name]
        want = [token for token in wanted if _name(token) == name]
        assert got == want, f"calls on {name}: expected {want}, got {got} (of {tokens})"
    for pair in split(order):
        left, right = (side.strip() for side in pair.split("<"))
        last = max(index for index, token in enumerate(tokens) if token == left)
        assert last < tokens.index(right), f"order: {left} must come before {right}: {tokens}"


def _name(token: str) -> str:
    return token.split()[1].rstrip("?")
