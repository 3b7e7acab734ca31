"""The small parts that wait or decide about waiting: credentials, halts, deadlines, retries, the wire."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import requests

from alert_wiring.core import deadline, halt, retry, token, wire
from alert_wiring.core.halt import HaltedError
from alert_wiring.core.redaction import MASK, redact
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.token import RenewableAuth, Token, TokenAuth
from alert_wiring.core.wire import Answer, Content, LetGoError, Timeouts, Wire, reason_of, surely_not_sent


class Tokens:
    """Gives a new token each time, of so many seconds."""

    def __init__(self, seconds: float = 900.0) -> None:
        self.seconds = seconds
        self.given: list[Token] = []
        self.asked: list[str | None] = []

    def __call__(self, refresh: str | None) -> Token:
        self.asked.append(refresh)
        self.given.append(Token(uuid4().hex, self.seconds, uuid4().hex))
        return self.given[-1]


class Time:
    """A clock that moves when somebody sleeps, which nobody does for ever."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert len(self.slept) < 50
        self.slept.append(round(seconds, 6))
        self.now += seconds


def prepared() -> requests.PreparedRequest:
    return requests.Request("GET", "https://vendor.example/x").prepare()


# ---- credentials -----------------------------------------------------------------------------------------------------


def test_a_plain_credential_cannot_be_renewed() -> None:
    assert RenewableAuth().renew() is False


def test_a_token_is_put_into_its_header_and_masked() -> None:
    tokens = Tokens()
    request = TokenAuth(tokens)(prepared())
    (given,) = tokens.given
    assert dict(request.headers) == {"Authorization": f"Bearer {given.access}"}
    assert redact(f"a {given.access} b") == f"a {MASK} b"
    assert redact(f"a {given.refresh} b") == f"a {MASK} b"
    assert repr(given) == "Token(seconds=900.0)"


@pytest.mark.parametrize("now", [-5.0, 0.0, 0.5])
def test_the_first_request_gets_a_token_whatever_the_clock_says(now: float) -> None:
    tokens = Tokens()
    auth = TokenAuth(tokens, lambda: now)
    assert auth.renew() is True
    assert tokens.asked == [], "nobody has used one"
    auth(prepared())
    assert tokens.asked == [None]


@pytest.mark.parametrize(("seconds", "lives"), [(900.0, 870.0), (150.0, 120.0), (100.0, 80.0), (10.0, 8.0)])
def test_a_token_is_used_until_its_margin(seconds: float, lives: float) -> None:
    tokens, time = Tokens(seconds), Time()
    auth = TokenAuth(tokens, time.monotonic)
    auth(prepared())
    time.now += lives - 0.001
    auth(prepared())
    assert len(tokens.asked) == 1
    time.now += 0.001
    auth(prepared())
    assert tokens.asked == [None, tokens.given[0].refresh]
    assert token.MARGIN_SECONDS == 30.0


def test_only_who_used_the_token_renews_it() -> None:
    tokens = Tokens()
    auth = TokenAuth(tokens)
    auth(prepared())
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(auth.renew).result() is True
    assert len(tokens.asked) == 1, "a thread that has used none"
    assert auth.renew() is True
    assert len(tokens.asked) == 2
    assert auth.renew() is True
    assert len(tokens.asked) == 2, "this one was not used yet"


# ---- halts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Any:
    halt.resume()
    made = Time()
    for module in (halt, deadline):
        monkeypatch.setattr(module, "time", made)
    yield made
    halt.resume()


class Timer:
    """Is started and never goes off."""

    made: list[Timer]

    def __init__(self, seconds: float, call: Any, arguments: tuple[Any, ...]) -> None:
        self.seconds, self.call, self.arguments = seconds, call, arguments
        self.daemon, self.did = False, []
        self.made.append(self)

    def start(self) -> None:
        self.did.append("start")

    def cancel(self) -> None:
        self.did.append("cancel")

    def join(self) -> None:
        self.did.append("join")


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[Timer]:
    Timer.made = []
    monkeypatch.setattr(halt, "threading", SimpleNamespace(Timer=Timer))
    return Timer.made


