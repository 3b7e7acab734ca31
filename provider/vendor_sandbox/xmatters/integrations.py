"""Integrations: create and modify are one POST, the trigger URL and its key are never told (xmatters.md 4)."""

from __future__ import annotations

import base64
from typing import Any

from starlette.responses import Response

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.xmatters import fields
from vendor_sandbox.xmatters.children import Child, Children
from vendor_sandbox.xmatters.errors import bad_request, not_found
from vendor_sandbox.xmatters.keys import type_changed
from vendor_sandbox.xmatters.plans import FORMS, INTEGRATIONS, PLANS, find_plan, sees
from vendor_sandbox.xmatters.transport import API, Call, embedded, page

Stored = dict[str, Any]
LOGS = "xmatters.logs"
INBOUND, OUTBOUND = "INBOUND_WEBHOOK", "OUTBOUND_WEBHOOK"
OPERATIONS = {
    INBOUND: ("CREATE_EVENT_SIMPLE", "CREATE_EVENT", "RUN_SCRIPT"),
    OUTBOUND: ("SEND_WEBHOOK", "SEND_TO_IA", "RUN_SCRIPT"),
}
AUTHENTICATION = ("ANY", "URL", "BASIC", "API_KEY", "OAUTH")
_TRIGGERED_BY = ("STATUS", "DELIVERYSTATUS", "RESPONSE", "ANNOTATION", "ESCALATION", "TARGETEDRECIPIENTFAILURE")
_OUTBOUND_ONLY = ("triggeredBy", "endpoint", "integrationService")


def _form(call: Call, plan: Stored, body: Stored) -> Stored | None:
    """The form that an integration sends; it must belong to the plan (xmatters.md 10.2)."""
    key = fields.reference(body, "form")
    if key is None:
        return None
    form = call.context.store.get(FORMS, key)
    if form is None or form["plan"]["id"] != plan["id"]:
        raise bad_request(f"Could not find a form with id {key}", "validation.form.form_not_exists")
    return {"id": key}


def _outbound(call: Call, body: Stored, kind: str) -> Stored:
    given = {field: body[field] for field in _OUTBOUND_ONLY if body.get(field) is not None}
    if kind == INBOUND:
        if given and call.context.switches.get("xmatters.outbound_fields") == "refuse":
            raise bad_request(f"'{next(iter(given))}' is only allowed for outbound integrations")
        return {}
    if "triggeredBy" in given:
        fields.choice(body, "triggeredBy", _TRIGGERED_BY)
    return given


def _environment(context: Context, body: Stored, kind: str, existing: Stored | None) -> str:
    """Where the script runs; a modify does not list it (xmatters.md 4.1, 4.3). Raises ``XmattersError`` 400."""
    value = fields.choice(body, "environment", ("HOSTED", "ONPREMISE"), "HOSTED")
    if kind == INBOUND and value == "ONPREMISE" and context.switches.get("xmatters.inbound_onpremise") == "refuse":
        raise bad_request("'environment' must be HOSTED for an inbound integration")
    change = context.switches.get("xmatters.environment_change")
    if existing and value != existing.get("environment", "HOSTED") and change != "accept":
        if change == "refuse":
            raise bad_request("'environment' can not be changed")
        return str(existing.get("environment", "HOSTED"))
    return value


def _creator(context: Context, body: Stored, existing: Stored | None) -> Stored:
    """Whose ``createdBy`` counts on a modify (xmatters.md 4.3)."""
    return existing if existing and context.switches.get("xmatters.created_by_change") == "ignore" else body


def _accept(call: Call, plan: Stored, body: Stored, existing: Stored | None) -> Stored:
    """Read an integration; raises ``XmattersError`` 400."""
    switches = call.context.switches
    if existing and switches.get("xmatters.integration_modify") == "name_and_deployed":
        body = {**existing, **{field: body[field] for field in ("name", "deployed") if field in body}}
    kind = fields.choice(body, "integrationType", (INBOUND, OUTBOUND))
    if existing and kind != existing["integrationType"]:
        if switches.get("xmatters.integration_type_change") == "refuse":
            raise bad_request("'integrationType' can not be changed")
        kind = existing["integrationType"]
    kept: Stored = {
        "form": _form(call, plan, body),
        "name": fields.name(call.context, body),
        "integrationType": kind,
        "operation": fields.choice(body, "operation", OPERATIONS[kind]),
        "deployed": fields.boolean(body, "deployed", switches.get("xmatters.deployed_default") == "true"),
        "environment": _environment(call.context, body, kind, existing),
        "script": fields.script(body),
        "createdBy": fields.choice(_creator(call.context, body, existing), "createdBy", ("IB", "FLOW"), "IB"),
        **_outbound(call, body, kind),
    }
    if kind == INBOUND:
        kept["authenticationType"] = fields.choice(body, "authenticationType", AUTHENTICATION, "ANY")
        if existing and kept["authenticationType"] != existing.get("authenticationType", "ANY"):
            type_changed(call.context, existing["id"])
    if kept["operation"] in {"CREATE_EVENT", "RUN_SCRIPT"} and not kept["script"]:
        raise bad_request(f"'script' is required for {kept['operation']}")
    formless = kept["operation"].startswith("CREATE_EVENT") and kept["form"] is None
    if formless and switches.get("xmatters.missing_form") == "refuse":
        raise bad_request(f"'form' is required for {kept['operation']}")
    return kept


