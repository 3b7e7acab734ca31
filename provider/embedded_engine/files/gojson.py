"""JSON and numbers as Go writes them, because the CLI's files and the program's configuration carry Go's text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_COMPACT_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)

_EXACT = 2**53
"""Integers beyond it lose digits in a float64, which is what every number is for the CLI (`pulumi-engine.md` 3.2)."""


def number_text(value: float) -> str:
    """Return a number as Go's encoding/json prints a float64: no `.0`, an exponent from 1e21 on and below 1e-6."""
    if isinstance(value, int):
        return str(value)
    if value == 0:
        return "-0" if str(value).startswith("-") else "0"
    if 1e-6 <= abs(value) < 1e21:
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    mantissa, exponent = repr(value).split("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+d}"


def canonical_number(value: float) -> float:
    """Return `value` as it comes back from the CLI: integral floats as integers, long integers rounded to float64."""
    if isinstance(value, int) and abs(value) <= _EXACT:
        return value
    number = float(value)
    if not number.is_integer() or abs(number) >= 1e21:
        return number
    return int(number) if abs(number) <= _EXACT else int(Decimal(repr(number)))


def compact(value: Any) -> str:
    """Return compact JSON with sorted keys and without ASCII or HTML escaping: the form of state files (6.2)."""
    return _COMPACT_SORTED.encode(value)


def compact_in_order(value: Any) -> str:
    """Return the same with keys in the order that they have."""
    return _COMPACT.encode(value)


def html_escaped(value: Any) -> str:
    """Return compact JSON with sorted keys and Go's HTML escaping: the form of structured configuration (8.3)."""
    return _dump(value)


def _dump(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{_dump(str(key))}:{_dump(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_dump(item) for item in value) + "]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False).translate(_HTML)
