"""One request on its way: connections, timeouts, and what happened to it in words. No retries and no limits here.

The request runs in a thread of its own, so that whoever waits for the answer can be let go: by an interruption of the
run (`core.halt`), and by the deadline also where a name server hangs or an answer drips in byte by byte, which no
socket timeout ends.
"""

from __future__ import annotations

import json as jsonlib
import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar

from alert_wiring.core import halt
from alert_wiring.core.deadline import seconds_left
from alert_wiring.core.trust import proxies_for
from alert_wiring.core.values import Json

_SHORTEST_READ = 1.0
_GRACE_SECONDS = 0.5
"""How long after its own timeout a request is waited for."""
_REQUEST_ID_HEADERS = (
    "x-amzn-RequestId",
    "x-amz-cf-id",
    "cf-ray",
    "x-request-id",
    "x-amzn-trace-id",
    "apigw-requestid",
    "correlation-id",
)

T = TypeVar("T")


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
class Content:
    """A request body that is not JSON, such as a form."""

    data: bytes
    type: str

    @classmethod
    def of_json(cls, body: Json) -> Content:
        """Return a JSON body."""
        return cls(jsonlib.dumps(body, ensure_ascii=False).encode(), "application/json; charset=utf-8")


@dataclass(frozen=True)
class Timeouts:
    """How long one request may take (`api-fortress.md 4.2`).

    Attributes:
        connect: seconds until there is a connection.
        read: seconds without a byte of the answer.
    """

    connect: float = 10.0
    read: float = 30.0


class LetGoError(Exception):
    """The run was interrupted while the request was on its way: it may have happened."""


@dataclass
class Wire:
    """The connections of one account; each thread has its own, as a `requests` session is not documented as shareable.

    Attributes:
        auth: adds the credential to each request; it runs in the caller's thread.
        timeouts: of each request; the operation's deadline shortens them.
        ca_file: PEM file with the certificates to trust, None for the system's.
        cookies: a jar that all threads share; None lets each thread keep its own.
    """

    auth: AuthBase
    timeouts: Timeouts
    ca_file: str | None = None
    cookies: RequestsCookieJar | None = None
    _local: threading.local = field(default_factory=threading.local)

    def send(self, method: str, address: str, body: Content | None, headers: Mapping[str, str]) -> Answer:
        """Send once. Redirects are not followed.

        Raises:
            requests.RequestException: no answer, or none in time.
            LetGoError: the run was interrupted meanwhile.
            HaltedError: no request may start any more.
        """
        left = seconds_left()
        connect, read = self.timeouts.connect, self.timeouts.read
        if left is not None:
            connect, read = (max(_SHORTEST_READ, min(one, left)) for one in (connect, read))
        session = self._connections()
        all_headers = {**headers, "Content-Type": body.type} if body is not None else dict(headers)
        request = session.prepare_request(
            requests.Request(method, address, data=body.data if body else None, headers=all_headers, auth=self.auth)
        )
        verify: bool | str = self.ca_file or True
        proxies = proxies_for(urlsplit(address).hostname or "")
        around = session.merge_environment_settings(request.url, proxies, False, verify, None)
        longest = None if left is None else max(left, _SHORTEST_READ) + _GRACE_SECONDS
        try:
            response = _apart(
                lambda: session.send(request, timeout=(connect, read), allow_redirects=False, **around), longest
            )
        except (LetGoError, requests.ReadTimeout):
            del self._local.session  # its thread may still be using it
            raise
        return Answer(response.status_code, response.headers, response.text, _parsed(response), response.content)

    def _connections(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            if self.cookies is not None:
                session.cookies = self.cookies
        return session


def surely_not_sent(error: requests.RequestException) -> bool:
    """Say whether the connection was never made, so that the vendor cannot have seen the request."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    text = repr(error)
    return isinstance(error, requests.ConnectionError) and (
        "NewConnectionError" in text or "NameResolutionError" in text or "ProxyError" in text
    )


def reason_of(error: requests.RequestException, timeouts: Timeouts) -> str:
    """Say in words what happened; the library's own text holds the whole address and is not shown."""
    if isinstance(error, requests.exceptions.SSLError):
        return "the certificate of the server is not trusted; for an authority of your own set the CA file"
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {timeouts.connect:g} seconds"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if "NameResolutionError" in repr(error):
        return "the host name is not known"
    if "Connection refused" in repr(error):
        return "the connection was refused"
    return "the connection broke"


def _apart(call: Callable[[], T], seconds: float | None) -> T:
    """Make a call in a thread of its own and wait for it, at most so many seconds."""
    over = threading.Event()
    found: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(call())
        except BaseException as error:
            failed.append(error)
        over.set()

    with halt.sending(over.set):
        threading.Thread(target=work, name="request", daemon=True).start()
        in_time = over.wait(seconds)
    if failed:
        raise failed[0]
    if found:
        return found[0]
    raise LetGoError if in_time else requests.ReadTimeout


def _parsed(response: requests.Response) -> Any:
    """Return the body as JSON, judged by its content, else None.

    What only Python takes for JSON is none: `NaN`, numbers beyond any float or of thousands of digits, nesting without
    end. A state could not carry it.
    """
    if not response.content.strip():
        return None
    try:
        return jsonlib.loads(response.content, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        return None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number
