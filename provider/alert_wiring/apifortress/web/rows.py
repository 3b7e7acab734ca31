"""What all lists of objects on pages share: cards, making one, deleting one, and reading back what a save did."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urljoin

from bs4 import Tag

from alert_wiring.core.errors import AmbiguousError, BadRequestError, ConflictError, InputError

from .locate import cards
from .misfit import MisfitError
from .page import Control, Form, Page, leads_on, path_of
from .site import Sent, Site

T = TypeVar("T")
Cards = tuple[Page, dict[str, Tag]]


class Rows:
    """A list of objects on a page of the map."""

    def __init__(self, site: Site, page: str, name: str) -> None:
        """Use the account; nothing is sent yet.

        Args:
            site: the account.
            page: the map's page that has the list.
            name: the map's list.
        """
        self.site, self._page, self.name = site, page, name
        self.making = threading.Lock()
        """One object is made at a time: a new one is told by what was there before (`api-fortress.md 7.2`)."""

    def cards(self, **values: str) -> Cards:
        """Return the page and the element of each object on it."""
        page = self.site.open(self._page, **values)
        return page, self.found_on(page)

    def found_on(self, page: Page) -> dict[str, Tag]:
        """Return the element of each object on a page."""
        return cards(self.site.map, page, self.name, self.site.prefix)

    def open_existing(self, name: str, exists: Callable[[], bool], **values: str) -> Page | None:
        """Return the page of one object; None when it is gone.

        Gone is a 404, or being led to another page, while `exists` does not find the object in its list either: a
        page that a wrong map looks for in the wrong place is a 404 too.

        Raises:
            MisfitError: the object is in its list, and its page is not where the map says.
            ForbiddenError: the object is in its list, and another page came.
        """
        address = self.site.path(name, company=self.site.company(), **values)
        page = self.site.read(address)
        if page is not None and path_of(page.path) == path_of(address):
            return page
        if not exists():
            return None
        raise self.site.no_page(name, address) if page is None else self.site.led_elsewhere(address, page)

    def open_from(self, page: Page, card: Tag, name: str, exists: Callable[[], bool], **values: str) -> Page | None:
        """Open the dialog of one object: at its path, or where the link in its card leads; None when it is gone.

        Raises:
            MisfitError: the card has no such link, or leads nowhere while the object is still in its list.
        """
        entry = self.site.map.pages[name]
        address = self.site.path(name, company=self.site.company(), **values) if entry.path else None
        for tag in card.select(entry.link) if entry.link and address is None else ():
            found = tag.get(entry.attribute)
            if leads_on(found):
                address = urljoin(page.address, found)
                break
        if address is None:
            shown = [path_of(address) for _, address in page.addresses(card)]
            write = f"pages: {{{name}: {{link: CSS selector of what opens it}}}}"
            what = f"link {entry.link!r} with {entry.attribute} in a card"
            raise MisfitError(f"pages.{name}", what, page.path, shown, write)
        dialog = self.site.read(address)
        if dialog is None and exists():
            raise self.site.no_page(name, address)
        return dialog

    def send(self, prepare: Callable[[], Form], save: str, **values: str) -> tuple[Sent | None, AmbiguousError | None]:
        """Send a form once; a lost answer is no error yet, since the pages tell afterwards what happened."""
        try:
            return self.site.submit(prepare, save, company=self.site.company(), **values), None
        except AmbiguousError as error:
            return None, error

    def new_one(self, found: Sequence[T], sent: Sent | None, lost: AmbiguousError | None, noun: str) -> T:
        """Return what a save has made.

        Raises:
            AmbiguousError: the answer was lost, and nothing or too much is there.
            BadRequestError: answered, and still nothing or too much is there.
        """
        if len(found) == 1:
            return found[0]
        if lost is not None:
            raise lost
        raise self.unsaved(sent, f"there is no new {noun} afterwards" if not found else f"several {noun}s are new")

    def unsaved(self, sent: Sent | None, what: str) -> BadRequestError:
        """Return the error for a form that was answered and did not do its work."""
        method, path, status = (sent.reply.method, sent.reply.path, sent.reply.status) if sent else ("POST", "", None)
        words = f"{sent.reason} ({what})" if sent and sent.reason else what
        advice = (
            "Do the same in the web application; if it works there, `alert-wiring doctor` tells what the map lacks."
        )
        return BadRequestError(self.site.http.vendor, method, path, status=status, reason=words, advice=advice)

    def remove(self, id_: str, name: str, listed: Callable[[], Cards | None], values: dict[str, str]) -> None:
        """Delete an object by its card and look whether it is gone; gone already, or with its whole list, is done.

        Raises:
            ConflictError: it is still there.
            AmbiguousError: the answer was lost and it is still there.
        """
        sent, lost = None, None
        path = self.site.path(self._page, **values)

        def prepare() -> Form | None:
            there = listed()
            if there is None or id_ not in there[1]:
                return None
            page, found = there
            return self.deletion(page, found[id_], name, values)

        try:
            sent = self.site.delete(prepare, name, path)
            if sent is None:
                return
        except AmbiguousError as error:
            lost = error
        after = listed()
        if after is not None and id_ in after[1]:
            raise lost or self._still_there(sent, f"{name} {id_} is still there afterwards")

    def _still_there(self, sent: Sent | None, what: str) -> ConflictError:
        method, path = (sent.reply.method, sent.reply.path) if sent else ("POST", "")
        words = f"{sent.reason} ({what})" if sent and sent.reason else what
        return ConflictError(self.site.http.vendor, method, path, reason=words)

    def deletion(self, page: Page, card: Tag, name: str, values: dict[str, str]) -> Form:
        """Return what deletes the object of a card: the form there, or its link or request as a form."""
        entry = self.site.map.deletes[name]
        if entry.css is None:
            return page.request(self.site.filled(f"deletes.{name}", entry.path or "/", values), entry.method or "POST")
        tag = card.select_one(entry.css)
        if tag is None:
            shown = [str(one.name) for one in card.find_all(["a", "button", "form", "input"])]
            raise MisfitError(f"deletes.{name}", f"{entry.css!r} in a card", page.path, shown)
        inside = tag if tag.name == "form" else tag.find_parent("form")
        if inside is not None:
            form = next(one for one in page.forms() if one.tag is inside)
            form.press(tag)
            return form
        address = tag.get(entry.attribute)
        if not isinstance(address, str) or not address:
            raise MisfitError(f"deletes.{name}", f"attribute {entry.attribute!r} on {entry.css!r}", page.path)
        return page.request(address, entry.method or "GET")


def option_of(select: Control, value: str, entry: str, page: Page) -> str:
    """Return the value of a select's option, which must be offered.

    Raises:
        MisfitError: the control is no select.
        InputError: the page does not offer it.
    """
    if select.tag.name != "select":
        raise MisfitError(entry, "select", page.path, [select.spoken])
    if value not in {one for one, _ in select.options()}:
        raise InputError(f"API Fortress: the page {page.path} does not offer {value} in {select.spoken!r}.")
    return value
