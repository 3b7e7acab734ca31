"""The types of property definitions and the fields that each one has (`xmatters.md 3.5`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from alert_wiring.core.fields import Field
from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Json, Props
from alert_wiring.core.valuetypes import Flag, ListOf, Text, Whole


class _Levels(ListOf):
    """A path through a hierarchy: a list of texts here, a list of `{"value": text}` on the wire."""

    def __init__(self) -> None:
        """Levels are texts."""
        super().__init__(Text(1))

    def to_wire(self, value: Json) -> Json:
        """Wrap each level."""
        return [{"value": level} for level in value]

    def from_wire(self, value: Json) -> Json:
        """Unwrap each level; None for an empty path."""
        rows = value if isinstance(value, list) else []
        return [str(row.get("value", "")) for row in rows if isinstance(row, Mapping)] or None


_DEFAULT = Field("default", "default", Text(hint='text, also for numbers and for "true" and "false"'), cleared="")
_MOST = Field("max_length", "maxLength", Whole(0), hands_off=True)
_LEAST = Field("min_length", "minLength", Whole(0), hands_off=True)
_PATTERN = Field("pattern", "pattern", Text(), cleared="")
_VALIDATE = Field("validate", "validate", Flag(), hands_off=True)
_UNITS = Field("units", "units", Text(), cleared="")
_ITEMS = Field("items", "items", ListOf(Text(1)))
_DELIMITER = Field("delimiter", "delimiter", Text(1, hint="leave it out for xMatters' own"), hands_off=True)
_CATEGORIES = Field("categories", "categories", ListOf(Text(1)))
_PATHS = Field("paths", "paths", ListOf(_Levels()))
_DEFAULT_PATH = Field("default_path", "default", _Levels(), cleared=[])

PropertyType = Literal[
    "TEXT", "NUMBER", "PASSWORD", "BOOLEAN", "LIST_TEXT_SINGLE_SELECT", "LIST_TEXT_MULTI_SELECT", "HIERARCHY"
]

FIELDS_OF: dict[PropertyType, tuple[Field, ...]] = {
    "TEXT": (_DEFAULT, _MOST, _LEAST, _PATTERN, _VALIDATE),
    "NUMBER": (_DEFAULT, _MOST, _LEAST, _UNITS),
    "PASSWORD": (_MOST, _LEAST, _PATTERN, _VALIDATE),
    "BOOLEAN": (_DEFAULT,),
    "LIST_TEXT_SINGLE_SELECT": (_ITEMS,),
    "LIST_TEXT_MULTI_SELECT": (_ITEMS,),
    "HIERARCHY": (_DELIMITER, _CATEGORIES, _PATHS, _DEFAULT_PATH),
}
"""Every type with the fields that only some types have."""

ALL_SPECIAL = tuple({field.name: field for fields in FIELDS_OF.values() for field in fields}.values())

_REQUIRED = {
    "LIST_TEXT_SINGLE_SELECT": ("items",),
    "LIST_TEXT_MULTI_SELECT": ("items",),
    "HIERARCHY": ("categories", "paths"),
}


def check_type(inputs: Props, problems: Problems) -> None:
    """Report fields that the type does not have or lacks, and values that contradict each other."""
    kind = inputs.get("property_type")
    if not isinstance(kind, str) or kind not in FIELDS_OF:
        return
    names = {field.name for field in FIELDS_OF[kind]}
    for field in ALL_SPECIAL:
        if field.name not in names and inputs.get(field.name) is not None:
            there = ", ".join(sorted(names)) or "nothing of its own"
            problems.add(field.name, f"does not belong to type {kind}, which has {there}; leave it out")
    for name in _REQUIRED.get(kind, ()):
        if inputs.get(name) is None:
            problems.add(name, f"is required for type {kind}")
    default, most, least = inputs.get("default"), inputs.get("max_length"), inputs.get("min_length")
    if kind == "BOOLEAN" and isinstance(default, str) and default.strip() not in {"true", "false"}:
        problems.add("default", 'must be "true" or "false"')
    if isinstance(most, int) and isinstance(least, int) and least > most:
        problems.add("min_length", f"is {least}, more than max_length {most}; write at most {most}")
    if kind == "TEXT" and isinstance(default, str) and isinstance(most, int) and len(default) > most:
        problems.add("default", f"has {len(default)} characters, more than max_length {most}; shorten it")
