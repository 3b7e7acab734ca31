"""Equality and the engine's own detailed diff of input maps (pulumi-engine.md 3.4, 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from embedded_engine.values.marks import Secret
from embedded_engine.values.paths import render_key

DiffKind = Literal["add", "delete", "update", "add-replace", "delete-replace", "update-replace"]


@dataclass(frozen=True, slots=True)
class PropertyDiff:
    """One entry of a detailed diff: what happens to a property, and whether its inputs were compared."""

    kind: DiffKind
    input_diff: bool = True

    @property
    def replaces(self) -> bool:
        """Whether this difference forces a replacement."""
        return self.kind.endswith("-replace")

    def as_replace(self) -> PropertyDiff:
        """The same difference, forcing a replacement (`replace_on_changes`)."""
        return self if self.replaces else PropertyDiff(f"{self.kind}-replace", self.input_diff)  # type: ignore[arg-type]

    def inverted(self) -> PropertyDiff:
        """The difference the other way round: what was added was removed."""
        kind, dash, replace = self.kind.partition("-")
        return PropertyDiff(f"{_INVERTED[kind]}{dash}{replace}", self.input_diff)  # type: ignore[arg-type]


_INVERTED: Final = {"add": "delete", "delete": "add", "update": "update"}


def equal(left: Any, right: Any) -> bool:
    """Say whether two internal values are equal: secrets unwrapped, numbers as floats, key order ignored.

    A bool never equals a number, and an unknown equals only an unknown.
    """
    left, right = _open(left), _open(right)
    if left is right:
        return True
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return len(left) == len(right) and all(key in right and equal(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return type(left) is type(right) and bool(left == right)
    return bool(left == right)


def present(value: Any) -> Any:
    """Leave out the properties that are null, at any depth; secrets stay secret."""
    if isinstance(value, Secret):
        return Secret(present(value.value))
    if isinstance(value, Mapping):
        return {key: present(each) for key, each in value.items() if _open(each) is not None}
    return [present(each) for each in value] if isinstance(value, list) else value


def changed_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Give the top-level keys whose values differ, sorted; null and absent are the same, at any depth."""
    return sorted(
        key
        for key in old.keys() | new.keys()
        if not equal(old.get(key), new.get(key)) and detailed_diff(_only(old, key), _only(new, key))
    )


def _only(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: values[key]} if key in values else {}


def detailed_diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, PropertyDiff]:
    """Compare two input maps path by path, as the engine does when a provider's Diff answers "unknown" (4.4).

    Keys of the result are property paths (`cfg.k`, `list[1]`); an added or removed object is one entry. A property that
    is null counts as absent.
    """
    found: dict[str, PropertyDiff] = {}
    _compare_objects(old, new, "", found)
    return found


def _compare_objects(old: Mapping[str, Any], new: Mapping[str, Any], path: str, found: dict[str, PropertyDiff]) -> None:
    for key in sorted(old.keys() | new.keys()):
        inner = render_key(path, key)
        before, after = _open(old.get(key)), _open(new.get(key))
        if before is None and after is None:
            continue
        if before is None:
            found[inner] = PropertyDiff("add")
        elif after is None:
            found[inner] = PropertyDiff("delete")
        else:
            _compare_values(before, after, inner, found)


def _compare_values(old: Any, new: Any, path: str, found: dict[str, PropertyDiff]) -> None:
    old, new = _open(old), _open(new)
    if isinstance(old, dict) and isinstance(new, dict):
        _compare_objects(old, new, path, found)
    elif isinstance(old, list) and isinstance(new, list):
        for index, (left, right) in enumerate(zip(old, new, strict=False)):
            _compare_values(left, right, f"{path}[{index}]", found)
        for index in range(len(new), len(old)):
            found[f"{path}[{index}]"] = PropertyDiff("delete")
        for index in range(len(old), len(new)):
            found[f"{path}[{index}]"] = PropertyDiff("add")
    elif not equal(old, new):
        found[path] = PropertyDiff("update")


def _open(value: Any) -> Any:
    while isinstance(value, Secret):
        value = value.value
    return value
