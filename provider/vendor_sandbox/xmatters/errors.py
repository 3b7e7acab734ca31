"""How xMatters says no (xmatters.md 2.8): ``code``, ``reason``, ``message`` and sometimes a stable ``subcode``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context


class XmattersError(Exception):
    """A refusal that becomes the answer.

    Args:
        status: the HTTP status, repeated as ``code``.
        message: English text that may change at any time.
        subcode: the dotted code to branch on, where one is known.
    """

    def __init__(self, status: int, message: str, subcode: str | None = None) -> None:
        """Keep the parts of the body."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.subcode = subcode

    def response(self) -> JSONResponse:
        """The answer as sent."""
        reason = HTTPStatus(self.status).phrase
        body: dict[str, Any] = {"code": self.status, "reason": reason, "message": self.message}
        if self.subcode:
            body["subcode"] = self.subcode
        return JSONResponse(body, status_code=self.status)


def refused(context: Context, error: XmattersError) -> Response:
    """The answer to a refusal as this instance words it (xmatters.md 2.8)."""
    if context.switches.get("xmatters.subcodes") == "absent":
        error.subcode = None
    return error.response()


class OAuthError(XmattersError):
    """The other shape of a 401: an expired bearer token is refused by the OAuth layer (xmatters.md 2.8, trap 29)."""

    def response(self) -> JSONResponse:
        """The answer as sent."""
        return JSONResponse({"error": "invalid_token", "error_description": self.message}, status_code=self.status)


def bad_request(message: str, subcode: str | None = None) -> XmattersError:
    """A malformed request, or one that refers to something that does not exist."""
    return XmattersError(400, message, subcode)


def not_found(noun: str, key: str) -> XmattersError:
    """A missing or invisible object."""
    article = "an" if noun[0] in "aeiou" else "a"
    return XmattersError(
        404, f"Could not find {article} {noun} with id {key}", f"validation.{_dotted(noun)}_not_exists"
    )


def conflict(noun: str, name: str) -> XmattersError:
    """A name that is taken."""
    subcode = f"validation.{_dotted(noun).split('.', maxsplit=1)[0]}.name_not_unique"
    return XmattersError(409, f"The {noun} name '{name}' is already in use", subcode)


def _dotted(noun: str) -> str:
    word = noun.replace(" ", "_")
    return f"{word}.{word}"
