"""Value types of sets, lists, objects and maps; unknown values may stand at any depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from alert_wiring.core.problems import Spot
from alert_wiring.core.values import UNKNOWN, Json
from alert_wiring.core.valuetypes.base import ValueType, id_order, id_text, whole
from alert_wiring.core.valuetypes.scalars import Id

if TYPE_CHECKING:
    from alert_wiring.core.fields import Fields


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
        known = sorted({item for item in items if isinstance(item, str)}, key=id_order)
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
        return sorted({id_text(item) for item in ids if item is not None}, key=id_order)


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
        number = whole(item)
        if number is None:
            spot.bad("must be text", item)
            return item
        return str(number)
