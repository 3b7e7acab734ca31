"""Value types: what may be written, when two values are the same, and how a value looks on the wire.

Equality is a property of the type, not a normaliser on one side. A type has four methods; unknown values never reach
them (`checked` and `same` keep them away), containers pass them through at every depth.

    class Percent(ValueType):
        def check(self, value, spot):
            if not isinstance(value, int) or not 0 <= value <= 100:
                spot.bad("must be a whole number from 0 to 100", value)   # report, then return the value as it is
            return value
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Spot
from alert_wiring.core.values import UNKNOWN, Json, contains_unknown

if TYPE_CHECKING:
    from alert_wiring.core.fields import Fields


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


class Text(ValueType):
    """Text. Blanks around it do not matter, since vendors strip them; an empty text from a vendor means not set.

    Args:
        shortest: fewest characters, after stripping.
        longest: most characters.
        hint: what to write instead, for the message.
    """

    def __init__(self, shortest: int = 0, longest: int | None = None, hint: str = "") -> None:
        """Keep the limits."""
        self.shortest, self.longest, self.hint = shortest, longest, hint

    def check(self, value: Json, spot: Spot) -> Json:
        """Text within the limits."""
        if not isinstance(value, str):
            spot.bad(f"must be text{self._hint()}", value)
        elif len(value.strip()) < self.shortest:
            spot.bad(f"must have at least {self.shortest} character(s){self._hint()}", value)
        elif self.longest is not None and len(value.strip()) > self.longest:
            spot.bad(f"must have at most {self.longest} characters, but has {len(value.strip())}{self._hint()}")
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal after stripping."""
        return str(left).strip() == str(right).strip()

    def from_wire(self, value: Json) -> Json:
        """Text, or None for an empty one."""
        return None if value is None or str(value) == "" else str(value)

    def _hint(self) -> str:
        return f" ({self.hint})" if self.hint else ""


class Choice(Text):
    """One of several words.

    Args:
        words: the known words.
        open_set: an unknown word is only warned about (`ilert.md 2.5`: a provider warns, never refuses).
    """

    def __init__(self, *words: str, open_set: bool = False) -> None:
        """Keep the words."""
        super().__init__(shortest=1)
        self.words, self.open_set = words, open_set

    def check(self, value: Json, spot: Spot) -> Json:
        """A known word."""
        if not isinstance(value, str):
            spot.bad(f"must be one of {', '.join(self.words[:8])}", value)
        elif value not in self.words:
            near = near_matches(value, self.words)
            meant = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(self.words[:20])}"
            if self.open_set:
                spot.warn(f"{value!r} is not known to this version; {meant}")
            else:
                spot.bad(f"{meant}", value)
        return value


class Flag(ValueType):
    """True or false; some vendors send them as text (`ilert.md 5.2 #15`)."""

    def check(self, value: Json, spot: Spot) -> Json:
        """A boolean."""
        if not isinstance(value, bool):
            spot.bad("must be True or False", value)
        return value

    def from_wire(self, value: Json) -> Json:
        """A boolean, also from text."""
        return value.strip().lower() == "true" if isinstance(value, str) else value


