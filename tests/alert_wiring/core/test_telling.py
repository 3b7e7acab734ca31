"""Whoever waits says so; what is said never holds a path with a key or a credential."""

from __future__ import annotations

import pytest
import requests

from alert_wiring.core.http import BearerAuth, HttpSession, Reason
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.telling import caution, cautioning, tell, telling


@pytest.fixture
def told() -> list[str]:
    return []


def test_only_the_innermost_listener_hears(told: list[str]) -> None:
    outer: list[str] = []
    tell("nobody listens")
    with telling(outer.append):
        with telling(told.append):
            tell("inside")
        tell("outside")
    tell("nobody listens any more")
    assert (told, outer) == (["inside"], ["outside"])


def test_a_retry_says_why_and_for_how_long(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def send(_self: object, _request: requests.PreparedRequest, **_more: object) -> requests.Response:
        found = requests.Response()
        step = script.pop(0)
        if step is None:
            raise requests.ReadTimeout
        found.status_code, found._content = step, b"{}"
        return found

    script: list[int | None] = [429, None, 503, 200]
    monkeypatch.setattr(requests.Session, "send", send)
    now = [0.0]
    limiter = Limiter(99, clock=lambda: now[0], sleep=lambda seconds: now.append(now.pop() + seconds))
    http = HttpSession("vendor", "https://x", BearerAuth("x"), lambda answer: Reason(), limiter, sleep=lambda _: None)
    with telling(told.append):
        http.request("GET", "/things/planted-key")
    assert told == [
        "vendor answered 429: trying again in 5 s",
        "vendor: no answer in time: trying again in 1 s",
        "vendor answered 503: trying again in 1 s",
    ]


def test_the_limiter_says_how_long_it_holds_back(told: list[str]) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    limiter = Limiter(2, clock=lambda: now[0], sleep=sleep)
    with telling(told.append):
        for _ in range(3):
            limiter.wait()
    assert told == ["the 2 calls allowed in a minute are spread over it: going on in 62 s"] * 2


def test_a_caution_reaches_the_nearest_listener_and_needs_none() -> None:
    outer: list[str] = []
    inner: list[str] = []
    caution("nobody listens")
    with cautioning(outer.append):
        caution("one")
        with cautioning(inner.append):
            caution("two")
        caution("three")
    caution("nobody listens any more")
    assert (outer, inner) == (["one", "three"], ["two"])
