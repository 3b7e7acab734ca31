"""The HTTP session: retries, rate limit, timeouts, deadline, redaction. It knows no vendor.

    http = HttpSession(
        "ilert", "https://api.ilert.com", auth=BearerAuth(token), explain=read_reason,
        limiter=Limiter(100), retry=RetryPolicy(), ca_file=None, allow_http=False,
    )
    answer = http.request("GET", "/api/alert-sources", query=[("start-index", "0")])
    http.request("GET", "/api/alert-sources/5", allow=(404,)).status   # 404 comes back instead of raising
    http.request("POST", path, body={...})                    # never repeated blindly: may raise AmbiguousError
    http.request("POST", path, body={..., "id": 5}, repeatable=True)   # a modify that may be repeated

A session is safe to use from several threads; each thread keeps its own connections. Redirects are never followed, so
a credential never travels to another host. Plain http is refused except to this machine (or when allowed by name).
"""

from __future__ import annotations

import json as jsonlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar

from alert_wiring.core.deadline import seconds_left
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
from alert_wiring.core.halt import sending
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.redaction import hide
from alert_wiring.core.retry import GATEWAY_STATUSES, RetryPolicy
from alert_wiring.core.telling import tell
from alert_wiring.core.token import RenewableAuth
from alert_wiring.core.values import Json

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
USER_AGENT = "pulumi-alert-wiring/0.1.0"

_ERRORS: dict[int, type[VendorError]] = {
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: ThrottledError,
}
_REQUEST_ID_HEADERS = (
    "x-amzn-RequestId",
    "x-amz-cf-id",
    "cf-ray",
    "x-request-id",
    "x-amzn-trace-id",
    "apigw-requestid",
    "correlation-id",
)


@dataclass(frozen=True)
class Answer:
    """What a vendor answered."""

    status: int
    headers: Mapping[str, str]
    text: str
    json: Json = None
    content: bytes = b""

    @property
    def is_json(self) -> bool:
        """Whether the body was JSON, judged by its content (gateways send HTML)."""
        return self.json is not None

    @property
    def request_id(self) -> str:
        """The id that the vendor's support asks for, or empty."""
        return next((self.headers[name] for name in _REQUEST_ID_HEADERS if name in self.headers), "")


@dataclass(frozen=True)
class Reason:
    """Why a vendor refused: its words, its code, and what to do about it."""

    text: str = ""
    code: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Content:
    """A request body that is not JSON, such as a form."""

    data: bytes
    type: str


Explain = Callable[[Answer], Reason]
"""Reads the reason out of a vendor's error answer."""


class BearerAuth(AuthBase):
    """`Authorization: Bearer <token>`. As an auth object it also keeps `.netrc` entries from taking over."""

    def __init__(self, token: str) -> None:
        """Keep the token and mask it everywhere."""
        hide(token)
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class BasicAuth(requests.auth.HTTPBasicAuth):
    """`Authorization: Basic …` with the password masked everywhere."""

    def __init__(self, username: str, password: str) -> None:
        """Keep the pair."""
        hide(password)
        super().__init__(username.encode(), password.encode())


