"""A vendor that takes the connection and never answers holds nothing up for ever."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from alert_wiring.core import http
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import AmbiguousError, UnreachableError
from alert_wiring.core.http import BearerAuth, HttpSession, Reason
from alert_wiring.core.limiter import Limiter


@pytest.fixture
def silent() -> Iterator[HttpSession]:
    """A session with a server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        yield HttpSession("vendor", address, BearerAuth("x"), lambda answer: Reason(), Limiter(1000), sleep=_never)


def _never(seconds: float) -> None:
    del seconds


def test_a_read_is_given_up_and_tried_again(silent: HttpSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.05)
    with pytest.raises(UnreachableError, match=r"no answer in time .* after 4 tries"):
        silent.request("GET", "/x")


def test_a_write_without_an_answer_is_ambiguous_and_sent_once(
    silent: HttpSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.05)
    with pytest.raises(AmbiguousError, match="no answer in time") as caught:
        silent.request("POST", "/x", body={})
    assert caught.value.tries == 1


def test_every_request_has_both_timeouts_within_the_deadline(
    silent: HttpSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Any] = []

    def request(_self: object, _method: str, _url: str, **more: Any) -> requests.Response:
        given.append(more["timeout"])
        answer = requests.Response()
        answer.status_code, answer._content = 204, b""
        return answer

    monkeypatch.setattr(requests.Session, "request", request)
    silent.request("GET", "/x")
    with operation_deadline(5):
        silent.request("GET", "/x")
    (connect, read), (_, shorter) = given
    assert (connect, read) == (10.0, 30.0)
    assert 1.0 <= shorter <= 5.0
