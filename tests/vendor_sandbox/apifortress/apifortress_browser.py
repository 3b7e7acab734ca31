"""A browser without scripts: cookies, redirects, forms; it sees what a person sees and knows no address by heart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from apifortress_account import PASSWORD, Answer, World
from bs4 import BeautifulSoup, Tag

SIGN_IN = "/app/web/login/auth"
HOME = "/app/web/company/details/1"
_FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Page:
    """What a request led to, redirects followed."""

    path: str
    answer: Answer
    hops: list[int]
    """Statuses of the redirects on the way."""

    def __post_init__(self) -> None:
        self.tree = BeautifulSoup(self.answer.body, "html.parser")

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def text(self) -> str:
        return self.tree.get_text(" ", strip=True)

    def whole(self) -> bool:
        """Whether it is a document, not a piece of one."""
        return self.tree.find("html") is not None

    def card(self, title: str) -> Tag:
        """The card, or row, of the object with a title."""
        found = [each for each in self.tree.select("div.card, tr[data-id]") if _title(each) == title]
        assert len(found) == 1, (title, self.text)
        return found[0]

    def cards(self) -> list[str]:
        return [_title(each) for each in self.tree.select("div.card, tr[data-id]")]

    def form(self, word: str = "") -> Tag:
        """The form that has a label with a word; without one, the only form."""
        found = [
            each for each in self.tree.find_all("form") if word in [label for label, _ in labelled(each)] or not word
        ]
        assert len(found) == 1, (word, self.text)
        return found[0]

    def link(self, words: str, within: Tag | None = None) -> str:
        """The address of a link that has words in its text or its tooltip."""
        links = (within or self.tree).find_all("a")
        found = [str(each["href"]) for each in links if words in each.get_text() + str(each.get("title", ""))]
        assert found, (words, self.text)
        return found[0]


def _title(card: Tag) -> str:
    found = card.select_one("h4, td.title")
    assert found is not None
    return found.get_text()


def labelled(form: Tag) -> list[tuple[str, Tag]]:
    """(words of a label, its input) of a form, whichever way they belong together."""
    found: list[tuple[str, Tag]] = []
    for label in form.find_all("label"):
        own = label.find(["input", "select", "textarea"]) or form.find(id=str(label.get("for")))
        words = "".join(each for each in label.find_all(string=True, recursive=False)).strip()
        assert isinstance(own, Tag), words
        found.append((words, own))
    return found


def values(form: Tag) -> list[tuple[str, str]]:
    """What a browser would post of a form that nobody touched."""
    found: list[tuple[str, str]] = []
    for each in form.find_all(["input", "textarea", "select"]):
        name = each.get("name")
        if not name or each.has_attr("disabled"):
            continue
        if each.name == "textarea":
            found.append((str(name), each.get_text().removeprefix("\n")))
        elif each.name == "select":
            options = each.find_all("option")
            chosen = [one for one in options if one.has_attr("selected")]
            if not chosen and not each.has_attr("multiple"):
                chosen = options[:1]
            found += [(str(name), str(one["value"])) for one in chosen]
        elif each.get("type") not in {"checkbox", "radio"} or each.has_attr("checked"):
            found.append((str(name), str(each.get("value", "on"))))
    return found


class Browser:
    """One browser."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.cookie = ""

    def get(self, path: str) -> Page:
        return self._go("GET", path, None, [])

    def post(self, path: str, fields: list[tuple[str, str]]) -> Page:
        return self._go("POST", path, fields, [])

    def submit(self, form: Tag, **filled: Any) -> Page:
        """Fill in fields by their labels (underscores stand for blanks) and send the form.

        True and False tick and clear a checkbox; a list chooses in a select of many.
        """
        inputs = dict(labelled(form))
        posted = values(form)
        for label, value in filled.items():
            own = inputs[label.replace("_", " ")]
            name = str(own["name"])
            posted = [each for each in posted if each[0] != name]
            if isinstance(value, list):
                posted += [(name, str(each)) for each in value]
            elif value is not False:
                posted.append((name, "on" if value is True else str(value)))
        address = str(form["action"])
        if form.get("method", "get") == "post":
            return self.post(address, posted)
        return self.get(f"{address}?{urlencode(posted)}")

    def bin(self, page: Page, title: str) -> Page:
        """Click the bin on a card."""
        card = page.card(title)
        form = card.find("form")
        return self.submit(form) if isinstance(form, Tag) else self.get(page.link("Delete", card))

    def sign_in(self, email: str = "manager@example.com", password: str = PASSWORD) -> Page:
        form = self.get(SIGN_IN).form("Password")
        return self.submit(form, Email=email, Password=password)

    def _go(self, method: str, path: str, fields: list[tuple[str, str]] | None, hops: list[int]) -> Page:
        assert len(hops) < 5, "redirected for ever"
        headers = {"cookie": self.cookie} if self.cookie else {}
        if fields is None:
            answer = self._world.raw(method, path, headers=headers)
        else:
            answer = self._world.raw(method, path, headers=headers | _FORM, raw=urlencode(fields).encode())
        if given := answer.headers.get("set-cookie"):
            self.cookie = given.split(";")[0]
        if answer.status == 302:
            to = urlsplit(answer.headers["location"])
            assert (to.scheme, to.netloc) in {("http", "stand-in.test"), ("", "")}
            return self._go("GET", to.path + (f"?{to.query}" if to.query else ""), None, [*hops, answer.status])
        return Page(path, answer, hops)


def manager(world: World) -> Browser:
    """A browser in which the manager is signed in."""
    return signed_in(world, "manager@example.com")


def admin(world: World) -> Browser:
    return signed_in(world, "admin@example.com")


def signed_in(world: World, email: str) -> Browser:
    browser = Browser(world)
    assert browser.sign_in(email).path != SIGN_IN
    return browser
