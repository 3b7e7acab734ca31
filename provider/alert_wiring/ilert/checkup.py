"""What `alert-wiring doctor` asks of ilert: who the key belongs to (`ilert.md 3.4`)."""

from __future__ import annotations

from typing import Final

from alert_wiring.core.checkup import Finding, Verdict, check_account
from alert_wiring.core.settings import Settings

from .api import IlertApi
from .settings import TOKEN, URL

_WRITERS: Final = ("USER", "ADMIN")
_CURRENT_USER: Final = "/api/users/current"


def check_up(settings: Settings) -> list[Finding]:
    """Return what is to be said of the account; one GET."""
    return check_account(IlertApi.vendor, settings, (TOKEN, URL), _role)


def _role(settings: Settings) -> Finding:
    answer = IlertApi.connect(settings).http.request("GET", _CURRENT_USER)
    role = answer.json.get("role") if isinstance(answer.json, dict) else None
    if not isinstance(role, str):
        return Finding(IlertApi.vendor, "role", Verdict.UNCHECKED, "ilert does not say which role the key's user has")
    if role in _WRITERS:
        return Finding(IlertApi.vendor, "role", Verdict.FITS, role)
    text = f"{role}: alert sources need a key of a user with the role {' or '.join(_WRITERS)}"
    return Finding(IlertApi.vendor, "role", Verdict.DOES_NOT_FIT, text)
