"""Forms and what is on them (xmatters.md 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.xmatters import fields
from vendor_sandbox.xmatters.children import Child, Children
from vendor_sandbox.xmatters.errors import XmattersError, bad_request, not_found
from vendor_sandbox.xmatters.plans import ENABLED_FOR, FORMS, PLANS, SECTIONS, find_plan, must_edit, new_id, sees
from vendor_sandbox.xmatters.recipients import recipient, resolve
from vendor_sandbox.xmatters.transport import API, Call, body_list, embedded, in_order, page, plain, searched

Stored = dict[str, Any]
_BY_NUMBER = Index(FORMS, order=lambda form: int(form["formId"]))
_FLAGS = ("mobileEnabled", "uiEnabled", "apiEnabled")


def _accept(call: Call, _plan: Stored, body: Stored, existing: Stored | None) -> Stored:
    kept: Stored = {"name": fields.name(call.context, body), "description": fields.text(body, "description")}
    kept |= {flag: fields.boolean(body, flag, False) for flag in _FLAGS}
    trigger = fields.text(body, "triggerType")
    if existing and trigger != existing.get("triggerType", "") and trigger != _unset_trigger(call.context):
        if call.context.switches.get("xmatters.trigger_type_change") == "refuse":
            raise bad_request("'triggerType' can not be changed")
        trigger = existing.get("triggerType", "")
    if trigger and trigger != _unset_trigger(call.context):
        kept["triggerType"] = trigger
    if existing is None:
        kept["formId"] = str(call.context.store.next_number("xmatters.form_number", 2481537))
        sender = {"senderType": "PERSON", "sender": {"id": call.caller.person["id"]}, "manageScenarios": True}
        may_send = call.context.switches.get("xmatters.creator_may_send") == "yes"
        kept |= {"recipients": [], "senderPermissions": [sender] if may_send else []}
    return kept


def _unset_trigger(context: Context) -> str | None:
    """What a form made without ``triggerType`` shows (xmatters.md 11 #12)."""
    return "FORM" if context.switches.get("xmatters.form_trigger_type") == "FORM" else None


def created(context: Context) -> int:
    """The success code of a new form, or part of one (xmatters.md 3.3)."""
    return int(str(context.switches.get("xmatters.create_form_status")))


def _path(row: Stored) -> str:
    return f"{API}/plans/{row['plan']['id']}/forms/{row['id']}"


def shape(call: Call, row: Stored, named_plan: bool = False) -> Stored:
    """A form as answered; the plan's name only in the instance-wide list."""
    plan: Stored = {"id": row["plan"]["id"]}
    if named_plan:
        plan["name"] = (call.context.store.get(PLANS, plan["id"]) or {}).get("name")
    shown: Stored = {
        "id": row["id"],
        "formId": row.get("formId", "0"),
        "name": row["name"],
        "description": row.get("description", ""),
        **{flag: row.get(flag, False) for flag in _FLAGS},
        "plan": plan,
        "links": {"self": _path(row)},
    }
    if row.get("triggerType") or _unset_trigger(call.context):
        shown["triggerType"] = row.get("triggerType") or _unset_trigger(call.context)
    if "recipients" in call.embeds:
        shown["recipients"] = embedded(f"{_path(row)}/recipients", recipients_of(call.context, row))
    if "responseOptions" in call.embeds:
        shown["responseOptions"] = embedded(f"{_path(row)}/response-options", row.get("responseOptions") or [])
    if "scenarios" in call.embeds:
        shown["scenarios"] = embedded(f"{_path(row)}/scenarios", [])
    return fields.show_texts(call.context, shown, ("description",))


def modified(context: Context) -> int:
    """The success code of a changed form, or part of one (xmatters.md 3.3)."""
    return int(str(context.switches.get("xmatters.modify_form_status")))


class _Forms(Children):
    def write(self, call: Call, plan: Stored, body: Stored) -> Response:
        """Create or modify; a new form may come with sections (xmatters.md 11 #16)."""
        answer = super().write(call, plan, body)
        if not body.get("id") and call.context.switches.get("xmatters.new_form_sections") == "defaults":
            form = call.context.store.first(self.named, (plan["id"], fields.name(call.context, body))) or {}
            for number, kind in enumerate(("RECIPIENTS", "HANDLING_OPTIONS")):
                section: Stored = {"id": new_id(), "form": {"id": form["id"]}, "title": kind.title(), "type": kind}
                section |= {"visible": True, "collapsed": False, "orderNum": number}
                call.context.store.insert(SECTIONS, section["id"], section)
        return answer


FORM = _Forms(Child("form", FORMS, _accept, shape, created=created, modified=modified, by_name=True))


def find_form(call: Call) -> Stored:
    """The form of a path, with or without its plan in front; raises ``XmattersError`` 404."""
    key = call.params["form"]
    if "plan" in call.params:
        form = FORM.find(call, find_plan(call), key)
    else:
        form = call.context.store.get(FORMS, key)
        plan = call.context.store.get(PLANS, form["plan"]["id"]) if form else None
        form = form if plan is not None and sees(call.caller, plan) else None
    if form is None:
        raise not_found("form", key)
    return form


def editable_form(call: Call) -> Stored:
    """The form of a path, for a write; raises ``XmattersError`` 403 as well."""
    form = find_form(call)
    must_edit(call, find_plan(call, form["plan"]["id"]))
    return form


def _filtered(call: Call, rows: Sequence[Stored]) -> Sequence[Stored]:
    if plain(call, "triggerType", "enabledFor"):
        return rows  # they stand in the order of their numbers
    trigger, enabled = call.query("triggerType"), call.query("enabledFor")
    if trigger is not None:
        rows = [row for row in rows if (row.get("triggerType") or _unset_trigger(call.context)) == trigger]
    flag = ENABLED_FOR.get(enabled or "")
    return in_order(
        call,
        [row for row in rows if not flag or row.get(flag)],
        {"USER_DEFINED": lambda row: int(row["formId"]), "NAME": lambda row: row["name"].lower()},
    )


def read_all(call: Call) -> Response:
    """GET ``/forms``: every form of every visible plan."""
    if call.caller.admin and plain(call, "triggerType", "enabledFor"):
        return page(call, Listing(call.context.store, _BY_NUMBER), lambda row: shape(call, row, named_plan=True))
    plans = {plan["id"] for plan in call.context.store.all(PLANS) if sees(call.caller, plan)}
    rows = [row for row in call.context.store.all(FORMS) if row["plan"]["id"] in plans]
    wanted = [field.lower() for field in call.query_list("fields")] or ["name", "description"]
    return page(call, _filtered(call, searched(call, rows, wanted)), lambda row: shape(call, row, named_plan=True))


def read_of_plan(call: Call) -> Response:
    """GET ``/plans/{plan}/forms``."""
    return page(call, _filtered(call, FORM.rows(call, find_plan(call))), lambda row: shape(call, row))


def read(call: Call) -> Response:
    """GET one form."""
    return JSONResponse(shape(call, find_form(call)))


def recipients_of(context: Context, form: Stored) -> list[Stored]:
    """The form's own recipients, whole."""
    found = [resolve(context, entry["id"]) for entry in form.get("recipients") or []]
    return [recipient(one) for one in found if one is not None]


def undeletable(call: Call) -> Response:
    """DELETE of a form: no such call (xmatters.md 3.3)."""
    status = int(str(call.context.switches.get("xmatters.form_delete")))
    raise XmattersError(status, "Request method 'DELETE' not supported for a form")


def read_recipients(call: Call) -> Response:
    """GET ``…/recipients``."""
    return page(call, recipients_of(call.context, find_form(call)))


def put_recipients(call: Call) -> Response:
    """PUT ``…/recipients``: an array that replaces the whole list."""
    form = editable_form(call)
    kept = []
    for entry in body_list(call):
        key = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(key, str) or resolve(call.context, key) is None:
            raise bad_request(f"Could not find a recipient with id {key}", "validation.recipient.recipient_not_exists")
        kept.append({"id": key})
    call.context.store.put(FORMS, form["id"], {**form, "recipients": kept})
    return _replaced(call, page(call, recipients_of(call.context, {"recipients": kept})))


def read_senders(call: Call) -> Response:
    """GET ``…/sender-permissions``."""
    return _senders(call, find_form(call).get("senderPermissions") or [])


def _senders(call: Call, entries: list[Stored]) -> Response:
    return page(call, entries, lambda entry: {**entry, "sender": _sender(call.context, entry)})


def _sender(context: Context, entry: Stored) -> Stored:
    """A sender as answered: its id alone, or more of it (xmatters.md 11 #17)."""
    key = entry["sender"]["id"]
    if context.switches.get("xmatters.sender_shape") == "id":
        return {"id": key}
    found = resolve(context, key)
    return {"id": key, "name": key} if found is None else recipient(found)


def _replaced(call: Call, answer: Response) -> Response:
    """The answer to a PUT (xmatters.md 3.3)."""
    return Response(status_code=204) if call.context.switches.get("xmatters.put_status") == "204" else answer


def put_senders(call: Call) -> Response:
    """PUT ``…/sender-permissions``: an array that replaces the whole list."""
    form = editable_form(call)
    kept = []
    for entry in body_list(call):
        sender = fields.reference(entry, "sender") if isinstance(entry, dict) else None
        if sender is None:
            raise bad_request("'sender' is required")
        kept.append(
            {
                "senderType": fields.choice(entry, "senderType", ("PERSON", "GROUP", "ROLE")),
                "sender": {"id": sender},
                "manageScenarios": fields.boolean(entry, "manageScenarios", False),
            }
        )
    call.context.store.put(FORMS, form["id"], {**form, "senderPermissions": kept})
    return _replaced(call, _senders(call, kept))