class Whole(ValueType):
    """A whole number. 5.0 counts as 5, since every number crosses the plugin's wire as a float.

    Args:
        least: smallest value.
        most: largest value.
        as_text: the vendor keeps numbers as text.
        hint: what to write instead.
    """

    def __init__(
        self, least: int | None = None, most: int | None = None, *, as_text: bool = False, hint: str = ""
    ) -> None:
        """Keep the limits."""
        self.least, self.most, self.as_text, self.hint = least, most, as_text, hint

    def check(self, value: Json, spot: Spot) -> Json:
        """An int within the limits; a float or text that is a whole number is taken as one."""
        number = _whole(value)
        if number is None:
            spot.bad(f"must be a whole number{self._range()}", value)
            return value
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            spot.bad(f"must be a whole number{self._range()}", number)
        return number

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as numbers."""
        return _whole(left) == _whole(right)

    def to_wire(self, value: Json) -> Json:
        """An int, or its digits."""
        return str(_whole(value)) if self.as_text else _whole(value)

    def from_wire(self, value: Json) -> Json:
        """An int, also from text; a text that is no number comes through as it is, so that drift shows."""
        number = _whole(value)
        return number if number is not None else (None if value == "" else value)

    def _range(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        if self.least is not None and self.most is not None:
            return f" from {self.least} to {self.most}{hint}"
        if self.least is not None:
            return f" of at least {self.least}{hint}"
        return f" of at most {self.most}{hint}" if self.most is not None else hint


class Decimal(ValueType):
    """A number between two bounds, both included."""

    def __init__(self, least: float, most: float) -> None:
        """Keep the bounds."""
        self.least, self.most = least, most

    def check(self, value: Json, spot: Spot) -> Json:
        """A number within the bounds; 0.0 is a value like any other (`ilert.md 5.2 #10`)."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.least <= value <= self.most:
            spot.bad(f"must be a number from {self.least:g} to {self.most:g}", value)
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as numbers."""
        return abs(float(left) - float(right)) < 1e-9


class Url(Text):
    """An absolute http(s) address.

    Args:
        https_only: refuse plain http.
    """

    def __init__(self, *, https_only: bool = False) -> None:
        """Keep the rule."""
        super().__init__(shortest=1)
        self.schemes = ("https",) if https_only else ("http", "https")

    def check(self, value: Json, spot: Spot) -> Json:
        """An address with a host."""
        text = value.strip() if isinstance(value, str) else ""
        try:
            parts = urlsplit(text)
            good = parts.scheme.lower() in self.schemes and bool(parts.hostname) and not set(text) & set(" \t\r\n")
        except ValueError:
            good = False
        if not good:
            spot.bad(f"must be an absolute {' or '.join(self.schemes)} address such as https://host/path", value)
        return value


class Id(ValueType):
    """The id of another object: text in state, and a number on the wire where `numeric` (`ilert.md 5.4 #37`)."""

    def __init__(self, *, numeric: bool = False, hint: str = "") -> None:
        """Keep the form; `hint` says where to take the id from."""
        self.numeric, self.hint = numeric, hint

    def check(self, value: Json, spot: Spot) -> Json:
        """The id as text."""
        text = id_text(value)
        hint = f"; {self.hint}" if self.hint else ""
        if not text:
            spot.bad(f"must be an id{hint}", value)
        elif self.numeric and not text.isdigit():
            spot.bad(f"must be a numeric id{hint}", value)
        return text or value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as text."""
        return id_text(left) == id_text(right)

    def to_wire(self, value: Json) -> Json:
        """A number for numeric ids."""
        return int(value) if self.numeric and str(value).isdigit() else value

    def from_wire(self, value: Json) -> Json:
        """The id as text."""
        return id_text(value) or None


class IdSet(ValueType):
    """A set of ids, kept as a sorted list of text; the order never matters (`ilert.md 5.1 #1`).

    Args:
        numeric: numbers on the wire.
        member: name of the id inside objects on the wire (`[{"id": 5}]`), empty for bare ids.
        most: largest number of members.
    """

    def __init__(self, *, numeric: bool = False, member: str = "", most: int | None = None) -> None:
        """Keep the form."""
        self.item, self.member, self.most = Id(numeric=numeric), member, most

    def check(self, value: Json, spot: Spot) -> Json:
        """A sorted list without repetitions."""
        if not isinstance(value, list | tuple):
            spot.bad("must be a list of ids", value)
            return value
        if self.most is not None and len(value) > self.most:
            spot.bad(f"must have at most {self.most} members, but has {len(value)}")
        items = [self.item.checked(item, spot.at(index)) for index, item in enumerate(value)]
        known = sorted({item for item in items if isinstance(item, str)}, key=_id_order)
        return known + [item for item in items if not isinstance(item, str)]

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as sets."""
        return {id_text(item) for item in left} == {id_text(item) for item in right}

    def to_wire(self, value: Json) -> Json:
        """The members in the vendor's form."""
        ids = [self.item.to_wire(item) for item in value]
        return [{self.member: item} for item in ids] if self.member else ids

    def from_wire(self, value: Json) -> Json:
        """Sorted text, whatever else the vendor puts into the objects (names are never compared)."""
        rows = value if isinstance(value, list) else []
        ids = [row.get(self.member) if self.member and isinstance(row, Mapping) else row for row in rows]
        return sorted({id_text(item) for item in ids if item is not None}, key=_id_order)


