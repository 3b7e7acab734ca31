"""The catalogue of integrations, open to everybody (ilert.md 3.10)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.callers import Caller
from vendor_sandbox.ilert.enums import INTEGRATION_TYPES, slug_of
from vendor_sandbox.ilert.errors import IlertError, refusal
from vendor_sandbox.ilert.transport import Call, page

_DEFAULT, _CAP = 50, 100
_NOBODY = Caller(token="", role="NOBODY", user=0)


def _entry(number: int, kind: str) -> dict[str, Any]:
    slug = slug_of(kind)
    return {
        "id": number,
        "name": kind,
        "type": "INBOUND",
        "iconUrl": f"https://cdn.ilert.com/integrations/{slug}.png",
        "documentationUrl": f"https://docs.ilert.com/inbound-integrations/{slug}",
        "integrationPath": f"/api/v1/events/{slug}",
    }


_ENTRIES = [_entry(number, kind) for number, kind in enumerate(sorted(INTEGRATION_TYPES), start=1)]


def routes(context: Context) -> list[Route]:
    """``GET /api/integrations``: no credential, 50 at a time unless more are asked for, 100 at most."""

    async def answer(request: Request) -> Response:
        try:
            start, size = page(Call(context, request, _NOBODY, None), _DEFAULT, _CAP)
        except IlertError as error:
            return refusal(context, error, request.method)
        return JSONResponse(_ENTRIES[start : start + size])

    return [Route("/api/integrations", answer, methods=["GET"])]
