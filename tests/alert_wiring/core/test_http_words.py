"""What the session says and does, call by call, over a wire that answers from a list."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
import requests

from alert_wiring.core import halt, http
from alert_wiring.core.errors import (
    AmbiguousError,
    BadRequestError,
    DeadlineError,
    ForbiddenError,
    NotFoundError,
    ServerError,
    SettingError,
    ThrottledError,
    UnauthorizedError,
    UnreachableError,
)
from alert_wiring.core.http import Answer, BasicAuth, BearerAuth, Content, HttpSession, Reason, Timeouts, quoted
from alert_wiring.core.limiter import WaitTooLongError
from alert_wiring.core.redaction import MASK, redact
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.telling import telling
from alert_wiring.core.token import RenewableAuth
from alert_wiring.core.wire import LetGoError

BEFORE = (
    "Something before the vendor answered, such as a proxy, a firewall or a sign-in page: see that this machine gets "
    "through, then run the same command again."
)


class Line:
    """In the place of the wire: gives the scripted answers and keeps what was sent."""

    def __init__(self, *script: Answer | Exception) -> None:
        self.script, self.sent = list(script), []

    def send(self, method: str, address: str, body: Content | None, headers: dict[str, str]) -> Answer:
        self.sent.append((method, address, body, headers))
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


class Free:
    """A limiter that never holds anybody back and keeps what it is told."""

    def __init__(self) -> None:
        self.late: WaitTooLongError | None = None
        self.heard: list[tuple[Any, ...]] = []
        self.number = 0.0

    def wait(self, *, silent: bool) -> float:
        self.heard.append(("wait", silent))
        if self.late is not None:
            raise self.late
        self.number += 1
        return self.number

    def refused(self, started: float, retry_after: float | None) -> float:
        self.heard.append(("refused", started, retry_after))
        return 4.2

    def accepted(self, started: float) -> None:
        self.heard.append(("accepted", started))


class Renewable(RenewableAuth):
    def __init__(self, able: bool) -> None:
        self.able, self.renewed = able, 0

    def renew(self) -> bool:
        self.renewed += 1
        return self.able


def answer(status: int, body: Any = None, text: str | None = None, **headers: str) -> Answer:
    content = text if text is not None else json.dumps(body if body is not None else {})
    return Answer(status, headers, content, None if text is not None else json.loads(content))


def page(status: int, **headers: str) -> Answer:
    return answer(status, text="<html>", **headers)


def explain(found: Answer) -> Reason:
    return Reason(f"explained {found.status}", "code-7", "Do as you are told.")


@pytest.fixture
def told() -> list[str]:
    return []


def session(*script: Answer | Exception, **more: Any) -> tuple[HttpSession, Line, Free]:
    limiter = Free()
    given = {"auth": BearerAuth("x"), "explain": explain, "limiter": limiter, "sleep": lambda _: None, **more}
    made = HttpSession("vendor", "https://vendor.example/below/", **given)
    made._wire = line = Line(*script)  # type: ignore[assignment]
    return made, line, limiter


def refusal(error: type[Exception], made: HttpSession, method: str = "GET", **more: Any) -> str:
    with pytest.raises(error) as caught:
        made.request(method, "/things?apiKey=1", **more)
    assert type(caught.value) is error
    return str(caught.value)


def test_what_is_sent() -> None:
    made, line, limiter = session(answer(200), answer(200), answer(200), answer(200), pages=False)
    assert made.request("GET", "/a").status == 200
    made.request("PUT", "/b", query=[("x", "1 2"), ("y", "ü")], body={"n": "ü"}, headers={"X": "1", "Accept": "text/x"})
    made.request("POST", "/c", query="a=b,c", body=[])
    made.request("POST", "/d", body=Content(b"raw", "text/plain"))
    plain = {"Accept": "application/json", "User-Agent": "pulumi-alert-wiring/0.1.0"}
    as_json = "application/json; charset=utf-8"
    assert line.sent == [
        ("GET", "https://vendor.example/below/a", None, plain),
        (
            "PUT",
            "https://vendor.example/below/b?x=1+2&y=%C3%BC",
            Content('{"n": "ü"}'.encode(), as_json),
            {**plain, "Accept": "text/x", "X": "1"},
        ),
        ("POST", "https://vendor.example/below/c?a=b,c", Content(b"[]", as_json), plain),
        ("POST", "https://vendor.example/below/d", Content(b"raw", "text/plain"), plain),
    ]
    assert limiter.heard == [step for number in range(1, 5) for step in (("wait", False), ("accepted", float(number)))]


def test_pages_are_asked_for_and_believed() -> None:
    made, line, _ = session(page(200), page(404), pages=True)
    assert made.request("GET", "/a").text == "<html>"
    assert line.sent[0][3]["Accept"] == "text/html,application/xhtml+xml"
    assert refusal(NotFoundError, made) == (
        "vendor: GET /things answered 404: explained 404 (code-7). Do as you are told."
    )


@pytest.mark.parametrize(("status", "fine"), [(199, False), (200, True), (299, True), (300, False)])
def test_what_counts_as_success(status: int, fine: bool) -> None:
    made, _, _ = session(answer(status))
    if fine:
        assert made.request("POST", "/x").status == status
    else:
        with pytest.raises((BadRequestError, AmbiguousError)):
            made.request("POST", "/x")


def test_credentials_are_masked_and_put_into_their_header() -> None:
    password = uuid4().hex
    auth = BasicAuth("ü", password)
    assert redact(f"a {password} b") == f"a {MASK} b"
    assert (auth.username, auth.password) == ("ü".encode(), password.encode())
    token = uuid4().hex
    request = BearerAuth(token)(requests.Request("GET", "https://host/x").prepare())
    assert dict(request.headers) == {"Authorization": f"Bearer {token}"}
    assert redact(token) == MASK


def test_a_refused_credential_is_renewed_once() -> None:
    auth = Renewable(True)
    made, line, _ = session(answer(401), answer(200), auth=auth)
    assert made.request("POST", "/x").status == 200
    assert (auth.renewed, len(line.sent)) == (1, 2)
    made, line, _ = session(answer(401), answer(401), auth=auth)
    assert refusal(UnauthorizedError, made).startswith("vendor: GET /things answered 401: explained 401 (code-7)")
    assert (auth.renewed, len(line.sent)) == (2, 2)


def test_a_credential_that_cannot_be_renewed_is_refused_at_once() -> None:
    auth = Renewable(False)
    for given in (auth, BearerAuth("x")):
        made, line, _ = session(answer(401), auth=given)
        refusal(UnauthorizedError, made)
        assert len(line.sent) == 1
    assert auth.renewed == 1
    made, _, _ = session(answer(403), auth=auth)
    refusal(ForbiddenError, made)
    assert auth.renewed == 1


@pytest.mark.parametrize(
    ("blocked", "whose"), [(True, "the vendor's refusals"), (False, "the calls allowed in a minute")]
)
@pytest.mark.parametrize(("left", "shown"), [(30.9, 30), (None, 0)])
def test_a_place_too_late_is_told_in_these_words(
    monkeypatch: pytest.MonkeyPatch, blocked: bool, whose: str, left: float | None, shown: int
) -> None:
    made, line, limiter = session()
    limiter.late = WaitTooLongError(41.2, blocked)
    monkeypatch.setattr(http, "seconds_left", lambda: left)
    assert refusal(DeadlineError, made) == (
        f"vendor: GET /things would have to wait 42 s for {whose}, and this operation has only {shown} s left. Run the "
        "same command again, or raise operation_timeout."
    )
    assert line.sent == []


def test_time_that_is_over_is_told_in_these_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "vendor: the time for this operation is over before GET /things succeeded. Run the same command again, or "
        "raise operation_timeout."
    )
    monkeypatch.setattr(http, "seconds_left", lambda: 0.0)
    made, line, limiter = session()
    assert refusal(DeadlineError, made) == text
    assert (line.sent, limiter.heard) == ([], [])
    monkeypatch.setattr(http, "seconds_left", lambda: 0.5)
    slept: list[float] = []
    policy = RetryPolicy(first_pause=0.5)
    made, line, _ = session(answer(503), retry=policy, sleep=slept.append)
    assert refusal(DeadlineError, made) == text
    assert (len(line.sent), slept) == (1, [])


def test_a_pause_as_long_as_the_time_left_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    made, _, _ = session(sleep=slept.append)
    call = http._Call("GET", "/x", True, 0.0)
    monkeypatch.setattr(http, "seconds_left", lambda: 3.0)
    with pytest.raises(DeadlineError):
        made._wait(3.0, call, "")
    assert slept == []
    made._wait(2.9, call, "")
    monkeypatch.setattr(http, "seconds_left", lambda: None)
    made._wait(60.0, call, "")
    assert slept == [2.9, 60.0]


def test_a_run_that_winds_down_sends_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halt, "winding_down", lambda: "interrupted")
    made, _, limiter = session()
    limiter.late = WaitTooLongError(1.0, blocked=False)
    assert refusal(halt.HaltedError, made) == (
        "the run was interrupted before vendor: GET /things was sent. Run the same command again."
    )


@pytest.mark.parametrize(("method", "may"), [("GET", ""), ("POST", ", so it may have happened")])
def test_a_request_that_was_let_go_is_told_in_these_words(method: str, may: str) -> None:
    made, _, _ = session(LetGoError())
    assert refusal(halt.HaltedError, made, method) == (
        f"the run was interrupted before vendor: {method} /things was answered{may}. Run the same command again, which "
        "looks first."
    )


def test_a_429_is_told_and_waited_out_in_silence(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made, _, limiter = session(answer(429, Retry_After="x"), Answer(429, {"Retry-After": " 7 "}, ""), answer(200))
    with telling(told.append):
        made.request("GET", "/x")
    assert told == ["vendor answered 429: trying again in 5 s"] * 2
    assert limiter.heard == [
        ("wait", False),
        ("refused", 1.0, None),
        ("wait", True),
        ("refused", 2.0, 7.0),
        ("wait", True),
        ("accepted", 3.0),
    ]


@pytest.mark.parametrize(
    ("text", "seconds"), [(None, None), ("", None), (" 7 ", 7.0), ("0", 0.0), ("1.5", None), ("-1", None), ("٣", None)]
)
def test_when_to_come_back(text: str | None, seconds: float | None) -> None:
    assert http._seconds(text) == seconds


def test_a_429_that_may_not_be_sent_again_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    forbids = RetryPolicy(post_after_throttle=False)
    made, line, _ = session(answer(429), answer(200), retry=forbids)
    assert refusal(ThrottledError, made, "POST").startswith("vendor: POST /things answered 429: explained 429 (code-7)")
    assert made.request("POST", "/x").status == 200
    made, line, _ = session(answer(429), answer(200), retry=forbids)
    assert made.request("GET", "/x").status == 200
    for patience, tries in ((4.2, 1), (5.2, 2)):
        made, line, _ = session(answer(429), answer(200), retry=RetryPolicy(throttled_patience=patience))
        monkeypatch.setattr(http.time, "monotonic", lambda: 100.0)
        if tries == 1:
            refusal(ThrottledError, made)
        else:
            made.request("GET", "/x")
        assert len(line.sent) == tries
    monkeypatch.setattr(http, "seconds_left", lambda: 9.0)
    made, line, _ = session(answer(429), answer(200), retry=RetryPolicy(throttled_patience=0))
    assert made.request("GET", "/x").status == 200


def test_a_429_is_what_is_raised_where_the_next_place_is_too_late() -> None:
    made, _, limiter = session(answer(429))
    refused = limiter.refused

    def then_late(*told: Any) -> float:
        limiter.late = WaitTooLongError(9, blocked=True)
        return refused(*told)

    limiter.refused = then_late  # type: ignore[method-assign]
    assert refusal(ThrottledError, made).startswith("vendor: GET /things answered 429")


@pytest.mark.parametrize(
    ("error", "method", "tries", "kind"),
    [
        (requests.ReadTimeout(), "GET", 4, UnreachableError),
        (requests.ReadTimeout(), "POST", 1, AmbiguousError),
        (requests.ConnectTimeout(), "POST", 4, UnreachableError),
        (requests.ConnectionError("x"), "PUT", 4, UnreachableError),
        (requests.exceptions.ChunkedEncodingError(), "DELETE", 4, UnreachableError),
        (requests.exceptions.ChunkedEncodingError(), "POST", 1, AmbiguousError),
        (requests.exceptions.SSLError(), "GET", 1, UnreachableError),
        (requests.exceptions.SSLError(), "POST", 1, UnreachableError),
        (requests.exceptions.InvalidHeader(), "GET", 1, UnreachableError),
        (requests.exceptions.InvalidHeader(), "POST", 1, AmbiguousError),
    ],
)
def test_what_breaks_on_the_way(error: Exception, method: str, tries: int, kind: type[Exception]) -> None:
    made, line, _ = session(*[error] * 9)
    text = refusal(kind, made, method)
    assert len(line.sent) == tries
    assert text.startswith(f"vendor: {method} /things ")
    assert "(vendor.example)" in text
    assert (f"after {tries} tries" in text) is (tries > 1)


def test_why_it_is_tried_again(told: list[str]) -> None:
    slept: list[float] = []
    made, _, limiter = session(
        requests.ConnectTimeout(), answer(502), answer(504), answer(200), timeouts=Timeouts(3, 4), sleep=slept.append
    )
    with telling(told.append):
        made.request("GET", "/x")
    assert told == [
        "vendor: no connection within 3 seconds: trying again in 1 s",
        "vendor answered 502: trying again in 1 s",
        "vendor answered 504: trying again in 2 s",
    ]
    assert [round(seconds * 2) / 2 for seconds in slept] == [0.5, 1.0, 2.0]
    assert [step[0] for step in limiter.heard] == ["wait", "wait", "accepted", "wait", "accepted", "wait", "accepted"]


def test_no_try_begins_when_patience_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(http.time, "monotonic", lambda: now[0])
    made, line, _ = session(*[answer(503)] * 9, retry=RetryPolicy(tries=99), sleep=lambda _: now.append(now.pop() + 25))
    refusal(ServerError, made)
    assert len(line.sent) == 4


@pytest.mark.parametrize("status", [500, 501, 505])
def test_other_server_errors_are_not_tried_again(status: int) -> None:
    made, line, _ = session(answer(status))
    assert refusal(ServerError, made).startswith(f"vendor: GET /things answered {status}: explained {status} (code-7)")
    assert len(line.sent) == 1
    made, _, _ = session(answer(status))
    refusal(AmbiguousError, made, "POST")
    made, _, _ = session(answer(status))
    refusal(ServerError, made, "POST", repeatable=True)
    made, _, _ = session(answer(status))
    refusal(AmbiguousError, made, "PUT", repeatable=False)


@pytest.mark.parametrize(
    ("found", "method", "error", "text"),
    [
        (
            answer(302),
            "GET",
            BadRequestError,
            "answered 302: a redirect, which is not followed. Set the address that it leads to.",
        ),
        (page(399), "GET", BadRequestError, "answered 399: a redirect, which is not followed."),
        (answer(400), "GET", BadRequestError, "answered 400: explained 400 (code-7). Do as you are told."),
        (
            page(400),
            "GET",
            BadRequestError,
            "answered 400: not JSON, so perhaps from a proxy or firewall. Do as you are told.",
        ),
        (
            page(403, Server="edge"),
            "GET",
            ForbiddenError,
            "answered 403: not JSON, so perhaps from a proxy or firewall (Server: edge). Do as you are told.",
        ),
        (answer(400, text=" "), "GET", BadRequestError, "answered 400: an empty body. Do as you are told."),
        (answer(404, text=" "), "GET", NotFoundError, "answered 404: an empty body. Do as you are told."),
        (
            page(404),
            "POST",
            AmbiguousError,
            f"answered 404: not JSON, so perhaps from a proxy or firewall. {BEFORE}",
        ),
        (
            page(201),
            "POST",
            AmbiguousError,
            f"answered 201: not JSON, so perhaps from a proxy or firewall. {BEFORE}",
        ),
        (page(300), "POST", BadRequestError, "answered 300: a redirect, which is not followed."),
        (page(300), "GET", BadRequestError, "answered 300: a redirect, which is not followed."),
    ],
)
def test_each_refusal_in_its_words(found: Answer, method: str, error: type[Exception], text: str) -> None:
    made, line, _ = session(found)
    assert refusal(error, made, method).startswith(f"vendor: {method} /things {text}")
    assert len(line.sent) == 1


def test_the_request_id_and_the_tries_are_told() -> None:
    made, _, _ = session(*[Answer(503, {"cf-ray": "r-1"}, "{}", {})] * 4)
    text = refusal(ServerError, made)
    assert "[request id r-1]" in text
    assert "after 4 tries" in text


@pytest.mark.parametrize(("status", "tries"), [(200, 4), (404, 4), (403, 4), (400, 1), (503, 4)])
def test_a_page_is_tried_again_where_it_cannot_be_the_vendor_s(status: int, tries: int) -> None:
    made, line, _ = session(*[page(status)] * 9, retry=RetryPolicy(blocked_statuses=frozenset({403})))
    with pytest.raises((ServerError, ForbiddenError, BadRequestError)):
        made.request("GET", "/x", allow=(404,))
    assert len(line.sent) == tries


def test_json_of_a_blocked_status_is_the_vendor_s() -> None:
    made, line, _ = session(answer(403), retry=RetryPolicy(blocked_statuses=frozenset({403})))
    refusal(ForbiddenError, made)
    assert len(line.sent) == 1


@pytest.mark.parametrize(
    ("method", "status", "text", "theirs"),
    [
        ("GET", 200, "", False),
        ("GET", 200, " \n", False),
        ("GET", 204, "", True),
        ("POST", 200, "", True),
        ("DELETE", 200, " ", True),
        ("DELETE", 200, "x", False),
        ("GET", 404, "", True),
    ],
)
def test_whose_answer_it_can_be(method: str, status: int, text: str, theirs: bool) -> None:
    call = http._Call(method, "/x", True, 0.0)
    assert call.theirs(Answer(status, {}, text), pages=False) is theirs
    assert call.theirs(Answer(status, {}, text), pages=True) is True
    assert call.theirs(Answer(status, {}, text, {}), pages=False) is True


def test_a_new_call_has_done_nothing() -> None:
    call = http._Call("GET", "/x", True, 0.0)
    assert (call.tries, call.failures, call.renewed, call.refusal) == (0, 0, False, None)


@pytest.mark.parametrize(
    ("address", "more", "text"),
    [
        ("ftp://host", {}, "The vendor address must be an http(s) address such as https://host."),
        ("https://", {}, "The vendor address must be an http(s) address such as https://host."),
        ("https://u@host", {}, "The vendor address must not hold a credential: use the settings for it."),
        ("https://:p@host", {}, "The vendor address must not hold a credential: use the settings for it."),
        (
            "http://host",
            {},
            "The vendor address uses plain http to host, which would show the credential to the network: use https.",
        ),
        (
            "http://host:80",
            {"http_setting": "VENDOR_HTTP"},
            "The vendor address uses plain http to host, which would show the credential to the network: use https, or "
            "set VENDOR_HTTP=true if that is really meant.",
        ),
    ],
)
def test_an_address_is_refused_in_these_words(address: str, more: dict[str, Any], text: str) -> None:
    with pytest.raises(SettingError) as caught:
        HttpSession("vendor", address, BearerAuth("x"), explain, Free(), **more)  # type: ignore[arg-type]
    assert str(caught.value) == text


def test_the_wire_has_the_session_s_settings() -> None:
    auth, timeouts, jar = BearerAuth("x"), Timeouts(1, 2), requests.cookies.RequestsCookieJar()
    free: Any = Free()
    made = HttpSession(
        "vendor", "https://host/X//", auth, explain, free, ca_file="ca.pem", cookies=jar, timeouts=timeouts
    )
    wire = made._wire
    assert made.base_url == "https://host/X"
    assert (wire.auth, wire.timeouts, wire.ca_file, wire.cookies) == (auth, timeouts, "ca.pem", jar)
    assert HttpSession("vendor", "http://host", auth, explain, free, allow_http=True).sleep is halt.pause


def test_a_segment_is_quoted_whole() -> None:
    assert quoted("a/b?c%d e") == "a%2Fb%3Fc%25d%20e"
    assert quoted(5) == "5"
