"""A vendor that takes the connection and never answers holds nothing up for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from alert_wiring.core import wire
from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import AmbiguousError, UnreachableError
from alert_wiring.core.http import BearerAuth, HttpSession, Reason, Timeouts
from alert_wiring.core.limiter import Limiter

SHORT = Timeouts(connect=5.0, read=0.05)
Connect = Callable[..., HttpSession]


def _session(server: socket.socket, **more: Any) -> HttpSession:
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    return HttpSession(
        "vendor", address, BearerAuth("x"), lambda answer: Reason(), Limiter(1000), sleep=lambda _: None, **more
    )


@pytest.fixture
def silent() -> Iterator[Connect]:
    """Sessions with a server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield lambda **more: _session(server, **more)


@pytest.fixture
def dripping() -> Iterator[Connect]:
    """Sessions with a server whose answer comes byte by byte and never ends."""
    over = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not over.wait(0.02):
                connection.sendall(b" ")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        yield lambda **more: _session(server, **more)
        over.set()
        thread.join()


def test_a_read_is_given_up_and_tried_again(silent: Connect) -> None:
    with pytest.raises(UnreachableError, match=r"no answer in time .* after 4 tries"):
        silent(timeouts=SHORT).request("GET", "/x")


def test_a_write_without_an_answer_is_ambiguous_and_sent_once(silent: Connect) -> None:
    with pytest.raises(AmbiguousError, match="no answer in time") as caught:
        silent(timeouts=SHORT).request("POST", "/x", body={})
    assert caught.value.tries == 1


def test_an_answer_that_never_ends_is_ended_by_the_deadline(dripping: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket's own timeout begins anew with each byte."""
    monkeypatch.setattr(wire, "_SHORTEST_READ", 0.1)
    monkeypatch.setattr(wire, "_GRACE_SECONDS", 0.1)
    with operation_deadline(0.2), pytest.raises(AmbiguousError, match="no answer in time"):
        dripping().request("POST", "/x", body={})


def test_every_request_has_both_timeouts_within_the_deadline(silent: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []

    def send(_self: object, _request: requests.PreparedRequest, **more: Any) -> requests.Response:
        given.append(more["timeout"])
        answer = requests.Response()
        answer.status_code, answer._content = 204, b""
        return answer

    monkeypatch.setattr(requests.Session, "send", send)
    silent().request("GET", "/x")
    silent(timeouts=Timeouts(3.0, 4.0)).request("GET", "/x")
    with operation_deadline(5):
        silent().request("GET", "/x")
    assert given[:2] == [(10.0, 30.0), (3.0, 4.0)]
    assert all(1.0 <= seconds <= 5.0 for seconds in given[2])
