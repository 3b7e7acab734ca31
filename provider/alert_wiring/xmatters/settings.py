"""Where the xMatters account comes from: environment first, stack configuration second."""

from __future__ import annotations

from alert_wiring.core.settings import Setting, Settings, timeout_settings

URL = Setting("XMATTERS_URL", "xmatters:url", "The address of the xMatters instance (https://COMPANY.xmatters.com)")
USERNAME = Setting("XMATTERS_USERNAME", "xmatters:username", "The xMatters user name (or the id of an API key)")
PASSWORD = Setting("XMATTERS_PASSWORD", "xmatters:password", "The xMatters password (or secret)", secret=True)
API_KEY = Setting("XMATTERS_API_KEY", "xmatters:apiKey", "The id of an xMatters API key (x-api-key-…)")
API_SECRET = Setting("XMATTERS_API_SECRET", "xmatters:apiSecret", "The secret of the xMatters API key", secret=True)
CLIENT_ID = Setting("XMATTERS_CLIENT_ID", "xmatters:clientId", "The id of the xMatters OAuth client")
CLIENT_SECRET = Setting(
    "XMATTERS_CLIENT_SECRET", "xmatters:clientSecret", "The secret of the xMatters OAuth client", secret=True
)
"""Only clients that are not the instance's own have one (`xmatters.md 2.3`)."""
REFRESH_TOKEN = Setting(
    "XMATTERS_REFRESH_TOKEN", "xmatters:refreshToken", "The xMatters OAuth refresh token", secret=True
)
TOKEN = Setting("XMATTERS_TOKEN", "xmatters:token", "The xMatters OAuth access token", secret=True)
CA_FILE = Setting("XMATTERS_CA_FILE", "xmatters:caFile", "The file of certificate authorities for xMatters")
ALLOW_HTTP = Setting("XMATTERS_ALLOW_HTTP", "xmatters:allowHttp", "Plain http to xMatters", default="false")
CALLS_PER_MINUTE = Setting(
    "XMATTERS_CALLS_PER_MINUTE",
    "xmatters:callsPerMinute",
    "The number of xMatters calls in a minute, of all processes together",
    default="600",
)
"""The contract's limit is not published; real alerts may share it (`xmatters.md 2.6`), so most is left to them."""
CONNECT_TIMEOUT, READ_TIMEOUT = timeout_settings("xmatters", "xMatters")

CREDENTIALS = (USERNAME, PASSWORD, API_KEY, API_SECRET, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, TOKEN)
"""What the ways to authenticate take; see `alert_wiring.xmatters.authentication` for who takes which."""

ACCOUNT = (URL, *CREDENTIALS, CA_FILE, ALLOW_HTTP, CALLS_PER_MINUTE, CONNECT_TIMEOUT, READ_TIMEOUT)
"""The settings that together name an account and how it is reached."""

REST_PREFIX = "/api/xm/1"
"""Path of the REST API below the instance (`xmatters.md 2.1`)."""


def instance_url(settings: Settings) -> str:
    """Return the instance's address without a slash at the end; an address of the REST API itself is cut to it.

    Raises:
        SettingError: it is not set.
    """
    return settings.require(URL).rstrip("/").removesuffix(REST_PREFIX).rstrip("/")
