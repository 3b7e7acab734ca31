"""YAML as the CLI reads it: the CLI's rules for plain words, which differ from PyYAML's (`pulumi-engine.md` 8.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import yaml

from embedded_engine.errors import EngineError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt ]\s*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?\s*(Z|[-+]\d{2}:\d{2})?)?"
)


def load(text: str, path: str) -> Any:
    """Read one YAML document (JSON is a subset) into plain Python; an unreadable one is an `EngineError`.

    `path` is only for the message.
    """
    try:
        return yaml.load(text.removeprefix("\ufeff"), Loader=_Loader)  # noqa: S506 (a subclass of the safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark is not None else ""
        raise EngineError(f"could not read '{path}':{line} {getattr(error, 'problem', None) or error}") from None


def plain(text: str) -> Any:
    """Return what an unquoted word means: null, bool, int, float, Go's text of a date, or the word itself."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        return float(text)
    if match := _DATE.fullmatch(text):
        return _date(text, match)
    return text


def _integer(text: str) -> int:
    digits = text.lstrip("+-").lower()
    sign = -1 if text.startswith("-") else 1
    for prefix, base in (("0x", 16), ("0b", 2), ("0o", 8)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    return sign * (int(digits, 8) if len(digits) > 1 and digits.startswith("0") else int(digits))


def _date(text: str, match: re.Match[str]) -> str:
    """Return a date as Go prints it, which is what the program gets for an unquoted one (8.3)."""
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = match[8] or "Z"
    offset = UTC if zone == "Z" else timezone(_offset(zone))
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=offset)
    except ValueError:
        return text
    fraction = f".{match[7].rstrip('0')}" if (match[7] or "").rstrip("0") else ""
    label = f"{moment:%z}"
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction} {label} {'UTC' if zone == 'Z' else label}"


def _offset(zone: str) -> timedelta:
    hours, minutes = zone[1:].split(":")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return -size if zone.startswith("-") else size


class _Loader(_Base):  # type: ignore[misc]
    """PyYAML's parser with the CLI's resolution of plain words and its refusal of a key that stands twice."""

    yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", re.compile(r"^<<$"))]}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f'mapping key "{key.value}" already defined', key.start_mark
                    )
                seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _scalar(loader: Any, node: yaml.ScalarNode) -> Any:
    text = str(loader.construct_scalar(node))
    return text if node.style else plain(text)


_Loader.add_constructor("tag:yaml.org,2002:str", _scalar)
