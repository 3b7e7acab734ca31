"""ilert on the wire: paths, paging, error bodies, retries. Plain dictionaries in and out; no Pulumi, no caching.

Quirks kept here, with their sources:

- A wrong or revoked key is 403 `KEY_ERROR`; 401 only means that no key was sent (`ilert.md 1.9`).
- 429 has no Retry-After; windows are fixed minutes (`ilert.md 1.7`): wait 5 s, doubled, until one window is over.
- A firewall answers 403 or 503 with HTML: tried again (`ilert.md 5.7 #57`).
- Pages over the cap are a 400; 50 is allowed everywhere (`ilert.md 1.6`).
- Templates and filters come back only with `include`, as text only with `include=textTemplate` (`ilert.md 2.2`).
- 200 and 201 both mean "made" (`ilert.md 1.10`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Self

from alert_wiring.core.api import VendorApi
from alert_wiring.core.errors import AmbiguousError, BadRequestError
from alert_wiring.core.http import Answer, BearerAuth, HttpSession, Reason, quoted
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.redaction import hide_pattern
from alert_wiring.core.retry import RetryPolicy
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Remote
from alert_wiring.ilert import settings as where

PAGE: Final = 50
INCLUDES: Final = (
    "summaryTemplate",
    "detailsTemplate",
    "routingTemplate",
    "alertKeyTemplate",
    "servicesTemplate",
    "linkTemplates",
    "priorityTemplate",
    "severityTemplate",
    "eventFilter",
    "eventTypeFilterCreate",
    "eventTypeFilterAccept",
    "eventTypeFilterResolve",
    "textTemplate",
)
"""All values of `include`; without them the fields are left out although they are set (`ilert.md 2.2`)."""

_ALL_INCLUDES: Final = [("include", value) for value in INCLUDES]
_SOURCES: Final = "/api/alert-sources"

hide_pattern(r"(?<=/events/)[^/\s?]+/[^/\s?\"']+")
hide_pattern(r"\bil1[a-z]{3}[0-9a-zA-Z]{6,}\b")


class IlertApi(VendorApi):
    """One ilert account, seen with one API key."""

    vendor = "ilert"
    settings = where.ALL

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        """Return a client. No I/O.

        Raises:
            SettingError: the key is missing, or the address cannot be used.
        """
        address = settings.get(where.URL) or ""
        http = HttpSession(
            cls.vendor,
            address.rstrip("/").removesuffix("/api"),
            auth=BearerAuth(settings.require(where.TOKEN).removeprefix("Bearer ").strip()),
            explain=explain,
            limiter=Limiter(settings.number(where.CALLS_PER_MINUTE)),
            retry=RetryPolicy(blocked_statuses=frozenset({403, 503})),
            ca_file=settings.get(where.CA_FILE),
            allow_http=settings.flag(where.ALLOW_HTTP),
            http_setting=where.ALLOW_HTTP.env,
        )
        return cls(http)

    # ---- alert sources (`ilert.md 2.1`) --------------------------------------------------------------------------

    def list_alert_sources(self) -> list[Remote]:
        """Return all alert sources, without the fields that only `include` brings."""
        return self._pages(_SOURCES)

    def get_alert_source(self, id_: str) -> Remote | None:
        """Return one alert source with everything, None after a 404. `id_` may be the integration key too."""
        return self._one(f"{_SOURCES}/{quoted(id_)}", _ALL_INCLUDES)

    def create_alert_source(self, body: Remote) -> Remote:
        """Make an alert source; the answer is complete.

        Raises:
            AmbiguousError: the answer was lost.
        """
        return self._written("POST", _SOURCES, body)

    def update_alert_source(self, id_: str, body: Remote) -> Remote:
        """Replace an alert source as a whole; only absent `teams` stay as they are (`ilert.md 2.8`)."""
        return self._written("PUT", f"{_SOURCES}/{quoted(id_)}", body)

    def delete_alert_source(self, id_: str) -> None:
        """Delete an alert source.

        Raises:
            NotFoundError: it is gone.
        """
        self.http.request("DELETE", f"{_SOURCES}/{quoted(id_)}")

    # ---- neighbours, read only (`ilert.md 3`) --------------------------------------------------------------------

    def list_escalation_policies(self) -> list[Remote]:
        """Return all escalation policies."""
        return self._pages("/api/escalation-policies")

    def list_teams(self) -> list[Remote]:
        """Return all teams."""
        return self._pages("/api/teams")

    def list_support_hours(self) -> list[Remote]:
        """Return all support hours (without their exceptions)."""
        return self._pages("/api/support-hours")

    def current_user(self) -> Remote:
        """Return the key's own user: the check whether the key is good (`ilert.md 3.4`)."""
        path = "/api/users/current"
        return _object(self.http.request("GET", path), "GET", path)

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
            for alert in self._pages("/api/alerts", query)
            if (alert.get("alertSource") or {}).get("id") in {wanted, source_id}
        ]

    def get_alert(self, alert_id: str) -> Remote | None:
        """Return one alert with its original payload (`customDetails`), None after a 404."""
        return self._one(f"/api/alerts/{quoted(alert_id)}", [("include", "customDetails")])

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

    # ---- parts ---------------------------------------------------------------------------------------------------

    def _pages(self, path: str, query: Iterable[tuple[str, str]] = ()) -> list[Remote]:
        """Return all pages: until one is shorter than asked for. Rows that repeat count once (`ilert.md 5.7 #59`)."""
        found: dict[str, Remote] = {}
        fixed = list(query)
        start = 0
        while True:
            answer = self.http.request(
                "GET", path, query=[*fixed, ("start-index", str(start)), ("max-results", str(PAGE))]
            )
            rows = answer.json if isinstance(answer.json, list) else []
            found.update({str(row.get("id")): row for row in rows if isinstance(row, dict)})
            if len(rows) < PAGE:
                return list(found.values())
            start += len(rows)

    def _one(self, path: str, query: Iterable[tuple[str, str]]) -> Remote | None:
        answer = self.http.request("GET", path, query=query, allow=(404,))
        return None if answer.status == 404 else _object(answer, "GET", path)

    def _written(self, method: str, path: str, body: Remote) -> Remote:
        return _object(self.http.request(method, path, query=_ALL_INCLUDES, body=body), method, path)


def explain(answer: Answer) -> Reason:
    """Read ilert's error body: `message`, `code`, `detailedCode` (`ilert.md 1.9`)."""
    body = answer.json if isinstance(answer.json, dict) else {}
    code = str(body.get("code") or "")
    detail = body.get("detailedCode")
    name_settings = f"the environment variable {where.TOKEN.env} or the configuration key {where.TOKEN.key}"
    advice = ""
    if answer.status == 401 or code == "KEY_ERROR":
        advice = f"The API key is missing, unknown or revoked: put a good one into {name_settings}."
    elif answer.status == 403 and answer.is_json:
        advice = f"The API key may not do this: use one of a user with the role USER or ADMIN in {name_settings}."
    elif answer.status == 402:
        advice = "The ilert plan does not allow this: free some of its quota or change the plan."
    return Reason(str(body.get("message") or ""), f"{code} {detail}" if detail else code, advice)


def _object(answer: Answer, method: str, path: str) -> Remote:
    """Return the object in an answer that must hold one (`ilert.md 5.7 #61`)."""
    if isinstance(answer.json, dict):
        return answer.json
    failure = AmbiguousError if method == "POST" else BadRequestError
    raise failure(
        IlertApi.vendor,
        method,
        path,
        status=answer.status,
        reason="no object in the answer",
        request_id=answer.request_id,
    )
