"""One resource between a state file and the engine: the table of fields of `pulumi-engine.md` 6.3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.files.gojson import compact, compact_in_order
from embedded_engine.files.model import Resource
from embedded_engine.files.values import Ciphertexts, Crypter, decode, encode

_FIELDS: tuple[tuple[str, str], ...] = (
    ("urn", "urn"),
    ("custom", "custom"),
    ("delete", "delete"),
    ("id", "id"),
    ("type", "type"),
    ("inputs", "inputs"),
    ("outputs", "outputs"),
    ("parent", "parent"),
    ("protect", "protect"),
    ("taint", "taint"),
    ("external", "external"),
    ("dependencies", "dependencies"),
    ("initErrors", "init_errors"),
    ("provider", "provider"),
    ("propertyDependencies", "property_dependencies"),
    ("pendingReplacement", "pending_replacement"),
    ("additionalSecretOutputs", "additional_secret_outputs"),
    ("aliases", "aliases"),
    ("customTimeouts", "custom_timeouts"),
    ("importID", "import_id"),
    ("retainOnDelete", "retain_on_delete"),
    ("deletedWith", "deleted_with"),
    ("replaceWith", "replace_with"),
    ("created", "created"),
    ("modified", "modified"),
    ("sourcePosition", "source_position"),
    ("stackTrace", "stack_trace"),
    ("ignoreChanges", "ignore_changes"),
    ("hideDiff", "hide_diff"),
    ("replaceOnChanges", "replace_on_changes"),
)
"""Name in the file and attribute, in the CLI's order."""

_ATTRIBUTE = dict(_FIELDS)
_ALWAYS = frozenset({"urn", "custom", "type"})
_VALUES = frozenset({"inputs", "outputs"})
_HEADS = tuple((name, attribute, f'"{name}":') for name, attribute in _FIELDS)


def resource_from_json(raw: Any, crypter: Crypter | None, known: Ciphertexts | None) -> Resource:
    """Read one entry of `resources`; what makes the CLI refuse the file is an `EngineError` here (6.4).

    Raises `NeedsPulumiCliError` for hooks, which this engine cannot run.
    """
    if not isinstance(raw, Mapping):
        raise EngineError("malformed state: a resource is not an object")
    urn, kind = raw.get("urn"), raw.get("type")
    if not isinstance(urn, str) or not urn:
        raise EngineError("malformed state: resource missing required 'urn' field")
    if not isinstance(kind, str) or not kind:
        raise EngineError(f"malformed state: resource '{urn}' missing required 'type' field")
    if raw.get("id") and not raw.get("custom"):
        raise EngineError(f"malformed state: resource '{urn}' has 'custom' false but non-empty ID")
    if raw.get("resourceHooks"):
        raise NeedsPulumiCliError("resource hooks", urn)
    known_fields: dict[str, Any] = {"custom": False}
    extra: dict[str, Any] = {}
    for name, value in raw.items():
        attribute = _ATTRIBUTE.get(name)
        if attribute is None:
            extra[name] = value
        elif value is not None:
            known_fields[attribute] = decode(value, f"{urn} {name}", crypter, known) if name in _VALUES else value
    return Resource(**known_fields, extra=extra)


def resource_text(resource: Resource, crypter: Crypter, known: Ciphertexts) -> str:
    """Return the entry of `resources` for `resource` as compact JSON: empty fields left out, keys of maps sorted,
    secrets encrypted.

    This is what every step of a run waits for, so each field goes to the JSON encoder as it is.
    """
    parts = []
    for name, attribute, head in _HEADS:
        value = getattr(resource, attribute)
        if not value and name not in _ALWAYS:
            continue
        if name in _VALUES:
            value = encode(value, f"{resource.urn} {name}", crypter, known)
        parts.append(head + (compact(value) if isinstance(value, Mapping) else compact_in_order(value)))
    parts.extend(f"{compact_in_order(name)}:{compact_in_order(value)}" for name, value in resource.extra.items())
    return "{" + ",".join(parts) + "}"


def resource_to_plain(resource: Resource, shown: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the same entry for showing (10.1): `shown` turns each property value into JSON, secrets masked."""
    raw: dict[str, Any] = {}
    for name, attribute in _FIELDS:
        value = getattr(resource, attribute)
        if name in _VALUES:
            value = _sorted({key: shown(item) for key, item in value.items()})
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = _sorted({key: list(item) if isinstance(item, tuple) else item for key, item in value.items()})
        if value or name in _ALWAYS:
            raw[name] = value
    raw.update(resource.extra)
    return raw


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