def test_a_pause_is_slept_in_steps(time: Time) -> None:
    halt.pause(0.25)
    assert time.slept == [0.1, 0.1, 0.05]
    halt.pause(0)
    halt.pause(-1)
    assert len(time.slept) == 3
    halt.stop("enough")
    with pytest.raises(HaltedError, match=r"^enough$"):
        halt.pause(0)


def test_winding_down_begins_once_and_is_forgotten(time: Time, timers: list[Timer]) -> None:
    assert halt.winding_down() == ""
    assert halt.seconds_to_finish() is None
    halt.begin()
    halt.wind_down("interrupted", 5)
    halt.wind_down("again", 50)
    (timer,) = timers
    assert (timer.seconds, timer.arguments, timer.daemon, timer.did) == (5, ("interrupted",), True, ["start"])
    assert halt.winding_down() == "interrupted"
    assert halt.seconds_to_finish() == 5
    time.now += 2
    assert halt.seconds_to_finish() == 3
    time.now += 9
    assert halt.seconds_to_finish() == 0
    halt.check()
    with pytest.raises(HaltedError, match=r"^interrupted$"):
        halt.begin()
    timer.call(*timer.arguments)
    with pytest.raises(HaltedError, match=r"^interrupted$"):
        halt.check()
    halt.resume()
    assert timer.did == ["start", "cancel", "join"]
    halt.begin()
    halt.check()
    assert halt.winding_down() == ""
    halt.resume()
    assert timer.did == ["start", "cancel", "join"]


def test_the_first_reason_stays_when_the_moment_is_over(time: Time, timers: list[Timer]) -> None:
    halt.stop("gone")
    halt.wind_down("interrupted", 5)
    with pytest.raises(HaltedError, match=r"^gone$"):
        halt.begin()
    timers[0].call(*timers[0].arguments)
    with pytest.raises(HaltedError, match=r"^gone$"):
        halt.check()
    halt.stop("gone for good")
    with pytest.raises(HaltedError, match=r"^gone for good$"):
        halt.check()


def test_who_waits_for_an_answer_is_let_go(time: Time, timers: list[Timer]) -> None:
    let_go: list[str] = []
    halt.wind_down("interrupted", 5)
    with halt.sending(lambda: let_go.append("a")), halt.sending(lambda: let_go.append("b")):
        assert halt.in_flight() == 2
        timers[0].call(*timers[0].arguments)
    assert let_go == ["a", "b"]
    assert halt.in_flight() == 0
    with pytest.raises(HaltedError, match=r"^interrupted$"), halt.sending(lambda: None):
        raise AssertionError


def test_a_deadline_is_never_lengthened(time: Time, timers: list[Timer]) -> None:
    assert deadline.seconds_left() is None
    with deadline.operation_deadline(10):
        assert deadline.seconds_left() == 10
        with deadline.operation_deadline(50):
            assert deadline.seconds_left() == 10
        with deadline.operation_deadline(4):
            assert deadline.seconds_left() == 4
            time.now += 5
            assert deadline.seconds_left() == 0
        assert deadline.seconds_left() == 5
        halt.wind_down("interrupted", 3)
        assert deadline.seconds_left() == 3
        with deadline.operation_deadline(1):
            assert deadline.seconds_left() == 1
    assert deadline.seconds_left() == 3
    halt.resume()
    assert deadline.seconds_left() is None


# ---- retries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attempt", "spent", "pause"),
    [(1, 0, 0.5), (2, 0, 1.0), (3, 0, 2.0), (4, 0, None), (5, 0, None), (1, 59.9, 0.5), (1, 60, None), (1, 99, None)],
)
def test_pauses_double(monkeypatch: pytest.MonkeyPatch, attempt: int, spent: float, pause: float | None) -> None:
    monkeypatch.setattr(retry.random, "random", lambda: 0.0)
    assert RetryPolicy().pause_after_error(attempt, spent) == pause
    if not spent:
        assert RetryPolicy().pause_after_error(attempt) == pause


