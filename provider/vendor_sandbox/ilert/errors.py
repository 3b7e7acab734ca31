"""How ilert says no (ilert.md 1.9): one JSON object with ``status``, ``message`` and ``code``."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context

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

_PUBLISHED = "KEY_ERROR"
"""The one code here that a source states; the others are seen in test fixtures at best (ilert.md 1.9)."""


class IlertError(Exception):
    """A refusal that becomes the answer.

    Args:
        status: the HTTP status, repeated in the body (ilert.md 1.9).
        message: the human text, never stable.
        code: the machine code; the status' own code when not given.
        headers: of the answer.
    """

    def __init__(
        self, status: int, message: str, code: str | None = None, *, headers: dict[str, str] | None = None
    ) -> None:
        """Keep the parts of the answer."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code or CODES[status]
        self.headers = headers or {}


def refusal(context: Context, error: IlertError, method: str) -> Response:
    """The answer to a call that was refused."""
    status = error.status
    if status == 404 and not error.message:
        return Response(status_code=404)
    if status == 400 and method in {"POST", "PUT"} and context.switches.get("ilert.validation_status") == "422":
        status = 422
    body: dict[str, Any] = {"status": status, "message": error.message}
    headers = dict(error.headers)
    if context.switches.get("ilert.request_id") == "sent":
        headers["x-amzn-RequestId"] = str(uuid.uuid4())
    if error.code == _PUBLISHED or context.switches.get("ilert.error_codes") == "guessed":
        body["code"] = error.code
    return JSONResponse(body, status_code=status, headers=headers)


def bad_request(message: str) -> IlertError:
    """A validation failure."""
    return IlertError(400, message)


def not_found(what: str) -> IlertError:
    """Missing, or not visible to this key: deliberately the same answer (ilert.md 1.9)."""
    return IlertError(404, f"Could not find {what}")
