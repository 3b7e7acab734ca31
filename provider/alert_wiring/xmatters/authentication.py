"""The ways to authenticate at xMatters (`xmatters.md 2.3, 10.4`). Exactly one is used; which one, the settings say.

| way | settings |
|---|---|
| user name and password | `XMATTERS_USERNAME`, `XMATTERS_PASSWORD`: a native login, not single sign-on |
| API key | `XMATTERS_API_KEY` (x-api-key-…), `XMATTERS_API_SECRET`; or the same pair as user name and password |
| OAuth with a user | `XMATTERS_CLIENT_ID`, `XMATTERS_USERNAME`, `XMATTERS_PASSWORD`, perhaps `XMATTERS_CLIENT_SECRET` |
| OAuth with a refresh token | `XMATTERS_CLIENT_ID`, `XMATTERS_REFRESH_TOKEN`, perhaps `XMATTERS_CLIENT_SECRET` |
| access token | `XMATTERS_TOKEN`: never renewed, so good for about 15 minutes |

An access token that was fetched is kept in the process, renewed when it ends or is refused, and never stored. Whether
a refresh token is good for more than one use is not documented (its answer holds a new one). Each process starts with
the one that is set, and one run of the engine has several processes: an instance that takes it only once needs another
way, such as an API key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import requests
from requests.auth import AuthBase

from alert_wiring.core.errors import BadRequestError, ServerError, SettingError, UnauthorizedError
from alert_wiring.core.http import BasicAuth, BearerAuth, Content, HttpSession
from alert_wiring.core.settings import Setting, Settings
from alert_wiring.core.token import Token, TokenAuth
from alert_wiring.xmatters.settings import (
    API_KEY,
    API_SECRET,
    CLIENT_ID,
    CLIENT_SECRET,
    CREDENTIALS,
    PASSWORD,
    REFRESH_TOKEN,
    REST_PREFIX,
    TOKEN,
    USERNAME,
)

TOKEN_PATH = f"{REST_PREFIX}/oauth2/token"
"""Takes a form, not JSON (`xmatters.md 2.1, 2.4`)."""

API_KEY_PREFIX = "x-api-key-"
"""Every API key begins so (`xmatters.md 2.3`)."""

SHORTEST_LIFE = 60.0
"""Seconds that a token is taken to be good for when its answer does not say so; samples say 588 and 899."""


@dataclass(frozen=True)
class Way:
    """One way to authenticate.

    Attributes:
        name: what it is, in messages.
        needs: all of these must be set.
        may: these may be set too.
        advice: what to check after a 401.
    """

    name: str
    needs: tuple[Setting, ...]
    may: tuple[Setting, ...] = ()
    advice: str = ""

    def takes(self, given: set[Setting]) -> bool:
        """Say whether nothing of another way is given."""
        return given <= {*self.needs, *self.may}

    @property
    def words(self) -> str:
        """The way and its variables, for messages."""
        return f"{self.name} ({', '.join(setting.env for setting in self.needs)})"


_OAUTH = (CLIENT_SECRET,)

BASIC = Way(
    "user name and password",
    (USERNAME, PASSWORD),
    advice="Check XMATTERS_USERNAME and XMATTERS_PASSWORD (an API key is the pair x-api-key-… and its secret; a "
    "password must be a native one, not single sign-on).",
)
KEY = Way("API key", (API_KEY, API_SECRET), advice="Check XMATTERS_API_KEY and XMATTERS_API_SECRET.")
OAUTH_USER = Way(
    "OAuth with user name and password",
    (CLIENT_ID, USERNAME, PASSWORD),
    _OAUTH,
    "Check XMATTERS_CLIENT_ID, XMATTERS_USERNAME and XMATTERS_PASSWORD.",
)
OAUTH_REFRESH = Way(
    "OAuth with a refresh token",
    (CLIENT_ID, REFRESH_TOKEN),
    _OAUTH,
    "Check XMATTERS_CLIENT_ID and XMATTERS_REFRESH_TOKEN: the refresh token may be used up or revoked; get a new one, "
    "or use another way if xMatters takes each only once.",
)
ACCESS = Way(
    "access token", (TOKEN,), advice="The access token in XMATTERS_TOKEN is wrong or has run out: get a new one."
)

WAYS = (BASIC, KEY, OAUTH_USER, OAUTH_REFRESH, ACCESS)


def chosen_way(settings: Settings) -> Way:
    """Return the one way that the settings describe.

    Raises:
        SettingError: none is described, one only in part, or parts of several.
    """
    given = {setting for setting in CREDENTIALS if settings.get(setting) is not None}
    whole = [way for way in WAYS if way.takes(given) and set(way.needs) <= given]
    if whole:
        return whole[0]
    begun = [way for way in WAYS if given and way.takes(given)]
    if begun:
        nearest = min(begun, key=lambda way: len(set(way.needs) - given))
        settings.require(next(setting for setting in nearest.needs if setting not in given))
    if given:
        told = ", ".join(f"{setting.env} (or {setting.key})" for setting in CREDENTIALS if setting in given)
        raise SettingError(
            f"Several ways to authenticate at xMatters are mixed: {told} are set. Keep the settings of one: {_all()}."
        )
    raise SettingError(
        f"No way to authenticate at xMatters is set. Put the settings of one into the environment: {_all()}; or into "
        f"the stack, such as `pulumi config set {USERNAME.key} <value>` and `pulumi config set --secret {PASSWORD.key} "
        "<value>`."
    )


def authentication(settings: Settings, way: Way, session_with: Callable[[AuthBase], HttpSession]) -> AuthBase:
    """Return what adds the credential to each request; nothing is sent yet.

    Args:
        settings: the account.
        way: how it authenticates.
        session_with: makes a session with the given credential; the token endpoint is asked through one without any.

    Raises:
        SettingError: the id of an API key does not look like one.
    """
    if way is BASIC:
        return BasicAuth(settings.require(USERNAME), settings.require(PASSWORD))
    if way is KEY:
        key = settings.require(API_KEY)
        if not key.startswith(API_KEY_PREFIX):
            raise SettingError(f"{API_KEY.env} (or {API_KEY.key}) must be the id of an API key: {API_KEY_PREFIX}….")
        return BasicAuth(key, settings.require(API_SECRET))
    if way is ACCESS:
        return BearerAuth(settings.require(TOKEN))
    return TokenAuth(_Grants(settings, way, session_with(_Nothing())).fetch)


class _Nothing(AuthBase):
    """No credential; as an auth object it also keeps `.netrc` entries from taking over."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@dataclass(frozen=True)
