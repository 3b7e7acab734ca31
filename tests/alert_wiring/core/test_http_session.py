"""The HTTP session against a real server on loopback that answers from a script."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from requests.cookies import RequestsCookieJar

from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.errors import (
    AmbiguousError,
    BadRequestError,
    ConflictError,
    DeadlineError,
    ForbiddenError,
    NotFoundError,
    ServerError,
    SettingError,
    ThrottledError,
    UnauthorizedError,
    UnreachableError,
    VendorError,
)
from alert_wiring.core.http import Answer, BasicAuth, BearerAuth, Content, HttpSession, Reason, quoted
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.retry import RetryPolicy

TOKEN = "planted-token-0123456789"


@dataclass
class Scripted:
    """A server that gives the scripted answers in order, then 200 `{}`. A None cuts the connection."""

    url: str
    script: list[tuple[int, dict[str, str], bytes] | None] = field(default_factory=list)
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def says(self, *statuses: int | None, body: Any = None, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body if body is not None else {}).encode()
        self.script += [None if status is None else (status, headers, content) for status in statuses]


@pytest.fixture
def server() -> Iterator[Scripted]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            scripted.seen.append((self.command, self.path, dict(self.headers), body))
            step = scripted.script.pop(0) if scripted.script else (200, {}, b"{}")
            if step is None:
                self.close_connection = True
                return
            status, headers, content = step
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    scripted = Scripted(f"http://127.0.0.1:{running.server_port}")
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield scripted
    running.shutdown()
    thread.join()
    running.server_close()


def explain(answer: Answer) -> Reason:
    body = answer.json if isinstance(answer.json, dict) else {}
    return Reason(body.get("message", ""), body.get("code", ""))


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def connect(server: Scripted, pauses: list[float]) -> Callable[..., HttpSession]:
    def make(**more: Any) -> HttpSession:
        now = [0.0]

        def wait(seconds: float) -> None:
            pauses.append(seconds)
            now[0] += seconds

        limiter = Limiter(10_000, clock=lambda: now[0], sleep=wait)
        settings = {"auth": BearerAuth(TOKEN), "explain": explain, "limiter": limiter, "sleep": wait}
        return HttpSession("vendor", server.url, **{**settings, **more})

    return make


def test_a_request(server: Scripted, connect: Any) -> None:
    server.says(201, body={"id": 5})
    answer = connect().request(
        "POST", f"/things/{quoted('a/b ?')}", query=[("include", "x"), ("include", "y")], body={"ä": 1}
    )
    assert (answer.status, answer.json) == (201, {"id": 5})
    method, path, headers, body = server.seen[0]
    assert (method, path) == ("POST", "/things/a%2Fb%20%3F?include=x&include=y")
    assert json.loads(body) == {"ä": 1}
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Accept"] == "application/json" and headers["User-Agent"].startswith("pulumi-alert-wiring/")


def test_a_ready_query_keeps_its_commas(server: Scripted, connect: Any) -> None:
    connect().request("GET", "/x", query="targets=a,b")
    assert server.seen[0][1] == "/x?targets=a,b"


def test_netrc_never_replaces_the_credential(
    server: Scripted, connect: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    connect().request("GET", "/x")
    connect(auth=BasicAuth("ä", "pass-word")).request("GET", "/x")
    assert server.seen[0][2]["Authorization"] == f"Bearer {TOKEN}"
    assert server.seen[1][2]["Authorization"] == "Basic w6Q6cGFzcy13b3Jk"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequestError),
        (401, UnauthorizedError),
        (402, BadRequestError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (409, ConflictError),
        (422, BadRequestError),
    ],
)
def test_refusals_by_status(server: Scripted, connect: Any, status: int, error: type[VendorError]) -> None:
    server.says(status, body={"message": "no\nway.", "code": "X"}, x_request_id="r-1")
    with pytest.raises(error) as caught:
        connect().request("PUT", "/x?apiKey=abcdef", body={})
    assert type(caught.value) is error
    assert caught.value.text == f"vendor: PUT /x answered {status}: no way (X) [request id r-1]."
    assert len(server.seen) == 1


def test_allowed_statuses_come_back(server: Scripted, connect: Any) -> None:
    server.says(404)
    assert connect().request("GET", "/x", allow=(404,)).status == 404


@pytest.mark.parametrize("trouble", [502, 503, 504, None])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_repeatable_methods_are_repeated(
    server: Scripted, connect: Any, pauses: list[float], method: str, trouble: int | None
) -> None:
    server.says(trouble, trouble)
    assert connect().request(method, "/x").status == 200
    assert len(server.seen) == 3
    assert 0.5 <= pauses[0] < 0.6 and 1.0 <= pauses[1] < 1.2


@pytest.mark.parametrize("trouble", [500, 502, 503, 504, None])
def test_a_post_is_sent_once_and_ambiguous(server: Scripted, connect: Any, trouble: int | None) -> None:
    server.says(trouble)
    with pytest.raises(AmbiguousError, match="It is not known whether this write happened"):
        connect().request("POST", "/x", body={})
    assert len(server.seen) == 1


def test_a_post_that_may_be_repeated_is(server: Scripted, connect: Any) -> None:
    server.says(503, None)
    assert connect().request("POST", "/x", body={"id": 1}, repeatable=True).status == 200
    assert len(server.seen) == 3


def test_a_post_is_repeated_after_429_unless_the_vendor_forbids_it(server: Scripted, connect: Any) -> None:
    server.says(429)
    assert connect().request("POST", "/x", body={}).status == 200
    server.says(429)
    with pytest.raises(ThrottledError):
        connect(retry=RetryPolicy(post_after_throttle=False)).request("POST", "/x", body={})
    assert len(server.seen) == 3


def test_a_429_is_waited_out_as_long_as_the_operation_has_time(
    server: Scripted, connect: Any, pauses: list[float]
) -> None:
    server.says(*[429] * 12)
    with operation_deadline(10_000):
        assert connect().request("GET", "/x").status == 200
    assert len(server.seen) == 13, "not so many tries, but so much time"
    assert pauses[:4] == [5.0, 10.0, 20.0, 30.0]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_429_that_outlasts_the_operation_is_told_at_once(
    server: Scripted, connect: Any, pauses: list[float], method: str
) -> None:
    server.says(*[429] * 12, body={"message": "slow down"})
    with operation_deadline(12), pytest.raises(ThrottledError, match="answered 429: slow down after 3 tries"):
        connect().request(method, "/x", body={})
    assert pauses == [5.0, 10.0], "the next pause would end after the deadline, so nobody waits for it"


def test_without_a_deadline_patience_ends(server: Scripted, connect: Any) -> None:
    server.says(*[429] * 12)
    with pytest.raises(ThrottledError, match="answered 429"):
        connect(retry=RetryPolicy(throttled_patience=4)).request("GET", "/x")
    assert len(server.seen) == 1


def test_a_429_of_one_thread_holds_back_all_others(server: Scripted, connect: Any, pauses: list[float]) -> None:
    session = connect()
    server.says(429)
    session.request("GET", "/refused")
    assert pauses == [5.0]
    server.says(429)
    with operation_deadline(1000), ThreadPoolExecutor(1) as pool:
        pool.submit(session.limiter.refused, session.limiter.wait(), 40.0).result()
        session.request("GET", "/other")
    assert pauses[1] == 40.0, "the first try, before it was sent"


def test_refusals_do_not_use_up_the_tries_for_other_troubles(server: Scripted, connect: Any) -> None:
    server.says(429, 429, 429, 429, 503, 503)
    with operation_deadline(10_000):
        assert connect().request("GET", "/x").status == 200
    assert len(server.seen) == 7


def test_no_try_begins_after_a_minute_of_trouble() -> None:
    policy = RetryPolicy()
    assert policy.pause_after_error(1, 59.9) is not None
    assert policy.pause_after_error(1, 60.0) is None


def test_retry_after_is_honoured(server: Scripted, connect: Any, pauses: list[float]) -> None:
    server.says(429, Retry_After="7")
    connect().request("GET", "/x")
    assert pauses == [7.0]
    server.says(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT")
    connect().request("GET", "/x")
    assert pauses == [7.0, 5.0], "a date is not understood"


def test_giving_up_says_how_often(server: Scripted, connect: Any) -> None:
    server.says(*[503] * 4, body={"message": "busy"})
    with pytest.raises(ServerError, match="answered 503: busy after 4 tries"):
        connect().request("GET", "/x")


def test_a_firewall_page_is_told_as_one(server: Scripted, connect: Any) -> None:
    server.says(*[403] * 4, body=b"<html>blocked</html>", Server="awselb/2.0")
    with pytest.raises(ForbiddenError, match="not JSON, so perhaps from a proxy or firewall"):
        connect(retry=RetryPolicy(blocked_statuses=frozenset({403}))).request("GET", "/x")
    assert len(server.seen) == 4


def test_redirects_are_not_followed(server: Scripted, connect: Any) -> None:
    server.says(302, Location="http://evil.example.com/")
    with pytest.raises(BadRequestError, match="a redirect, which is not followed"):
        connect().request("GET", "/x")
    assert len(server.seen) == 1


def test_nobody_there(connect: Any, pauses: list[float]) -> None:
    session = connect()
    session.base_url = "http://127.0.0.1:1"
    for method in ("GET", "POST"):
        with pytest.raises(UnreachableError, match=r"the connection was refused \(127.0.0.1:1\) after 4 tries"):
            session.request(method, "/x")


def test_the_deadline_ends_retries(server: Scripted, connect: Any) -> None:
    server.says(*[503] * 4)
    with operation_deadline(0.4), pytest.raises(DeadlineError, match="time for this operation is over"):
        connect().request("GET", "/x")
    assert len(server.seen) == 1
    with operation_deadline(0), pytest.raises(DeadlineError):
        connect().request("GET", "/x")
    assert len(server.seen) == 1


@pytest.mark.parametrize("url", ["ftp://host", "host", "", "https://", "https://user:pw@host", "http://example.com"])
def test_addresses_that_are_refused(connect: Any, url: str) -> None:
    with pytest.raises(SettingError):
        HttpSession("vendor", url, BearerAuth("x"), explain, Limiter(1))


@pytest.mark.parametrize("url", ["https://example.com/", "http://localhost:1", "http://127.0.0.1:1/", "http://[::1]:1"])
def test_addresses_that_are_taken(url: str) -> None:
    assert not HttpSession("vendor", url, BearerAuth("x"), explain, Limiter(1)).base_url.endswith("/")
    HttpSession("vendor", "http://example.com", BearerAuth("x"), explain, Limiter(1), allow_http=True)


def test_four_threads_share_a_session(server: Scripted, connect: Any) -> None:
    session = connect()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: session.request("GET", f"/{number}").status, range(40)))
    assert answers == [200] * 40
    assert sorted(path for _, path, _, _ in server.seen) == sorted(f"/{number}" for number in range(40))


def test_a_form_is_sent_as_it_is_and_pages_are_asked_for(server: Scripted) -> None:
    auth = BearerAuth(TOKEN)
    http = HttpSession("V", server.url, auth=auth, explain=explain, limiter=Limiter(1000), pages=True)
    server.says(200, body=b"<p>\xc3\xbc</p>", Content_Type="text/html")
    answer = http.request("POST", "/save", body=Content(b"a=1&b=%26", "application/x-www-form-urlencoded"))
    _, _, headers, body = server.seen[0]
    assert (headers["Content-Type"], body) == ("application/x-www-form-urlencoded", b"a=1&b=%26")
    assert headers["Accept"].startswith("text/html")
    assert answer.content == b"<p>\xc3\xbc</p>", "undecoded: the page itself may say its character set"


def test_a_jar_that_is_given_is_shared_by_all_threads(server: Scripted) -> None:
    """A login in one thread is one for all; without a jar each thread has its own."""
    for jar, shared in ((RequestsCookieJar(), True), (None, False)):
        server.seen.clear()
        http = HttpSession("V", server.url, auth=BearerAuth(TOKEN), explain=explain, limiter=Limiter(1000), cookies=jar)
        server.says(200, Set_Cookie="JSESSIONID=abc; Path=/")
        http.request("GET", "/login")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(http.request, "GET", "/page").result()
        assert ("JSESSIONID=abc" in server.seen[1][2].get("Cookie", "")) is shared


def test_an_error_page_where_pages_are_expected_is_left_to_the_explanation(server: Scripted) -> None:
    def words(answer: Answer) -> Reason:
        return Reason(f"page of {len(answer.content)} bytes")

    auth = BearerAuth(TOKEN)
    http = HttpSession("V", server.url, auth=auth, explain=words, limiter=Limiter(1000), pages=True)
    server.says(403, body=b"<html>no</html>")
    with pytest.raises(ForbiddenError, match="answered 403: page of 15 bytes"):
        http.request("GET", "/page")
