"""Reading events back and ending them (xmatters.md 5.4, 5.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.xmatters import event_book, fields, times
from vendor_sandbox.xmatters.errors import bad_request, not_found
from vendor_sandbox.xmatters.event_book import EVENTS
from vendor_sandbox.xmatters.plans import new_id
from vendor_sandbox.xmatters.transport import API, Call, body_object, embedded, in_order, page

Stored = dict[str, Any]
_BY_REQUEST = Index(EVENTS, lambda event: [event["requestId"]])
_BY_NUMBER = Index(EVENTS, order=lambda event: int(event["eventId"]))
_NUMBERED = Index(EVENTS, lambda event: [event["eventId"]])
_STATES = ("ACTIVE", "SUSPENDED", "TERMINATED")
_EMBEDDED = ("properties", "recipients", "responseOptions", "annotations", "messages")


def shape(call: Call, event: Stored) -> Stored:
    """An event; properties, recipients and the like only with ``embed``."""
    path = f"{API}/events/{event['id']}"
    shown = {key: value for key, value in event.items() if key not in _EMBEDDED}
    switches = call.context.switches
    if switches.get("xmatters.request_id_in_events") == "no":
        shown.pop("requestId", None)
    if switches.get("xmatters.flood_control") == "text" and "floodControl" in shown:
        shown["floodControl"] = str(shown["floodControl"]).lower()
    if switches.get("xmatters.event_name") == "absent":
        shown.pop("name", None)
    elif switches.get("xmatters.event_name") == "newline":
        shown["name"] = f"{shown['name']}\n"
    if "properties" in call.embeds:
        shown["properties"] = event["properties"]
    if "recipients" in call.embeds:
        targeted = call.query("targeted")
        rows = [row for row in event["recipients"] if targeted is None or str(row["targeted"]).lower() == targeted]
        shown["recipients"] = embedded(f"{path}/recipients", rows)
    for name, word in (("responseOptions", "response-options"), ("annotations", "annotations")):
        if name in call.embeds:
            shown[name] = embedded(f"{path}/{word}", event.get(name) or [])
    if "messages" in call.embeds:
        shown["messages"] = embedded(f"{path}/messages", [])
    return {**shown, "links": {"self": path}}


def _moment(call: Call, name: str) -> datetime | None:
    text = call.query(name)
    if text is None:
        return None
    try:
        return times.read(text.replace(" ", "+"))
    except ValueError:
        raise bad_request(f"'{name}' must be a date and time") from None


def _has_properties(call: Call, event: Stored) -> bool:
    """Parallel lists of names and values; a text property is named with its language (xmatters.md 5.4)."""
    names, values = call.query_list("propertyName"), call.query_list("propertyValue")
    equals = call.query("propertyValueOperator") == "EQUALS"
    held = {key.lower(): str(value).lower() for key, value in event["properties"].items()}
    for name, value in zip(names, values, strict=False):
        found = held.get(name.lower())
        if found is None or (found != value.lower() if equals else value.lower() not in found):
            return False
    return True


def _selected(call: Call, event: Stored) -> bool:
    """Whether every given filter lets an event through."""

    def named(field: str, parameter: str) -> bool:
        wanted = call.query_list(parameter)
        held = event.get(field) or {}
        return not wanted or any(held.get(key) in wanted for key in ("id", "name", "targetName"))

    def among(value: Any, parameter: str) -> bool:
        wanted = call.query_list(parameter)
        return not wanted or value in wanted

    people = {row[key] for row in event["recipients"] if row["targeted"] for key in ("id", "targetName")}
    recipients = call.query_list("targetedRecipients")
    created, start, end = times.read(event["created"]), _moment(call, "from"), _moment(call, "to")
    terms = (call.query("search") or "").lower().split()
    return (
        among(event.get("requestId"), "requestId")
        and among(event["status"], "status")
        and among(event["priority"], "priority")
        and among(event["eventType"], "eventType")
        and named("plan", "plan")
        and named("form", "form")
        and named("submitter", "submitter")
        and named("submitter", "submitterid")
        and (not recipients or bool(people & set(recipients)))
        and _has_properties(call, event)
        and (start is None or created >= start)
        and (end is None or created <= end)
        and (not terms or any(term in event["name"].lower() for term in terms))
    )


def read_all(call: Call) -> Response:
    """GET ``/events``: newest first unless asked otherwise."""
    for status in call.query_list("status"):
        if status not in _STATES:
            raise bad_request(f"'status' must be one of {', '.join(_STATES)}")
    store = call.context.store
    if not set(call.request.query_params) - {"offset", "limit", "embed"}:
        return page(call, Listing(store, _BY_NUMBER, last_first=True), lambda event: shape(call, event))
    wanted = dict.fromkeys(call.query_list("requestId"))
    found = [event for one in wanted for event in store.found(_BY_REQUEST, one)] if wanted else store.all(EVENTS)
    rows = [event for event in found if _selected(call, event)]
    keys = {
        "EVENT_ID": lambda event: int(event["eventId"]),
        "START_TIME": lambda event: event["created"],
        "STATUS": lambda event: event["status"],
        "SUBMITTER": lambda event: event["submitter"]["targetName"],
        "NAME": lambda event: event["name"].lower(),
    }
    rows = in_order(call, rows, keys)
    if call.query("sortBy") is None and call.query("sortOrder") is None:
        rows.reverse()
    return page(call, rows, lambda event: shape(call, event))


def _find(context: Context, key: str) -> Stored:
    """By uuid or event number; raises ``XmattersError`` 404."""
    event = context.store.get(EVENTS, key)
    if event is None:
        event = context.store.first(_NUMBERED, key)
    if event is None:
        raise not_found("event", key)
    return event


def read(call: Call) -> Response:
    """GET ``/events/{id}``."""
    return JSONResponse(shape(call, _find(call.context, call.params["id"])))


def change_status(call: Call) -> Response:
    """POST ``/events`` with ``id`` and ``status``: 202 when it changed, 200 when it was so (xmatters.md 5.5)."""
    body = body_object(call)
    event = _find(call.context, fields.required_text(body, "id"))
    status = fields.choice(body, "status", _STATES)
    if event["status"] == status:
        return JSONResponse(shape(call, event))
    if event["status"] == "TERMINATED":
        raise bad_request("A terminated event can not be changed")
    return JSONResponse(shape(call, event_book.move(call.context, event, status)), status_code=202)


def read_annotations(call: Call) -> Response:
    """GET ``/events/{id}/annotations``."""
    return page(call, _find(call.context, call.params["id"])["annotations"])


def annotate(call: Call) -> Response:
    """POST ``/events/{id}/annotations``: 201."""
    event = _find(call.context, call.params["id"])
    note = {
        "id": new_id(),
        "event": {"id": event["id"], "eventId": event["eventId"]},
        "author": call.caller.reference,
        "comment": fields.required_text(body_object(call), "comment"),
        "created": times.zulu(call.context.clock.now()),
    }
    event["annotations"] = [*event["annotations"], note]
    call.context.store.put(EVENTS, event["id"], event)
    return JSONResponse(note, status_code=201)
