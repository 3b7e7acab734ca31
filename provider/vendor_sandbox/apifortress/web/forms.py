"""Forms: their fields with the labels that were seen, the hidden ones with names that are guesses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vendor_sandbox.apifortress.web.html import Markup, el, join

if TYPE_CHECKING:
    from vendor_sandbox.apifortress.web.visit import Visit

Option = tuple[str, str, bool]
"""(value, words, chosen)."""


def form(
    visit: Visit, action: str, *content: object, method: str = "post", back: str | None = None, **given: object
) -> Markup:
    """A form with the green check mark and the red cross that every dialog of the product has (1.4).

    `given` are the action's arguments: those that do not stand in its address are hidden inputs.
    `back` is where the red cross leads.
    """
    address, left = visit.flavour.place(action, given)
    sign = [el("button", "✓", type="submit", class_="save", title="Save")]
    if back is not None:
        sign.append(el("a", "✗", href=back, class_="cancel", title="Cancel"))
    return el(
        "form",
        *(hidden(name, value) for name, value in left.items()),
        token(visit) if method == "post" else None,
        *content,
        el("p", *sign, class_="buttons"),
        action=address,
        method=method,
        id=action.replace("_", "-") if visit.flavour.by_label else None,
    )


def bin_icon(visit: Visit, title: str, action: str, **given: object) -> Markup:
    """The bin: a form of its own, or a link, as the switch says."""
    if visit.context.switches.get("apifortress.web_deletes") == "get":
        return el("a", "🗑", href=visit.link(action, **given), title=title, class_="icon delete")
    address, left = visit.flavour.place(action, given)
    return el(
        "form",
        *(hidden(name, value) for name, value in left.items()),
        token(visit),
        el("button", "🗑", type="submit", title=title, class_="icon delete"),
        action=address,
        method="post",
        class_="delete",
    )


def hidden(name: str, value: object) -> Markup:
    """A hidden input."""
    return el("input", type="hidden", name=name, value=value)


def token(visit: Visit) -> Markup | None:
    """The hidden token against forgery, where this instance has one."""
    if not visit.context.switches.on("apifortress.web_csrf"):
        return None
    flavour = visit.flavour
    return hidden(flavour.token_field, visit.session.token(once=flavour.token_once))


def text(visit: Visit, label: str, name: str, value: str = "", **more: object) -> Markup:
    """A line of text; `more` are further attributes."""
    return _labelled(visit, label, name, "input", **{"type": "text", "value": value, **more})


def area(visit: Visit, label: str, name: str, value: str = "") -> Markup:
    """Several lines of text."""
    start = "\n" if value.startswith("\n") else ""  # a browser drops one line break there
    return _labelled(visit, label, name, "textarea", start, value, rows=6)


def tick(visit: Visit, label: str, name: str, on: bool) -> Markup:
    """A checkbox, with the hidden companion by which Grails knows one that was left empty."""
    box = _labelled(visit, label, name, "input", type="checkbox", value="on", checked=on)
    return join(hidden(f"_{name}", ""), box)


def choice(visit: Visit, label: str, name: str, options: Iterable[Option], *, many: bool = False) -> Markup:
    """A select of one or many."""
    made = (el("option", words, value=value, selected=chosen) for value, words, chosen in options)
    return _labelled(visit, label, name, "select", *made, multiple=many)


def _labelled(visit: Visit, label: str, name: str, tag: str, *children: object, **attributes: object) -> Markup:
    if not visit.flavour.by_label:
        return el("label", label, " ", el(tag, *children, name=name, **attributes))
    return join(el("label", label, for_=name), el(tag, *children, name=name, id=name, **attributes))
