"""Errors in API Fortress' form (api-fortress.md 4.4)."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse


class ApiError(Exception):
    """Answered with `status` and the v4 error body."""

    def __init__(self, status: int, message: str | list[dict[str, Any]]) -> None:
        """`message` is a sentence, or the list of field errors of a validation."""
        super().__init__(message)
        self.status = status
        self.message = message

    def text(self) -> str:
        """The error as one line."""
        if isinstance(self.message, str):
            return self.message
        return "; ".join(f"{each['object']}.{each['field']}: {each['message']}" for each in self.message)

    def response(self) -> JSONResponse:
        """The answer on the wire."""
        message = self.message if isinstance(self.message, str) else {"errors": self.message}
        return JSONResponse({"status": "error", "message": message}, self.status)


def invalid(kind: str, field: str, message: str, rejected: Any) -> ApiError:
    """A validation error on one field; a rejected value that may be a secret is the caller's to leave out."""
    return ApiError(400, [{"object": kind, "field": field, "message": message, "rejected-value": rejected}])


def text_field(kind: str, body: dict[str, Any], field: str, default: str) -> str:
    """An optional text member of a body. Raises ApiError 400 when it is no text."""
    value = body.get(field, default)
    if not isinstance(value, str):
        raise invalid(kind, field, "must be a string", value)
    return value


def bool_field(kind: str, body: dict[str, Any], field: str, default: bool) -> bool:
    """An optional boolean member of a body. Raises ApiError 400 when it is no boolean."""
    value = body.get(field, default)
    if not isinstance(value, bool):
        raise invalid(kind, field, "must be a boolean", value)
    return value


def name_field(kind: str, body: dict[str, Any], field: str) -> str:
    """A required text of 1 to 255 characters after trimming, trimmed. Raises ApiError 400 otherwise."""
    value = body.get(field)
    if not isinstance(value, str):
        raise invalid(kind, field, "must be a string", value)
    if not value.strip():
        raise invalid(kind, field, "must not be blank", value)
    if len(value.strip()) > 255:
        raise invalid(kind, field, "must not be longer than 255 characters", value)
    return value.strip()
