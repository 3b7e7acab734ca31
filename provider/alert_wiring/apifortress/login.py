"""The login request (`api-fortress.md 4.6` L1)."""

from __future__ import annotations

from alert_wiring.core.errors import UnauthorizedError
from alert_wiring.core.http import HttpSession

_PATH = "/api/rest/v3/login"


def log_in(http: HttpSession) -> str:
    """Return a bearer token for the e-mail and password that `http` sends.

    Raises:
        UnauthorizedError: refused, or an answer without a token (an instance with SAML may have no passwords).
    """
    answer = http.request("GET", _PATH)
    token = answer.json.get("access_token") if isinstance(answer.json, dict) else None
    if not isinstance(token, str) or not token:
        raise UnauthorizedError(
            http.vendor,
            "GET",
            _PATH,
            status=answer.status,
            reason="the answer holds no access_token",
            advice="Check APIFORTRESS_EMAIL and APIFORTRESS_PASSWORD, or use an API key.",
        )
    return token
