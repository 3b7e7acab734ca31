"""From an accepted event to an alert, in the order of ilert.md 4.2."""

from __future__ import annotations

from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import alert_book, due, times
from vendor_sandbox.ilert.enums import WINDOWED_CREATION
from vendor_sandbox.ilert.escalation_policies import by_routing_key
from vendor_sandbox.ilert.fields import seconds_of
from vendor_sandbox.ilert.indexes import ALERTS_OF, alert_key
from vendor_sandbox.ilert.maintenance import in_maintenance
from vendor_sandbox.ilert.names import ALERT_SOURCES, FIRST_SERVICE, SERVICES, SUPPORT_HOURS
from vendor_sandbox.ilert.references import policy_of
from vendor_sandbox.ilert.support_hours import open_at
from vendor_sandbox.ilert.surroundings import condition_holds, render

Stored = dict[str, Any]
PENDING = "ilert.pending_events"
EVENT = "event"
"""An accepted event, in the list of what falls due."""
EVENT_LOG = "ilert.event_log"
"""Journal of what became of each event: the event explorer of the console."""
_THRESHOLD = 0.8
"""How similar two summaries are that are grouped, when the source does not say."""
_FREE_TYPES = frozenset({"API", "EMAIL2"})
"""Types for which key and event-type templates work in any case (ilert.md 2.3)."""
_OVERRIDING_TYPES = frozenset({"GRAFANA", "SERVICENOW"})
"""Types whose events may always set the priority (ilert.md 4.1)."""


def take(context: Context, source: Stored, event: Stored, raw: Any) -> None:
    """Keep an accepted event until it is due on the sandbox's clock; one that is due at once needs no waiting."""
    seconds = int(str(context.switches.get("ilert.event_delay")))
    waiting = {"source": source["id"], "event": event, "raw": raw}
    if not seconds:
        _process_one(context, waiting)
        return
    number = str(context.store.next_number(PENDING, 1))
    context.store.insert(PENDING, number, waiting)
    due.expect(context, EVENT, number, context.clock.now() + timedelta(seconds=seconds))


def process_waiting(context: Context, key: str) -> None:
    """Process an event whose time has come."""
    waiting = context.store.get(PENDING, key)
    if waiting is not None:
        context.store.delete(PENDING, key)
        _process_one(context, waiting)


def _process_one(context: Context, waiting: Stored) -> None:
    outcome = _process(context, waiting)
    line = {"time": times.kept(context.clock.now()), "source": waiting["source"]}
    context.store.append(EVENT_LOG, {**line, "summary": waiting["event"]["summary"], "outcome": outcome})


def raise_priorities(context: Context) -> None:
    """Make pending alerts HIGH whose support hours began, or ended (ilert.md 2.3 ``autoRaiseAlerts``)."""
    for key, entry in context.store.items(alert_book.RAISABLE):
        source = context.store.get(ALERT_SOURCES, str(entry["source"]))
        if source is not None and _priority(context, source, {}) == "HIGH":
            alert_book.raise_priority(context, key)


def _process(context: Context, waiting: Stored) -> str:
    """What became of one event."""
    source = context.store.get(ALERT_SOURCES, str(waiting["source"]))
    if source is None or not source.get("active", True):
        return "source deleted" if source is None else "source inactive"
    if in_maintenance(context, source["id"]):
        return "source in maintenance"
    event, raw = waiting["event"], waiting["raw"]
    if _keys_allowed(context, source):
        event["eventType"] = _event_type(context, source, event)
    filter_last = context.switches.get("ilert.event_filter_sees") == "rendered"
    if not filter_last and not _let_through(context, source, event):
        return "filtered"
    event |= _rendered(context, source, event, raw)
    if filter_last and not _let_through(context, source, event):
        return "filtered"
    if event["eventType"] == "ALERT":
        return _alert(context, source, event, raw)
    return _comment(context, source, event) if event["eventType"] == "COMMENT" else _update(context, source, event)


