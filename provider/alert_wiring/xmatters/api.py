"""The xMatters REST API on the wire: paths, paging, and one POST that both creates and modifies.

Nothing here knows Pulumi or the fields of a kind. Answers are the vendor's own JSON objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import AmbiguousError, ServerError
from alert_wiring.core.http import Answer, quoted
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Remote
from alert_wiring.xmatters.session import session
from alert_wiring.xmatters.settings import ACCOUNT, REST_PREFIX

PAGE = 1000
"""Items asked for per page, the documented maximum (`xmatters.md 2.5`)."""

NO_SUCH_METHOD = (404, 405, 501)
"""Answers of a DELETE that the API does not have (`xmatters.md 3.3, 3.5`: forms and property definitions)."""


def plan_path(plan_id: str, *below: str) -> str:
    """Return the path of a workflow (the API says plan), or of something below it; each part is quoted."""
    return "/plans/" + "/".join(quoted(part) for part in (plan_id, *below))


LIBRARIES = "/shared-libraries"
"""Only the list of shared libraries is below a workflow; a library itself is not (`xmatters.md 3.7`)."""


def child_path(plan_id: str, collection: str, id_: str) -> str:
    """Return the path at which one object of a workflow is deleted."""
    library = collection == LIBRARIES[1:]
    return f"{LIBRARIES}/{quoted(id_)}" if library else plan_path(plan_id, collection, id_)


class XMattersApi(VendorApi):
    """One xMatters account. Safe to use from several threads."""

    vendor = "xMatters"
    settings = ACCOUNT

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        """Return a client; nothing is sent.

        Raises:
            SettingError: a setting is missing or wrong.
        """
        return cls(session(settings))

    @property
    def instance_url(self) -> str:
        """Address of the instance, to which trigger paths are relative (`xmatters.md 2.1`)."""
        return self.http.base_url

    def list_all(
        self, path: str, query: str = "", *, page: int = PAGE, enough: Callable[[Remote], bool] | None = None
    ) -> list[Remote]:
        """Return all items of a paged list, each once, in the server's order.

        The next page is computed from what came, never taken from the server's links: those may lead elsewhere, and
        a server may cap a page below what was asked for (`xmatters.md 2.5, 9.5`). A bare list, which nothing rules out
        for what is written as one, is taken as the only page.

        Args:
            path: path below the REST API.
            query: further parameters, ready for use (lists keep their literal commas, `xmatters.md 2.4`).
            page: items per page, at most 1000.
            enough: stop after the page with an item for which this is true.

        Raises:
            VendorError: as `HttpSession.request`; ServerError also when the answer is not a page.
        """
        items: dict[str, Remote] = {}
        offset = 0
        while True:
            parameters = "&".join(part for part in (query, f"limit={page}&offset={offset}") if part)
            answer = self.http.request("GET", REST_PREFIX + path, query=parameters)
            body = answer.json if isinstance(answer.json, dict) else {"data": answer.json, "total": 0}
            data = body.get("data")
            if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
                raise self._unreadable(answer, "GET", path)
            items.update({str(item.get("id", offset + number)): item for number, item in enumerate(data)})
            offset += len(data)
            total = body.get("total")
            if not data or (isinstance(total, int) and offset >= total) or (enough and any(map(enough, data))):
                return list(items.values())

    def get(self, path: str, query: str = "") -> Remote | None:
        """Return one object, or None after a 404 (absent, or not visible to this user).

        Raises:
            VendorError: any other refusal, or an answer that is no object (a gateway's page).
        """
        answer = self.http.request("GET", REST_PREFIX + path, query=query, allow=(404,))
        return None if answer.status == 404 else self._object(answer, "GET", path)

    def save(self, path: str, body: Remote) -> Remote:
        """Create (no `id` in the body) or modify (with `id`), which are the same POST (`xmatters.md 2.2`).

        A modification may be repeated and is retried; a creation never is. Any 2xx is success (`xmatters.md 2.7`).

        Raises:
            AmbiguousError: a creation whose outcome is not known.
            VendorError: any other refusal.
        """
        answer = self.http.request("POST", REST_PREFIX + path, body=body, repeatable="id" in body)
        saved = self._object(answer, "POST", path, ambiguous="id" not in body)
        if not isinstance(saved.get("id"), str):
            raise self._unreadable(answer, "POST", path, ambiguous="id" not in body)
        return saved

    def replace(self, path: str, rows: list[Remote]) -> None:
        """Replace a whole list by a PUT with a JSON array (`xmatters.md 2.2, 3.3`); it may be repeated.

        Raises:
            VendorError: any refusal.
        """
        self.http.request("PUT", REST_PREFIX + path, body=rows)

    def delete(self, path: str) -> bool:
        """Delete; False if it was gone already (204, or 404 by other readings; `xmatters.md 2.7`, trap 1).

        Raises:
            VendorError: any other refusal.
        """
        return self.http.request("DELETE", REST_PREFIX + path, allow=(404,)).status not in {204, 404}

    def try_delete(self, path: str) -> bool:
        """Delete something for which no DELETE is documented; False if the API has none or knows no such object."""
        return self.http.request("DELETE", REST_PREFIX + path, allow=NO_SUCH_METHOD).status not in NO_SUCH_METHOD

    def _object(self, answer: Answer, method: str, path: str, *, ambiguous: bool = False) -> Remote:
        if not isinstance(answer.json, dict):
            raise self._unreadable(answer, method, path, ambiguous=ambiguous)
        return answer.json

    @staticmethod
    def _unreadable(answer: Answer, method: str, path: str, *, ambiguous: bool = False) -> ServerError | AmbiguousError:
        """Return the error for an answer that is a success by its status but no JSON object (trap 30)."""
        kind = AmbiguousError if ambiguous else ServerError
        server = answer.headers.get("Server", "")
        return kind(
            "xMatters",
            method,
            REST_PREFIX + path,
            status=answer.status,
            reason="the body is not what the API sends, so perhaps from a proxy or a login page"
            + (f" (Server: {server})" if server else ""),
            request_id=answer.request_id,
        )
