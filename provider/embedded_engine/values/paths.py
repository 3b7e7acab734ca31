"""Property paths such as `cfg.k`, `list[1]`, `root["a.b"]` and `*` (pulumi-engine.md 4.3, 4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from embedded_engine.values.marks import Secret

Path = tuple[str | int, ...]
"""A parsed path: map keys and list indexes; the text `*` stands for every key or element."""

_MISSING: Final = object()
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_$-]+\Z")
_TOKEN = re.compile(r'\.?([^.\["\]]+)|\[(\d+|\*)\]|\.?\["((?:[^"\\]|\\.)*)"\]', re.DOTALL)


def parse_path(text: str) -> Path:
    """Parse a property path; raises `ValueError` with the text when it is malformed."""
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (position == 0 and text[0] == "."):
            raise ValueError(f"{text!r} is not a property path")
        name, index, quoted = match.groups()
        if name is not None:
            parts.append(name)
        elif index is not None:
            parts.append(index if index == "*" else int(index))
        else:
            parts.append(re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL))
        position = match.end()
    if not parts:
        raise ValueError("an empty text is not a property path")
    return tuple(parts)


def render_key(path: str, key: str) -> str:
    """Append the map key `key` to a rendered path, quoted when it needs it."""
    if _PLAIN_KEY.match(key):
        return f"{path}.{key}" if path else key
    quoted = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'{path}["{quoted}"]'


def contains(pattern: Path, path: Path) -> bool:
    """Say whether `path` is `pattern` or lies below it; `*` in the pattern matches any one part."""
    return len(path) >= len(pattern) and all(wanted in ("*", part) for wanted, part in zip(pattern, path, strict=False))


def reset(olds: Mapping[str, Any], news: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Give `news` with the value of every path taken back from `olds` (`ignore_changes`, pulumi-engine.md 4.3).

    Changed, added and removed paths all revert. A path that exists on neither side does nothing.
    Raises `ValueError` on a malformed path.
    """
    result: Any = dict(news)
    for text in paths:
        result = _reset(olds, result, parse_path(text))
    return dict(result)


def _reset(old: Any, new: Any, path: Path) -> Any:
    """Give `new` with `path` taken from `old`; `_MISSING` when the value is to vanish."""
    if not path:
        return old
    if isinstance(new, Secret) or isinstance(old, Secret):
        inner = _reset(_open(old), _open(new), path)
        return inner if inner is _MISSING else Secret(inner)
    head, rest = path[0], path[1:]
    if isinstance(new, Mapping):
        return _reset_object(old if isinstance(old, Mapping) else {}, new, head, rest)
    if isinstance(new, list) and isinstance(old, list):
        return _reset_list(old, new, head, rest)
    return new


def _reset_object(old: Mapping[str, Any], new: Mapping[str, Any], head: str | int, rest: Path) -> dict[str, Any]:
    result = dict(new)
    for key in sorted(old.keys() | new.keys()) if head == "*" else [str(head)]:
        if rest and key not in new:
            continue
        value = _reset(old.get(key, _MISSING), new.get(key, _MISSING), rest)
        if value is _MISSING:
            result.pop(key, None)
        else:
            result[key] = value
    return result


def _reset_list(old: list[Any], new: list[Any], head: str | int, rest: Path) -> list[Any]:
    result = list(new)
    for index in range(min(len(old), len(new))) if head == "*" else [head]:
        if isinstance(index, int) and index < len(new) and index < len(old):
            result[index] = _reset(old[index], new[index], rest)
    return result


def _open(value: Any) -> Any:
    while isinstance(value, Secret):
        value = value.value
    return value