def _let_through(context: Context, source: Stored, event: Stored) -> bool:
    """Whether the source's event filter is true for an event, or there is none (ilert.md 2.3)."""
    condition = source.get("eventFilter")
    return not condition or condition_holds(context, condition, {"event": event}, f"{source['id']}.eventFilter")


def _keys_allowed(context: Context, source: Stored) -> bool:
    """Whether alertKey and event-type settings of this source have an effect (ilert.md 7 #14)."""
    everywhere = context.switches.get("ilert.dedicated_type_keys") == "accepted"
    return everywhere or source["integrationType"] in _FREE_TYPES


def _event_type(context: Context, source: Stored, event: Stored) -> str:
    for word, kind in (("Resolve", "RESOLVE"), ("Accept", "ACCEPT"), ("Create", "ALERT")):
        field = f"eventTypeFilter{word}"
        condition = source.get(field)
        if condition and condition_holds(context, condition, {"event": event}, f"{source['id']}.{field}"):
            return kind
    return str(event["eventType"])


def _rendered(context: Context, source: Stored, event: Stored, raw: Any) -> Stored:
    """What the source's templates make of the payload."""

    def text(field: str) -> str | None:
        template = source.get(field)
        return render(context, template["textTemplate"], raw) if template else None

    changed: Stored = {}
    if event["eventType"] == "ALERT":
        changed = {"summary": text("summaryTemplate"), "details": text("detailsTemplate")}
    changed["routingKey"] = text("routingTemplate")
    if _keys_allowed(context, source):
        key = text("alertKeyTemplate")
        changed["alertKey"] = key.strip() if key else None
    if source.get("linkTemplates"):
        links = [_link(context, link, raw) for link in source["linkTemplates"]]
        changed["links"] = [*(event.get("links") or []), *links]
    for field, target in (("priorityTemplate", "priority"), ("severityTemplate", "severity")):
        if source.get(field):
            changed[target] = _mapped(context, source[field], target, raw)
    return {field: value for field, value in changed.items() if value}


def _link(context: Context, link: Stored, raw: Any) -> Stored:
    template = link.get("linkTextTemplate")
    text = render(context, template["textTemplate"], raw) if template else link.get("text")
    return {"href": render(context, link["hrefTemplate"]["textTemplate"], raw), "text": text}


def _mapped(context: Context, template: Stored, target: str, raw: Any) -> Any:
    """The target of the mapping whose value equals the rendered one: the first of several (ilert.md 2.4)."""
    value = render(context, template["valueTemplate"]["textTemplate"], raw)
    found = [mapping[target] for mapping in template["mappings"] if mapping["value"] == value]
    return found[-1 if context.switches.get("ilert.mapping_match") == "last" else 0] if found else None


def _same_key(context: Context, source: Stored, event: Stored) -> Stored | None:
    """The open alert that the event's key selects: trimmed, ignoring case (ilert.md 4.1)."""
    key = alert_key(event.get("alertKey"))
    return context.store.first(ALERTS_OF, ("key", source["id"], key)) if key else None


def _update(context: Context, source: Stored, event: Stored) -> str:
    alert = _same_key(context, source, event)
    if alert is None:
        return "ignored: no open alert with this key"
    if event["eventType"] == "RESOLVE":
        alert_book.resolve(context, alert)
        return f"resolved {alert['id']}"
    if alert["status"] == "PENDING":
        alert_book.accept(context, alert)
    return f"accepted {alert['id']}"


def _comment(context: Context, source: Stored, event: Stored) -> str:
    alert = _same_key(context, source, event)
    if alert is None:
        return "ignored: no open alert with this key"
    alert_book.comment(context, alert, event["summary"])
    return f"commented {alert['id']}"


def _alert(context: Context, source: Stored, event: Stored, raw: Any) -> str:
    group = _keyed_group(context, source, event) or _group(context, source, event)
    if group is not None:
        alert_book.append(context, group, event)
        return f"appended to {group['id']}"
    _create_services(context, source, raw)
    policy = _policy(context, source, event)
    content = {
        "summary": event["summary"],
        "details": event.get("details") or "",
        "priority": _priority(context, source, event),
        "severity": event.get("severity") or source.get("severity"),
        "alertKey": event.get("alertKey") or None,
        "links": event.get("links") or [],
        "images": event.get("images") or [],
        "labels": event.get("labels") or {},
        "customDetails": event.get("customDetails") or raw,
    }
    return f"created {alert_book.make(context, source, policy, content)['id']}"


