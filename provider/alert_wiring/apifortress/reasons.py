"""The reason inside an error answer (`api-fortress.md 3.8`, `4.4`): four shapes are known, none may surprise us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alert_wiring.core.http import Answer, Reason

_CREDENTIAL_ADVICE = (
    "Check APIFORTRESS_API_KEY and APIFORTRESS_API_SECRET (or apifortress:key and apifortress:secret), and this "
    "machine's clock: the signature lives for seconds."
)
_ROLE_ADVICE = (
    "Alert groups, connectors and assignments need a manager's key; connector definitions need an administrator's."
)
_ADVICE = {401: _CREDENTIAL_ADVICE, 403: _ROLE_ADVICE}


def explain(answer: Answer) -> Reason:
    """Return the vendor's words; values that it rejected are left out, since they may be secrets."""
    return Reason(_words(answer.json), advice=_ADVICE.get(answer.status, ""))


def _words(body: Any) -> str:
    if not isinstance(body, Mapping):
        return ""
    message = body.get("message")
    if isinstance(message, Mapping):
        errors = message.get("errors")
        if isinstance(errors, list):
            return "; ".join(_field(error) for error in errors)
        message = message.get("message")
    error = body.get("error")
    words = [text for text in (error, message) if isinstance(text, str) and text]
    return ": ".join(dict.fromkeys(words))


def _field(error: object) -> str:
    """One validation error: object, field and message (`api-fortress.md 4.4`), never the rejected value."""
    if not isinstance(error, Mapping):
        return str(error)
    where = ".".join(str(error[part]) for part in ("object", "field") if error.get(part))
    return f"{where} {error.get('message') or 'is not accepted'}".strip()
