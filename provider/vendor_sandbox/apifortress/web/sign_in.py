"""Signing in and out (api-fortress.md 3.5): Spring Security's form post is [inferred], the page's address was seen."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from vendor_sandbox.apifortress.auth import user_with
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.web.forms import text, tick, token
from vendor_sandbox.apifortress.web.html import el, join
from vendor_sandbox.apifortress.web.layout import document
from vendor_sandbox.apifortress.web.router import ANYBODY, Pages
from vendor_sandbox.apifortress.web.session import renew
from vendor_sandbox.apifortress.web.visit import HEADERS, Visit

_FAILED = "Sorry, we were not able to find a user with that username and password."


def routes(pages: Pages) -> list[Route]:
    """Sign-in page, its form's target, sign-out."""
    return [
        *pages.show("sign_in", sign_in, ANYBODY),
        *pages.save("login", _login, ANYBODY),
        *pages.show("logout", _logout, ANYBODY),
    ]


def sign_in(visit: Visit) -> Response:
    """The sign-in page; on an instance with SAML only, a link instead of the form."""
    failed = el("div", _FAILED, class_="errors") if "login_error" in visit.form else None
    if _saml(visit):
        link = "https://idp.example.com/sso?RelayState=" + visit.link("dashboard")
        body = el("p", el("a", "Sign in with single sign-on", href=link, class_="sso"))
    else:
        body = el(
            "form",
            token(visit),
            text(visit, "Email", visit.flavour.field("email")),
            text(visit, "Password", visit.flavour.field("password"), type="password"),
            tick(visit, "Remember me", "remember-me", False),
            el("p", el("button", "Sign in", type="submit")),
            action=visit.link("login"),
            method="post",
            id="loginForm" if visit.flavour.by_label else None,
            autocomplete="off",
        )
    content = join(el("h1", "API Fortress"), el("h2", "Sign in"), failed, body)
    return HTMLResponse(document("Login", el("main", content, class_="login")), headers=HEADERS)


def _login(visit: Visit) -> Response:
    if _saml(visit):
        raise ApiError(405, "Method not allowed")
    user = user_with(visit.context, visit.arg("email"), visit.arg("password"))
    if user is None:
        return visit.go(visit.link("sign_in") + "?login_error=1")
    wanted, visit.session.wanted = visit.session.wanted, ""
    renew(visit.context, visit.session, user["id"])
    return visit.go(wanted or visit.link("dashboard"))


def _logout(visit: Visit) -> Response:
    renew(visit.context, visit.session, None)
    return visit.go(visit.link("sign_in"))


def _saml(visit: Visit) -> bool:
    return visit.context.switches.get("apifortress.web_login") == "saml"
