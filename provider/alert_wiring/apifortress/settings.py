"""Where the API Fortress account comes from: environment first, stack configuration second.

An API key of the company is the default; an e-mail and a password log in instead (`api-fortress.md 4.3`). The web
backend always logs in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from requests.auth import AuthBase

from alert_wiring.core.errors import SettingError
from alert_wiring.core.http import BasicAuth, HttpSession, Timeouts
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.settings import Setting, Settings, timeout_settings
from alert_wiring.core.trust import authorities

from .auth import ApiKeyAuth, LoginAuth
from .backend import Capability
from .login import log_in
from .reasons import explain
from .rest import server_url

if TYPE_CHECKING:
    from .web.map_file import PageMap

VENDOR = "API Fortress"
BURST = 30
"""Calls that may start at once; the rest of a minute's are spread over it, for a small self-hosted instance."""

URL = Setting("APIFORTRESS_URL", "apifortress:url", "The address of the API Fortress server (it ends in /app)")
KEY = Setting("APIFORTRESS_API_KEY", "apifortress:key", "The API Fortress API key (Settings, API Keys)")
SECRET = Setting("APIFORTRESS_API_SECRET", "apifortress:secret", "The secret of the API Fortress API key", secret=True)
EMAIL = Setting("APIFORTRESS_EMAIL", "apifortress:email", "The e-mail address to log in to API Fortress with")
PASSWORD = Setting("APIFORTRESS_PASSWORD", "apifortress:password", "The API Fortress password", secret=True)
CA_FILE = Setting("APIFORTRESS_CA_FILE", "apifortress:caFile", "The file of certificate authorities for API Fortress")
ALLOW_HTTP = Setting("APIFORTRESS_ALLOW_HTTP", "apifortress:allowHttp", "Plain http to API Fortress", default="false")
RENAME_GROUPS = Setting(
    "APIFORTRESS_RENAME_GROUPS",
    "apifortress:renameGroups",
    "Whether this instance can rename an alert group in place",
    default="true",
)
"""No screen of the product can rename one (`api-fortress.md 1.5`); with false a new name replaces the group."""
CALLS_PER_MINUTE = Setting(
    "APIFORTRESS_CALLS_PER_MINUTE",
    "apifortress:callsPerMinute",
    "The number of API Fortress calls in a minute, of all processes together",
    default="600",
)
"""No limit of the product is known; this one only keeps a small self-hosted instance from a burst."""
CONNECT_TIMEOUT, READ_TIMEOUT = timeout_settings("apifortress", VENDOR)
BACKEND = Setting(
    "APIFORTRESS_BACKEND",
    "apifortress:backend",
    "How API Fortress is reached: rest (the contract) or web (the pages of its web application)",
    default="rest",
)
COMPANY = Setting(
    "APIFORTRESS_COMPANY_ID",
    "apifortress:companyId",
    "The number of the company on the web application's pages (the dashboard tells it where there is only one)",
)
WEB_MAP = Setting(
    "APIFORTRESS_WEB_MAP",
    "apifortress:webMap",
    "The file that corrects the map of the web application's pages; an absolute path, or one that is seen from the "
    "program's folder by an engine and from the current folder by `alert-wiring doctor`",
)

_REACHED = (CA_FILE, ALLOW_HTTP, CALLS_PER_MINUTE, CONNECT_TIMEOUT, READ_TIMEOUT)
_REST = (URL, KEY, SECRET, EMAIL, PASSWORD, RENAME_GROUPS, *_REACHED)
ACCOUNT = (*_REST, BACKEND, COMPANY, WEB_MAP)
"""The settings that together name an account."""


def uses_web(settings: Settings) -> bool:
    """Return whether the account is reached through the web application's pages.

    Raises:
        SettingError: the setting names no backend.
    """
    wanted = (settings.get(BACKEND) or "").lower()
    if wanted not in ("rest", "web"):
        raise SettingError(f"{BACKEND.env} (or {BACKEND.key}) is {wanted!r}: write rest or web.")
    return wanted == "web"


def page_map(settings: Settings) -> PageMap:
    """Return the map of the web application's pages, with the user's corrections.

    Raises:
        SettingError: the user's file cannot be used; everything that is wrong with it is told.
    """
    from .web.map_file import load_map  # noqa: PLC0415 - its libraries are slow to load, and only this backend needs them

    return load_map(settings.get(WEB_MAP))


def session(settings: Settings) -> HttpSession:
    """Return an HTTP session for the REST contract; nothing is sent.

    Raises:
        SettingError: a setting is missing or wrong.
    """
    return http_session(settings, address(settings), auth=_auth(settings), explain=explain)


def capabilities(settings: Settings) -> frozenset[Capability]:
    """Return what the instance can do, as the settings say.

    Raises:
        SettingError: `RENAME_GROUPS` is neither true nor false, or the page map cannot be used.
    """
    if uses_web(settings):
        return frozenset(page_map(settings).capabilities["backend"].offers)
    every = frozenset(Capability)
    return every if settings.flag(RENAME_GROUPS) else every - {Capability.RENAME_GROUP}


def address(settings: Settings) -> str:
    """Return the server's address, which includes the application's path.

    Raises:
        SettingError: missing, or no address.
    """
    url = settings.require(URL)
    if "://" not in url:
        raise SettingError(f"{URL.env} (or {URL.key}) is not an address: write it like https://apif.example.com/app.")
    return server_url(url)


def _auth(settings: Settings) -> AuthBase:
    email = settings.get(EMAIL)
    if email and not settings.get(KEY):
        basic = BasicAuth(email, settings.require(PASSWORD))
        login = http_session(settings, address(settings), auth=basic, explain=explain)
        return LoginAuth(lambda: log_in(login))
    return ApiKeyAuth(settings.require(KEY), settings.require(SECRET))


def http_session(settings: Settings, url: str, **more: Any) -> HttpSession:
    """Return a session with what all ways to reach the account share; `more` goes to `HttpSession`."""
    return HttpSession(
        VENDOR,
        url,
        limiter=Limiter(settings.number(CALLS_PER_MINUTE), burst=BURST, shared=MeetingPlace.of(VENDOR, url)),
        timeouts=Timeouts(settings.number(CONNECT_TIMEOUT), settings.number(READ_TIMEOUT)),
        retry=RetryPolicy(tries=3, post_after_throttle=False),
        ca_file=authorities(settings, CA_FILE),
        allow_http=settings.flag(ALLOW_HTTP),
        http_setting=ALLOW_HTTP.env,
        **more,
    )
