"""ilert on the wire: paths, paging, error bodies, retries. Plain dictionaries in and out; no Pulumi, no caching.

Quirks kept here, with their sources:

- A wrong or revoked key is 403 `KEY_ERROR`; 401 only means that no key was sent (`ilert.md 1.9`).
- 429 has no Retry-After; windows are fixed minutes (`ilert.md 1.7`): the account waits 5 s, doubled, up to 30 s.
- A firewall answers 403 or 503 with HTML: tried again (`ilert.md 5.7 #57`).
- Pages over the cap are a 400; 50 is allowed everywhere (`ilert.md 1.6`).
- Templates and filters come back only with `include`, as text only with `include=textTemplate` (`ilert.md 2.2`).
- 200 and 201 both mean "made" (`ilert.md 1.10`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final, Self

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import AmbiguousError, BadRequestError, ServerError
from alert_wiring.core.http import Answer, BearerAuth, HttpSession, Reason, Timeouts, quoted
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.redaction import hide_pattern
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.settings import Settings
from alert_wiring.core.together import together
from alert_wiring.core.trust import authorities
from alert_wiring.core.values import Remote
from alert_wiring.core.valuetypes import id_text
from alert_wiring.ilert import settings as where

PAGE: Final = 50
SHORT_PAGE: Final = 20
"""The cap of schedules, the smallest of all (`ilert.md 1.6`)."""
CURSOR_PAGE: Final = 100
"""What heartbeat monitors, the only collection with a cursor, give by default (`ilert.md 1.6`)."""
hide_pattern(r"(?<=/events/)[^/\s?]+/[^/\s?\"']+")
hide_pattern(r"(?<=/pings/)[^/\s?\"']+")
hide_pattern(r"(?<=/heartbeats/)[^/\s?\"']+")
hide_pattern(r"\bil1[a-z]{3}[0-9a-zA-Z]{6,}\b")

Query = Iterable[tuple[str, str]]
"""Pairs of a query; a name may repeat."""


class IlertApi(VendorApi):
    """One ilert account, seen with one API key."""

    vendor = "ilert"
    settings = where.ALL

    def __init__(self, http: HttpSession, *, trusts_timestamps: bool = True) -> None:
        """Keep the session and whether an object whose time stamp did not move is taken for unchanged."""
        super().__init__(http)
        self.trusts_timestamps = trusts_timestamps
        self._user = ""

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        """Return a client. No I/O.

        Raises:
            SettingError: the key is missing, or the address cannot be used.
        """
        address = (settings.get(where.URL) or "").rstrip("/").removesuffix("/api")
        token = settings.require(where.TOKEN).removeprefix("Bearer ").strip()
        account = MeetingPlace.of(cls.vendor, address, token)  # calls are counted per key (`ilert.md 1.7`)
        http = HttpSession(
            cls.vendor,
            address,
            auth=BearerAuth(token),
            explain=explain,
            limiter=Limiter(settings.number(where.CALLS_PER_MINUTE), shared=account),
            timeouts=Timeouts(settings.number(where.CONNECT_TIMEOUT), settings.number(where.READ_TIMEOUT)),
            retry=RetryPolicy(blocked_statuses=frozenset({403, 503})),
            ca_file=authorities(settings, where.CA_FILE),
            allow_http=settings.flag(where.ALLOW_HTTP),
            http_setting=where.ALLOW_HTTP.env,
        )
        return cls(http, trusts_timestamps=settings.flag(where.TRUST_TIMESTAMPS))

    # ---- objects: all collections work alike (`ilert.md 2.1, 3`) --------------------------------------------------

    def list_objects(self, path: str, query: Query = (), page: int = PAGE) -> list[Remote]:
        """Return all objects of a collection: pages until one is shorter than asked for.

        Rows that paging repeats count once (`ilert.md 5.7 #59`). The answer names no total (`ilert.md 1.6`): after a
        full first page two are asked at a time, so that at most one is asked in vain.
        """
        fixed = list(query)

        def rows_from(start: int) -> list[Remote]:
            asked = [*fixed, ("start-index", str(start)), ("max-results", str(page))]
            return _rows(self.http.request("GET", path, query=asked), path)

        pages = [rows_from(0)]
        while len(pages[-1]) >= page:
            start = len(pages) * page
            pages += together(partial(rows_from, start), partial(rows_from, start + page))
        return list({str(row.get("id")): row for rows in pages for row in rows}.values())

    def list_by_cursor(self, path: str) -> list[Remote]:
        """Return all objects of a collection whose answers name the next page in a header (`ilert.md 1.4, 1.6`)."""
        found: dict[str, Remote] = {}
        seen = {""}
        cursor = ""
        while True:
            asked = [("cursor", cursor)] if cursor else []
            answer = self.http.request("GET", path, query=[*asked, ("max-results", str(CURSOR_PAGE))])
            found.update({str(row.get("id")): row for row in _rows(answer, path)})
            cursor = answer.headers.get("next-cursor") or ""
            if cursor in seen:
                return list(found.values())
            seen.add(cursor)

    def get_object(self, path: str, id_: str, include: Iterable[str] = (), query: Query = ()) -> Remote | None:
        """Return one object, None after a 404. For alert sources `id_` may be the integration key too."""
        whole = f"{path}/{quoted(id_)}"
        answer = self.http.request("GET", whole, query=_asked(include, query), allow=(404,))
        return None if answer.status == 404 else _object(answer, "GET", whole)

    def create_object(self, path: str, body: Remote, include: Iterable[str] = (), query: Query = ()) -> Remote:
        """Make an object; the answer is complete.

        Raises:
            AmbiguousError: the answer was lost.
        """
        return _object(self.http.request("POST", path, query=_asked(include, query), body=body), "POST", path)

    def update_object(
        self, path: str, id_: str, body: Remote, include: Iterable[str] = (), query: Query = ()
    ) -> Remote:
        """Replace an object as a whole; what absent `teams` mean differs by collection (`ilert.md 2.8`)."""
        whole = f"{path}/{quoted(id_)}"
        return _object(self.http.request("PUT", whole, query=_asked(include, query), body=body), "PUT", whole)

    def delete_object(self, path: str, id_: str) -> None:
        """Delete an object.

        Raises:
            NotFoundError: it is gone.
        """
        self.http.request("DELETE", f"{path}/{quoted(id_)}")

    def current_user(self) -> Remote:
        """Return the key's own user: the check whether the key is good (`ilert.md 3.4`)."""
        path = "/api/users/current"
        user = _object(self.http.request("GET", path), "GET", path)
        self._user = str(user.get("username") or user.get("email") or "")
        return user

    def account(self) -> str:
        """Return the address, and the key's user as soon as one call has told it."""
        return f"{super().account()} (user {self._user})" if self._user else super().account()

    def sees_anything(self) -> bool:
        """Say whether the key sees anything of what every account in use has."""
        one = (("start-index", "0"), ("max-results", "1"))
        paths = ("/api/escalation-policies", "/api/users", "/api/teams")
        return any(_rows(self.http.request("GET", path, query=one), path) for path in paths)

    def user_by_email(self, email: str) -> Remote | None:
        """Return the user with this address, None after a 404; asked by POST, which keeps it out of logs (3.4)."""
        path = "/api/users/search-email"
        answer = self.http.request("POST", path, body={"email": email}, repeatable=True, allow=(404,))
        return None if answer.status == 404 else _object(answer, "POST", path)

    # ---- alerts, for a proof of the whole path (`ilert.md 4.5, 4.6`) ---------------------------------------------

    def list_alerts(
        self, source_id: str, *, states: Iterable[str] = ("PENDING", "ACCEPTED"), since: datetime | None = None
    ) -> list[Remote]:
        """Return the alerts of one alert source.

        Args:
            source_id: id of the alert source.
            states: `PENDING`, `ACCEPTED`, `RESOLVED`.
            since: only alerts reported at or after this time (with a time zone).
        """
        query = [("sources", source_id), *(("states", state) for state in states)]
        if since is not None:
            query.append(("from", since.isoformat()))
        wanted = int(source_id)
        # Older servers may not know the filter's name: what comes back is looked at as well (`ilert.md 5.7 #65`).
        return [
            alert
            for alert in self.list_objects("/api/alerts", query)
            if (alert.get("alertSource") or {}).get("id") in {wanted, source_id}
        ]

    def get_alert(self, alert_id: str) -> Remote | None:
        """Return one alert with its original payload (`customDetails`), None after a 404."""
        return self.get_object("/api/alerts", alert_id, ["customDetails"])

    def resolve_alert(self, alert_id: str) -> Remote:
        """Resolve an alert and return it as it is then; one that is resolved already is fine.

        The vendor does not say what it answers for a resolved one (`ilert.md 7 #26`), so a 400 is looked into.
        """
        path = f"/api/alerts/{quoted(alert_id)}/resolve"
        try:
            answer = self.http.request("PUT", path)
        except BadRequestError:
            alert = self.get_alert(alert_id)
            if alert is not None and alert.get("status") == "RESOLVED":
                return alert
            raise
        return _object(answer, "PUT", path) if answer.is_json else (self.get_alert(alert_id) or {})


