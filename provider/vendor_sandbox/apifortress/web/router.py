"""How a browser's request becomes a visit: flavour, session, sign-in, role, token against forgery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.objects import USERS
from vendor_sandbox.apifortress.web.flavour import FLAVOURS
from vendor_sandbox.apifortress.web.html import el
from vendor_sandbox.apifortress.web.layout import document
from vendor_sandbox.apifortress.web.session import keep, load
from vendor_sandbox.apifortress.web.visit import HEADERS, Form, Visit
from vendor_sandbox.context import Context

Handler = Callable[[Visit], Response]
ANYBODY, SIGNED_IN, MANAGER, ADMIN = "anybody", "signed in", "manager", "admin"


class Pages:
    """Makes routes of handlers."""

    def __init__(self, context: Context, sign_in: Handler) -> None:
        """`sign_in` makes the page for who is not signed in."""
        self._context = context
        self._sign_in = sign_in

    def show(self, action: str, handler: Handler, role: str = MANAGER) -> list[Route]:
        """A page or dialog, reached by GET."""
        return self._routes(action, handler, role, "GET")

    def save(self, action: str, handler: Handler, role: str = MANAGER) -> list[Route]:
        """What a form does, reached by POST."""
        return self._routes(action, handler, role, "POST")

    def delete(self, action: str, handler: Handler, role: str = MANAGER) -> list[Route]:
        """What a bin does, reached by the method that the switch says."""
        return self._routes(action, handler, role, "DELETE")

    def _routes(self, action: str, handler: Handler, role: str, method: str) -> list[Route]:
        """One route per address that a flavour has for the action; it answers in that flavour only."""
        flavours: dict[str, list[str]] = {}
        for flavour in FLAVOURS.values():
            flavours.setdefault(flavour.paths[action], []).append(flavour.name)
        methods = ["GET", "POST"] if method == "DELETE" else [method]

        def route(path: str, names: list[str]) -> Route:
            async def endpoint(request: Request) -> Response:
                if self._context.switches.get("apifortress.web_markup") not in names:
                    return refusal(404, "Not Found")
                return self._answer(request, handler, role, method, await _form(request))

            return Route(f"/{path}", endpoint, methods=methods)

        return [route(path, names) for path, names in flavours.items()]

    def _answer(self, request: Request, handler: Handler, role: str, method: str, form: Form) -> Response:
        context = self._context
        if method == "DELETE" and request.method.lower() != context.switches.get("apifortress.web_deletes"):
            return refusal(405, "Method not allowed")
        session = load(context, request)
        user = None if session.user is None else context.store.get(USERS, str(session.user))
        flavour = FLAVOURS[str(context.switches.get("apifortress.web_markup"))]
        visit = Visit(context, request, flavour, session, user=user, form=form)
        try:
            response = self._turned_away(visit, role) or handler(visit)
        except ApiError as error:
            response = refusal(error.status, error.text())
        keep(context, session, request, response)
        return response

    def _turned_away(self, visit: Visit, role: str) -> Response | None:
        """The answer to who may not make this request, if so."""
        switches, request = self._context.switches, visit.request
        if role != ANYBODY and visit.user is None:
            if request.method == "GET":
                visit.session.wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            if switches.get("apifortress.web_expired") == "page":
                return self._sign_in(visit)
            return visit.go(visit.link("sign_in"))
        if visit.user is not None and not _may(visit.user, role):
            if switches.get("apifortress.web_denied") == "redirect":
                visit.session.message = "Sorry, you're not authorized to view this page."
                return visit.go(visit.link("dashboard"))
            return refusal(403, "Sorry, you're not authorized to view this page.")
        if request.method == "POST" and switches.on("apifortress.web_csrf"):
            flavour = visit.flavour
            token = visit.form.get(flavour.token_field, [""])[-1]
            if not visit.session.accepts(token, once=flavour.token_once):
                return refusal(403, "Invalid CSRF token")
        return None


def refusal(status: int, words: str) -> Response:
    """An error as a page."""
    return HTMLResponse(document(f"{status}", el("main", el("h1", f"{status}"), el("p", words))), status, HEADERS)


def _may(user: dict[str, Any], role: str) -> bool:
    """Whether a user may see a page for a role (api-fortress.md 1.3)."""
    if role == ADMIN:
        return bool(user["admin"])
    return role != MANAGER or user["level"] == "manager" or bool(user["admin"])


async def _form(request: Request) -> Form:
    """The posted fields; of a GET, the query's."""
    raw = (await request.body()).decode("utf-8", "replace") if request.method == "POST" else request.url.query
    return parse_qs(raw, keep_blank_values=True)