@dataclass
class HttpSession:
    """One account of one vendor, over HTTP.

    Attributes:
        vendor: the vendor's name in messages.
        base_url: scheme, host and an optional path prefix; trailing slashes do not matter.
        auth: adds the credential to each request.
        explain: reads the reason out of an error answer.
        limiter: shared by all threads of this account.
        retry: how patient the client is.
        ca_file: PEM file with the certificates to trust, None for the system's.
        allow_http: allow plain http to other machines.
        http_setting: name of the variable that allows it, for the message.
        cookies: a jar that all threads share; None lets each thread keep its own.
        pages: whether the answers are pages for people, so that HTML is no surprise.
        sleep: waits; for tests.
    """

    vendor: str
    base_url: str
    auth: AuthBase
    explain: Explain
    limiter: Limiter
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    ca_file: str | None = None
    allow_http: bool = False
    http_setting: str = ""
    cookies: RequestsCookieJar | None = None
    pages: bool = False
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Check the address; nothing is sent.

        Raises:
            SettingError: not an http(s) address, or plain http to another machine.
        """
        self.base_url = self.base_url.rstrip("/")
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingError(f"The {self.vendor} address must be an http(s) address such as https://host.")
        if parts.username or parts.password:
            raise SettingError(f"The {self.vendor} address must not hold a credential: use the settings for it.")
        if parts.scheme == "http" and not (self.allow_http or _is_this_machine(parts.hostname)):
            allow = f", or set {self.http_setting}=true if that is really meant" if self.http_setting else ""
            raise SettingError(
                f"The {self.vendor} address uses plain http to {parts.hostname}, which would show the credential "
                f"to the network: use https{allow}."
            )
        self._local = threading.local()

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Iterable[tuple[str, str]] | str = (),
        body: Json | Content = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool | None = None,
        allow: Sequence[int] = (),
    ) -> Answer:
        """Send one request, with retries, and return the answer if it is 2xx (or listed in `allow`).

        Args:
            method: HTTP method.
            path: path below the base address, already quoted (`quoted`).
            query: pairs, or a query string that is ready.
            body: sent as JSON unless None; `Content` is sent as it is.
            headers: additional headers.
            repeatable: whether sending it twice does no harm; by default everything but POST.
            allow: further statuses that are returned instead of raised.

        Raises:
            VendorError: one of its subclasses, by status. AmbiguousError: a write that must not be repeated got no
                clear answer.
            DeadlineError: the operation's time is over.
        """
        may_repeat = method != "POST" if repeatable is None else repeatable
        address = self.base_url + path
        text = query if isinstance(query, str) else urlencode(list(query))
        if text:
            address = f"{address}?{text}"
        attempt, renewed = 0, False
        while True:
            attempt += 1
            self._check_time(method, path)
            self.limiter.wait()
            try:
                answer = self._send(method, address, body, headers or {})
            except requests.RequestException as error:
                pause, why = self._pause_after_failure(error, attempt, may_repeat), f": {_connection_reason(error)}"
                if pause is None:
                    raise self._failure(error, method, path, attempt, may_repeat) from None
            else:
                if 200 <= answer.status < 300 or answer.status in allow:
                    return answer
                if answer.status == 401 and not renewed and isinstance(self.auth, RenewableAuth) and self.auth.renew():
                    renewed = True  # once: what is refused again is wrong, not stale
                    continue
                pause, why = self._pause_after_answer(answer, attempt, may_repeat), f" answered {answer.status}"
                if pause is None:
                    raise self._refusal(answer, method, path, attempt, may_repeat)
            self._wait(pause, method, path, why)

    def _send(self, method: str, address: str, body: Json | Content, headers: Mapping[str, str]) -> Answer:
        """Send once."""
        left = seconds_left()
        read = READ_SECONDS if left is None else max(1.0, min(READ_SECONDS, left))
        accept = "text/html,application/xhtml+xml" if self.pages else "application/json"
        all_headers = {"Accept": accept, "User-Agent": USER_AGENT, **headers}
        data: bytes | None = None
        if isinstance(body, Content):
            data = body.data
            all_headers["Content-Type"] = body.type
        elif body is not None:
            data = jsonlib.dumps(body, ensure_ascii=False).encode()
            all_headers["Content-Type"] = "application/json; charset=utf-8"
        with sending():
            response = self._connections().request(
                method,
                address,
                data=data,
                headers=all_headers,
                auth=self.auth,
                timeout=(CONNECT_SECONDS, read),
                allow_redirects=False,
                verify=self.ca_file or True,
            )
        return Answer(response.status_code, response.headers, response.text, _parsed(response), response.content)

    def _connections(self) -> requests.Session:
        """Return this thread's connections: a `requests` session is not documented as safe to share."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            if self.cookies is not None:
                session.cookies = self.cookies
        return session

    def _pause_after_failure(self, error: requests.RequestException, attempt: int, may_repeat: bool) -> float | None:
        retriable = isinstance(
            error, requests.ConnectionError | requests.Timeout | requests.exceptions.ChunkedEncodingError
        )
        if isinstance(error, requests.exceptions.SSLError) or not retriable:
            return None
        return self.retry.pause_after_error(attempt) if may_repeat or _surely_not_sent(error) else None

    def _pause_after_answer(self, answer: Answer, attempt: int, may_repeat: bool) -> float | None:
        if answer.status == 429 and (may_repeat or self.retry.post_after_throttle):
            return self.retry.pause_after_throttle(attempt, answer.headers.get("Retry-After"))
        blocked = answer.status in self.retry.blocked_statuses and not answer.is_json
        if may_repeat and (answer.status in GATEWAY_STATUSES or blocked):
            return self.retry.pause_after_error(attempt)
        return None

    def _failure(
        self, error: requests.RequestException, method: str, path: str, tries: int, may_repeat: bool
    ) -> VendorError:
        reason = _connection_reason(error)
        not_sent = _surely_not_sent(error) or isinstance(error, requests.exceptions.SSLError)
        kind = UnreachableError if may_repeat or not_sent else AmbiguousError
        host = urlsplit(self.base_url).netloc
        return kind(self.vendor, method, path, reason=f"{reason} ({host})", tries=tries)

    def _refusal(self, answer: Answer, method: str, path: str, tries: int, may_repeat: bool) -> VendorError:
        if answer.status >= 500:
            kind: type[VendorError] = ServerError if may_repeat else AmbiguousError
        else:
            kind = _ERRORS.get(answer.status, BadRequestError)
        if 300 <= answer.status < 400:
            reason = Reason("a redirect, which is not followed", advice="Set the address that it leads to.")
        elif answer.is_json or self.pages:
            reason = self.explain(answer)
        else:
            server = answer.headers.get("Server", "")
            words = "not JSON, so perhaps from a proxy or firewall" if answer.text.strip() else "an empty body"
            reason = Reason(f"{words} (Server: {server})" if server else words, advice=self.explain(answer).advice)
        return kind(
            self.vendor,
            method,
            path,
            status=answer.status,
            reason=reason.text,
            code=reason.code,
            request_id=answer.request_id,
            tries=tries,
            advice=reason.advice,
        )

    def _wait(self, pause: float, method: str, path: str, why: str) -> None:
        left = seconds_left()
        if left is not None and pause >= left:
            raise self._out_of_time(method, path)
        tell(f"{self.vendor}{why}: trying again in {max(1, round(pause))} s")
        self.sleep(pause)

    def _check_time(self, method: str, path: str) -> None:
        if seconds_left() == 0.0:
            raise self._out_of_time(method, path)

    def _out_of_time(self, method: str, path: str) -> DeadlineError:
        return DeadlineError(
            f"{self.vendor}: the time for this operation is over before {method} {path.partition('?')[0]} succeeded. "
            "Run the same command again."
        )


def quoted(segment: object) -> str:
    """Return a path segment quoted so that a slash, a question mark or a percent sign in a name does no harm."""
    return quote(str(segment), safe="")


def _parsed(response: requests.Response) -> Any:
    """Return the body as JSON, judged by its content, else None."""
    if not response.content.strip():
        return None
    try:
        return jsonlib.loads(response.content)
    except ValueError:
        return None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _surely_not_sent(error: requests.RequestException) -> bool:
    """Say whether the connection was never made, so that the vendor cannot have seen the request."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    text = repr(error)
    return isinstance(error, requests.ConnectionError) and (
        "NewConnectionError" in text or "NameResolutionError" in text or "ProxyError" in text
    )


def _connection_reason(error: requests.RequestException) -> str:
    """Say in words what happened; the library's own text holds the whole address and is not shown."""
    if isinstance(error, requests.exceptions.SSLError):
        return "the certificate of the server is not trusted; for an authority of your own set the CA file"
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:.0f} seconds"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if "NameResolutionError" in repr(error):
        return "the host name is not known"
    if "Connection refused" in repr(error):
        return "the connection was refused"
    return "the connection broke"
