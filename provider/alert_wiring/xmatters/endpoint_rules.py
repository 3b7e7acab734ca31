"""What the authentication types of an endpoint need and take (`xmatters.md 3.6`)."""

from __future__ import annotations

from typing import Literal, get_args

from alert_wiring.core.problems import Problems
from alert_wiring.core.values import Props

EndpointAuthentication = Literal["NO_AUTH", "BASIC", "OAUTH2", "OAUTH2_FORCE", "OAUTH_SLACK"]
AUTHENTICATIONS: tuple[str, ...] = get_args(EndpointAuthentication)

_PASSWORD = ("username", "password")
_CLIENT = ("username", "oauth_token_url", "oauth_client_id", "client_secret")

TAKES: dict[str, tuple[str, ...]] = {
    "NO_AUTH": (),
    "BASIC": _PASSWORD,
    "OAUTH2": _CLIENT,
    "OAUTH2_FORCE": (*_CLIENT, "password"),
    "OAUTH_SLACK": (*_CLIENT, "password"),
}
"""What each type may have; of the last two the reference shows no sample, so nothing is refused."""

_NEEDS: dict[str, tuple[str, ...]] = {"BASIC": _PASSWORD, "OAUTH2": _CLIENT[1:]}
_SECRETS = frozenset({"password", "client_secret"})
ALL = (*_CLIENT, "password")
"""What any type may have."""


def check_authentication(inputs: Props, problems: Problems) -> None:
    """Report what the type lacks and what it cannot use."""
    kind = inputs.get("authentication_type")
    if not isinstance(kind, str) or kind not in TAKES:
        return
    for name in _NEEDS.get(kind, ()):
        if inputs.get(name) is None:
            problems.add(name, f"is required for authentication type {kind}", secret=name in _SECRETS)
    for name in ALL:
        if name not in TAKES[kind] and inputs.get(name) is not None:
            there = " and ".join(TAKES[kind]) or "nothing of these"
            text = f"does not belong to authentication type {kind}, which has {there}; leave it out"
            problems.add(name, text, secret=name in _SECRETS)