def _create_services(context: Context, source: Stored, raw: Any) -> None:
    """Make the services that the source's templates name and nobody has, where it may (ilert.md 2.3)."""
    if not source.get("autoCreateServices"):
        return
    texts = [render(context, template["textTemplate"], raw) for template in source.get("servicesTemplate") or []]
    known = {str(one.get(key)).lower() for one in context.store.all(SERVICES) for key in ("name", "alias")}
    for name in dict.fromkeys(token.strip() for text in texts for token in text.split(",") if token.strip()):
        if name.lower() not in known:
            number = context.store.next_number(SERVICES, FIRST_SERVICE)
            body = {"id": number, "name": name, "alias": name.lower(), "status": "OPERATIONAL", "teams": []}
            context.store.insert(SERVICES, str(number), body)


def _keyed_group(context: Context, source: Stored, event: Stored) -> Stored | None:
    """The open alert with the event's key; two pages disagree whether grouping plays in (ilert.md 2.7 rule 11)."""
    alert = _same_key(context, source, event)
    if alert is None or context.switches.get("ilert.key_and_grouping") == "key_wins":
        return alert
    rule = source.get("alertCreation")
    if rule == "ONE_ALERT_PER_EMAIL" or (rule == "ONE_PENDING_ALERT_ALLOWED" and alert["status"] != "PENDING"):
        return None
    return alert


def _group(context: Context, source: Stored, event: Stored) -> Stored | None:
    """The open alert that ``alertCreation`` groups an event into (ilert.md 2.5)."""
    number = source["id"]
    value = {
        "ONE_OPEN_ALERT_ALLOWED": ("open", number),
        "ONE_PENDING_ALERT_ALLOWED": ("PENDING", number),
        "ONE_ALERT_PER_EMAIL_SUBJECT": ("summary", number, event["summary"]),
    }.get(source.get("alertCreation", ""))
    if value is not None:
        return context.store.first(ALERTS_OF, value)
    if source.get("alertCreation") not in WINDOWED_CREATION:
        return None
    window = seconds_of(source.get("alertGroupingWindow") or "") or 0
    similar = source["alertCreation"] == "INTELLIGENT_GROUPING"
    threshold = float(source.get("scoreThreshold") or _THRESHOLD) if similar else 0.0
    now = context.clock.now()
    for alert in context.store.found(ALERTS_OF, ("open", number)):
        recent = (now - times.read(alert["reportTime"])).total_seconds() < window
        if recent and SequenceMatcher(None, alert["summary"], event["summary"]).ratio() >= threshold:
            return alert
    return None


def _policy(context: Context, source: Stored, event: Stored) -> Stored | None:
    """The policy of the first routing key that names one, else the source's own (ilert.md 2.3)."""
    for key in str(event.get("routingKey") or "").split(","):
        policy = by_routing_key(context, key) if key.strip() else None
        if policy is not None:
            return policy
    return policy_of(context, source)


def _priority(context: Context, source: Stored, event: Stored) -> str:
    """By the source's rule and support hours; an event may override it only in three cases (ilert.md 4.1)."""
    rule = source.get("alertPriorityRule", "HIGH")
    overrides = rule == "HIGH" or source["integrationType"] in _OVERRIDING_TYPES or source.get("priorityTemplate")
    if event.get("priority") and overrides:
        return str(event["priority"])
    if rule in {"HIGH", "LOW"}:
        return str(rule)
    held = source.get("supportHours") or {}
    hours = context.store.get(SUPPORT_HOURS, str(held["id"])) if "id" in held else held
    during = bool(hours) and open_at(hours or {}, context.clock.now())
    return "HIGH" if during == (rule == "HIGH_DURING_SUPPORT_HOURS") else "LOW"