def test_pauses_are_bounded_and_spread_upwards_by_a_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry.random, "random", lambda: 1.0)
    assert RetryPolicy(tries=9).pause_after_error(8) == pytest.approx(11.0)
    assert RetryPolicy(patience=0.1).pause_after_error(1) == pytest.approx(0.55), "nothing is spent unless told"
    assert RetryPolicy(tries=9, first_pause=3, longest_pause=7).pause_after_error(2) == pytest.approx(6.6)


# ---- the wire --------------------------------------------------------------------------------------------------------


def response(content: bytes = b"{}", status: int = 200) -> requests.Response:
    found = requests.Response()
    found.status_code, found._content = status, content
    return found


class Sent(list[tuple[requests.PreparedRequest, dict[str, Any]]]):
    """What went out; `raises` instead of an answer."""

    raises: BaseException | None = None
    content = b'{"a": 1}'


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    found = Sent()

    def send(_self: object, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        found.append((request, more))
        if found.raises is not None:
            raise found.raises
        return response(found.content, 201)

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr(requests.Session, "send", send)
    return found


class Mark(requests.auth.AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = "mark"
        return request


def test_a_request_as_it_goes_out(sent: Sent) -> None:
    line = Wire(Mark(), Timeouts())
    answer = line.send("POST", "https://host/x?y=1", Content(b"body", "text/plain"), {"A": "1", "Content-Type": "x"})
    assert (answer.status, answer.json, answer.text, answer.content) == (201, {"a": 1}, '{"a": 1}', b'{"a": 1}')
    request, more = sent[0]
    assert (request.method, request.url, request.body) == ("POST", "https://host/x?y=1", b"body")
    assert (request.headers["A"], request.headers["Content-Type"]) == ("1", "text/plain")
    assert request.headers["Authorization"] == "mark"
    assert more["timeout"] == (10.0, 30.0)
    assert (more["allow_redirects"], more["stream"], more["verify"], more["cert"]) == (False, False, True, None)
    assert dict(more["proxies"]) == {}
    line.send("GET", "https://host/x", None, {"A": "1"})
    assert (sent[1][0].body, "Content-Type" in sent[1][0].headers) == (None, False)
    Wire(Mark(), Timeouts(), "ca.pem").send("GET", "https://host/x", None, {})
    assert sent[2][1]["verify"] == "ca.pem"


def test_what_stays_here_passes_no_proxy(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:1")
    line = Wire(Mark(), Timeouts())
    line.send("GET", "http://127.0.0.1:8080/x", None, {})
    line.send("GET", "http://host.example/x", None, {})
    assert sent[0][1]["proxies"].get("http") is None
    assert sent[1][1]["proxies"]["http"] == "http://proxy.example:1"


@pytest.mark.parametrize(
    ("left", "timeouts", "longest"),
    [
        (None, (10.0, 30.0), None),
        (20.0, (10.0, 20.0), 20.5),
        (5.0, (5.0, 5.0), 5.5),
        (0.2, (1.0, 1.0), 1.5),
    ],
)
def test_the_deadline_shortens_the_timeouts(
    sent: Sent, monkeypatch: pytest.MonkeyPatch, left: float | None, timeouts: tuple[float, float], longest: float
) -> None:
    waited: list[float | None] = []

    def apart(call: Any, seconds: float | None) -> requests.Response:
        waited.append(seconds)
        return call()

    monkeypatch.setattr(wire, "seconds_left", lambda: left)
    monkeypatch.setattr(wire, "_apart", apart)
    Wire(Mark(), Timeouts()).send("GET", "https://host/x", None, {})
    assert (sent[0][1]["timeout"], waited) == (timeouts, [longest])


def test_connections_are_kept_unless_their_thread_may_still_use_them(sent: Sent) -> None:
    jar = requests.cookies.RequestsCookieJar()
    line = Wire(Mark(), Timeouts(), cookies=jar)
    line.send("GET", "https://host/x", None, {})
    kept = line._connections()
    assert kept.cookies is jar
    sent.raises = requests.ConnectionError()
    with pytest.raises(requests.ConnectionError):
        line.send("GET", "https://host/x", None, {})
    assert line._connections() is kept
    for error in (requests.ReadTimeout(), LetGoError()):
        kept = line._connections()
        sent.raises = error
        with pytest.raises(type(error)):
            line.send("GET", "https://host/x", None, {})
        assert line._connections() is not kept
    assert Wire(Mark(), Timeouts())._connections().cookies is not jar


@pytest.mark.parametrize(
    ("error", "surely"),
    [
        (requests.ConnectTimeout(), True),
        (requests.ReadTimeout(), False),
        (requests.ConnectionError("NewConnectionError"), True),
        (requests.ConnectionError("NameResolutionError"), True),
        (requests.ConnectionError("ProxyError"), True),
        (requests.ConnectionError("reset"), False),
        (requests.exceptions.ChunkedEncodingError("NewConnectionError"), False),
    ],
)
def test_what_was_surely_not_sent(error: requests.RequestException, surely: bool) -> None:
    assert surely_not_sent(error) is surely


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            requests.exceptions.SSLError(),
            "the certificate of the server is not trusted; for an authority of your own set the CA file",
        ),
        (requests.ConnectTimeout(), "no connection within 2.5 seconds"),
        (requests.ReadTimeout(), "no answer in time"),
        (requests.ConnectionError("a NameResolutionError b"), "the host name is not known"),
        (requests.ConnectionError("a Connection refused b"), "the connection was refused"),
        (requests.ConnectionError("reset"), "the connection broke"),
    ],
)
def test_why_there_was_no_answer(error: requests.RequestException, text: str) -> None:
    assert reason_of(error, Timeouts(connect=2.5)) == text


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", None),
        (b" \n", None),
        (b"<p>", None),
        (b'{"a": 1.5}', {"a": 1.5}),
        (b"NaN", None),
        (b"[-Infinity]", None),
        (b"1e999", None),
        (b"9" * 5000, None),
        (b"[" * 100_000, None),
        (b"0", 0),
    ],
)
def test_what_is_json(content: bytes, found: Any) -> None:
    assert wire._parsed(response(content)) == found


