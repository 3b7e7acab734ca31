"""Another value of a type, which means something else: what a person changes by hand."""

from __future__ import annotations

from functools import singledispatch

from hypothesis import assume

from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes import Flag, ValueType
from properties.values_written import Draw, written


@singledispatch
def other(kind: ValueType, value: Json, draw: Draw) -> Json:
    """Return a value of the type that does not mean the same."""
    for _ in range(4):
        found = written(kind, draw)
        if not kind.same(value, found):
            return found
    assume(False)
    return None


@other.register
def _(kind: Flag, value: Json, draw: Draw) -> Json:
    return not value
