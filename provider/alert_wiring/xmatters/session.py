"""The HTTP session of an xMatters account: how it is reached, how patient it is, and how refusals are read."""

from __future__ import annotations

from requests.auth import AuthBase

from alert_wiring.core.http import Answer, HttpSession, Reason, Timeouts
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.settings import Settings
from alert_wiring.core.trust import authorities
from alert_wiring.xmatters.authentication import Way, authentication, chosen_way
from alert_wiring.xmatters.settings import (
    ALLOW_HTTP,
    CA_FILE,
    CALLS_PER_MINUTE,
    CONNECT_TIMEOUT,
    READ_TIMEOUT,
    instance_url,
)

BURST = 60
"""Calls that may start at once: real alerts may share the allowance (`xmatters.md 2.6`), so they always find room."""

NOT_IMPLEMENTED = 501
"""Gateways answer this for a moment after a deletion (`xmatters.md 2.7`, trap 14)."""

_ADVICE = {
    403: "The user needs the role REST Web Service User and edit access to the workflow (xMatters, workflow, access "
    "permissions).",
    404: "It does not exist, or this user may not see it.",
    409: "The name is taken or the relation is not allowed.",
}


def explain(answer: Answer, way: Way) -> Reason:
    """Read the reason out of an error answer: the API's own shape, then the OAuth layer's (`xmatters.md 2.8`).

    Only `subcode` is stable; `message` may change at any time and is only shown.
    """
    body = answer.json if isinstance(answer.json, dict) else {}
    text = body.get("message") or body.get("error_description") or body.get("reason") or body.get("error") or ""
    code = body.get("subcode") or (body.get("error") if body.get("error_description") else "") or ""
    advice = way.advice if answer.status == 401 else _ADVICE.get(answer.status, "")
    return Reason(str(text), str(code), advice)


def session(settings: Settings) -> HttpSession:
    """Return an HTTP session for the account; nothing is sent, not even for a token.

    Raises:
        SettingError: a setting is missing or wrong, or the way to authenticate is not clear.
    """
    address, way = instance_url(settings), chosen_way(settings)
    limiter = Limiter(settings.number(CALLS_PER_MINUTE), burst=BURST, shared=MeetingPlace.of("xMatters", address))
    timeouts = Timeouts(settings.number(CONNECT_TIMEOUT), settings.number(READ_TIMEOUT))
    ca_file, allow_http = authorities(settings, CA_FILE), settings.flag(ALLOW_HTTP)

    def session_with(auth: AuthBase) -> HttpSession:
        return HttpSession(
            "xMatters",
            address,
            auth=auth,
            explain=lambda answer: explain(answer, way),
            limiter=limiter,
            timeouts=timeouts,
            retry=RetryPolicy(blocked_statuses=frozenset({NOT_IMPLEMENTED})),
            ca_file=ca_file,
            allow_http=allow_http,
            http_setting=ALLOW_HTTP.env,
        )

    return session_with(authentication(settings, way, session_with))
