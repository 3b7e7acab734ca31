"""ITL, ilert's template language (ilert.md 4.4), and the two forms of a template on the wire (2.4, 2.10)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.itl_functions import apply

_TAG = re.compile(r"\{\{(.*?)\}\}", re.S)
_CALL = re.compile(r"^([A-Za-z]+)\((.*)\)$", re.S)
_ARGUMENT = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^,]+))\s*(?:,|$)""", re.S)


@dataclass(frozen=True)
class Part:
    """One piece of a template: ``TEXT``, ``VAR``, or the opening or closing of a section."""

    kind: str
    value: str


def parse(text: str) -> list[Part]:
    """Cut a template's text into parts."""
    parts: list[Part] = []
    position = 0
    for match in _TAG.finditer(text):
        if match.start() > position:
            parts.append(Part("TEXT", text[position : match.start()]))
        inner = match.group(1).strip()
        kind = {"#": "OPEN", "^": "INVERTED", "/": "CLOSE"}.get(inner[:1], "VAR")
        parts.append(Part(kind, inner if kind == "VAR" else inner[1:].strip()))
        position = match.end()
    if position < len(text):
        parts.append(Part("TEXT", text[position:]))
    return parts


def _print(part: Part) -> str:
    if part.kind == "TEXT":
        return part.value
    mark = {"OPEN": "#", "INVERTED": "^", "CLOSE": "/", "VAR": ""}[part.kind]
    return f"{{{{ {mark}{part.value} }}}}"


def normalise(text: str) -> str:
    """Print a template the way the server does: one space inside braces (ilert.md 7 #13)."""
    return "".join(_print(part) for part in parse(text))


def split_expression(expression: str) -> tuple[str, list[tuple[str, list[str | int]]]]:
    """Split ``a.b.upperCase()`` into the path ``a.b`` and its calls, each a name and its arguments."""
    calls: list[tuple[str, list[str | int]]] = []
    rest = expression
    while rest.endswith(")"):
        start = _last_call(rest)
        if start < 0:
            break
        match = _CALL.match(rest[start + 1 :])
        if match is None:
            break
        calls.insert(0, (match.group(1), _arguments(match.group(2))))
        rest = rest[:start]
    return rest, calls


def _last_call(text: str) -> int:
    """Index of the dot in front of the last call of ``text``, or -1."""
    found = -1
    quote = ""
    depth = 0
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and depth:
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "." and not depth and re.match(r"\.[A-Za-z]+\(", text[index:]):
            found = index
    return found


def _arguments(text: str) -> list[str | int]:
    if not text.strip():
        return []
    found: list[str | int] = []
    for match in _ARGUMENT.finditer(text):
        double, single, bare = match.groups()
        if bare is None:
            found.append(re.sub(r"\\([\"'])", r"\1", double if double is not None else single))
        else:
            found.append(int(bare) if bare.strip().lstrip("-").isdecimal() else bare.strip())
    return found


def to_elements(text: str, raw_sections: bool = True) -> list[dict[str, Any]]:
    """The ``elements`` form: ``TEXT``, ``VAR`` with at most one call, everything else ``RAW`` (ilert.md 2.10).

    Where the tags of a section go is not published: into ``RAW`` elements, or else into the text around them.
    """
    elements: list[dict[str, Any]] = []
    for part in parse(text):
        path, calls = split_expression(part.value) if part.kind == "VAR" else ("", [])
        if part.kind == "TEXT" or (part.kind != "VAR" and not raw_sections):
            if elements and elements[-1]["type"] == "TEXT" and not raw_sections:
                elements[-1]["val"] += _print(part)
            else:
                elements.append({"type": "TEXT", "val": _print(part)})
        elif part.kind == "VAR" and len(calls) <= 1:
            element: dict[str, Any] = {"type": "VAR", "val": path}
            for name, arguments in calls:
                element["func"] = name
                element["args"] = [{"N": a} if isinstance(a, int) else {"S": a} for a in arguments]
            elements.append(element)
        else:
            elements.append({"type": "RAW", "val": _print(part)})
    return elements


