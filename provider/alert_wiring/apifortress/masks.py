"""Masked values: an instance may answer `********` where it keeps a secret (`api-fortress.md 4.5`, `7.5`)."""

from __future__ import annotations

from collections.abc import Mapping

_MASK_CHARACTERS = frozenset("*•●")
_SHORTEST_MASK = 3


def is_mask(value: str) -> bool:
    """Return whether `value` only stands for a secret: three or more asterisks or bullets and nothing else."""
    return len(value) >= _SHORTEST_MASK and not set(value) - _MASK_CHARACTERS


def unmask(live: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the live map with each masked value replaced by the value known from state: a mask is no drift."""
    return {name: known.get(name, value) if is_mask(value) else value for name, value in live.items()}
