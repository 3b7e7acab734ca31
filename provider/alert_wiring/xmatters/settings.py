"""Where the xMatters account comes from: environment first, stack configuration second.

The user name and password are either those of a person with a native xMatters login or an API key, which is the pair
`x-api-key-<uuid>` and its secret (`xmatters.md 2.3`).
"""

from __future__ import annotations

from alert_wiring.core.http import Answer, BasicAuth, HttpSession, Reason
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.settings import Setting, Settings

URL = Setting("XMATTERS_URL", "xmatters:url", "The address of the xMatters instance (https://COMPANY.xmatters.com)")
USERNAME = Setting("XMATTERS_USERNAME", "xmatters:username", "The xMatters user name (or the id of an API key)")
PASSWORD = Setting("XMATTERS_PASSWORD", "xmatters:password", "The xMatters password (or secret)", secret=True)
CA_FILE = Setting("XMATTERS_CA_FILE", "xmatters:caFile", "The file of certificate authorities for xMatters")
ALLOW_HTTP = Setting("XMATTERS_ALLOW_HTTP", "xmatters:allowHttp", "Plain http to xMatters", default="false")
CALLS_PER_MINUTE = Setting(
    "XMATTERS_CALLS_PER_MINUTE", "xmatters:callsPerMinute", "The xMatters calls per minute", default="600"
)
"""The contract's limit is not published; real alerts may share it (`xmatters.md 2.6`), so most is left to them."""

ACCOUNT = (URL, USERNAME, PASSWORD, CA_FILE, ALLOW_HTTP, CALLS_PER_MINUTE)
"""The settings that together name an account and how it is reached."""

REST_PREFIX = "/api/xm/1"
"""Path of the REST API below the instance (`xmatters.md 2.1`)."""

NOT_IMPLEMENTED = 501
"""Gateways answer this for a moment after a deletion (`xmatters.md 2.7`, trap 14)."""

_ADVICE = {
    401: "Check XMATTERS_USERNAME and XMATTERS_PASSWORD (an API key is the pair x-api-key-… and its secret; a password "
    "must be a native one, not single sign-on).",
    403: "The user needs the role REST Web Service User and edit access to the workflow (xMatters, workflow, access "
    "permissions).",
    404: "It does not exist, or this user may not see it.",
    409: "The name is taken or the relation is not allowed.",
}


def instance_url(settings: Settings) -> str:
    """Return the instance's address without a slash at the end; an address of the REST API itself is cut to it.

    Raises:
        SettingError: it is not set.
    """
    return settings.require(URL).rstrip("/").removesuffix(REST_PREFIX).rstrip("/")


def explain(answer: Answer) -> Reason:
    """Read the reason out of an error answer: the API's own shape, then the OAuth layer's (`xmatters.md 2.8`).

    Only `subcode` is stable; `message` may change at any time and is only shown.
    """
    body = answer.json if isinstance(answer.json, dict) else {}
    text = body.get("message") or body.get("error_description") or body.get("reason") or body.get("error") or ""
    code = body.get("subcode") or (body.get("error") if body.get("error_description") else "") or ""
    return Reason(str(text), str(code), _ADVICE.get(answer.status, ""))


def session(settings: Settings) -> HttpSession:
    """Return an HTTP session for the account; nothing is sent.

    Raises:
        SettingError: a setting is missing or wrong.
    """
    return HttpSession(
        "xMatters",
        instance_url(settings),
        auth=BasicAuth(settings.require(USERNAME), settings.require(PASSWORD)),
        explain=explain,
        limiter=Limiter(settings.number(CALLS_PER_MINUTE)),
        retry=RetryPolicy(blocked_statuses=frozenset({NOT_IMPLEMENTED})),
        ca_file=settings.get(CA_FILE),
        allow_http=settings.flag(ALLOW_HTTP),
        http_setting=ALLOW_HTTP.env,
    )
