"""How ilert says no (ilert.md 1.9): one JSON object with ``status``, ``message`` and ``code``."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse

CODES = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    402: "QUOTA_EXCEEDED",
    403: "NO_PERMISSION",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    429: "TOO_MANY_REQUESTS",
}
"""The machine code for each status; 400, 401 and 429 are not published (ilert.md 1.9, 7 #21)."""


class IlertError(Exception):
    """A refusal that becomes the answer.

    Args:
        status: the HTTP status, repeated in the body (ilert.md 1.9).
        message: the human text, never stable.
        code: the machine code; the status' own code when not given.
    """

    def __init__(self, status: int, message: str, code: str | None = None) -> None:
        """Keep the three parts of the body."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code or CODES[status]

    def response(self) -> JSONResponse:
        """The answer as sent; a 429 carries no ``Retry-After`` (ilert.md 1.7)."""
        body: dict[str, Any] = {"status": self.status, "message": self.message, "code": self.code}
        return JSONResponse(body, status_code=self.status)


def bad_request(message: str) -> IlertError:
    """A validation failure."""
    return IlertError(400, message)


def not_found(what: str) -> IlertError:
    """Missing, or not visible to this key: deliberately the same answer (ilert.md 1.9)."""
    return IlertError(404, f"Could not find {what}")
