"""The base of all value types, and what several of them need."""

from __future__ import annotations

from alert_wiring.core.problems import Spot
from alert_wiring.core.values import UNKNOWN, Json, contains_unknown


class ValueType:
    """Base of all value types."""

    def check(self, value: Json, spot: Spot) -> Json:
        """Return `value` in checked form and report what is wrong; must be idempotent and do no I/O."""
        del spot
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Say whether two known, present values mean the same."""
        return bool(left == right)

    def to_wire(self, value: Json) -> Json:
        """Return the value as the vendor's API takes it."""
        return value

    def from_wire(self, value: Json) -> Json:
        """Return what the vendor sent as a property value; None when it means "not set"."""
        return value

    def checked(self, value: Json, spot: Spot) -> Json:
        """Check a value that may be unknown."""
        return UNKNOWN if value is UNKNOWN else self.check(value, spot)

    def same(self, left: Json, right: Json) -> bool:
        """Compare two values that may be absent or unknown; an unknown is never the same."""
        if left is None or right is None:
            return left is right
        if contains_unknown(left) or contains_unknown(right):
            return False
        return self.equal(left, right)


def id_text(value: Json) -> str:
    """Return an id as text; numbers that came as floats lose their `.0`."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, str | int) else ""


def id_order(text: str) -> tuple[int, str, str]:
    """Numbers in numeric order, whatever their length, before other text."""
    digits = text.lstrip("0")
    return (len(digits), digits, text) if is_digits(text) else (1 << 62, "", text)


def is_digits(text: str) -> bool:
    """Say whether `text` is a number as vendors write ids; `isdigit` alone also takes `²`."""
    return text.isascii() and text.isdigit()


_MOST_DIGITS = 30
"""More than any vendor counts to; Python refuses to read numbers of thousands of digits with an error."""


def whole(value: Json) -> int | None:
    """Return the whole number that `value` is or spells, else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        text = value.strip()
        return int(text) if len(text) <= _MOST_DIGITS and is_digits(text.removeprefix("-")) else None
    return None
