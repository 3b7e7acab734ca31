"""Value types: what may be written, when two values are the same, and how a value looks on the wire.

Equality is a property of the type, not a normaliser on one side. A type has four methods; unknown values never reach
them (`checked` and `same` keep them away), containers pass them through at every depth.

    class Percent(ValueType):
        def check(self, value, spot):
            if not isinstance(value, int) or not 0 <= value <= 100:
                spot.bad("must be a whole number from 0 to 100", value)   # report, then return the value as it is
            return value
"""

from alert_wiring.core.valuetypes.base import ValueType, id_order, id_text
from alert_wiring.core.valuetypes.containers import IdSet, ListOf, Record, TextMap
from alert_wiring.core.valuetypes.moments import Moment
from alert_wiring.core.valuetypes.scalars import Choice, Decimal, Flag, Id, Text, Url, Whole

__all__ = [
    "Choice",
    "Decimal",
    "Flag",
    "Id",
    "IdSet",
    "ListOf",
    "Moment",
    "Record",
    "Text",
    "TextMap",
    "Url",
    "ValueType",
    "Whole",
    "id_order",
    "id_text",
]
