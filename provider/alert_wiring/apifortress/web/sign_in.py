"""Signing in with e-mail and password, and telling the sign-in page wherever it comes (`api-fortress.md 3.5`).

The form is presumably Spring Security's; which fields it has says the map. An instance with SAML may have none.
"""

from __future__ import annotations

from alert_wiring.core.errors import UnauthorizedError, WiringError

from .browser import ENDED, MISSING, Browser, Reply
from .locate import field, login_form
from .map_file import PageMap
from .misfit import MisfitError, NoPageError
from .page import Page, path_of


class SignIn:
    """The account's way in."""

    def __init__(self, browser: Browser, page_map: PageMap, address: str, email: str, password: str) -> None:
        """Keep the account; nothing is sent yet. `address` is the sign-in page's."""
        self._browser, self._map, self._address = browser, page_map, address
        self._email, self._password = email, password
        self.landing = ""
        """Path of the page that the server led to afterwards."""

    def asked_for(self, reply: Reply) -> bool:
        """Whether a reply is the sign-in page, or leads to it."""
        if reply.target is not None:
            return path_of(reply.target) == path_of(self._address)
        return reply.page is not None and login_form(self._map, reply.page) is not None

    def __call__(self) -> None:
        """Send the form.

        Raises:
            UnauthorizedError: refused, or the instance offers no login with a password.
            MisfitError: the page or its form is not where the map says.
        """
        reply = self._browser.request("GET", self._address, on=self._address, allow=(MISSING,))
        form = None if reply.page is None else login_form(self._map, reply.page)
        if form is None:
            raise self._no_form(reply)
        form.put(field(self._map, form, "login.user"), [self._email])
        form.put(field(self._map, form, "login.password"), [self._password])
        reply = self._browser.request(form.method, form.action, on=self._address, body=form.content(), repeatable=True)
        if reply.status == ENDED or self.asked_for(reply):
            raise UnauthorizedError(
                self._browser.http.vendor,
                reply.method,
                reply.path,
                reason="the e-mail address or the password was not accepted",
                advice="Check APIFORTRESS_EMAIL and APIFORTRESS_PASSWORD (or apifortress:email and "
                "apifortress:password); they are those of the web application.",
            )
        self.landing = path_of(reply.target or "")

    def _no_form(self, reply: Reply) -> WiringError:
        """Tell a wrong map from an instance with single sign-on only."""
        path = path_of(self._address)
        if reply.status == MISSING:
            return NoPageError("pages.login", path, write="pages: {login: {path: what your browser shows, after /app}}")
        shown = _fields(reply.page) if reply.page is not None else []
        if shown:
            return MisfitError("fields.login.password", "form with a password", path, shown)
        if reply.target is not None and self._browser.is_own(reply.target):
            return MisfitError("pages.login", "sign-in form but leads on", path, [path_of(reply.target)])
        return UnauthorizedError(
            self._browser.http.vendor,
            "GET",
            path,
            reason="this instance offers no login with a password, only single sign-on",
            advice="The web backend cannot sign in through SAML: let an administrator give a password login to a "
            "technical user with the role Manager.",
        )


def _fields(page: Page) -> list[str]:
    return [one.spoken for form in page.forms() for one in form.find(lambda one: one.type != "hidden")]
