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

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar

from alert_wiring.core import halt
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
    WiringError,
)
from alert_wiring.core.limiter import Limiter, WaitTooLongError
from alert_wiring.core.redaction import hide
from alert_wiring.core.retry import GATEWAY_STATUSES, RetryPolicy
from alert_wiring.core.telling import tell
from alert_wiring.core.token import RenewableAuth
from alert_wiring.core.trust import is_this_machine
from alert_wiring.core.values import Json
from alert_wiring.core.wire import Answer, Content, LetGoError, Timeouts, Wire, reason_of, surely_not_sent

__all__ = ["Answer", "BasicAuth", "BearerAuth", "Content", "Explain", "HttpSession", "Reason", "Timeouts", "quoted"]

_STANDS_BEFORE = (
    "Something before the vendor answered, such as a proxy, a firewall or a sign-in page: see that this machine gets "
    "through, then run the same command again."
)
USER_AGENT = "pulumi-alert-wiring/0.1.0"

_ERRORS: dict[int, type[VendorError]] = {
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    429: ThrottledError,
}


@dataclass(frozen=True)
class Reason:
    """Why a vendor refused: its words, its code, and what to do about it."""

    text: str = ""
    code: str = ""
    advice: str = ""


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
        timeouts: of each request.
        sleep: waits between tries; for tests.
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
    timeouts: Timeouts = field(default_factory=Timeouts)
    sleep: Callable[[float], None] = halt.pause

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
        if parts.scheme == "http" and not (self.allow_http or is_this_machine(parts.hostname)):
            allow = f", or set {self.http_setting}=true if that is really meant" if self.http_setting else ""
            raise SettingError(
                f"The {self.vendor} address uses plain http to {parts.hostname}, which would show the credential "
                f"to the network: use https{allow}."
            )
        self._wire = Wire(self.auth, self.timeouts, self.ca_file, self.cookies)

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
        address = self.base_url + path
        text = query if isinstance(query, str) else urlencode(list(query))
        if text:
            address = f"{address}?{text}"
        call = _Call(method, path, method != "POST" if repeatable is None else repeatable, time.monotonic())
        while True:
            call.tries += 1
            started = self._turn(call)
            try:
                answer = self._send(method, address, body, headers or {})
            except LetGoError:
                raise halt.HaltedError(call.interrupted(self.vendor, sent=True)) from None
            except requests.RequestException as error:
                pause, why = self._pause_after_failure(error, call), f": {self._reason(error)}"
                if pause is None:
                    raise self._failure(error, call) from None
            else:
                if answer.status == 429:
                    self._hold_back(answer, call, started)
                    continue
                self.limiter.accepted(started)
                if call.theirs(answer, self.pages) and (200 <= answer.status < 300 or answer.status in allow):
                    return answer
                if answer.status == 401 and self._renewed(call):
                    continue
                pause, why = self._pause_after_answer(answer, call), f" answered {answer.status}"
                if pause is None:
                    raise self._refusal(answer, call)
            self._wait(pause, call, why)

    def _turn(self, call: _Call) -> float:
        """Wait until one more call may start; where that is too late, say so at once, or what the vendor said."""
        if seconds_left() == 0.0:
            raise self._out_of_time(call)
        try:
            return self.limiter.wait(silent=call.refusal is not None)
        except WaitTooLongError as late:
            raise call.refusal or self._out_of_time(call, late) from None

    def _send(self, method: str, address: str, body: Json | Content, headers: Mapping[str, str]) -> Answer:
        """Send once."""
        accept = "text/html,application/xhtml+xml" if self.pages else "application/json"
        content = body if isinstance(body, Content) or body is None else Content.of_json(body)
        return self._wire.send(method, address, content, {"Accept": accept, "User-Agent": USER_AGENT, **headers})

    def _hold_back(self, answer: Answer, call: _Call, started: float) -> None:
        """Slow the whole account down after a 429; raise it only where the call may not be sent again in time."""
        held = self.limiter.refused(started, _seconds(answer.headers.get("Retry-After")))
        call.refusal = self._refusal(answer, call)
        patient = seconds_left() is not None or call.seconds() + held < self.retry.throttled_patience
        if not (patient and (call.may_repeat or self.retry.post_after_throttle)):
            raise call.refusal
        tell(f"{self.vendor} answered 429: trying again in {math.ceil(held)} s")

    def _renewed(self, call: _Call) -> bool:
        """Get a new credential, once: what is refused again is wrong, not stale."""
        first, call.renewed = not call.renewed, True
        return first and isinstance(self.auth, RenewableAuth) and self.auth.renew()

    def _pause_after_failure(self, error: requests.RequestException, call: _Call) -> float | None:
        retriable = isinstance(
            error, requests.ConnectionError | requests.Timeout | requests.exceptions.ChunkedEncodingError
        )
        if isinstance(error, requests.exceptions.SSLError) or not retriable:
            return None
        return self._pause(call) if call.may_repeat or surely_not_sent(error) else None

    def _pause_after_answer(self, answer: Answer, call: _Call) -> float | None:
        blocked = answer.status in self.retry.blocked_statuses and not answer.is_json
        somebody_elses = answer.status < 300 or (answer.status == 404 and not call.theirs(answer, self.pages))
        if call.may_repeat and (answer.status in GATEWAY_STATUSES or blocked or somebody_elses):
            return self._pause(call)
        return None

    def _pause(self, call: _Call) -> float | None:
        call.failures += 1
        return self.retry.pause_after_error(call.failures, call.seconds())

    def _failure(self, error: requests.RequestException, call: _Call) -> VendorError:
        not_sent = surely_not_sent(error) or isinstance(error, requests.exceptions.SSLError)
        kind = UnreachableError if call.may_repeat or not_sent else AmbiguousError
        reason = f"{self._reason(error)} ({urlsplit(self.base_url).netloc})"
        return kind(self.vendor, call.method, call.path, reason=reason, tries=call.tries)

    def _refusal(self, answer: Answer, call: _Call) -> VendorError:
        somebody_elses = not call.theirs(answer, self.pages) and (answer.status < 300 or answer.status == 404)
        if answer.status >= 500 or somebody_elses:
            kind: type[VendorError] = ServerError if call.may_repeat else AmbiguousError
        else:
            kind = _ERRORS.get(answer.status, BadRequestError)
        if 300 <= answer.status < 400:
            reason = Reason("a redirect, which is not followed", advice="Set the address that it leads to.")
        elif answer.is_json or self.pages:
            reason = self.explain(answer)
        else:
            server = answer.headers.get("Server", "")
            words = "not JSON, so perhaps from a proxy or firewall" if answer.text.strip() else "an empty body"
            advice = _STANDS_BEFORE if somebody_elses else self.explain(answer).advice
            reason = Reason(f"{words} (Server: {server})" if server else words, advice=advice)
        return kind(
            self.vendor,
            call.method,
            call.path,
            status=answer.status,
            reason=reason.text,
            code=reason.code,
            request_id=answer.request_id,
            tries=call.tries,
            advice=reason.advice,
        )

    def _wait(self, pause: float, call: _Call, why: str) -> None:
        left = seconds_left()
        if left is not None and pause >= left:
            raise self._out_of_time(call)
        tell(f"{self.vendor}{why}: trying again in {max(1, round(pause))} s")
        self.sleep(pause)

    def _out_of_time(self, call: _Call, late: WaitTooLongError | None = None) -> WiringError:
        if halt.winding_down():
            return halt.HaltedError(call.interrupted(self.vendor, sent=False))
        if late is None:
            why = f"the time for this operation is over before {call} succeeded"
        else:
            whose = "the vendor's refusals" if late.blocked else "the calls allowed in a minute"
            why = (
                f"{call} would have to wait {math.ceil(late.seconds)} s for {whose}, and this operation has only "
                f"{math.floor(seconds_left() or 0.0)} s left"
            )
        return DeadlineError(f"{self.vendor}: {why}. Run the same command again, or raise operation_timeout.")

    def _reason(self, error: requests.RequestException) -> str:
        return reason_of(error, self.timeouts)


