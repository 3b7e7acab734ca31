"""One page of the web application: its links, its cards and its forms, read as a browser reads them. No requests.

A form keeps everything that it does not change: hidden inputs (CSRF tokens among them) and all fields that the caller
does not know, since the product saves whole forms (`api-fortress.md 1.4`, `7.1`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeGuard
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from urllib3.filepost import encode_multipart_formdata

from alert_wiring.core.http import Content

_NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})
_ONLY_CHECKED = frozenset({"checkbox", "radio"})
_ADDRESSES = ("href", "action", "formaction", "data-url", "data-href", "data-action")
"""Attributes in which an address of the application may stand."""

SHORT = 60
"""Characters of a page's own words that may go into a message."""


def words(text: str) -> str:
    """Return text with every run of blanks as one space."""
    return " ".join(text.split())


def written(text: str) -> str:
    """Return a name as it was written: without outer blanks and the template's line breaks, inner blanks kept."""
    return re.sub(r"\s*\n\s*", " ", text).strip()


def folded(label: str) -> str:
    """Return a label without case, outer blanks, colons and asterisks: "Label:" and "label *" are one."""
    return words(label).strip(" :*").casefold()


class Page:
    """A page or a fragment of one, with the path (query included) under which it was asked for."""

    def __init__(self, address: str, content: bytes | str, charset: str | None = None) -> None:
        """Parse it.

        Args:
            address: path and query of the page, from the server's root.
            content: the HTML.
            charset: what the answer's header says; None lets the page itself tell.
        """
        self.address = address
        self.path = address.partition("?")[0]
        self.soup = BeautifulSoup(content, "html.parser", from_encoding=charset if isinstance(content, bytes) else None)
        self.whole = content.rstrip()[-7:].lower() in (b"</html>", "</html>") or self.soup.find("html") is None
        """False when the page ends in the middle, so that nothing may be concluded from what it lacks."""

    @cached_property
    def labels(self) -> dict[str, Tag]:
        """Labels by the id of the control that they are for."""
        found = [(_attribute(tag, "for"), tag) for tag in self.soup.find_all("label")]
        return {id_: tag for id_, tag in reversed(found) if id_}

    @cached_property
    def asks_for_password(self) -> bool:
        """Whether there is a masked input."""
        return any(_attribute(tag, "type").lower() == "password" for tag in self.soup.find_all("input"))

    def forms(self) -> list[Form]:
        """All forms, in the page's order."""
        return [Form(self, tag) for tag in self.soup.find_all("form")]

    def addresses(self, within: Tag | None = None) -> Iterator[tuple[Tag, str]]:
        """Every address inside an element (or the page) with the element that holds it, as a path from the root."""
        root = within or self.soup
        for tag in (root, *root.find_all(True)):
            for attribute in _ADDRESSES:
                value = tag.get(attribute)
                if leads_on(value):
                    yield tag, urljoin(self.address, value)

    def marks(self, within: Tag | None = None) -> Iterator[tuple[Tag, str]]:
        """Everything that may tell which object an element shows, with the element that holds it.

        These are addresses (path and query, and the path alone), hidden inputs as `name=value`, and `id` and `data-`
        attributes as `name=value`.
        """
        for tag, address in self.addresses(within):
            yield tag, path_of(address)
            if "?" in address:
                yield tag, address
        root = within or self.soup
        for tag in (root, *root.find_all(True)):
            if tag.name == "input" and _attribute(tag, "type").lower() == "hidden":
                yield tag, f"{_attribute(tag, 'name')}={_attribute(tag, 'value')}"
            for name in tag.attrs:
                if name == "id" or (name.startswith("data-") and name not in _ADDRESSES):
                    yield tag, f"{name}={_attribute(tag, name)}"

    def request(self, address: str, method: str) -> Form:
        """Return an empty form of this page that goes to an address: what following a link sends."""
        tag = self.soup.new_tag("form", attrs={"action": address, "method": method})
        return Form(self, tag)


class Control:
    """One control of a form: an input, a select or a textarea."""

    def __init__(self, tag: Tag, page: Page) -> None:
        """Keep the element and the page that it is on."""
        self.tag, self._page = tag, page
        self.name = _attribute(tag, "name")
        self.type = _attribute(tag, "type").lower() or "text" if tag.name == "input" else tag.name
        self.disabled = tag.has_attr("disabled")

    @cached_property
    def label(self) -> str:
        """The words at the control: its label by `for`, around it or before it, else the control's own hints."""
        label = self._page.labels.get(_attribute(self.tag, "id")) or self.tag.find_parent("label") or self._before()
        if label is not None:
            return words(" ".join(_own_texts(label)))
        hints = (_attribute(self.tag, name) for name in ("aria-label", "title", "placeholder"))
        return words(next((hint for hint in hints if hint), ""))

    def _before(self) -> Tag | None:
        """A label without `for` belongs to the first control after it; a heading cell of a table row too."""
        for tag in self.tag.find_all_previous(["label", "th", "input", "select", "textarea", "form"]):
            if tag.name in ("label", "th"):
                return None if tag.has_attr("for") else tag
            if _attribute(tag, "type").lower() != "hidden":
                return None
        return None

    @property
    def spoken(self) -> str:
        """How a message names the control: its label, else its name."""
        return (self.label or self.name)[:SHORT]

    @property
    def multiple(self) -> bool:
        """Whether it is a list in which several options may be chosen."""
        return self.tag.name == "select" and self.tag.has_attr("multiple")

    def options(self) -> list[tuple[str, str]]:
        """The options of a select: value and text."""
        return [(_value(option), words(" ".join(_own_texts(option)))) for option in self.tag.find_all("option")]

    def values(self) -> list[str]:
        """The values that it sends as it stands."""
        if self.tag.name == "textarea":
            text = self.tag.get_text()
            return [text.removeprefix("\r\n") if text.startswith("\r\n") else text.removeprefix("\n")]
        if self.tag.name == "select":
            options = [option for option in self.tag.find_all("option") if not option.has_attr("disabled")]
            chosen = [_value(option) for option in options if option.has_attr("selected")]
            if self.multiple:
                return chosen
            return chosen[-1:] or [_value(option) for option in options[:1]]
        if self.type in _ONLY_CHECKED:
            return [_attribute(self.tag, "value") or "on"] if self.tag.has_attr("checked") else []
        return [_attribute(self.tag, "value")]