def test_a_number_that_a_state_cannot_carry_is_refused_with_its_text() -> None:
    with pytest.raises(ValueError, match=r"^1e999$"):
        wire._finite("1e999")
    assert wire._finite("1.5") == 1.5


def test_a_call_apart_gives_back_what_it_found(time: Time) -> None:
    seen: list[Any] = []

    def call() -> str:
        thread = threading.current_thread()
        seen.extend((thread.name, thread.daemon, halt.in_flight()))
        return "found"

    assert wire._apart(call, None) == "found"
    assert seen == ["request", True, 1]
    with pytest.raises(KeyError, match="lost"):
        wire._apart(lambda: {}["lost"], 5)


def test_a_call_apart_is_waited_for_only_so_long(time: Time, timers: list[Timer]) -> None:
    goes_on = threading.Event()
    with pytest.raises(requests.ReadTimeout):
        wire._apart(lambda: goes_on.wait(10), 0.01)
    goes_on.set()
    goes_on = threading.Event()

    def interrupts() -> bool:
        halt._let_go("interrupted")
        return goes_on.wait(10)

    with pytest.raises(LetGoError):
        wire._apart(interrupts, 10)
    goes_on.set()


@pytest.mark.parametrize(
    "name",
    [
        "x-amzn-RequestId",
        "x-amz-cf-id",
        "cf-ray",
        "x-request-id",
        "x-amzn-trace-id",
        "apigw-requestid",
        "correlation-id",
    ],
)
def test_the_request_id_is_under_any_of_these_names(name: str) -> None:
    assert Answer(200, {"other": "x", name: "r-1"}, "").request_id == "r-1"
    assert Answer(200, {"other": "x"}, "").request_id == ""


def test_json_goes_out_as_it_is() -> None:
    assert Content.of_json({"ü": None}) == Content('{"ü": null}'.encode(), "application/json; charset=utf-8")
    assert [Answer(200, {}, "").is_json, Answer(200, {}, "", json=0).is_json] == [False, True]
