"""One request of a browser: an address of this server in, a page or a redirect out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from requests.utils import get_encoding_from_headers

from alert_wiring.core.errors import UnreachableError
from alert_wiring.core.http import Answer, Content, HttpSession

from .page import Page, path_of

REDIRECTS: Final = (301, 302, 303, 307, 308)
ENDED: Final = 401
MISSING: Final = 404


@dataclass(frozen=True)
class Reply:
    """What came: the address that it leads to, or a page."""

    method: str
    path: str
    status: int
    target: str | None
    page: Page | None


class Browser:
    """Requests to one server, by the addresses that its pages hold."""

    def __init__(self, http: HttpSession) -> None:
        """Use a session whose base address is the server without a path."""
        self.http = http

    def request(
        self,
        method: str,
        address: str,
        *,
        on: str,
        query: str = "",
        body: Content | None = None,
        repeatable: bool | None = None,
        allow: Sequence[int] = (),
    ) -> Reply:
        """Send one request; redirects and a 401 come back as they are.

        It says which page it comes from, since servers may refuse forms that do not.

        Args:
            method: HTTP method.
            address: path and query from the server's root, or a whole address of this server.
            on: path of the page that holds the address, for the message.
            query: further pairs, ready for use.
            body: the form, for other methods than GET.
            repeatable: as in `HttpSession.request`.
            allow: further statuses that come back.

        Raises:
            VendorError: as `HttpSession.request`; UnreachableError also where the address leads to another host.
        """
        path, own = self._parts(address, method, on)
        query = "&".join(part for part in (own, query) if part)
        statuses = (*REDIRECTS, ENDED, *allow)
        origin = self.http.base_url
        headers = {"Referer": origin + path_of(on), **({"Origin": origin} if method != "GET" else {})}
        answer = self.http.request(
            method, path, query=query, body=body, headers=headers, repeatable=repeatable, allow=statuses
        )
        full = f"{path}?{query}" if query else path
        location = answer.headers.get("Location") if answer.status in REDIRECTS else None
        if location:
            return Reply(method, path_of(path), answer.status, urljoin(full, location), None)
        return Reply(method, path_of(path), answer.status, None, _page(full, answer))

    def is_own(self, address: str) -> bool:
        """Whether an address stays on this server: same scheme, same host, same port."""
        parts, own = urlsplit(address), urlsplit(self.http.base_url)
        return not parts.netloc or (parts.scheme, parts.netloc) == (own.scheme, own.netloc)

    def _parts(self, address: str, method: str, on: str) -> tuple[str, str]:
        """Split an address of this server into path and query."""
        parts, own = urlsplit(address), urlsplit(self.http.base_url)
        if not self.is_own(address):
            raise UnreachableError(
                self.http.vendor,
                method,
                path_of(on),
                reason=f"it leads to {parts.scheme}://{parts.hostname}, not to {own.scheme}://{own.netloc}",
                advice="A gateway in front may hide the outer address from the server (x-forwarded-proto), or "
                "apifortress:url is not the address that the server knows of itself.",
            )
        return parts.path or "/", parts.query


def _page(address: str, answer: Answer) -> Page:
    charset = get_encoding_from_headers(answer.headers) if "charset" in answer.headers.get("Content-Type", "") else None
    return Page(address, answer.content or "", charset)
