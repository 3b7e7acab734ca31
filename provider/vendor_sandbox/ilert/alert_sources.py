"""Alert sources: the answer, the key that stands for an id, what remains after a delete (ilert.md 2.1-2.6)."""

from __future__ import annotations

from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert.alert_source_fields import ICONS, INCLUDE_ONLY, accept
from vendor_sandbox.ilert.enums import EMAIL_TYPES, slug_of
from vendor_sandbox.ilert.errors import not_found
from vendor_sandbox.ilert.escalation_policies import shape_of as shape_of_policy
from vendor_sandbox.ilert.indexes import ALERTS_OF, SOURCES_BY_KEY, source_key
from vendor_sandbox.ilert.kinds import Kind
from vendor_sandbox.ilert.maintenance import in_maintenance
from vendor_sandbox.ilert.names import ALERT_SOURCES, SERVICES, SUPPORT_HOURS
from vendor_sandbox.ilert.references import policy_of, show_teams
from vendor_sandbox.ilert.support_hours import shape_of as shape_of_hours
from vendor_sandbox.ilert.template_forms import TemplateForm
from vendor_sandbox.ilert.times import stamps
from vendor_sandbox.ilert.transport import Call, listed, optional

Stored = dict[str, Any]
_OPERATORS = ("filterOperator", "resolveFilterOperator")
"""Of old email sources; never set here, so that they are seen only where unset fields are null (ilert.md 5.2 #7)."""
_PLAIN = ("autoResolutionTimeout", "alertGroupingWindow", "scoreThreshold", "severity", *_OPERATORS)
_DEFAULTS: Stored = {
    "alertCreation": "ONE_ALERT_PER_EMAIL",
    "active": True,
    "alertPriorityRule": "HIGH",
    "autoRaiseAlerts": False,
}


def integration_url(context: Context, stored: Stored) -> str | None:
    """The address that takes events for a source, with the key in it (ilert.md 2.11)."""
    kind = stored["integrationType"]
    if kind in EMAIL_TYPES:
        return None
    if kind == "API" and context.switches.get("ilert.api_source_url") == "plain":
        return f"{context.urls.ilert}/api/events"
    version = "v1/" if context.switches.get("ilert.integration_url_form") == "v1" else ""
    return f"{context.urls.ilert}/api/{version}events/{slug_of(kind)}/{source_key(stored)}"


def status_of(context: Context, stored: Stored) -> str:
    """The status of a source; it follows its alerts (ilert.md 4.2)."""
    number = stored["id"]
    if not stored.get("active", True):
        return "DISABLED"
    if in_maintenance(context, number):
        return "IN_MAINTENANCE"
    store = context.store
    if store.count(ALERTS_OF, ("PENDING", number)):
        return "PENDING"
    if store.count(ALERTS_OF, ("ACCEPTED", number)):
        return "ALL_ACCEPTED"
    fresh = not store.count(ALERTS_OF, ("source", number))
    return str(context.switches.get("ilert.fresh_source_status")) if fresh else "ALL_RESOLVED"


def _show_policy(context: Context, stored: Stored) -> Stored | None:
    """The whole policy; ``null`` when it is gone (ilert.md 5.6 #50)."""
    policy = policy_of(context, stored)
    return None if policy is None else _embedded(context, shape_of_policy(context, policy))


def _show_support_hours(context: Context, stored: Stored) -> Stored | None:
    held = stored.get("supportHours")
    if not held or "id" not in held:
        return held or None
    hours = context.store.get(SUPPORT_HOURS, str(held["id"]))
    return None if hours is None else _embedded(context, shape_of_hours(context, hours))


def _embedded(context: Context, shown: Stored) -> Stored:
    """An object inside a source: whole, or under a switch only its id and name (ilert.md 7 #18)."""
    if context.switches.get("ilert.embedded_objects") == "whole":
        return shown
    return {"id": shown["id"], "name": shown["name"]}


def _show_services(context: Context, stored: Stored) -> list[Stored]:
    found = [context.store.get(SERVICES, str(service["id"])) for service in stored.get("services") or []]
    return [service for service in found if service is not None]


def _show_includes(call: Call, stored: Stored) -> Stored:
    """What an answer has beyond a list's row (ilert.md 2.1, 2.2)."""
    shown: Stored = {"setupStatus": stored.get("setupStatus", "CREATED")}
    shown["autoCreateServices"] = stored.get("autoCreateServices", False)
    raw = call.context.switches.get("ilert.elements_sections") == "raw"
    form = TemplateForm(as_text="textTemplate" in call.includes, raw_sections=raw)
    asked = [field for field in INCLUDE_ONLY if field in call.includes]
    values = {field: form.show(field, stored[field]) if stored.get(field) else None for field in asked}
    optional(call.context, shown, values)
    return shown


def shape(call: Call, stored: Stored, in_list: bool) -> Stored:
    """An alert source as answered to this caller, in a list or alone (ilert.md 2.1, 2.2, 2.6)."""
    context = call.context
    slug = slug_of(stored["integrationType"])
    shown: Stored = {"id": stored["id"]}
    listed(context, shown, "teams", show_teams(context, stored))
    shown["name"] = stored["name"]
    for icon, suffix in zip(ICONS, ("", "-light", "-dark"), strict=True):
        shown[icon] = stored.get(icon) or f"https://cdn.ilert.com/integrations/{slug}{suffix}.png"
    shown["escalationPolicy"] = _show_policy(context, stored)
    shown["integrationType"] = stored["integrationType"]
    shown["integrationKey"] = source_key(stored) if call.caller.writes else None
    email = stored["integrationType"] in EMAIL_TYPES
    if not email or context.switches.get("ilert.email_source_url") == "null":
        shown["integrationUrl"] = integration_url(context, stored) if call.caller.writes else None
    shown |= {key: stored.get(key, default) for key, default in _DEFAULTS.items()}
    shown["status"] = status_of(context, stored)
    shown["bidirectional"] = False
    listed(context, shown, "services", _show_services(context, stored))
    plain = {key: stored.get(key) for key in _PLAIN}
    optional(context, shown, plain | {"supportHours": _show_support_hours(context, stored)})
    return shown | ({} if in_list else _show_includes(call, stored)) | stamps(stored)


def by_key(context: Context, key: str) -> Stored | None:
    """The source that an integration key belongs to."""
    return context.store.first(SOURCES_BY_KEY, key)


def find(context: Context, kind: Kind, text: str) -> Stored:
    """The source with an id or an integration key (ilert.md 2.1); raises ``IlertError`` 404."""
    stored = context.store.get(ALERT_SOURCES, text) or by_key(context, text)
    if stored is None:
        raise not_found(kind.noun)
    return stored


KIND = Kind(
    path="alert-sources",
    noun="alert source",
    collection=ALERT_SOURCES,
    first_id=2671200,
    cap=50,
    accept=accept,
    shape=shape,
    location=True,
)
