"""Making HTML of values from anywhere: everything is escaped unless it is markup already."""

from __future__ import annotations

import html

_VOID = {"input", "br", "meta", "hr"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def el(tag: str, *children: object, **attributes: object) -> Markup:
    """An element. Text is escaped; an attribute is left out for None and False, and bare for True.

    Underscores in attribute names stand for hyphens; one at the end keeps a Python word apart (``class_``, ``for_``).
    """
    shown = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{shown}>")
    return Markup(f"<{tag}{shown}>{join(*children)}</{tag}>")


def join(*parts: object) -> Markup:
    """Parts one after the other, escaped; None is nothing."""
    return Markup("".join(_text(part) for part in parts if part is not None))


def line_breaks(text: str) -> Markup:
    """Text in which the ``<br/>`` of a connector's description breaks the line; other markup shows as text (1.7)."""
    escaped = _text(text)
    for form in ("<br/>", "<br />", "<br>"):
        escaped = escaped.replace(html.escape(form), "<br>")
    return Markup(escaped)


def _text(part: object) -> str:
    return part if isinstance(part, Markup) else html.escape(str(part))


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {shown}"
    return f' {shown}="{html.escape(str(value)).replace(chr(13), "&#13;").replace(chr(10), "&#10;")}"'
