"""The strict cassette player: what it plays, and everything it must refuse."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from vcr.errors import CannotOverwriteExistingCassetteException

from support.cassettes import replay

TWO = Path(__file__).parent / "cassettes_for_test" / "two.yaml"
THINGS = "https://vendor.example/things"


def post(query: str = "fields=a,b&limit=1", body: str = '{"count": 1, "name": "one"}') -> None:
    requests.post(f"{THINGS}?{query}", data=body, headers={"X-Mark": "m"}, timeout=5)


def get(path: str = "/a%7Cb") -> None:
    requests.get(THINGS + path, timeout=5)


def test_plays_what_it_holds_and_shows_what_was_sent() -> None:
    with replay(TWO) as played:
        post(query="limit=1&fields=a,b")
        assert played.headers(0)["x-mark"] == "m"
        get()
    assert [request.method for request in played.sent] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("stray", "complaint"),
    [
        (lambda: post(query="fields=a%2Cb&limit=1"), "query"),
        (lambda: post(query=""), "query"),
        (lambda: post(body='{"count": 1.0, "name": "one"}'), "body"),
        (lambda: post(body='{"count": true, "name": "one"}'), "body"),
        (lambda: get("/a|b/"), "path"),
        (lambda: requests.put(f"{THINGS}/a%7Cb", timeout=5), "method"),
        (lambda: requests.get("http://vendor.example/things/a%7Cb", timeout=5), "origin"),
        (get, "not in the cassette"),
    ],
    ids=["comma", "query", "float", "bool", "path", "method", "origin", "twice"],
)
def test_a_swallowed_stray_request_still_fails(stray: Callable[[], None], complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint), replay(TWO):
        post()
        get()
        with suppress(CannotOverwriteExistingCassetteException):
            stray()


def test_an_unused_exchange_fails() -> None:
    with pytest.raises(AssertionError, match="never asked for: GET"), replay(TWO):
        post()


def test_another_order_fails() -> None:
    with pytest.raises(AssertionError, match=r"order \[2, 1\]"), replay(TWO):
        get()
        post()


def test_an_error_of_the_block_comes_first_and_carries_the_complaints() -> None:
    with pytest.raises(ValueError, match="mine") as raised, replay(TWO):
        raise ValueError("mine")
    assert [note[:15] for note in raised.value.__notes__] == ["never asked for", "never asked for"]


def test_a_cassette_without_a_source_is_refused(tmp_path: Path) -> None:
    nameless = tmp_path / "nameless.yaml"
    nameless.write_text("version: 1\ninteractions: []\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"metadata\.source"), replay(nameless):
        pass
