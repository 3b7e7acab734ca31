"""A credential that runs out: fetched when it is first needed, renewed before it ends and once when it is refused.

    auth = TokenAuth(fetch)      # fetch(refresh_token or None) -> Token; one HTTP request, may raise VendorError
    HttpSession(..., auth=auth)

The token lives in this process's memory only. All threads share one; while one thread fetches, the others wait for
what it gets.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests
from requests.auth import AuthBase

from alert_wiring.core.redaction import hide

MARGIN_SECONDS = 30.0
"""A token is renewed this long before it ends, so that no request arrives with one that has just run out."""

_LARGEST_MARGIN = 0.2
"""Most of a token's life that the margin may take: short-lived ones are used too."""


@dataclass(frozen=True)
class Token:
    """What a token endpoint answers.

    Attributes:
        access: goes into the `Authorization` header.
        seconds: how long it is good for.
        refresh: buys the next one; None where the vendor gives none.
    """

    access: str = field(repr=False)
    seconds: float
    refresh: str | None = field(default=None, repr=False)


class RenewableAuth(AuthBase):
    """A credential that runs out and can be had anew."""

    def renew(self) -> bool:
        """Replace the credential that this thread used last; False where that is not possible."""
        return False


class TokenAuth(RenewableAuth):
    """`Authorization: Bearer <access token>`, fetched and renewed as needed."""

    def __init__(self, fetch: Callable[[str | None], Token], clock: Callable[[], float] = time.monotonic) -> None:
        """Keep how to get one; nothing is fetched yet. `clock` is for tests.

        Args:
            fetch: gets a token; its argument is the newest refresh token, None before the first one.
            clock: seconds that only go forward.
        """
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._used = threading.local()
        self._token: Token | None = None
        self._ends = 0.0

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header.

        Raises:
            VendorError: no token could be fetched.
        """
        with self._lock:
            token = self._token
            if token is None or self._clock() >= self._ends:
                token = self._get()
            self._used.access = token.access
        request.headers["Authorization"] = f"Bearer {self._used.access}"
        return request

    def renew(self) -> bool:
        """Get another token, unless another thread has done so since this one's was used.

        Raises:
            VendorError: no token could be fetched.
        """
        with self._lock:
            if self._token is not None and self._token.access == getattr(self._used, "access", None):
                self._get()
        return True

    def _get(self) -> Token:
        token = self._fetch(self._token.refresh if self._token else None)
        hide(token.access)
        hide(token.refresh)
        self._token = token
        self._ends = self._clock() + token.seconds - min(MARGIN_SECONDS, token.seconds * _LARGEST_MARGIN)
        return token
