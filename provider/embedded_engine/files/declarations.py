"""The `config:` block of Pulumi.yaml: types, defaults and fixed values (`pulumi-engine.md` 8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_engine.errors import EngineError

_TYPES = frozenset({"string", "integer", "boolean", "object", "array"})


@dataclass(frozen=True)
class Declaration:
    """What the project says about one configuration key."""

    type: str = ""
    """string, integer, boolean, object or array; empty when the project gives no type."""
    items: Mapping[str, Any] | None = None
    """`{type, items}` of an array's elements."""
    default: Any = None
    value: Any = None
    secret: bool = False

    @property
    def type_name(self) -> str:
        """The type as messages name it, such as `array<string>`."""
        return _type_name(self.type, self.items)


def read_declarations(raw: Any, project: str, path: Path) -> dict[str, Declaration]:
    """Read the block; what the CLI refuses is an `EngineError` here."""
    if not isinstance(raw, dict):
        raise EngineError(f"could not validate '{path}': 'config' must be an object")
    found = {}
    for key, entry in raw.items():
        own = ":" not in key or key.startswith(f"{project}:")
        if not isinstance(entry, dict):
            entry = {"default": entry} if own else {"value": entry}  # noqa: PLW2901 (the short form)
        declaration = Declaration(
            type=str(entry.get("type") or ""),
            items=entry.get("items"),
            default=entry.get("default"),
            value=entry.get("value"),
            secret=bool(entry.get("secret")),
        )
        problem = _problem(key, declaration, own)
        if problem:
            raise EngineError(f"could not read '{path}': {problem}")
        found[key] = declaration
    return found


def _problem(key: str, declaration: Declaration, own: bool) -> str:
    if declaration.type and declaration.type not in _TYPES:
        return f"configuration key '{key}' has the unknown type '{declaration.type}'"
    if declaration.default is not None and declaration.value is not None:
        return f"project config '{key}' cannot have both a 'default' and 'value' attribute"
    if not own:
        return _foreign_problem(key, declaration)
    if declaration.type == "array" and declaration.items is None:
        return (
            f"The configuration key '{key}' declares an array but does not specify the underlying type "
            "via the 'items' attribute"
        )
    if declaration.type and declaration.default is not None and not fits(declaration, declaration.default):
        return (
            f"The default value specified for configuration key '{key}' is not of the expected type "
            f"'{declaration.type_name}'"
        )
    return ""


def _foreign_problem(key: str, declaration: Declaration) -> str:
    if declaration.type:
        return f"Configuration key '{key}' is not namespaced by the project and should not define a type"
    if declaration.default is not None:
        return (
            f"Configuration key '{key}' is not namespaced by the project and should not define a default value. "
            "Did you mean to use the 'value' attribute instead of 'default'?"
        )
    if declaration.value is None:
        return f"Configuration key '{key}' is namespaced and must provide an attribute 'value'"
    return ""


def fits(declaration: Declaration, value: Any) -> bool:
    """Say whether a value (text for scalars of a stack file) is of the declared type."""
    return _fits(declaration.type, declaration.items, value)


def _fits(kind: str, items: Mapping[str, Any] | None, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "integer":
        return _is_integer(value)
    if kind == "boolean":
        return isinstance(value, bool) or value in ("true", "false")
    if kind == "object":
        return isinstance(value, dict)
    if not isinstance(value, list) or items is None:
        return False
    return all(_fits(str(items.get("type")), items.get("items"), item) for item in value)


def _is_integer(value: Any) -> bool:
    if isinstance(value, str):
        digits = value.removeprefix("-").removeprefix("+")
        return digits.isascii() and digits.isdigit() and len(value) - len(digits) <= 1
    return not isinstance(value, bool) and isinstance(value, int | float) and value == int(value)


def _type_name(kind: str, items: Mapping[str, Any] | None) -> str:
    return f"array<{_type_name(str(items.get('type')), items.get('items'))}>" if items is not None else kind