def _argument(argument: Any) -> str:
    """An argument as it stands in a template's text: ``{"S": text}`` in quotes, ``{"N": number}`` bare."""
    if isinstance(argument, dict) and "S" in argument:
        quoted = str(argument["S"]).replace('"', '\\"')
        return f'"{quoted}"'
    return str(argument.get("N")) if isinstance(argument, dict) else str(argument)


def from_elements(elements: Sequence[Any]) -> str:
    """The text of an ``elements`` list; raises ``IlertError`` 400 for an unknown element."""
    text = ""
    for element in elements:
        kind = element.get("type") if isinstance(element, dict) else None
        if kind in {"TEXT", "RAW"}:
            text += str(element.get("val") or "")
        elif kind == "VAR":
            call = ""
            if element.get("func"):
                call = f".{element['func']}({', '.join(_argument(one) for one in element.get('args') or [])})"
            text += f"{{{{ {element.get('val') or ''}{call} }}}}"
        else:
            raise bad_request("Template element 'type' must be one of TEXT, VAR, RAW")
    return text


def read_template(value: Any, field: str) -> str:
    """The text of a template as sent, in either form; raises ``IlertError`` 400 when it is neither."""
    if isinstance(value, dict) and isinstance(value.get("textTemplate"), str):
        return str(value["textTemplate"])
    if isinstance(value, dict) and isinstance(value.get("elements"), list):
        return from_elements(value["elements"])
    raise bad_request(f"'{field}' must have 'textTemplate' or 'elements'")


def lookup(path: str, scopes: Sequence[Any]) -> Any:
    """The value at a path, innermost scope first; ``None`` where it leads nowhere."""
    if path == ".":
        return scopes[-1]
    steps = _steps(path)
    for scope in reversed(scopes):
        value: Any = scope
        for step in steps:
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                break
        else:
            return value
    return None


def _steps(path: str) -> list[str]:
    plain = re.sub(r"\[(\d+)\]", r".\1", path).replace("\\ ", "\0")
    return [step.replace("\0", " ") for step in plain.split(".") if step]


def as_text(value: Any) -> str:
    """A value as a template prints it; missing values print nothing (ilert.md 4.4)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def evaluate(expression: str, scopes: Sequence[Any], keep_missing: bool = False) -> str:
    """The text of one ``{{ expression }}``; what a missing variable prints is a switch (ilert.md 4.4)."""
    path, calls = split_expression(expression)
    value = lookup(path, scopes)
    if value is None and keep_missing:
        return f"{{{{ {expression} }}}}"
    for name, arguments in calls:
        value = apply(name, value, arguments)
    return as_text(value)


def render(text: str, root: Any, keep_missing: bool = False) -> str:
    """Render a template over a payload; sections loop over lists and enter objects."""
    rendered, _ = _Renderer(parse(text), keep_missing).section(0, [root], None)
    return rendered


@dataclass(frozen=True)
class _Renderer:
    """The parts of one template on their way to text."""

    parts: list[Part]
    keep_missing: bool

    def section(self, start: int, scopes: list[Any], until: str | None) -> tuple[str, int]:
        """The text from `start` to the closing tag `until`, and where the rest begins."""
        out = ""
        index = start
        while index < len(self.parts):
            part = self.parts[index]
            index += 1
            if part.kind == "TEXT":
                out += part.value
            elif part.kind == "VAR":
                out += evaluate(part.value, scopes, self.keep_missing)
            elif part.kind == "CLOSE":
                if part.value == until:
                    return out, index
            else:
                value = lookup(part.value, scopes)
                after = index
                for scope in _rounds(value, inverted=part.kind == "INVERTED"):
                    text, after = self.section(index, [*scopes, scope], part.value)
                    out += text
                if after == index:
                    _, after = self.section(index, [*scopes, {}], part.value)
                index = after
        return out, index


def _rounds(value: Any, inverted: bool) -> list[Any]:
    """The scopes that a section is rendered in: none, one, or one per list item."""
    if inverted:
        return [] if value else [{}]
    if isinstance(value, list):
        return list(value)
    return [value] if value else []