@dataclass
class _Call:
    """One call with all its tries."""

    method: str
    path: str
    may_repeat: bool
    begun: float
    tries: int = 0
    failures: int = 0
    """Tries that ended in a gateway or connection error; refusals for the number of calls do not count."""
    renewed: bool = False
    refusal: VendorError | None = None
    """The latest 429."""

    def theirs(self, answer: Answer, pages: bool) -> bool:
        """Say whether the vendor itself can have answered: with JSON, or, where nothing was asked for, with nothing.

        A page, half an answer or nothing at all comes from a proxy, a firewall or a sign-in that stands before it,
        whatever its status says: to believe it would lose an object, or make it twice.
        """
        if pages or answer.is_json:
            return True
        return not answer.text.strip() and (self.method != "GET" or answer.status != 200)

    def __str__(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]}"

    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def interrupted(self, vendor: str, *, sent: bool) -> str:
        if not sent:
            return f"the run was interrupted before {vendor}: {self} was sent. Run the same command again."
        may = "" if self.method == "GET" else ", so it may have happened"
        looks = "Run the same command again, which looks first."
        return f"the run was interrupted before {vendor}: {self} was answered{may}. {looks}"


def quoted(segment: object) -> str:
    """Return a path segment quoted so that a slash, a question mark or a percent sign in a name does no harm."""
    return quote(str(segment), safe="")


def _seconds(retry_after: str | None) -> float | None:
    """Return a `Retry-After` in seconds; a date is not understood."""
    text = (retry_after or "").strip()
    return float(text) if text.isascii() and text.isdigit() else None
