"""Configuration values and paths into them, by the CLI's rules (`pulumi-engine.md` 8.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from embedded_engine.errors import EngineError
from embedded_engine.files.gojson import html_escaped, number_text
from embedded_engine.values import parse_path

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Sealed:
    """A `secure:` value: its ciphertext."""

    ciphertext: str


def from_yaml(value: Any) -> Any:
    """Turn what a stack file says into a configuration value; maps with the single key `secure` become `Sealed`."""
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(value.get("secure"), str):
            return Sealed(value["secure"])
        return {_key(key): from_yaml(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_yaml(item) for item in value]
    return value


def _key(key: Any) -> str:
    return key if isinstance(key, str) else html_escaped(key)


def to_yaml(value: Any) -> Any:
    """Turn a configuration value back into what a stack file says."""
    if isinstance(value, Sealed):
        return {"secure": value.ciphertext}
    if isinstance(value, dict):
        return {key: to_yaml(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_yaml(item) for item in value]
    return value


def is_secret(value: Any) -> bool:
    """Say whether a value is, or holds at any depth, a secret."""
    if isinstance(value, dict):
        return any(map(is_secret, value.values()))
    if isinstance(value, list):
        return any(map(is_secret, value))
    return isinstance(value, Sealed)


def opened(value: Any, decrypt: Callable[[str], str]) -> Any:
    """Return the value with every secret replaced by what `decrypt` makes of its ciphertext."""
    if isinstance(value, Sealed):
        return decrypt(value.ciphertext)
    if isinstance(value, dict):
        return {key: opened(item, decrypt) for key, item in value.items()}
    if isinstance(value, list):
        return [opened(item, decrypt) for item in value]
    return value


def text_of(value: Any) -> str:
    """Return what the program gets for an opened value: text as it is, the rest as Go's compact JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return html_escaped(value)


def full_key(text: str, project: str) -> str:
    """Return `NAMESPACE:NAME` for a key as written; raises `EngineError` for more colons than the CLI takes."""
    if ":" not in text:
        return f"{project}:{text}"
    parts = text.split(":")
    if len(parts) == 3 and parts[1] == "config":
        return f"{parts[0]}:{parts[2]}"
    if len(parts) == 2:
        return text
    raise EngineError(
        f"invalid configuration key: could not parse {text} as a configuration key "
        "(configuration keys should be of the form `<namespace>:<name>`)"
    )


def split_path(key: str) -> tuple[str, Path]:
    """Split a full key whose name is a path: `p:o.x[1]` gives `p:o` and `("x", 1)`."""
    namespace, _, name = key.partition(":")
    try:
        first, *rest = parse_path(name)
    except ValueError as error:
        raise EngineError(f"invalid config key path: {error}") from None
    if not isinstance(first, str) or not first:
        raise EngineError(f"invalid config key path: the first part of {name!r} must be a name")
    return f"{namespace}:{first}", tuple(rest)


def get_path(value: Any, path: Path) -> tuple[bool, Any]:
    """Return whether there is something at `path` below `value`, and what."""
    for part in path:
        in_map = isinstance(value, dict) and isinstance(part, str) and part in value
        if not in_map and not (isinstance(value, list) and isinstance(part, int) and part < len(value)):
            return False, None
        value = value[part]
    return True, value


def set_path(value: Any, path: Path, new: Any) -> Any:
    """Return `value` with `new` at `path`; a scalar at the top makes way, one further down is an `EngineError`."""
    return _set(value if isinstance(value, dict | list) else None, path, new, "")


def _set(value: Any, path: Path, new: Any, where: str) -> Any:
    if not path:
        return new
    part, here = path[0], f"{where}[{path[0]!r}]" if isinstance(path[0], int) else f"{where}.{path[0]}".lstrip(".")
    if value is None:
        value = [] if isinstance(part, int) else {}
    if isinstance(value, list):
        if not isinstance(part, int):
            raise EngineError(f"{here}: key for an array must be an int")
        if part > len(value):
            raise EngineError(f"{here}: array index out of range")
        old = value[part] if part < len(value) else None
        return [*value[:part], _set(old, path[1:], new, here), *value[part + 1 :]]
    if isinstance(value, dict):
        if not isinstance(part, str):
            raise EngineError(f"{here}: key for a map must be a string")
        if part == "secure" and len(path) == 1 and not value and isinstance(new, str):
            raise EngineError('maps with the single key "secure" are reserved')
        return {**value, part: _set(value.get(part), path[1:], new, here)}
    raise EngineError(f"{where}: expected {'an array' if isinstance(part, int) else 'a map'}")


def remove_path(value: Any, path: Path) -> Any:
    """Return `value` without what is at `path`; nothing there is no error."""
    part = path[0]
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        kept = [] if len(path) == 1 else [remove_path(value[part], path[1:])]
        return [*value[:part], *kept, *value[part + 1 :]]
    if isinstance(value, dict) and part in value:
        if len(path) == 1:
            return {key: item for key, item in value.items() if key != part}
        return {**value, part: remove_path(value[part], path[1:])}
    return value


def coerced(text: str) -> Any:
    """Return what `config set --path` stores for a text: bools and whole numbers as such, the rest as text."""
    if text in {"true", "false"}:
        return text == "true"
    digits = text.removeprefix("-").removeprefix("+")
    leading_zero = len(text) > 1 and text.startswith("0")
    if digits.isascii() and digits.isdigit() and not leading_zero and len(text) - len(digits) <= 1:
        number = int(text)
        return number if -(2**63) <= number < 2**64 else text
    return text