def _linked(call: Call, row: Stored) -> Stored:
    """References to plan and form, with their links; reads may lack these (xmatters.md 4.3, 9.5)."""
    if call.request.method == "GET" and call.context.switches.get("xmatters.reference_links") == "writes_only":
        return {name: {"id": row[name]["id"]} for name in ("plan", "form") if row.get(name)}
    plan = f"{API}/plans/{row['plan']['id']}"
    shown: Stored = {"plan": {"id": row["plan"]["id"], "links": {"self": plan}}}
    if row.get("form"):
        form = row["form"]["id"]
        shown["form"] = {"id": form, "links": {"self": f"{plan}/forms/{form}"}}
    return shown


def shape(call: Call, row: Stored) -> Stored:
    """An integration as answered: neither trigger URL, nor key, nor user (xmatters.md 4.3)."""
    context = call.context
    shown: Stored = {"id": row["id"], **_linked(call, row)}
    for field in ("name", "integrationType", "operation", "authenticationType"):
        if row.get(field) is not None:
            shown[field] = row[field]
    if context.switches.get("xmatters.created_by") == "IB" or row.get("createdBy") == "FLOW":
        shown["createdBy"] = row.get("createdBy", "IB")
    shown |= {"deployed": row.get("deployed", False), "environment": row.get("environment", "HOSTED")}
    if row.get("script"):
        shown["script"] = fields.show_script(context, row["script"])
    shown |= {field: row[field] for field in _OUTBOUND_ONLY if field in row}
    if row["integrationType"] == OUTBOUND and isinstance(row.get("endpoint"), str):
        shown["endpoint"] = {"id": row["endpoint"], **_linked(call, row)}
    if context.switches.get("xmatters.bookkeeping_fields") == "present":
        shown |= {"originType": "INTEGRATION_BUILDER", "isRunByServiceOwner": False, "type": "INTEGRATION"}
    shown["links"] = {"self": f"{API}/plans/{row['plan']['id']}/integrations/{row['id']}"}
    if "logs" in call.embeds or "integrations.logs" in call.embeds:
        most = 25 if "integrations.logs" in call.embeds else 100
        shown["logs"] = embedded(f"{API}/integrations/{row['id']}/logs", logs_of(context, row["id"]), most)
    return shown


def _shape_deleted(call: Call, row: Stored) -> Stored:
    shown = shape(call, row)
    if "script" in shown and call.context.switches.get("xmatters.deleted_script") == "decoded":
        shown["script"] = base64.b64decode(row["script"]).decode()
    return shown


def _created(context: Context) -> int:
    return int(str(context.switches.get("xmatters.create_integration_status")))


INTEGRATION = Children(
    Child(
        "integration",
        INTEGRATIONS,
        _accept,
        shape,
        created=_created,
        modified=lambda _: 200,
        shape_deleted=_shape_deleted,
        by_name=True,
    )
)


def _under(row: Stored) -> list[tuple[str, str | None, str | None]]:
    """Plan, type and deployed, each of the two filters given or not."""
    deployed = str(row.get("deployed", False)).lower()
    return [(row["plan"]["id"], kind, state) for kind in (row["integrationType"], None) for state in (deployed, None)]


_FILTERED = Index(INTEGRATIONS, _under)


def read_all(call: Call) -> Response:
    """GET ``/plans/{plan}/integrations`` with its two filters."""
    kind, deployed = call.query("integrationType"), call.query("deployed")
    wanted = (find_plan(call)["id"], kind, None if deployed is None else deployed.lower())
    return page(call, Listing(call.context.store, _FILTERED, wanted), lambda row: shape(call, row))


def logs_of(context: Context, integration: str) -> Listing:
    """Log entries of an integration, newest first."""
    return Listing(context.store, Index(f"{LOGS}.{integration}"), last_first=True)


def read_logs(call: Call) -> Response:
    """GET ``/integrations/{id}/logs``: not below the plan (xmatters.md 4.2)."""
    key = call.params["id"]
    row = call.context.store.get(INTEGRATIONS, key)
    plan = call.context.store.get(PLANS, row["plan"]["id"]) if row else None
    if row is None or plan is None or not sees(call.caller, plan):
        raise not_found("integration", key)
    # The page's own link shows a path that is not served (xmatters.md 4.2).
    own = f"{API}/plans/{plan['id']}/integrations/{key}/logs"
    return page(call, logs_of(call.context, key), self_path=own)