class ListOf(ValueType):
    """An ordered list; an empty one from a vendor means not set.

    Args:
        item: type of the items.
        most: largest number of items.
    """

    def __init__(self, item: ValueType, most: int | None = None) -> None:
        """Keep the item type."""
        self.item, self.most = item, most

    def check(self, value: Json, spot: Spot) -> Json:
        """Check every item."""
        if not isinstance(value, list | tuple):
            spot.bad("must be a list", value)
            return value
        if self.most is not None and len(value) > self.most:
            spot.bad(f"must have at most {self.most} items, but has {len(value)}")
        return [self.item.checked(item, spot.at(index)) for index, item in enumerate(value)]

    def equal(self, left: Json, right: Json) -> bool:
        """Equal item by item."""
        return len(left) == len(right) and all(self.item.same(a, b) for a, b in zip(left, right, strict=True))

    def to_wire(self, value: Json) -> Json:
        """Every item in the vendor's form."""
        return [self.item.to_wire(item) for item in value]

    def from_wire(self, value: Json) -> Json:
        """Every item; None for an empty list."""
        rows: Sequence[Json] = value if isinstance(value, list) else []
        return [self.item.from_wire(row) for row in rows] or None


class Record(ValueType):
    """A nested object with a table of fields of its own."""

    def __init__(self, fields: Fields) -> None:
        """Keep the table."""
        self.fields = fields

    def check(self, value: Json, spot: Spot) -> Json:
        """Check every member."""
        if not isinstance(value, Mapping):
            spot.bad(f"must be an object with {', '.join(self.fields.names)}", value)
            return value
        return self.fields.check_members(dict(value), spot)

    def equal(self, left: Json, right: Json) -> bool:
        """Equal field by field."""
        return not self.fields.differing(left, right)

    def to_wire(self, value: Json) -> Json:
        """The object in the vendor's form."""
        return self.fields.to_api(value)

    def from_wire(self, value: Json) -> Json:
        """The object's known members; None for an empty one."""
        return self.fields.from_api(dict(value)) or None if isinstance(value, Mapping) else None


class TextMap(ValueType):
    """A map from text to text, such as a connector's parameters; a number and its digits are the same."""

    def check(self, value: Json, spot: Spot) -> Json:
        """Text values; whole numbers become their digits."""
        if not isinstance(value, Mapping):
            spot.bad("must be a map from text to text", value)
            return value
        return {str(key): self._text(item, spot.at(str(key))) for key, item in value.items() if item is not None}

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as text, key by key."""
        return {key: str(item) for key, item in left.items()} == {key: str(item) for key, item in right.items()}

    def from_wire(self, value: Json) -> Json:
        """The map with text values."""
        return {str(k): str(v) for k, v in value.items() if v is not None} if isinstance(value, Mapping) else None

    @staticmethod
    def _text(item: Json, spot: Spot) -> Json:
        if item is UNKNOWN or isinstance(item, str):
            return item
        number = _whole(item)
        if number is None:
            spot.bad("must be text", item)
            return item
        return str(number)


def id_text(value: Json) -> str:
    """Return an id as text; numbers that came as floats lose their `.0`."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, str | int) else ""


def _id_order(text: str) -> tuple[int, str]:
    """Numbers in numeric order, before other text."""
    return (int(text), text) if text.isdigit() else (1 << 62, text)


def _whole(value: Json) -> int | None:
    """Return the whole number that `value` is or spells, else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() else None
    return None
