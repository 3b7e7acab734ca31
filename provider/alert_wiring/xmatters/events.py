"""What an end-to-end proof needs: find the event that a trigger made, see its recipients, and end it.

API Fortress fires the integration; these calls only follow (`xmatters.md 5.4 to 5.6`). Nothing here triggers anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from alert_wiring.core.http import quoted
from alert_wiring.core.values import Remote
from alert_wiring.xmatters.api import XMattersApi

LOG_PAGE = 100
"""Newest log entries asked for per page."""


@dataclass(frozen=True)
class Event:
    """One event (alert) of a workflow.

    Attributes:
        id: uuid.
        number: the number that the console shows.
        name: subject, stripped (it may end in a line end, `xmatters.md 5.4`); empty if there is none.
        status: ACTIVE, SUSPENDED, TERMINATED, TERMINATED_EXTERNAL or SUPPRESSED.
        plan_id: the workflow's id, or None for system events.
        form_id: the form's id, or None.
        properties: values by property name without the language suffix (`Summary#en` is `Summary`).
        created: the vendor's time stamp.
    """

    id: str
    number: str
    name: str
    status: str
    plan_id: str | None
    form_id: str | None
    properties: dict[str, object]
    created: str


@dataclass(frozen=True)
class Notified:
    """A recipient of an event, as it was targeted."""

    name: str
    kind: str
    status: str


@dataclass(frozen=True)
class LogEntry:
    """One call of an integration. Headers, parameters and body are left out: they hold the key (`xmatters.md 4.7`)."""

    request_id: str
    status: str
    completed: str
    by: str


def find_events(
    api: XMattersApi,
    *,
    request_id: str | None = None,
    plan_id: str | None = None,
    name: str | None = None,
    text: tuple[str, str] | None = None,
    language: str = "en",
) -> list[Event]:
    """Return the events that fit all given conditions, newest first; right after a trigger there may be none yet.

    Args:
        api: the account.
        request_id: the id from the answer to the trigger.
        plan_id: id of the workflow.
        name: words that the subject contains.
        text: name of a text property and what its value contains; not case-sensitive.
        language: language suffix of the text property (`Summary#en`).
    """
    query = []
    if request_id:
        query.append(f"requestId={_value(request_id)}")
    if plan_id:
        query.append(f"plan={_value(plan_id)}")
    if name:
        query.append(f"search={_value(name)}&fields=NAME")
    if text:
        key, value = text
        query.append(f"propertyName={_value(f'{key}#{language}')}&propertyValue={_value(value)}")
        query.append("propertyValueOperator=CONTAINS")
    query.append("embed=properties")
    return [_event(item) for item in api.list_all("/events", "&".join(query), page=100)]


def event_recipients(api: XMattersApi, event_id: str) -> list[Notified] | None:
    """Return who an event was targeted at, or None if there is no such event."""
    event = api.get(f"/events/{quoted(event_id)}", "embed=recipients&targeted=true")
    if event is None:
        return None
    page = event.get("recipients")
    data = page.get("data", []) if isinstance(page, dict) else []
    return [
        Notified(str(item.get("targetName", "")), str(item.get("recipientType", "")), str(item.get("status", "")))
        for item in data
        if isinstance(item, dict)
    ]


def terminate(api: XMattersApi, event_id: str) -> str:
    """End an event, for good, and return its status; ending an ended one is no error (`xmatters.md 5.5`)."""
    return str(api.save("/events", {"id": event_id, "status": "TERMINATED"}).get("status", ""))


def integration_log(api: XMattersApi, integration_id: str, request_id: str | None = None) -> list[LogEntry]:
    """Return the calls of an integration, newest first, or only that of one request.

    Failed calls are always there, successful ones only if the workflow's logging level is INFO (`xmatters.md 4.7`).
    """

    def wanted(item: Remote) -> bool:
        return request_id is not None and item.get("requestId") == request_id

    items = api.list_all(f"/integrations/{quoted(integration_id)}/logs", page=LOG_PAGE, enough=wanted)
    return [_log_entry(item) for item in items if request_id is None or wanted(item)]


def _value(text: str) -> str:
    """Return a query value in which commas and `#` are part of the value (`xmatters.md 2.4`)."""
    return quote(text, safe="")


def _event(item: Remote) -> Event:
    properties = item.get("properties")
    return Event(
        id=str(item.get("id", "")),
        number=str(item.get("eventId", "")),
        name=str(item.get("name") or "").strip(),
        status=str(item.get("status", "")),
        plan_id=_id_of(item.get("plan")),
        form_id=_id_of(item.get("form")),
        properties={key.partition("#")[0]: value for key, value in properties.items()}
        if isinstance(properties, dict)
        else {},
        created=str(item.get("created", "")),
    )


def _log_entry(item: Remote) -> LogEntry:
    person = item.get("by")
    return LogEntry(
        request_id=str(item.get("requestId", "")),
        status=str(item.get("status", "")),
        completed=str(item.get("completed", "")),
        by=str(person.get("targetName", "")) if isinstance(person, dict) else "",
    )


def _id_of(reference: object) -> str | None:
    return str(reference["id"]) if isinstance(reference, dict) and "id" in reference else None
