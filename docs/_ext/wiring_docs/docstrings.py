"""Docstrings as the project writes them: a text, then the sections Args, Returns, Raises and Attributes."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_SECTION = re.compile(r"(Args|Returns|Raises|Attributes|Yields):")
_ENTRY = re.compile(r"(\w+): ?(.*)")


@dataclass
class Doc:
    """A docstring in its parts: paragraphs, and name to text for each section with names."""

    text: str = ""
    args: dict[str, str] = field(default_factory=dict)
    raises: dict[str, str] = field(default_factory=dict)
    returns: str = ""


def read(item: object) -> Doc:
    """Return the docstring of a class or function in its parts; an empty one where it has none."""
    return parse(inspect.getdoc(item) or "")


def parse(text: str) -> Doc:
    """Return a docstring in its parts."""
    found = Doc()
    lines = inspect.cleandoc(text).splitlines()
    starts = [number for number, line in enumerate(lines) if _SECTION.fullmatch(line)]
    found.text = "\n".join(lines[: starts[0]] if starts else lines).strip()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        title, body = lines[start].rstrip(":"), inspect.cleandoc("\n".join(lines[start + 1 : end]))
        if title in ("Args", "Attributes"):
            found.args |= _entries(body)
        elif title == "Raises":
            found.raises |= _entries(body)
        else:
            found.returns = _flat(body)
    return found


def _entries(body: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in body.splitlines():
        match = _ENTRY.fullmatch(line)
        if match and not line.startswith(" "):
            name, first = match.groups()
            found[name] = [first]
        elif name:
            found[name].append(line)
    return {key: _flat("\n".join(parts)) for key, parts in found.items()}


def _flat(text: str) -> str:
    return " ".join(text.split())
