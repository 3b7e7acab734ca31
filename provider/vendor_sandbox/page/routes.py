"""What the page's listener serves: four static files and one JSON view without secrets."""

from __future__ import annotations

from importlib import resources

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from vendor_sandbox.context import Context
from vendor_sandbox.page.view import view

_HEADERS = {
    # Names of objects come from anywhere; even if one slipped through as markup, nothing of it would run.
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_FILES = {
    "/": ("index.html", "text/html"),
    "/page/style.css": ("style.css", "text/css"),
    "/page/app.js": ("app.js", "text/javascript"),
    "/page/icon.svg": ("icon.svg", "image/svg+xml"),
}


def routes(context: Context) -> list[BaseRoute]:
    """The page's routes; they need no token because they show no secret and change nothing."""

    async def shown(_: Request) -> Response:
        return JSONResponse(view(context), headers=_HEADERS)

    return [*(_static(path, *file) for path, file in _FILES.items()), Route("/page/view.json", shown)]


def _static(path: str, name: str, kind: str) -> Route:
    content = (resources.files("vendor_sandbox.page") / "static" / name).read_bytes()

    async def serve(_: Request) -> Response:
        return Response(content, media_type=kind, headers=_HEADERS)

    return Route(path, serve)
