"""Property maps as text, and the difference of two of them, secrets masked before anything is compared (5.10)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from embedded_engine.files.gojson import number_text
from embedded_engine.values import SECRET, SIGNATURE, UNKNOWN, Secret, annotate, equal

MASK: Final = "[secret]"
_LONGEST = 150
"""Characters of a text that are shown without `--show-full-output`."""

Mark = Literal["", "+", "-", "~"]
Line = tuple[int, Mark, str]
"""Level of indentation, marker and text."""


class Masked:
    """Stands for a secret; all of them look equal, so that a change inside one is not visible."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Any two are equal."""
        return isinstance(other, Masked)

    __hash__ = None  # type: ignore[assignment]


def masked(value: Any, show_secrets: bool) -> Any:
    """Return a value as it may be shown: secrets as `Masked`, or opened when they are to be seen."""
    if isinstance(value, Secret):
        return masked(value.value, show_secrets) if show_secrets else Masked()
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            return Masked()
        return {key: masked(item, show_secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked(item, show_secrets) for item in value]
    return value


def visible(values: Mapping[str, Any], show_secrets: bool) -> dict[str, Any]:
    """Return a property map for showing: masked, sorted, the SDK's own keys (`__provider`) left out."""
    return {key: masked(values[key], show_secrets) for key in sorted(values) if not key.startswith("__")}


def visible_pair(
    old: Mapping[str, Any], new: Mapping[str, Any], show_secrets: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides of a difference for showing; what the new side calls secret is masked on the old one too.

    A value that becomes secret has mostly not changed: its old spelling would tell it. (The CLI prints it.)
    """
    return visible(annotate(old, new), show_secrets), visible(new, show_secrets)


def full_lines(values: Mapping[str, Any], level: int, *, full: bool = False, mark: Mark = "") -> Iterator[Line]:
    """Yield a whole property map."""
    width = max(map(len, values), default=0)
    for key, value in values.items():
        yield from _value(f"{key:<{width}}: ", value, level, mark, full)


def diff_lines(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    level: int,
    *,
    full: bool = False,
    only_changes: bool = False,
    width: int = 0,
) -> Iterator[Line]:
    """Yield the difference of two maps: `~ key: old => new`, `+ key`, `- key`, and unless unwanted what is the same.

    Keys are padded to the longest that is shown, or to `width`.
    """
    shown = [
        key
        for key in sorted(old.keys() | new.keys())
        if not only_changes or key not in old or key not in new or not equal(old[key], new[key])
    ]
    width = width or max(map(len, shown), default=0)
    for key in shown:
        label = f"{key:<{width}}: "
        if key not in new:
            yield from _value(label, old[key], level, "-", full)
        elif key not in old:
            yield from _value(label, new[key], level, "+", full)
        else:
            yield from _change(label, old[key], new[key], level, full)


def _change(label: str, old: Any, new: Any, level: int, full: bool) -> Iterator[Line]:
    if equal(old, new):
        yield from _value(label, new, level, "", full)
    elif isinstance(old, dict) and isinstance(new, dict) and old and new:
        yield level, "~", f"{label}{{"
        yield from diff_lines(old, new, level + 1, full=full)
        yield level, "", "}"
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield level, "~", f"{label}["
        for index in range(max(len(old), len(new))):
            inner = f"[{index}]: "
            if index >= len(new):
                yield from _value(inner, old[index], level + 1, "-", full)
            elif index >= len(old):
                yield from _value(inner, new[index], level + 1, "+", full)
            else:
                yield from _change(inner, old[index], new[index], level + 1, full)
        yield level, "", "]"
    else:
        yield level, "~", f"{label}{flat(old, full)} => {flat(new, full)}"


def _value(label: str, value: Any, level: int, mark: Mark, full: bool) -> Iterator[Line]:
    if isinstance(value, dict) and value:
        yield level, mark, f"{label}{{"
        yield from full_lines({key: value[key] for key in sorted(value)}, level + 1, full=full, mark=mark)
        yield level, "", "}"
    elif isinstance(value, list) and value:
        yield level, mark, f"{label}["
        for index, item in enumerate(value):
            yield from _value(f"[{index}]: ", item, level + 1, mark, full)
        yield level, "", "]"
    else:
        yield level, mark, f"{label}{flat(value, full)}"


_WORDS: Final = {None: "<null>", True: "true", False: "false", UNKNOWN: "[unknown]"}


def flat(value: Any, full: bool = False) -> str:
    """Return a value on one line."""
    if isinstance(value, Masked):
        return MASK
    if value is None or value is UNKNOWN or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flat(value[key], full)}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flat(item, full) for item in value) + "]"
    text = str(value)
    return json.dumps(text if full or len(text) <= _LONGEST else f"{text[:_LONGEST]}...", ensure_ascii=False)


def render(line: Line) -> str:
    """Return a line as text: four blanks per level, the marker in the last two of them."""
    level, mark, text = line
    return f"{' ' * (4 * level - 2)}{mark or ' '} {text}" if level else text
