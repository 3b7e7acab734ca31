"""The pages of the stand-in for API Fortress' web application: whatever an object is called, it is text there."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup, Tag

from support.hostile import HOSTILE, spoil
from support.sandbox import Sandbox

_MOST = 60
"""Pages looked at; all kinds of them are among the first."""


def pages(server: str, password: str) -> Iterator[tuple[str, str]]:
    """Sign in, follow every link, and return address and content of what comes."""
    session = requests.Session()
    session.trust_env = False
    start = f"{server}/app/web/login/auth"
    form = BeautifulSoup(session.get(start, timeout=10).text, "html.parser").find("form")
    assert isinstance(form, Tag)
    filled = {str(one["name"]): str(one.get("value", "")) for one in form.find_all("input") if one.get("name")}
    for one in form.find_all("input"):
        if one.get("type") == "password":
            filled[str(one["name"])] = password
        elif one.get("type") in {None, "text", "email"}:
            filled[str(one["name"])] = "admin@example.com"
    landed = session.post(urljoin(start, str(form["action"])), data=filled, timeout=10)
    waiting, seen = [landed.url], set()
    while waiting and len(seen) < _MOST:
        address = waiting.pop(0)
        kind = urlsplit(address)._replace(fragment="").geturl()
        if kind in seen or "logout" in kind:
            continue
        seen.add(kind)
        answer = session.get(kind, timeout=10)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        yield kind, answer.text
        links = (str(link["href"]) for link in BeautifulSoup(answer.text, "html.parser").find_all("a", href=True))
        waiting += [urljoin(kind, link) for link in links if urljoin(kind, link).startswith(server)]
    session.close()


@pytest.mark.parametrize("markup", ["a", "b"])
def test_no_name_becomes_markup_on_any_page(sandbox: Sandbox, markup: str) -> None:
    sandbox.control.switch(**{"apifortress.web_markup": markup})
    spoil(sandbox.control)
    place = urlsplit(sandbox.status["apifortress"]["url"])
    shown = 0
    for address, text in pages(f"{place.scheme}://{place.netloc}", "sandbox-manager-password"):
        tree = BeautifulSoup(text, "html.parser")
        assert HOSTILE not in text, address
        assert tree.find(["script", "img", "svg"]) is None, address
        assert not [tag.name for tag in tree.find_all(True) for name in tag.attrs if name.startswith("on")], address
        shown += tree.get_text().count("<script>window.broken=1</script>")
    assert shown > 10, "the names are on these pages"
