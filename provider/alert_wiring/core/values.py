"""Plain values: JSON, and the one value that is not known yet.

Everything in `core` works on JSON values (str, int, float, bool, None, list, dict) and on `UNKNOWN`, which stands
for a value that exists only after another object has been made (`pulumi-dynamic-providers.md 1.6`).
"""

from __future__ import annotations

import math
from typing import Any, Final

Json = Any
"""A JSON value, or `UNKNOWN` anywhere inside it."""

Remote = dict[str, Any]
"""An object as a vendor's API returns it."""

Props = dict[str, Any]
"""Properties of one resource by their snake_case names; absent and None mean the same."""


class Unknown:
    """The type of `UNKNOWN`; there is one instance."""

    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:
        """Return the one instance."""
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        """Show a stable word, so that no text ever carries a memory address."""
        return "<not known yet>"


UNKNOWN: Final = Unknown()
"""A value that is not known during a preview."""


def contains_unknown(value: Json) -> bool:
    """Say whether `value` is unknown or holds an unknown at any depth."""
    if value is UNKNOWN:
        return True
    if isinstance(value, dict):
        return any(contains_unknown(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(contains_unknown(item) for item in value)
    return False


def plain_json(value: Json, where: str = "value") -> Json:
    """Return a copy of `value` that JSON can carry, without null entries in objects.

    Raises:
        TypeError: for anything JSON cannot carry. The text names the place and the type, never the value, since an
            unserialisable output would fail after the remote object was made (`pulumi-dynamic-providers.md 1.4`).
    """
    if value is None or isinstance(value, bool | str | int):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list | tuple):
        return [plain_json(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: plain_json(item, f"{where}.{key}") for key, item in value.items() if item is not None}
    raise TypeError(f"{where} is of type {type(value).__name__}, which JSON cannot carry")
