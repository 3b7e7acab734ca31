"""What an interruption ends: pauses, places in the queue, requests without an answer; and what it lets finish."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from alert_wiring.core import halt
from alert_wiring.core.deadline import operation_deadline, seconds_left
from alert_wiring.core.halt import HaltedError
from alert_wiring.core.http import BearerAuth, HttpSession, Reason
from alert_wiring.core.limiter import Limiter


@pytest.fixture(autouse=True)
def going_on() -> Iterator[None]:
    yield
    halt.resume()


@pytest.fixture
def silent() -> Iterator[tuple[HttpSession, threading.Event]]:
    """A session with a server that reads a request and says nothing; the event tells that one has come."""
    came = threading.Event()

    def listen(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            while connection.recv(65536):  # until the client goes
                came.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=(server,), daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        yield HttpSession("vendor", address, BearerAuth("x"), lambda answer: Reason(), Limiter(1)), came


@pytest.mark.parametrize(("method", "happened"), [("POST", True), ("GET", False)])
def test_a_request_without_an_answer_is_let_go(
    silent: tuple[HttpSession, threading.Event], method: str, happened: bool
) -> None:
    session, came = silent
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(session.request, method, "/things", body={})
        assert came.wait(30)
        assert halt.in_flight() == 1
        halt.wind_down("interrupted", 0.05)
        with pytest.raises(HaltedError) as caught:
            asking.result(20)  # far below the timeout of a request
    assert f"before vendor: {method} /things was answered" in caught.value.text
    assert ("may have happened" in caught.value.text) is happened
    assert halt.in_flight() == 0


def test_no_operation_begins_but_a_running_one_may_finish() -> None:
    with operation_deadline(100):
        halt.wind_down("interrupted", 50)
        halt.check()
        assert 40 < (seconds_left() or 0) <= 50, "an interruption is a deadline for everybody"
        with operation_deadline(10):
            pass
    with pytest.raises(HaltedError, match="interrupted"), operation_deadline(100):
        raise AssertionError("it began")


def test_whoever_has_to_wait_longer_than_there_is_time_is_told_at_once() -> None:
    limiter = Limiter(1)
    session = HttpSession("vendor", "http://127.0.0.1:1", BearerAuth("x"), lambda answer: Reason(), limiter)
    limiter.wait()
    with operation_deadline(500):
        halt.wind_down("interrupted", 50)
        with pytest.raises(HaltedError, match="the run was interrupted before vendor: POST /things was sent"):
            session.request("POST", "/things", body={})


def test_a_pause_ends_with_the_run() -> None:
    with ThreadPoolExecutor(1) as pool:
        pausing = pool.submit(halt.pause, 600)
        halt.wind_down("interrupted", 0.05)
        with pytest.raises(HaltedError, match="interrupted"):
            pausing.result(20)


def test_after_the_engine_is_gone_nothing_starts_but_answers_are_waited_for() -> None:
    let_go: list[int] = []
    with halt.sending(lambda: let_go.append(1)):
        halt.stop("gone")
        assert halt.in_flight() == 1 and not let_go
    with pytest.raises(HaltedError, match="gone"), halt.sending(lambda: None):
        raise AssertionError("it was sent")
