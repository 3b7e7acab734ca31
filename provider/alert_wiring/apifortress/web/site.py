"""The web application over HTTP: log in once, open pages, send forms, notice when the session has ended.

An ended session is told by the login page, wherever it comes: as a redirect, or with status 200 in place of the page
that was asked for. The login filter answers before anything is carried out, so that what was sent may be sent again
after a new login. Nothing else that writes is ever repeated (`api-fortress.md 7.2`). Redirects are followed for pages
only, and never to another scheme or host (`api-fortress.md 7.15`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from requests.utils import get_encoding_from_headers

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
from alert_wiring.core.http import Answer, HttpSession, quoted
from alert_wiring.core.near import near_matches
from alert_wiring.core.redaction import hide_pattern

from .locate import addresses, cards, field, login_form, reason
from .login import Login
from .map_entries import DeleteEntry, SaveEntry
from .map_file import PageMap
from .misfit import MisfitError, NoPageError
from .page import Form, Page, path_of

T = TypeVar("T")

hide_pattern(r"(?i)(?<=;jsessionid=)[^/?#\s\"']+")

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_HOPS: Final = 5
_ENDED: Final = 401
_MISSING: Final = 404
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
    """What came back for a form: the address that it leads to, or a page."""

    method: str
    path: str
    status: int
    location: str | None = None
    page: Page | None = None
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
        self._email, self._password = email, password
        self._login = Login(self._log_in)
        self._company = company
        self._looking = threading.Lock()
        self._paths: dict[str, None] = {}
        self.landing = ""
        """Where the server led after the login."""

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

    def sign_in(self) -> None:
        """Log in, if that was not done before.

        Raises:
            UnauthorizedError: refused, or the instance offers no login with a password.
        """
        self._login.session()

    # ---- pages ----------------------------------------------------------------------------------------------------

    def path(self, name: str, **values: str) -> str:
        """Return the address of a page of the map.

        Raises:
            MisfitError: the map knows it by a link only.
        """
        entry = self.map.pages[name]
        if entry.path is None:
            raise MisfitError(f"pages.{name}", "path", "(none)", write=f"pages: {{{name}: {{path: /web/...}}}}")
        return self.filled(entry.path, **values)

    def filled(self, template: str, **values: str) -> str:
        """Return a path template of the map as an address from the server's root."""
        return self.prefix + template.format(**{name: quoted(value) for name, value in values.items()})

    def open(self, name: str, **values: str) -> Page:
        """Return a page that every instance has.

        Raises:
            MisfitError: there is none at this path.
            ForbiddenError: the server leads elsewhere, as it does with pages above one's role (`api-fortress.md 1.3`).
        """
        address = self.path(name, **values)
        page = self.read(address)
        if page is None:
            near = near_matches(path_of(address), self._paths)
            raise NoPageError(f"pages.{name}", path_of(address), near, self._advice(name, near))
        if name != "projects" and path_of(page.path) != path_of(address):
            raise self.led_elsewhere(address, page)
        return page

    def led_elsewhere(self, address: str, page: Page) -> ForbiddenError:
        """Return the error for a page that another one came for."""
        vendor, words = self.http.vendor, f"it leads to {page.path} instead"
        return ForbiddenError(vendor, "GET", path_of(address), reason=words, advice=ROLE_ADVICE)

    def _advice(self, name: str, near: list[str]) -> str:
        """What to write for a page that is not there: for the dashboard, where the login led to."""
        found = [self.landing] if name == "projects" and self.landing else near
        path = found[0].removeprefix(self.prefix) if found and "{" not in (self.map.pages[name].path or "") else ""
        return f"pages: {{{name}: {{path: {path or 'what a browser shows for it, after /app'}}}}}"

    def read(self, address: str) -> Page | None:
        """Return the page at an address, after redirects; None after a definite 404.

        Raises:
            UnauthorizedError: logging in does not help.
            VendorError: as `HttpSession.request`.
        """
        return self._logged_in(lambda: self._follow(address), "GET", path_of(address))

    def submit(self, prepare: Callable[[], Form], save: str) -> Sent:
        """Send a form, once; `prepare` opens it anew if the session had ended before.

        Args:
            prepare: opens the page, fills the form in and returns it.
            save: name of the map's entry that says where it goes, if not where the form itself says.

        Raises:
            AmbiguousError: the answer was lost.
            VendorError: refused.
        """
        entry = self.map.saves[save]
        return self._logged_in(lambda: self.send(prepare(), entry), "POST", f"({save})")

    def delete(self, prepare: Callable[[], Form | None], name: str, path: str) -> Sent | None:
        """Send the form, or follow the link, that deletes an object; None when `prepare` finds nothing to delete."""
        entry = self.map.deletes[name]

        def once() -> Sent | None:
            form = prepare()
            if form is None:
                return None
            sent = self.send(form, SaveEntry())
            if entry.confirm is not None and sent.page is not None:
                return self.send(_confirmation(sent.page, name, entry), SaveEntry())
            return sent

        return self._logged_in(once, "POST", path)

    # ---- one request ----------------------------------------------------------------------------------------------

    def send(self, form: Form, entry: SaveEntry) -> Sent:
        """Send a form within the session.

        Raises:
            SessionEndedError: the login page came instead.
        """
        for name, value in entry.add.items():
            form.add(name, value)
        method = entry.method or form.method
        address = self.filled(entry.path) if entry.path else form.action
        path, query = self._own(address, method, form.page.path)
        if method == "GET":
            query = "&".join(part for part in (query, urlencode(form.pairs())) if part)
        allow = (*_REDIRECTS, _ENDED, *_REFUSALS)
        body = None if method == "GET" else form.content()
        answer = self.http.request(method, path, query=query, body=body, allow=allow)
        location = answer.headers.get("Location") if answer.status in _REDIRECTS else None
        target = urljoin(address, location) if location else None
        page = None if target else _page(address, answer)
        if answer.status == _ENDED or self._is_login(target, page):
            raise SessionEndedError
        why = "" if page is None else reason(self.map, page, [value for _, value in form.pairs()])
        if answer.status in _REFUSALS:
            advice = ROLE_ADVICE if answer.status == 403 else ""
            raise _REFUSALS[answer.status](
                self.http.vendor, method, path_of(path), status=answer.status, reason=why, advice=advice
            )
        return Sent(method, path_of(path), answer.status, target, page, why)

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

    def _follow(self, address: str) -> Page | None:
        """Get a page, following redirects within the application."""
        for _ in range(_MOST_HOPS):
            path, query = self._own(address, "GET", address)
            address = f"{path}?{query}" if query else path
            answer = self.http.request("GET", path, query=query, allow=(*_REDIRECTS, _ENDED, _MISSING))
            location = answer.headers.get("Location") if answer.status in _REDIRECTS else None
            target = urljoin(address, location) if location else None
            page = None if target else _page(address, answer)
            if answer.status == _ENDED or self._is_login(target, page):
                raise SessionEndedError
            if answer.status == _MISSING:
                return None
            if page is not None:
                self._demand_whole(page)
                self._paths.update(dict.fromkeys(addresses(page)))
                return page
            address = target or address
        raise BadRequestError(self.http.vendor, "GET", path_of(address), reason="it redirects for ever")

    def _own(self, address: str, method: str, page: str) -> tuple[str, str]:
        """Split an address of this server into path and query.

        Raises:
            UnreachableError: it leads to another scheme or host, where the session must not go.
        """
        parts = urlsplit(address)
        own = urlsplit(self.http.base_url)
        if parts.netloc and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            raise UnreachableError(
                self.http.vendor,
                method,
                path_of(page),
                reason=f"it leads to {parts.scheme}://{parts.hostname}, not to {own.scheme}://{own.netloc}",
                advice="A gateway in front may hide the outer address from the server (x-forwarded-proto), or "
                "apifortress:url is not the address that the server knows of itself.",
            )
        return parts.path or "/", parts.query

    def _demand_whole(self, page: Page) -> None:
        if not page.whole:
            raise UnreachableError(self.http.vendor, "GET", page.path, reason="the page ends in the middle")

    # ---- logging in -----------------------------------------------------------------------------------------------

    def _is_login(self, target: str | None, page: Page | None) -> bool:
        if target is not None:
            return path_of(target) == path_of(self.path("login"))
        return page is not None and login_form(self.map, page) is not None

    def _log_in(self) -> None:
        """Send the sign-in form.

        Raises:
            UnauthorizedError: refused, or the instance offers no password login.
        """
        address = self.path("login")
        answer = self.http.request("GET", address, allow=(*_REDIRECTS, _MISSING))
        page = _page(address, answer)
        form = login_form(self.map, page)
        if form is None:
            raise self._no_form(answer, page)
        form.put(field(self.map, form, "login.user"), [self._email])
        form.put(field(self.map, form, "login.password"), [self._password])
        path, query = self._own(form.action, form.method, address)
        body = form.content()
        answer = self.http.request(form.method, path, query=query, body=body, repeatable=True, allow=(*_REDIRECTS, 401))
        location = answer.headers.get("Location") if answer.status in _REDIRECTS else None
        target = urljoin(form.action, location) if location else None
        page = _page(path, answer)
        if answer.status == _ENDED or self._is_login(target, None if target else page):
            raise UnauthorizedError(
                self.http.vendor,
                form.method,
                path_of(path),
                reason="the e-mail address or the password was not accepted",
                advice="Check APIFORTRESS_EMAIL and APIFORTRESS_PASSWORD (or apifortress:email and "
                "apifortress:password); they are those of the web application.",
            )
        self.landing = path_of(target or "")

    def _no_form(self, answer: Answer, page: Page) -> VendorError | MisfitError:
        target = answer.headers.get("Location", "") if answer.status in _REDIRECTS else ""
        elsewhere = urlsplit(urljoin(self.http.base_url, target)).netloc != urlsplit(self.http.base_url).netloc
        shown = [control.spoken for form in page.forms() for control in form.find(lambda one: one.type != "hidden")]
        if answer.status == _MISSING or (shown and not elsewhere):
            return MisfitError(
                "fields.login.password" if shown else "pages.login", "form with a password", page.path, shown
            )
        return UnauthorizedError(
            self.http.vendor,
            "GET",
            page.path,
            reason="this instance offers no login with a password, only single sign-on",
            advice="The web backend cannot sign in through SAML: let an administrator give a password login to a "
            "technical user with the role Manager.",
        )


def _confirmation(page: Page, name: str, entry: DeleteEntry) -> Form:
    tag = page.soup.select_one(entry.confirm or "form")
    form = next((one for one in page.forms() if one.tag is tag), None)
    if form is None:
        raise MisfitError(f"deletes.{name}", f"form {entry.confirm!r} that confirms", page.path)
    return form


def _page(address: str, answer: Answer) -> Page:
    charset = get_encoding_from_headers(answer.headers) if "charset" in answer.headers.get("Content-Type", "") else None
    return Page(address, answer.content or "", charset)