class Form:
    """A form with its values; `put` changes one control and leaves the others."""

    def __init__(self, page: Page, tag: Tag) -> None:
        """Read the controls as they stand on the page."""
        self.page, self.tag = page, tag
        self.action = urljoin(page.address, _attribute(tag, "action") or page.address)
        self.method = _attribute(tag, "method").upper() or "GET"
        self.multipart = _attribute(tag, "enctype").lower() == "multipart/form-data"
        self.controls = [Control(found, page) for found in self._elements()]
        self._values: list[tuple[Control, list[str]]] = [
            (control, control.values())
            for control in self.controls
            if control.name and not control.disabled and control.type not in _NOT_SENT
        ]
        self._more: list[tuple[str, str]] = []

    def find(self, wanted: Callable[[Control], bool]) -> list[Control]:
        """The controls that a person may change and that fit, in order."""
        return [one for one in self.controls if one.type not in _NOT_SENT and wanted(one)]

    def get(self, control: Control) -> list[str]:
        """The values that would be sent for a control."""
        return next((values for one, values in self._values if one is control), [])

    def put(self, control: Control, values: list[str]) -> None:
        """Change what is sent for a control."""
        self._values = [(one, values if one is control else old) for one, old in self._values]

    def tick(self, box: Control, on: bool) -> None:
        """Tick or clear a checkbox; of a select or text "true" or "false" is chosen."""
        if box.type in _ONLY_CHECKED:
            value = _attribute(box.tag, "value")
            self.put(box, ([value] if value else ["on"]) if on else [])
        else:
            self.put(box, ["true" if on else "false"])

    def is_on(self, box: Control) -> bool:
        """Whether a checkbox is ticked, or a select or text says "true"."""
        values = self.get(box)
        return bool(values) if box.type in _ONLY_CHECKED else values == ["true"]

    def press(self, button: Tag) -> None:
        """Send it as this button does: with its name, to its address and by its method, where it has these."""
        if button.name not in ("button", "input"):
            return
        self.action = urljoin(self.page.address, _attribute(button, "formaction") or self.action)
        self.method = _attribute(button, "formmethod").upper() or self.method
        if name := _attribute(button, "name"):
            self.add(name, _attribute(button, "value"))

    def add(self, name: str, value: str) -> None:
        """Send one more pair."""
        self._more.append((name, value))

    def pairs(self) -> list[tuple[str, str]]:
        """What is sent, in the order of the form."""
        return [(one.name, value) for one, values in self._values for value in values] + self._more

    def content(self) -> Content:
        """The body of a POST."""
        if self.multipart:
            data, type_ = encode_multipart_formdata([(name, value.encode()) for name, value in self.pairs()])
            return Content(data, type_)
        return Content(urlencode(self.pairs()).encode(), "application/x-www-form-urlencoded; charset=utf-8")

    def _elements(self) -> list[Tag]:
        """The controls inside the form and those elsewhere that name it."""
        names = ["input", "select", "textarea", "button"]
        outside = _attribute(self.tag, "id")
        linked = self.page.soup.find_all(names, attrs={"form": outside}) if outside else []
        inside = self.tag.find_all(names)
        return [*inside, *(tag for tag in linked if not any(tag is one for one in inside))]


def path_pattern(template: str, prefix: str) -> re.Pattern[str]:
    """Return the pattern of a path template below a prefix: `{id}` is what is looked for, a query does not matter.

    The pattern is for `Page.marks`, where an address stands without its query too.
    """
    parts = re.split(r"\{(\w+)\}", template.partition("?")[0])
    body = "".join(re.escape(part) if number % 2 == 0 else f"(?P<{part}>[^/?#]+)" for number, part in enumerate(parts))
    return re.compile(f"^{re.escape(prefix)}{body}/?$")


def leads_on(value: object) -> TypeGuard[str]:
    """Return whether an attribute's value is an address, not empty, a place on the page or a script."""
    return isinstance(value, str) and bool(value) and not value.startswith(("#", "javascript:"))


def path_of(address: str) -> str:
    """Return the path of an address, unquoted and without Tomcat's `;jsessionid=`."""
    return unquote(re.sub(r";[^/]*", "", urlsplit(address).path))


def _own_texts(tag: Tag) -> Iterator[str]:
    """The words of a label without those of the controls inside it, or of an option without those of the next ones.

    The parser nests options that have no end tag.
    """
    for text in tag.find_all(string=True):
        if text.find_parent(["select", "textarea", "button", "option", tag.name]) is tag:
            yield str(text)


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value) if value else ""


def _value(option: Tag) -> str:
    return _attribute(option, "value") if option.has_attr("value") else words(" ".join(_own_texts(option)))
