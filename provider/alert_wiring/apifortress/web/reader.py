"""Pages of the web application by their name in the map, within one session.

An ended session is told by the login page, wherever it comes: as a redirect, or with status 200 in place of the page
that was asked for. The login filter answers before anything is carried out, so that what was sent may be sent again
after a new login. Redirects are followed for pages only, and never to another scheme or host (`api-fortress.md 7.15`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from alert_wiring.core.errors import BadRequestError, ForbiddenError, UnauthorizedError, UnreachableError
from alert_wiring.core.http import HttpSession, quoted
from alert_wiring.core.near import near_matches
from alert_wiring.core.redaction import hide_pattern

from .browser import ENDED, MISSING, Browser, Reply
from .locate import addresses
from .login import Login
from .map_file import PageMap
from .misfit import MisfitError, NoPageError
from .page import Page, path_of
from .sign_in import SignIn

T = TypeVar("T")

hide_pattern(r"(?i)(?<=;jsessionid=)[^/?#\s\"']+")

_MOST_HOPS: Final = 5
ROLE_ADVICE: Final = "Alert groups and assignments need a manager's login, connector definitions a platform admin's."


class SessionEndedError(Exception):
    """The login page came instead; what was sent was not carried out. Never leaves this package."""


class Reader:
    """One login to one instance; safe to use from several threads."""

    def __init__(self, http: HttpSession, page_map: PageMap, prefix: str, *, email: str, password: str) -> None:
        """Keep the account; nothing is sent yet.

        Args:
            http: session whose base address is the server without a path.
            page_map: what the pages look like.
            prefix: the path of the application on the server, such as `/app`.
            email: e-mail address to log in with.
            password: its password.
        """
        self.http, self.map, self.prefix = http, page_map, prefix
        self._browser = Browser(http)
        self._sign_in = SignIn(self._browser, page_map, self.path("login"), email, password)
        self._login = Login(self._sign_in)
        self._paths: dict[str, None] = {}

    def sign_in(self) -> str:
        """Log in, if that was not done before, and return the path that the server led to.

        Raises:
            UnauthorizedError: refused, or the instance offers no login with a password.
        """
        self._login.session()
        return self._sign_in.landing

    def path(self, name: str, **values: str) -> str:
        """Return the address of a page of the map.

        Raises:
            MisfitError: the map knows it by a link only.
        """
        entry = self.map.pages[name]
        if entry.path is None:
            raise MisfitError(f"pages.{name}", "path", "(none)", write=f"pages: {{{name}: {{path: /web/...}}}}")
        return self.filled(f"pages.{name}", entry.path, values)

    def filled(self, name: str, template: str, values: Mapping[str, str]) -> str:
        """Return a path template of the map as an address from the server's root.

        Raises:
            MisfitError: the template speaks of an object that this page is not about.
        """
        try:
            return self.prefix + template.format(**{key: quoted(value) for key, value in values.items()})
        except KeyError as error:
            write = f"only {', '.join(f'{{{key}}}' for key in values)}" if values else "no placeholder"
            raise MisfitError(name, f"value for {{{error.args[0]}}}", template, write=write) from None

    def open(self, name: str, **values: str) -> Page:
        """Return a page that every instance has.

        Raises:
            MisfitError: there is none at this path.
            ForbiddenError: the server leads elsewhere, as it does with pages above one's role (`api-fortress.md 1.3`).
        """
        address = self.path(name, **values)
        page = self.read(address)
        if page is None:
            raise self.no_page(name, address)
        if name != "projects" and path_of(page.path) != path_of(address):
            raise self.led_elsewhere(address, page)
        return page

    def read(self, address: str) -> Page | None:
        """Return the page at an address, after redirects; None after a definite 404.

        Raises:
            UnauthorizedError: logging in does not help.
            VendorError: as `HttpSession.request`.
        """
        return self._logged_in(lambda: self._follow(address), "GET", path_of(address))

    def led_elsewhere(self, address: str, page: Page) -> ForbiddenError:
        """Return the error for a page that another one came for."""
        vendor, words = self.http.vendor, f"it leads to {page.path} instead"
        return ForbiddenError(vendor, "GET", path_of(address), reason=words, advice=ROLE_ADVICE)

    def no_page(self, name: str, address: str) -> NoPageError:
        """Return the error for a page that is not there, with what to write: for the dashboard, where the login led."""
        near = near_matches(path_of(address), list(self._paths))
        landing = self._sign_in.landing
        found = [landing] if name == "projects" and landing else near
        path = found[0].removeprefix(self.prefix) if found and "{" not in (self.map.pages[name].path or "") else ""
        write = f"pages: {{{name}: {{path: {path or 'what a browser shows for it, after /app'}}}}}"
        return NoPageError(f"pages.{name}", path_of(address), near, write)

    def _follow(self, address: str) -> Page | None:
        """Get a page, following redirects within the application."""
        on = address
        for _ in range(_MOST_HOPS):
            reply = self._browser.request("GET", address, on=on, allow=(MISSING,))
            self._demand_session(reply)
            if reply.status == MISSING:
                return None
            if reply.page is not None:
                if not reply.page.whole:
                    vendor, path = self.http.vendor, reply.path
                    raise UnreachableError(vendor, "GET", path, reason="the page ends in the middle")
                self._paths.update(dict.fromkeys(addresses(reply.page)))
                return reply.page
            address = reply.target or address
        raise BadRequestError(self.http.vendor, "GET", path_of(on), reason="it redirects for ever")

    def _demand_session(self, reply: Reply) -> None:
        if reply.status == ENDED or self._sign_in.asked_for(reply):
            raise SessionEndedError

    def _logged_in(self, work: Callable[[], T], method: str, path: str) -> T:
        for _ in range(2):
            session = self._login.session()
            try:
                return work()
            except SessionEndedError:
                self._login.ended(session)
        raise UnauthorizedError(
            self.http.vendor,
            method,
            path,
            reason="the login page came again right after a login",
            advice="Log in with a browser and look whether this page opens there; proxies must pass cookies on.",
        )
