"""A credential that runs out: when it is fetched, when it is renewed, and that it is fetched once for all threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import requests

from alert_wiring.core.redaction import MASK, redact
from alert_wiring.core.token import MARGIN_SECONDS, RenewableAuth, Token, TokenAuth


class Endpoint:
    """Counts what is fetched; `gate` holds a fetch back until it is opened."""

    def __init__(self, seconds: float = 900.0) -> None:
        self.seconds = seconds
        self.asked: list[str | None] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, refresh: str | None) -> Token:
        self.asked.append(refresh)
        self.gate.wait(10)
        number = len(self.asked)
        return Token(f"access-{number}", self.seconds, f"refresh-{number}")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def used(auth: TokenAuth) -> str:
    return auth(_request()).headers["Authorization"]


def _request() -> requests.PreparedRequest:
    return requests.Request("GET", "https://vendor.example/x").prepare()


def test_nothing_is_fetched_before_the_first_request() -> None:
    endpoint = Endpoint()
    auth = TokenAuth(endpoint)
    assert endpoint.asked == []
    assert [used(auth), used(auth)] == ["Bearer access-1", "Bearer access-1"]
    assert endpoint.asked == [None]


def test_it_is_renewed_before_it_ends_with_the_newest_refresh_token() -> None:
    endpoint, clock = Endpoint(900.0), Clock()
    auth = TokenAuth(endpoint, clock)
    used(auth)
    clock.now += 900 - MARGIN_SECONDS - 1
    assert used(auth) == "Bearer access-1"
    clock.now += 1
    assert used(auth) == "Bearer access-2"
    clock.now += 900
    assert used(auth) == "Bearer access-3"
    assert endpoint.asked == [None, "refresh-1", "refresh-2"]


@pytest.mark.parametrize("seconds", [1.0, 10.0, 60.0])
def test_a_short_life_is_used_too(seconds: float) -> None:
    endpoint, clock = Endpoint(seconds), Clock()
    auth = TokenAuth(endpoint, clock)
    used(auth)
    clock.now += seconds / 2 - 0.01
    assert used(auth) == "Bearer access-1"


def test_threads_that_need_one_at_once_wait_for_one_fetch() -> None:
    endpoint = Endpoint()
    endpoint.gate.clear()
    auth = TokenAuth(endpoint)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(used, auth) for _ in range(8)]
        endpoint.gate.set()
        assert {one.result(10) for one in waiting} == {"Bearer access-1"}
    assert endpoint.asked == [None]


def test_threads_that_were_refused_with_the_same_token_renew_it_once() -> None:
    endpoint = Endpoint()
    auth = TokenAuth(endpoint)
    together = threading.Barrier(4)

    def refused() -> bool:
        used(auth)
        together.wait(10)
        return auth.renew()

    with ThreadPoolExecutor(4) as pool:
        assert all(one.result(10) for one in [pool.submit(refused) for _ in range(4)])
    assert endpoint.asked == [None, "refresh-1"]


def test_a_token_does_not_show_itself() -> None:
    assert "secret-one" not in repr(Token("secret-one", 5.0, "secret-one"))


def test_tokens_are_masked_and_a_thread_that_used_none_does_not_renew() -> None:
    access, refresh = uuid4().hex, uuid4().hex
    auth = TokenAuth(lambda _refresh: Token(access, 900.0, refresh), Clock())
    used(auth)
    assert redact(f"{access} {refresh}") == f"{MASK} {MASK}"
    asked = Endpoint()
    auth = TokenAuth(asked, Clock())
    used(auth)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(auth.renew).result()
    assert asked.asked == [None]


def test_a_credential_that_cannot_be_had_anew_says_so() -> None:
    assert not RenewableAuth().renew()
