"""The web backend for the account in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookiejar import Cookie
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar

from alert_wiring.core.http import Answer, Reason
from alert_wiring.core.settings import Settings

from ..settings import COMPANY, EMAIL, PASSWORD, address, http_session, page_map
from .backend import WebBackend
from .reader import ROLE_ADVICE
from .site import Site


class NoAuth(AuthBase):
    """No header: the session's cookie is the credential. As an auth object it keeps `.netrc` entries away."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Leave the request as it is."""
        return request


class SharedCookies(RequestsCookieJar):
    """A jar that several threads use: a cookie that another thread drops meanwhile is left out, not None."""

    def __iter__(self) -> Iterator[Cookie]:  # type: ignore[override]
        """The cookies of this moment."""
        return iter([cookie for cookie in super().__iter__() if cookie is not None])


def connect(settings: Settings) -> WebBackend:
    """Return the account's web backend; nothing is sent.

    Raises:
        SettingError: a setting is missing or wrong, or the page map has mistakes.
    """
    parts = urlsplit(address(settings))
    server = f"{parts.scheme}://{parts.netloc}"
    http = http_session(settings, server, auth=NoAuth(), explain=explain, cookies=SharedCookies(), pages=True)
    return WebBackend(
        Site(
            http,
            page_map(settings),
            parts.path.rstrip("/"),
            email=settings.require(EMAIL),
            password=settings.require(PASSWORD),
            company=settings.get(COMPANY),
        )
    )


def explain(answer: Answer) -> Reason:
    """Read no words out of an error page: it may repeat anything. The status says enough, and what to do."""
    text = "an error page, so perhaps from a proxy or firewall" if answer.status >= 500 else ""
    return Reason(text, advice=ROLE_ADVICE if answer.status == 403 else "")