def explain(answer: Answer) -> Reason:
    """Read ilert's error body: `message`, `code`, `detailedCode` (`ilert.md 1.9`).

    A name of a heartbeat monitor that is taken is answered with the monitor itself instead (`ilert.md 3.8`).
    """
    body = answer.json if isinstance(answer.json, dict) else {}
    code = str(body.get("code") or "")
    detail = body.get("detailedCode")
    name_settings = f"the environment variable {where.TOKEN.env} or the configuration key {where.TOKEN.key}"
    advice = ""
    if code == "OAUTH2_SCOPE_ERROR":
        advice = (
            f"The access token lacks the scope {body.get('scope')}: grant it, or put an API key into {name_settings}."
        )
    elif answer.status == 401 or code == "KEY_ERROR":
        advice = f"The API key is missing, unknown or revoked: put a good one into {name_settings}."
    elif answer.status == 403 and answer.is_json:
        advice = f"The API key may not do this: use one of a user with the role USER or ADMIN in {name_settings}."
    elif answer.status == 402:
        advice = "The ilert plan does not allow this: free some of its quota or change the plan."
    reason = str(body.get("message") or "")
    if answer.status == 409 and not reason and body.get("name"):
        reason = f"the name is taken by id {body.get('id')}"
    return Reason(reason, f"{code} {detail}" if detail else code, advice)


def _asked(include: Iterable[str], query: Query) -> list[tuple[str, str]]:
    """Return a query that asks for include-only fields as well: the parameter repeats (`ilert.md 2.2`)."""
    return [*query, *(("include", value) for value in include)]


def _rows(answer: Answer, path: str) -> list[Remote]:
    """Return the objects of a page; what is no page at all must not pass for an empty one."""
    if not isinstance(answer.json, list):
        raise ServerError(
            IlertApi.vendor,
            "GET",
            path,
            status=answer.status,
            reason="no list in the answer",
            request_id=answer.request_id,
        )
    return [row for row in answer.json if isinstance(row, dict)]


def _object(answer: Answer, method: str, path: str) -> Remote:
    """Return the object in an answer that must hold one, with its id (`ilert.md 5.7 #61`).

    An object without an id would stand in the state without one, and the engine would take it for deleted.
    """
    if isinstance(answer.json, dict) and id_text(answer.json.get("id")):
        return answer.json
    failure = AmbiguousError if method == "POST" else ServerError
    raise failure(
        IlertApi.vendor,
        method,
        path,
        status=answer.status,
        reason="no object in the answer",
        request_id=answer.request_id,
    )
