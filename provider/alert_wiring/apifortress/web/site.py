"""The web application as one account sees it: its company, its pages, and forms that are sent once.

Nothing that writes is ever repeated, unless the session had ended before it (`api-fortress.md 7.2`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from alert_wiring.core.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    SettingError,
    VendorError,
)
from alert_wiring.core.http import HttpSession

from .browser import Reply
from .locate import cards, reason
from .map_entries import DeleteEntry
from .map_file import PageMap
from .misfit import MisfitError
from .page import Form, Page
from .reader import ROLE_ADVICE, Reader

_REFUSALS: Final[dict[int, type[VendorError]]] = {
    400: BadRequestError,
    403: ForbiddenError,
    404: NotFoundError,
    405: BadRequestError,
    409: ConflictError,
    422: BadRequestError,
}


@dataclass(frozen=True)
class Sent:
    """What came back for a form, and the reason that a page gave for a refusal."""

    reply: Reply
    reason: str = ""


class Site(Reader):
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
        super().__init__(http, page_map, prefix, email=email, password=password)
        self._company = company
        self._looking = threading.Lock()

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


def _confirmation(page: Page, name: str, entry: DeleteEntry) -> Form:
    tag = page.soup.select_one(entry.confirm or "form")
    form = next((one for one in page.forms() if one.tag is tag), None)
    if form is None:
        raise MisfitError(f"deletes.{name}", f"form {entry.confirm!r} that confirms", page.path)
    return form
