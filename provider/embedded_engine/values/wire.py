"""Between `google.protobuf.Struct` and internal values (pulumi-engine.md 3.1, 3.2).

Rules of the wire that show up here: every number is a float, so an integral one becomes `int` as the state file
writes it; unknowns are sentinel strings; secrets are marked objects.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

from embedded_engine.values.marks import (
    OUTPUT_VALUE,
    RESOURCE_REFERENCE,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_SENTINEL,
    UNKNOWN_SENTINELS,
    Secret,
    reference_id,
)

_OMITTED = object()


def from_struct(struct: Struct) -> dict[str, Any]:
    """Read a property map from the wire; secrets become `Secret`, sentinels become `UNKNOWN`."""
    return {key: _from_value(value) for key, value in struct.fields.items()}


def _from_value(value: Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text in UNKNOWN_SENTINELS else text
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "struct_value":
        return _from_object(value.struct_value)
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    return None


def _from_object(struct: Struct) -> Any:
    fields = struct.fields
    if SIGNATURE not in fields:
        return {key: _from_value(value) for key, value in fields.items()}
    signature = fields[SIGNATURE].string_value
    if signature == SECRET:
        return Secret(_from_value(fields["value"]))
    if signature == OUTPUT_VALUE:
        inner = _from_value(fields["value"]) if "value" in fields else UNKNOWN
        return Secret(inner) if "secret" in fields and fields["secret"].bool_value else inner
    plain = {key: _from_value(value) for key, value in fields.items()}
    return {"packageVersion": "", **plain} if signature == RESOURCE_REFERENCE else plain  # as the CLI stores it


def to_struct(
    properties: Mapping[str, Any], *, keep_secrets: bool, keep_unknowns: bool, keep_references: bool
) -> Struct:
    """Write a property map for the wire.

    `keep_secrets=False` replaces every secret by its value, `keep_unknowns=False` drops unknowns (map entries and
    list elements, pulumi-engine.md 3.2), `keep_references=False` replaces a resource reference by its id.
    """
    struct = Struct()
    flags = (keep_secrets, keep_unknowns, keep_references)
    _fill_object(struct, properties, flags)
    return struct


def to_plugin(properties: Mapping[str, Any], *, keep_unknowns: bool = False) -> Struct:
    """Write a property map for the dynamic plugin, which takes neither secrets nor references (2.10)."""
    return to_struct(properties, keep_secrets=False, keep_unknowns=keep_unknowns, keep_references=False)


def to_program(properties: Mapping[str, Any]) -> Struct:
    """Write a property map for the program, which takes every mark."""
    return to_struct(properties, keep_secrets=True, keep_unknowns=True, keep_references=True)


def _fill_object(struct: Struct, properties: Mapping[str, Any], flags: tuple[bool, bool, bool]) -> None:
    fields = struct.fields
    for key, item in properties.items():
        plain = _resolve(item, flags)
        if plain is not _OMITTED:
            _fill_value(fields[key], plain, flags)


def _resolve(value: Any, flags: tuple[bool, bool, bool]) -> Any:
    """Apply `flags` to the mark on `value` itself; `_OMITTED` when nothing is to be sent."""
    keep_secrets, keep_unknowns, keep_references = flags
    while isinstance(value, Secret) and not keep_secrets:
        value = value.value
    if isinstance(value, dict) and not keep_references and value.get(SIGNATURE) == RESOURCE_REFERENCE:
        value = reference_id(value)
    if value is UNKNOWN and not keep_unknowns:
        return _OMITTED
    return value


def _fill_value(target: Value, value: Any, flags: tuple[bool, bool, bool]) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif value is None:
        target.null_value = 0  # type: ignore[assignment]
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = _finite(value)
    elif isinstance(value, list | tuple):
        target.list_value.SetInParent()
        for item in value:
            plain = _resolve(item, flags)
            if plain is not _OMITTED:
                _fill_value(target.list_value.values.add(), plain, flags)
    elif value is UNKNOWN:
        target.string_value = UNKNOWN_SENTINEL
    elif isinstance(value, Secret):
        target.struct_value.fields[SIGNATURE].string_value = SECRET
        _fill_value(target.struct_value.fields["value"], value.value, flags)
    else:
        target.struct_value.SetInParent()
        _fill_object(target.struct_value, value, flags)


def _finite(number: float) -> float:
    result = float(number)
    if not math.isfinite(result):
        raise ValueError(f"the number {number} cannot travel to a Pulumi plugin")
    return result
