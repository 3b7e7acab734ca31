"""What every page has around its content, and how objects and links look in either flavour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vendor_sandbox.apifortress.web.html import Markup, el, join

if TYPE_CHECKING:
    from vendor_sandbox.apifortress.web.visit import Visit

_STYLE = """
body{font:15px/1.5 sans-serif;margin:0;color:#333;background:#f4f5f7}
header,footer{background:#24303c;color:#dde;padding:.6em 1.5em}header a{color:#fff;margin-right:1.2em}
main{max-width:60em;margin:1.5em auto;padding:0 1em}.card,.dialog,tr{background:#fff}
.card,.dialog{border:1px solid #d5dae0;border-radius:4px;padding:.5em 1em;margin:.8em 0}
table{border-collapse:collapse;width:100%}td{border:1px solid #d5dae0;padding:.4em .8em;vertical-align:top}
label{display:block;margin:.6em 0 0}input[type=text],textarea,select{width:100%;box-sizing:border-box}
.save{color:#fff;background:#3a9c4a;border:0}.cancel{color:#fff;background:#c0392b;text-decoration:none}
.save,.cancel{padding:.3em .9em;border-radius:3px}.errors{color:#a00}.info{color:#357;margin:0}
.actions a,.actions form{display:inline-block;margin-right:.8em}
.card h4,.card p{margin:.2em 0}.buttons>*{margin-right:.6em}nav.settings{display:flex;gap:2.5em}.badge{color:#888}
"""


def document(title: str, *content: object) -> Markup:
    """A whole HTML document."""
    head = el("head", el("meta", charset="utf-8"), el("title", f"{title} - API Fortress"), el("style", Markup(_STYLE)))
    return Markup("<!DOCTYPE html>\n") + el("html", head, el("body", *content), lang="en")  # type: ignore[return-value]


def page(visit: Visit, title: str, content: Markup) -> Markup:
    """A page for somebody who is signed in: gear icon, user menu, what there is to say, content."""
    user = visit.user or {}
    menu = [
        el("a", "Dashboard", href=visit.link("dashboard", cid=visit.company)),
        el("a", "⚙ Settings", href=visit.link("company", cid=visit.company), title="Settings", class_="gear"),
    ]
    if user.get("admin"):
        menu.append(el("a", "Admin Panel", href=visit.link("definitions"), class_="admin"))
    menu.append(el("a", "Logout", href=visit.link("logout")))
    top = el("header", *menu, el("span", f"{user.get('fullName', '')} @ {visit.company_name}", class_="user"))
    foot = el("footer", "A stand-in for API Fortress' web application, for tests on this machine")
    return document(title, top, el("main", said(visit), content), foot)


def said(visit: Visit) -> Markup | None:
    """The message that the last save left, once."""
    message, visit.session.message = visit.session.message, ""
    return el("div", message, class_="message errors", role="alert") if message else None


def listing(visit: Visit, kind: str, rows: Iterable[Markup]) -> Markup:
    """Objects of a kind, one after the other."""
    if visit.flavour.cards:
        return el("div", *rows, class_=f"list {kind}s")
    return el("table", *rows, class_=f"listing {kind}s")


def card(visit: Visit, kind: str, key: object, title: str, *lines: object, actions: Sequence[Markup] = ()) -> Markup:
    """One object with what can be done to it."""
    if visit.flavour.cards:
        said_of_it = (el("p", line) for line in lines)
        return el(
            "div",
            el("h4", title),
            *said_of_it,
            el("div", *actions, class_="actions") if actions else None,
            class_=f"card {kind}",
            id=f"{kind}-{key}",
        )
    cells = (
        el("td", title, class_="title"),
        el("td", *(el("div", line) for line in lines)),
        el("td", *actions, class_="actions"),
    )
    return el("tr", *cells, data_id=key)


def pair(visit: Visit, name: str, value: str) -> Markup:
    """A named value on a card."""
    if visit.flavour.cards:
        return join(f"{name}: {value}")
    return join(el("b", name), ": ", el("span", value, class_="value"))


def icon(visit: Visit, kind: str, sign: str, title: str, action: str, **given: object) -> Markup:
    """A link that is an icon, its purpose in the tooltip."""
    link = visit.link(action, **given)
    if visit.flavour.cards:
        return el("a", sign, href=link, title=title, class_=f"icon {kind}")
    return el("a", f"{sign} {title}", href=link, data_toggle="modal")
