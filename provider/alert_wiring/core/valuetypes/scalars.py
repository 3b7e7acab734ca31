"""Value types of single values."""

from __future__ import annotations

from urllib.parse import urlsplit

from alert_wiring.core.near import near_matches
from alert_wiring.core.problems import Spot
from alert_wiring.core.values import Json
from alert_wiring.core.valuetypes.base import ValueType, id_text, is_digits, whole


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
            spot.bad("must be text", value, self.hint)
        elif len(value.strip()) < self.shortest:
            spot.bad(f"must have at least {self.shortest} character(s)", value, self.hint)
        elif self.longest is not None and len(value.strip()) > self.longest:
            spot.bad(f"must have at most {self.longest} characters, but has {len(value.strip())}", hint=self.hint)
        return value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal after stripping."""
        return str(left).strip() == str(right).strip()

    def from_wire(self, value: Json) -> Json:
        """Text, or None for an empty one."""
        return None if value is None or str(value) == "" else str(value)


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
            spot.bad(f"must be one of {', '.join(self.words[:20])}", value)
        elif value not in self.words:
            near = near_matches(value, self.words)
            meant = f"did you mean {' or '.join(near)}?" if near else ""
            if self.open_set:
                spot.warn(f"{value!r} is not known to this version; {meant}".rstrip("; "))
            else:
                spot.bad(f"must be one of {', '.join(self.words[:20])}", value, meant)
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
        number = whole(value)
        if number is None:
            spot.bad(f"must be a whole number{self._range()}", value, self.hint)
            return value
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            spot.bad(f"must be a whole number{self._range()}", number, self.hint)
        return number

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as numbers."""
        return whole(left) == whole(right)

    def to_wire(self, value: Json) -> Json:
        """An int, or its digits."""
        return str(whole(value)) if self.as_text else whole(value)

    def from_wire(self, value: Json) -> Json:
        """An int, also from text; a text that is no number comes through as it is, so that drift shows."""
        number = whole(value)
        return number if number is not None else (None if value == "" else value)

    def _range(self) -> str:
        if self.least is not None and self.most is not None:
            return f" from {self.least} to {self.most}"
        if self.least is not None:
            return f" of at least {self.least}"
        return f" of at most {self.most}" if self.most is not None else ""


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
        try:
            return abs(float(left) - float(right)) < 1e-9
        except (TypeError, ValueError, OverflowError):  # what a vendor sent is no number: drift, never an error
            return bool(left == right)


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


_MOST_ID_DIGITS = 18
"""Digits that fit into the 64 bits of the vendors' own numbers."""


class Id(ValueType):
    """The id of another object: text in state, and a number on the wire where `numeric` (`ilert.md 5.4 #37`)."""

    def __init__(self, *, numeric: bool = False, hint: str = "") -> None:
        """Keep the form; `hint` says where to take the id from."""
        self.numeric, self.hint = numeric, hint

    def check(self, value: Json, spot: Spot) -> Json:
        """The id as text."""
        text = id_text(value)
        if not text:
            spot.bad("must be an id", value, self.hint)
        elif self.numeric and not (is_digits(text) and len(text) <= _MOST_ID_DIGITS):
            spot.bad("must be a numeric id", value, self.hint)
        return text or value

    def equal(self, left: Json, right: Json) -> bool:
        """Equal as text."""
        return id_text(left) == id_text(right)

    def to_wire(self, value: Json) -> Json:
        """A number for numeric ids."""
        return int(value) if self.numeric and is_digits(str(value)) else value

    def from_wire(self, value: Json) -> Json:
        """The id as text."""
        return id_text(value) or None
