"""One request of a browser: who asks, with what, and the ways to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.objects import COMPANIES, owned
from vendor_sandbox.apifortress.web.flavour import Flavour
from vendor_sandbox.apifortress.web.html import Markup, el, join
from vendor_sandbox.apifortress.web.layout import page, said
from vendor_sandbox.apifortress.web.session import Session
from vendor_sandbox.context import Context

HEADERS = {
    # Names of objects come from anywhere; even if one slipped through as markup, nothing of it would run.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Form = dict[str, list[str]]


class Visit:
    """What a page's maker may look at, and how it answers."""

    def __init__(
        self,
        context: Context,
        request: Request,
        flavour: Flavour,
        session: Session,
        *,
        user: dict[str, Any] | None,
        form: Form,
    ) -> None:
        """`user` is who is signed in; `form` the posted fields (of a GET, the query's)."""
        self.context = context
        self.request = request
        self.flavour = flavour
        self.session = session
        self.user = user
        self.form = form

    @property
    def company(self) -> int:
        """The company of who is signed in."""
        return int(self.user["companyId"]) if self.user else 0

    @property
    def is_admin(self) -> bool:
        """Whether a platform admin is signed in."""
        return bool(self.user and self.user["admin"])

    @property
    def company_name(self) -> str:
        """Its name."""
        return str((self.context.store.get(COMPANIES, str(self.company)) or {}).get("name", ""))

    def arg(self, name: str) -> str:
        """An argument, from the path, the form or the query; empty when it is missing."""
        if name in self.request.path_params:
            return str(self.request.path_params[name])
        values = self.args(name)
        return values[-1] if values else self.request.query_params.get(self.flavour.field(name), "")

    def args(self, name: str) -> list[str]:
        """All values of a field of the form."""
        return self.form.get(self.flavour.field(name), [])

    def ticked(self, name: str) -> bool:
        """Whether a checkbox was posted on."""
        return bool(self.args(name))

    def own(self, collection: str, argument: str, kind: str) -> dict[str, Any]:
        """The object of this company that an argument names. Raises ApiError 404."""
        return owned(self.context, collection, self.arg(argument), self.company, kind)

    def link(self, action: str, **given: object) -> str:
        """The address of an action; arguments that do not stand in its path go into the query."""
        path, left = self.flavour.place(action, given)
        return path + (f"?{urlencode(left)}" if left else "")

    def page(self, title: str, content: Markup, status: int = 200) -> Response:
        """A whole page."""
        return HTMLResponse(page(self, title, content), status, HEADERS)

    def dialog(self, title: str, *content: object) -> Response:
        """A dialog: a piece of HTML, or a whole page around it, as the switch says."""
        box = el("div", el("h3", title), *content, class_="dialog")
        if self.context.switches.get("apifortress.web_dialogs") == "page":
            return self.page(title, box)
        return HTMLResponse(join(said(self), box), headers=HEADERS)

    def saved(self, change: Callable[[], object], show: Callable[[], Markup], back: str) -> Response:
        """Make a change and answer with the piece of HTML that `show` makes then, or by going `back`, as switched.

        What the change refuses is said in the piece of HTML, or on the page that is gone back to.
        """
        try:
            with self.context.store.transaction():
                change()
        except ApiError as error:
            if error.status not in {400, 409}:
                raise
            self.session.message = error.text()
        if self.context.switches.get("apifortress.web_saves") == "redirect":
            return self.go(back)
        return HTMLResponse(join(said(self), show()), headers=HEADERS)

    def go(self, path: str) -> Response:
        """Send the browser to another page; the address is absolute, as Spring's redirects are."""
        return RedirectResponse(f"{self.request.url.scheme}://{self.request.url.netloc}{path}", 302, HEADERS)
