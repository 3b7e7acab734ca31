"""How a request proves who it is: API key with a signature per request, or a login (`api-fortress.md 4.3`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import requests
from requests.auth import AuthBase

from alert_wiring.core.redaction import hide

from .signature import token


class ApiKeyAuth(AuthBase):
    """`X-Key` and a fresh `X-Token` for each request, also for each retry: tokens live for seconds only."""

    def __init__(self, key: str, secret: str, clock: Callable[[], float] = time.time) -> None:
        """Keep the pair, masked everywhere. `clock` returns epoch seconds and is for tests."""
        hide(secret)
        self._key = key
        self._secret = secret
        self._clock = clock

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add both headers."""
        request.headers["X-Key"] = self._key
        request.headers["X-Token"] = token(self._key, self._secret, int(self._clock()))
        return request


class LoginAuth(AuthBase):
    """A bearer token that is fetched on first use, shared by all threads, and fetched once more after a 401."""

    def __init__(self, log_in: Callable[[], str]) -> None:
        """Keep the way to log in; nothing is sent yet."""
        self._log_in = log_in
        self._lock = threading.Lock()
        self._token: str | None = None

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header; logs in if there is no token."""
        request.headers["Authorization"] = f"Bearer {self.current()}"
        return request

    def current(self) -> str:
        """Return the token; four threads that need the first one make one login."""
        with self._lock:
            if self._token is None:
                self._token = self._log_in()
                hide(self._token)
            return self._token

    def forget(self, refused: str) -> None:
        """Drop a token that was refused, unless another thread has replaced it meanwhile."""
        with self._lock:
            if self._token == refused:
                self._token = None
