"""What may be written to an alert source: every field of ilert.md 2.3 with the rules of 2.4 and 2.7."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import fields
from vendor_sandbox.ilert.enums import (
    ALERT_CREATION,
    EMAIL_TYPES,
    GROUPING_WINDOWS,
    INTEGRATION_TYPES,
    MAIL_DOMAIN,
    PRIORITIES,
    PRIORITY_RULES,
    SETUP_STATUS,
    WINDOWED_CREATION,
    key_letters,
)
from vendor_sandbox.ilert.errors import bad_request
from vendor_sandbox.ilert.indexes import BY_NAME
from vendor_sandbox.ilert.kinds import accept_type
from vendor_sandbox.ilert.names import ALERT_SOURCES, POLICIES, SERVICES, SUPPORT_HOURS
from vendor_sandbox.ilert.references import accept_reference, accept_references, accept_teams
from vendor_sandbox.ilert.support_hours import accept_days, accept_timezone
from vendor_sandbox.ilert.templates import normalise, read_template
from vendor_sandbox.ilert.transport import Call

Stored = dict[str, Any]
TEMPLATES = ("summaryTemplate", "detailsTemplate", "routingTemplate", "alertKeyTemplate")
FILTERS = ("eventFilter", "eventTypeFilterCreate", "eventTypeFilterAccept", "eventTypeFilterResolve")
INCLUDE_ONLY = (*TEMPLATES, "servicesTemplate", "linkTemplates", "priorityTemplate", "severityTemplate", *FILTERS)
"""Fields that an answer leaves out unless ``include`` names them (ilert.md 2.2)."""
ICONS = ("iconUrl", "lightIconUrl", "darkIconUrl")


def _template(context: Context, value: Any, field: str) -> Stored:
    text = read_template(value, field)
    if context.switches.get("ilert.template_whitespace") == "normalised":
        text = normalise(text)
    return {"textTemplate": text}


def _link(context: Context, value: Any) -> Stored:
    """One link template: a target, and a text in at least one of two forms (ilert.md 2.4)."""
    if not isinstance(value, dict) or value.get("hrefTemplate") is None:
        raise bad_request("Field 'linkTemplates.hrefTemplate' is required")
    kept: Stored = {"hrefTemplate": _template(context, value["hrefTemplate"], "hrefTemplate")}
    text = fields.text(value, "text")
    if text:
        kept["text"] = text
    if fields.is_set(value, "linkTextTemplate"):
        kept["linkTextTemplate"] = _template(context, value["linkTextTemplate"], "linkTextTemplate")
    if "text" not in kept and "linkTextTemplate" not in kept:
        raise bad_request("A link template needs 'linkTextTemplate' or 'text'")
    return kept


def _mapped(context: Context, value: Any, field: str) -> Stored:
    """A priority or severity template: a value template and ordered mappings, both required (ilert.md 2.4)."""
    if not isinstance(value, dict) or value.get("valueTemplate") is None or not isinstance(value.get("mappings"), list):
        raise bad_request(f"'{field}' needs 'valueTemplate' and 'mappings'")
    mappings = []
    for mapping in value["mappings"]:
        if not isinstance(mapping, dict) or not isinstance(mapping.get("value"), str):
            raise bad_request(f"'{field}.mappings.value' must be a string")
        target: Stored = {"value": mapping["value"]}
        if field == "priorityTemplate":
            target["priority"] = fields.choice(mapping, "priority", PRIORITIES)
        else:
            target["severity"] = fields.whole(mapping, "severity", 1, 5)
        if None in target.values():
            raise bad_request(f"'{field}.mappings' is incomplete")
        mappings.append(target)
    return {"valueTemplate": _template(context, value["valueTemplate"], field), "mappings": mappings}


def _support_hours(context: Context, value: Any) -> Stored:
    """A reference, or the legacy inline form that counts only without an id (ilert.md 2.4)."""
    if isinstance(value, dict) and value.get("id") is None and value.get("supportDays") is not None:
        return {
            "timezone": accept_timezone(value),
            "autoRaiseAlerts": fields.boolean(value, "autoRaiseAlerts", False),
            "supportDays": accept_days(value),
        }
    return accept_reference(context, value, "supportHours", SUPPORT_HOURS, "support hours")


def _include_only(context: Context, body: Stored) -> Stored:
    kept: Stored = {}
    for field in TEMPLATES:
        if fields.is_set(body, field):
            kept[field] = _template(context, body[field], field)
    for field in FILTERS:
        if fields.text(body, field):
            kept[field] = body[field]
    links = [_link(context, value) for value in fields.items(body, "linkTemplates", 10)]
    services = [_template(context, value, "servicesTemplate") for value in fields.items(body, "servicesTemplate", 10)]
    for field in ("priorityTemplate", "severityTemplate"):
        if fields.is_set(body, field):
            kept[field] = _mapped(context, body[field], field)
    return kept | ({"linkTemplates": links} if links else {}) | ({"servicesTemplate": services} if services else {})


def _integration_key(context: Context, body: Stored, kind: str, existing: Stored | None) -> str:
    """The address for email types; made by the server and kept for all others (ilert.md 2.3, 2.8)."""
    sent = fields.text(body, "integrationKey")
    if kind in EMAIL_TYPES:
        if not sent:
            raise bad_request("Field 'integrationKey [string]' is required for email alert sources")
        if context.switches.get("ilert.email_address_form") == "full":
            return (sent if "@" in sent else f"{sent}@{MAIL_DOMAIN}").lower()
        return sent
    if sent and context.switches.get("ilert.integration_key_on_write") == "accept":
        return sent
    if existing and existing.get("integrationKey"):
        return str(existing["integrationKey"])
    if context.switches.get("ilert.integration_key_form") == "uuid":
        return str(uuid.uuid4())
    return f"il1{key_letters(kind)}{secrets.token_hex(9)}"


def _check_rules(context: Context, kept: Stored) -> None:
    """What has to go together (ilert.md 2.7, rules 1 to 3 and 6)."""
    rule = context.switches.get("ilert.grouping_rule")
    windowed = kept["alertCreation"] in WINDOWED_CREATION
    similar = kept["alertCreation"] == "INTELLIGENT_GROUPING"
    if rule != "off" and windowed and "alertGroupingWindow" not in kept:
        raise bad_request(f"'alertGroupingWindow' is required with alertCreation {kept['alertCreation']}")
    if rule == "strict" and "alertGroupingWindow" in kept and not windowed:
        raise bad_request("'alertGroupingWindow' is only allowed with a grouping alertCreation")
    if rule == "strict" and ("scoreThreshold" in kept) != similar:
        raise bad_request("'scoreThreshold' goes with alertCreation INTELLIGENT_GROUPING")
    by_hours = kept["alertPriorityRule"].endswith("_DURING_SUPPORT_HOURS")
    if by_hours and "supportHours" not in kept and context.switches.get("ilert.priority_rule_needs_hours") == "yes":
        raise bad_request(f"'supportHours' is required with alertPriorityRule {kept['alertPriorityRule']}")


def _active(context: Context, body: Stored, existing: Stored | None) -> bool:
    """True when it is not sent; a PUT without it probably means true as well (ilert.md 2.8)."""
    unchanged = existing and context.switches.get("ilert.put_without_active") == "unchanged"
    return fields.boolean(body, "active", bool((existing or {}).get("active", True)) if unchanged else True)


def _optional(context: Context, body: Stored) -> Stored:
    """Plain fields that are simply absent when not sent: a PUT without them clears them (ilert.md 2.8)."""
    values: Stored = {
        "alertGroupingWindow": fields.duration(body, "alertGroupingWindow", GROUPING_WINDOWS),
        "autoResolutionTimeout": fields.duration(body, "autoResolutionTimeout"),
        "scoreThreshold": fields.fraction(body, "scoreThreshold"),
        "severity": fields.whole(body, "severity", 1, 5),
    }
    if fields.is_set(body, "supportHours"):
        values["supportHours"] = _support_hours(context, body["supportHours"])
    values |= {icon: fields.text(body, icon) for icon in ICONS}
    if context.switches.get("ilert.duration_form") == "canonical":
        for field in ("alertGroupingWindow", "autoResolutionTimeout"):
            values[field] = values[field] and fields.canonical_duration(values[field])
    return {field: value for field, value in values.items() if value is not None}


def _check_duplicate(context: Context, name: str, existing: Stored | None) -> None:
    if context.switches.get("ilert.duplicate_names") == "allow":
        return
    for other in context.store.found(BY_NAME[ALERT_SOURCES], ("exact", name)):
        if other["id"] != (existing or {}).get("id"):
            raise bad_request(f"An alert source with the name '{name}' already exists")


def accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read an alert source from a POST or PUT body; unknown and read-only properties are ignored."""
    context = call.context
    kind = accept_type(context, body, "integrationType", INTEGRATION_TYPES, existing)
    kept: Stored = {"name": fields.name(call.context, body), "integrationType": kind}
    _check_duplicate(context, kept["name"], existing)
    kept["escalationPolicy"] = accept_reference(
        context, body.get("escalationPolicy"), "escalationPolicy", POLICIES, "escalation policy"
    )
    kept["teams"] = accept_teams(context, body, existing)
    default_rule = str(context.switches.get("ilert.default_priority_rule"))
    auto_raise = context.switches.get("ilert.default_auto_raise") == "true"
    kept |= {
        "integrationKey": _integration_key(context, body, kind, existing),
        "active": _active(context, body, existing),
        "alertCreation": fields.choice(body, "alertCreation", ALERT_CREATION, ALERT_CREATION[0]),
        "alertPriorityRule": fields.choice(body, "alertPriorityRule", PRIORITY_RULES, default_rule),
        "autoRaiseAlerts": fields.boolean(body, "autoRaiseAlerts", auto_raise),
        "autoCreateServices": fields.boolean(body, "autoCreateServices", False),
        "setupStatus": fields.choice(body, "setupStatus", SETUP_STATUS, (existing or {}).get("setupStatus", "CREATED")),
        "services": accept_references(context, body, "services", SERVICES, "service", most=15),
    }
    kept |= _optional(context, body) | _include_only(context, body)
    _check_rules(context, kept)
    return kept
