"""Sections, response options and message templates of a form (xmatters.md 3.3)."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.xmatters import fields
from vendor_sandbox.xmatters.errors import bad_request
from vendor_sandbox.xmatters.forms import created, editable_form, find_form, modified
from vendor_sandbox.xmatters.plans import FORMS, PROPERTIES, SECTIONS, makes, new_id, unknown_id
from vendor_sandbox.xmatters.transport import Call, body_object, page

Stored = dict[str, Any]
SECTION_TYPES = (
    "CUSTOM_SECTION",
    "RECIPIENTS",
    "HANDLING_OPTIONS",
    "DEVICE_FILTER",
    "CONFERENCE_BRIDGE",
    "SENDER_OVERRIDES",
    "RESPONSE_CHOICES",
    "ATTACHMENTS",
    "DOCUMENT_UPLOAD",
    "INCIDENT",
)
_IN_ORDER = Index(SECTIONS, lambda section: [section["form"]["id"]], lambda section: int(section["orderNum"]))
_ACTIONS = (
    "RECORD_RESPONSE",
    "STOP_NOTIFYING_USER",
    "STOP_NOTIFYING_TARGET",
    "ESCALATE",
    "ASSIGN_TO_USER",
    "END",
    "COUNT_RESPONSE",
    "OMIT_RESPONSE_COUNT",
)
_CONTRIBUTIONS = ("NONE", "POSITIVE", "NEUTRAL", "NEGATIVE")
_COMMON = frozenset({"id", "form", "title", "type", "visible", "collapsed", "orderNum", "items", "properties"})


def _accept_item(call: Call, form: Stored, section: str, index: int, item: Any) -> Stored:
    """One property on a form; raises ``XmattersError`` 400 for a property of another plan."""
    if not isinstance(item, dict):
        raise bad_request("'items' must be an array of objects")
    key = fields.reference(item, "propertyDefinition")
    definition = call.context.store.get(PROPERTIES, key or "")
    if definition is None or definition["plan"]["id"] != form["plan"]["id"]:
        raise bad_request(f"Could not find a property definition with id {key}")
    flags = {flag: fields.boolean(item, flag, flag == "visible") for flag in ("required", "multilineText", "visible")}
    return {
        "id": item.get("id") or new_id(),
        "formSection": {"id": section},
        "orderNum": fields.whole(item, "orderNum", index),
        **flags,
        "includeInCallbacks": fields.boolean(item, "includeInCallbacks", False),
        "propertyDefinition": {"id": definition["id"], "name": definition["name"]},
    }


def _sent_items(call: Call, body: Stored) -> list[Any]:
    """What a request says of a section's items: the name of the field is not certain (xmatters.md 11 #18)."""
    name = call.context.switches.get("xmatters.section_items_field")
    names = ("items", "properties") if name == "both" else (str(name),)
    return next((found for found in (fields.items(body, each) for each in names) if found), [])


def read_sections(call: Call) -> Response:
    """GET ``/forms/{form}/sections``, in their order."""
    form = find_form(call)
    return page(call, Listing(call.context.store, _IN_ORDER, form["id"]))


def post_section(call: Call) -> Response:
    """POST: one section per request; the type of an existing one can not change."""
    form, body = editable_form(call), body_object(call)
    existing = call.context.store.get(SECTIONS, str(body["id"])) if body.get("id") else None
    wanted = str(body.get("id") or "")
    if wanted and (existing is None or existing["form"]["id"] != form["id"]) and not makes(call, SECTIONS, wanted):
        raise unknown_id(call, "form section", str(body["id"]))
    merged = {**(existing or {}), **body}
    kind = fields.choice(merged, "type", SECTION_TYPES)
    if existing and kind != existing["type"]:
        raise bad_request("'type' of a section can not be changed")
    number = wanted or new_id()
    section: Stored = {
        "id": number,
        "form": {"id": form["id"]},
        "title": fields.text(merged, "title"),
        "type": kind,
        "visible": fields.boolean(merged, "visible", True),
        "collapsed": fields.boolean(merged, "collapsed", False),
        "orderNum": fields.whole(merged, "orderNum", 0),
        **{key: value for key, value in merged.items() if key not in _COMMON},
    }
    if kind == "CUSTOM_SECTION":
        items = _sent_items(call, body) or fields.items(existing or {}, "items")
        section["items"] = [_accept_item(call, form, number, index, item) for index, item in enumerate(items)]
    call.context.store.put(SECTIONS, number, section)
    return JSONResponse(section, status_code=(modified if existing else created)(call.context))


def read_options(call: Call) -> Response:
    """GET ``…/response-options``."""
    return page(call, find_form(call).get("responseOptions") or [])


def post_option(call: Call) -> Response:
    """POST ``/forms/{form}/response-options``: with ``id`` a modify."""
    form, body = editable_form(call), body_object(call)
    options: list[Stored] = form.get("responseOptions") or []
    existing = next((option for option in options if option["id"] == body.get("id")), None)
    chosen = call.context.switches.get("xmatters.modify_unknown_id") == "create"
    if body.get("id") and existing is None and not chosen:
        raise unknown_id(call, "response option", str(body["id"]))
    merged = {**(existing or {"id": str(body.get("id") or new_id()), "number": len(options) + 1}), **body}
    option: Stored = {
        "id": merged["id"],
        "number": fields.whole(merged, "number"),
        "text": fields.required_text(merged, "text"),
        "description": fields.text(merged, "description"),
        "prompt": fields.text(merged, "prompt"),
        "action": fields.choice(merged, "action", _ACTIONS, "RECORD_RESPONSE"),
        "contribution": fields.choice(merged, "contribution", _CONTRIBUTIONS, "NONE"),
        "joinConference": fields.boolean(merged, "joinConference", False),
        "allowComments": fields.boolean(merged, "allowComments", False),
        **{field: merged[field] for field in ("redirectUrl", "translations") if merged.get(field) is not None},
    }
    others = [option if one["id"] == option["id"] else one for one in options]
    form["responseOptions"] = others if existing else [*options, option]
    call.context.store.put(FORMS, form["id"], form)
    return JSONResponse(option, status_code=(modified if existing else created)(call.context))


def read_templates(call: Call) -> Response:
    """GET ``/forms/{form}/message-templates``."""
    return JSONResponse(find_form(call).get("messageTemplates") or {"email": None, "sms": None, "voice": None})


def post_templates(call: Call) -> Response:
    """POST ``/forms/{form}/message-templates``: only the given kinds change."""
    form, body = editable_form(call), body_object(call)
    kept = {
        **(form.get("messageTemplates") or {}),
        **{kind: body[kind] for kind in ("email", "sms", "voice") if kind in body},
    }
    call.context.store.put(FORMS, form["id"], {**form, "messageTemplates": kept})
    return JSONResponse(kept, status_code=created(call.context))
