"""The web application as one account sees it: pages by their name in the map, forms sent, the session kept.

An ended session is told by the login page, wherever it comes: as a redirect, or with status 200 in place of the page
that was asked for. The login filter answers before anything is carried out, so that what was sent may be sent again
after a new login. Nothing else that writes is ever repeated (`api-fortress.md 7.2`). Redirects are followed for pages
only, and never to another scheme or host (`api-fortress.md 7.15`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

from alert_wiring.core.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    SettingError,
    UnauthorizedError,
    UnreachableError,
    VendorError,
)
from alert_wiring.core.http import HttpSession, quoted
from alert_wiring.core.near import near_matches
from alert_wiring.core.redaction import hide_pattern

from .browser import ENDED, MISSING, Browser, Reply
from .locate import addresses, cards, reason
from .login import Login
from .map_entries import DeleteEntry
from .map_file import PageMap
from .misfit import MisfitError, NoPageError
from .page import Form, Page, path_of
from .sign_in import SignIn

T = TypeVar("T")

hide_pattern(r"(?i)(?<=;jsessionid=)[^/?#\s\"']+")

_MOST_HOPS: Final = 5
_REFUSALS: Final[dict[int, type[VendorError]]] = {
    400: BadRequestError,
    403: ForbiddenError,
    404: NotFoundError,
    405: BadRequestError,
    409: ConflictError,
    422: BadRequestError,
}
ROLE_ADVICE: Final = "Alert groups and assignments need a manager's login, connector definitions a platform admin's."


class SessionEndedError(Exception):
    """The login page came instead; what was sent was not carried out. Never leaves this package."""


@dataclass(frozen=True)
class Sent:
    """What came back for a form, and the reason that a page gave for a refusal."""

    reply: Reply
    reason: str = ""


class Site:
    """One account of one instance; safe to use from several threads."""

    def __init__(
        self, http: HttpSession, page_map: PageMap, prefix: str, *, email: str, password: str, company: str | None
    ) -> None:
        """Keep the account; nothing is sent yet.

        Args:
            http: session whose base address is the server without a path.
            page_map: what the pages look like.
            prefix: the path of the application on the server, such as `/app`.
            email: e-mail address to log in with.
            password: its password.
            company: id of the company; None finds it on the dashboard.
        """
        self.http, self.map, self.prefix = http, page_map, prefix
        self._browser = Browser(http)
        self._sign_in = SignIn(self._browser, page_map, self.path("login"), email, password)
        self._login = Login(self._sign_in)
        self._company = company
        self._looking = threading.Lock()
        self._paths: dict[str, None] = {}

    # ---- the account ----------------------------------------------------------------------------------------------

    def sign_in(self) -> str:
        """Log in, if that was not done before, and return the path that the server led to.

        Raises:
            UnauthorizedError: refused, or the instance offers no login with a password.
        """
        self._login.session()
        return self._sign_in.landing

    def company(self) -> str:
        """Return the company's id: the setting, else what the gear icon on the dashboard says (`api-fortress.md 3.5`).

        Raises:
            SettingError: the dashboard speaks of several companies or of none.
        """
        with self._looking:
            if self._company is None:
                self._company = self.learn_company(self.open("projects", company=""))
            return self._company

    def learn_company(self, dashboard: Page) -> str:
        """Return the company that a page leads to, and keep it where no setting says another.

        Raises:
            SettingError: it leads to several or to none.
        """
        found = cards(self.map, dashboard, "companies", self.prefix)
        if len(found) != 1:
            raise SettingError(
                f"{self.http.vendor}: the dashboard leads to {len(found)} companies: set APIFORTRESS_COMPANY_ID (or "
                "apifortress:companyId) to the number that the address of the settings page ends in."
            )
        self._company = self._company or next(iter(found))
        return self._company

    # ---- pages ----------------------------------------------------------------------------------------------------

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

    # ---- forms ----------------------------------------------------------------------------------------------------

    def submit(self, prepare: Callable[[], Form], save: str, **values: str) -> Sent:
        """Send a form, once; `prepare` opens it anew if the session had ended before.

        Args:
            prepare: opens the page, fills the form in and returns it.
            save: name of the map's entry that says where it goes, if not where the form itself says.
            values: ids for the placeholders of that entry.

        Raises:
            AmbiguousError: the answer was lost.
            VendorError: refused.
        """
        return self._logged_in(lambda: self.send(prepare(), save, values), "POST", f"({save})")

    def delete(self, prepare: Callable[[], Form | None], name: str, path: str) -> Sent | None:
        """Send the form, or follow the link, that deletes an object; None when `prepare` finds nothing to delete."""
        entry = self.map.deletes[name]

        def once() -> Sent | None:
            form = prepare()
            if form is None:
                return None
            sent = self._send(form)
            if entry.confirm is not None and sent.reply.page is not None:
                return self._send(_confirmation(sent.reply.page, name, entry))
            return sent

        return self._logged_in(once, "POST", path)

    def send(self, form: Form, save: str, values: Mapping[str, str], *, repeatable: bool = False) -> Sent:
        """Send a form within the session, as the map's entry for this save says.

        Args:
            form: what to send.
            save: name of the entry.
            values: ids for the placeholders of the entry.
            repeatable: whether sending it twice does no harm.

        Raises:
            SessionEndedError: the login page came instead.
            VendorError: refused; the reason holds none of the values that were sent.
        """
        entry = self.map.saves[save]
        for name, value in entry.add.items():
            form.add(name, value)
        form.method = entry.method or form.method
        if entry.path:
            form.action = self.filled(f"saves.{save}", entry.path, values)
        return self._send(form, repeatable=repeatable)

    def _send(self, form: Form, *, repeatable: bool = False) -> Sent:
        """Send a form. Without `repeatable` a lost answer is ambiguous, whatever the method: links may delete."""
        query, body = (urlencode(form.pairs()), None) if form.method == "GET" else ("", form.content())
        reply = self._browser.request(
            form.method,
            form.action,
            on=form.page.path,
            query=query,
            body=body,
            repeatable=repeatable,
            allow=tuple(_REFUSALS),
        )
        self._demand_session(reply)
        why = "" if reply.page is None else reason(self.map, reply.page, [value for _, value in form.pairs()])
        if reply.status in _REFUSALS:
            advice = ROLE_ADVICE if reply.status == 403 else ""
            raise _REFUSALS[reply.status](
                self.http.vendor, form.method, reply.path, status=reply.status, reason=why, advice=advice
            )
        return Sent(reply, why)

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


def _confirmation(page: Page, name: str, entry: DeleteEntry) -> Form:
    tag = page.soup.select_one(entry.confirm or "form")
    form = next((one for one in page.forms() if one.tag is tag), None)
    if form is None:
        raise MisfitError(f"deletes.{name}", f"form {entry.confirm!r} that confirms", page.path)
    return form
