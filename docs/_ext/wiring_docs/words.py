"""What a field takes, in words: from its value type."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import Any

from alert_wiring.core import valuetypes as vt
from wiring_docs import docstrings

_SOURCE = re.compile(r" \(`[a-z-]+\.md [^)]*\)")


@singledispatch
def words(kind: vt.ValueType) -> str:
    """Return what values of this type are; a vendor's own types say it in the first line of their docstring."""
    first = " ".join(docstrings.read(type(kind)).text.split("\n\n", maxsplit=1)[0].split())
    sentence = re.split(r"(?<=[.!?])\s", _SOURCE.sub("", first), maxsplit=1)[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:]


@words.register
def _(kind: vt.Text) -> str:
    if known := getattr(kind, "known", ()):
        return f"{words.dispatch(vt.ValueType)(kind)}; known are {_listed(known)}"
    if type(kind) is not vt.Text:
        return words.dispatch(vt.ValueType)(kind)
    if kind.longest is not None:
        return f"a text of {kind.shortest} to {kind.longest} characters"
    return f"a text of at least {kind.shortest} characters" if kind.shortest > 1 else ""


@words.register
def _(kind: vt.Choice) -> str:
    shown = _listed(kind.words)
    return f"one of {shown}; others are passed on with a warning" if kind.open_set else f"one of {shown}"


@words.register
def _(kind: vt.Whole) -> str:
    if kind.least is not None and kind.most is not None:
        return f"a whole number from {kind.least} to {kind.most}"
    if kind.least is not None:
        return f"a whole number of at least {kind.least}"
    return f"a whole number of at most {kind.most}" if kind.most is not None else "a whole number"


@words.register
def _(kind: vt.Decimal) -> str:
    return f"a number from {kind.least:g} to {kind.most:g}"


@words.register
def _(kind: vt.Url) -> str:
    return f"an absolute {' or '.join(kind.schemes)} address"


@words.register
def _(kind: vt.Id) -> str:
    return "a numeric id, as text" if kind.numeric else "an id"


@words.register
def _(kind: vt.Moment) -> str:
    return "a time stamp"


@words.register
def _(kind: vt.IdSet) -> str:
    return "a set of ids, whose order does not matter" + (f"; at most {kind.most}" if kind.most else "")


@words.register
def _(kind: vt.ListOf) -> str:
    inner = "objects, see below" if record_of(kind.item) is not None else _many(kind.item)
    return f"a list of {inner}" + (f"; at most {kind.most}" if kind.most else "")


@words.register
def _(kind: vt.Record) -> str:
    return "an object, see below"


@words.register
def _(kind: vt.TextMap) -> str:
    return "a map from text to text"


def record_of(kind: vt.ValueType) -> vt.Record | None:
    """Return the nested object of a type: its own, or that of its items."""
    item: Any = kind
    while isinstance(item, vt.ListOf):
        item = item.item
    return item if isinstance(item, vt.Record) else None


def _many(item: vt.ValueType) -> str:
    told = words(item)
    return f"items, each {told}" if told else "texts"


def annotation(text: str) -> str:
    """Return a parameter's annotation as a person reads it: without Pulumi's wrapping and without "or None"."""
    text = text.removesuffix(" | None")
    for _ in range(3):
        text = re.sub(r"pulumi\.Input\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1", text)
        text = re.sub(r"pulumi\.Output\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", r"\1", text)
    return re.sub(r"\b[a-z_]+\.(?=[A-Z])", "", text.removesuffix(" | None"))


def _listed(known: tuple[str, ...]) -> str:
    shown = [f"`{word}`" for word in known]
    return ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")
