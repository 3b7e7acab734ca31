"""Where the API Fortress account comes from: environment first, stack configuration second.

An API key of the company is the default; an e-mail and a password log in instead (`api-fortress.md 4.3`).
"""

from __future__ import annotations

from requests.auth import AuthBase

from alert_wiring.core.errors import SettingError
from alert_wiring.core.http import BasicAuth, HttpSession
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.settings import Setting, Settings

from .auth import ApiKeyAuth, LoginAuth
from .backend import Capability
from .login import log_in
from .reasons import explain
from .rest import OFFERED, server_url

VENDOR = "API Fortress"

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
    "APIFORTRESS_CALLS_PER_MINUTE", "apifortress:callsPerMinute", "The API Fortress calls per minute", default="600"
)
"""No limit of the product is known; this one only keeps a small self-hosted instance from a burst."""

ACCOUNT = (URL, KEY, SECRET, EMAIL, PASSWORD, CA_FILE, ALLOW_HTTP, RENAME_GROUPS, CALLS_PER_MINUTE)
"""The settings that together name an account."""


def session(settings: Settings) -> HttpSession:
    """Return an HTTP session for the account; nothing is sent.

    Raises:
        SettingError: a setting is missing or wrong.
    """
    return _session(settings, _auth(settings))


def capabilities(settings: Settings) -> frozenset[Capability]:
    """Return what the instance can do, as the settings say.

    Raises:
        SettingError: `RENAME_GROUPS` is neither true nor false.
    """
    return OFFERED if settings.flag(RENAME_GROUPS) else OFFERED - {Capability.RENAME_GROUP}


def _auth(settings: Settings) -> AuthBase:
    email = settings.get(EMAIL)
    if email and not settings.get(KEY):
        login = _session(settings, BasicAuth(email, settings.require(PASSWORD)))
        return LoginAuth(lambda: log_in(login))
    return ApiKeyAuth(settings.require(KEY), settings.require(SECRET))


def _session(settings: Settings, auth: AuthBase) -> HttpSession:
    url = settings.require(URL)
    if "://" not in url:
        raise SettingError(f"{URL.env} (or {URL.key}) is not an address: write it like https://apif.example.com/app.")
    return HttpSession(
        VENDOR,
        server_url(url),
        auth=auth,
        explain=explain,
        limiter=Limiter(settings.number(CALLS_PER_MINUTE)),
        retry=RetryPolicy(tries=3, post_after_throttle=False),
        ca_file=settings.get(CA_FILE),
        allow_http=settings.flag(ALLOW_HTTP),
        http_setting=ALLOW_HTTP.env,
    )