class _Grants:
    """Gets access tokens: with the newest refresh token first, and with what the settings hold otherwise."""

    settings: Settings
    way: Way
    http: HttpSession

    def fetch(self, refresh: str | None) -> Token:
        """Get a token; `refresh` is None before the first one.

        Raises:
            VendorError: xMatters refused.
        """
        if refresh is not None:
            try:
                return self._ask({"grant_type": "refresh_token", "refresh_token": refresh})
            except (UnauthorizedError, BadRequestError):
                pass  # a refresh token ends too (trap 35 tells of the access token only); start anew
        if self.way is OAUTH_REFRESH:
            known = self.settings.require(REFRESH_TOKEN)
            return self._ask({"grant_type": "refresh_token", "refresh_token": known})
        user, password = self.settings.require(USERNAME), self.settings.require(PASSWORD)
        return self._ask({"grant_type": "password", "username": user, "password": password})

    def _ask(self, grant: dict[str, str]) -> Token:
        secret = self.settings.get(CLIENT_SECRET)
        client = {"client_id": self.settings.require(CLIENT_ID), **({"client_secret": secret} if secret else {})}
        form = Content(urlencode(grant | client).encode(), "application/x-www-form-urlencoded")
        answer = self.http.request("POST", TOKEN_PATH, body=form, repeatable=True)
        told = answer.json if isinstance(answer.json, dict) else {}
        if not isinstance(told.get("access_token"), str):
            reason = "the answer holds no access token, so perhaps it is from a proxy or a login page"
            raise ServerError("xMatters", "POST", TOKEN_PATH, status=answer.status, reason=reason)
        seconds, refresh = told.get("expires_in"), told.get("refresh_token")
        return Token(
            told["access_token"],
            float(seconds) if isinstance(seconds, int | float) and seconds > 0 else SHORTEST_LIFE,
            refresh if isinstance(refresh, str) and refresh else None,
        )


def _all() -> str:
    return "; ".join(way.words for way in WAYS)
