"""Constants, property definitions, endpoints and shared libraries (xmatters.md 3.4-3.7)."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.indexes import Index
from vendor_sandbox.xmatters import fields
from vendor_sandbox.xmatters.children import Child, Children, check_name
from vendor_sandbox.xmatters.errors import XmattersError, bad_request, not_found
from vendor_sandbox.xmatters.plans import (
    CONSTANTS,
    ENDPOINTS,
    LIBRARIES,
    PLANS,
    PROPERTIES,
    find_plan,
    must_edit,
    sees,
)
from vendor_sandbox.xmatters.transport import API, Call, body_object, page

Stored = dict[str, Any]


def _accept_constant(call: Call, _plan: Stored, body: Stored, _existing: Stored | None) -> Stored:
    return {
        "name": fields.name(call.context, body),
        "value": fields.text(body, "value"),
        "description": fields.text(body, "description"),
    }


def _show_constant(call: Call, row: Stored) -> Stored:
    shown = {key: row.get(key, "") for key in ("id", "plan", "name", "value", "description")}
    path = f"/plans/{row['plan']['id']}/constants/{row['id']}"
    misprinted = call.context.switches.get("xmatters.constant_links") == "link"
    links: Stored = {"link": {"self": path}} if misprinted else {"links": {"self": f"{API}{path}"}}
    return fields.show_texts(call.context, {**shown, **links}, ("description",))


class _Constants(Children):
    def read(self, call: Call) -> Response:
        """GET of one: not documented; one client asks for it anyway (xmatters.md 3.4)."""
        if call.context.switches.get("xmatters.constant_get") == "404":
            return self.unreadable(call)
        return super().read(call)


CONSTANT = _Constants(Child("constant", CONSTANTS, _accept_constant, _show_constant))

_TEXT_DEFAULTS: Stored = {"default": "", "maxLength": 2000, "minLength": 0, "pattern": "", "validate": False}
PROPERTY_TYPES: dict[str, Stored] = {
    "TEXT": _TEXT_DEFAULTS,
    "NUMBER": {"default": "", "maxLength": 20, "minLength": 0, "units": ""},
    "PASSWORD": {key: value for key, value in _TEXT_DEFAULTS.items() if key != "default"},
    "BOOLEAN": {"default": ""},
    "LIST_TEXT_SINGLE_SELECT": {"items": []},
    "LIST_TEXT_MULTI_SELECT": {"items": []},
    "HIERARCHY": {"default": [], "delimiter": "", "categories": [], "paths": []},
}
"""Type → the fields that only this type has, with what they are when not sent (xmatters.md 3.5)."""


def _accept_property(call: Call, _plan: Stored, body: Stored, existing: Stored | None) -> Stored:
    kind = fields.choice(body, "propertyType", tuple(PROPERTY_TYPES))
    if existing and kind != existing["propertyType"]:
        if call.context.switches.get("xmatters.property_type_change") == "refuse":
            raise bad_request("'propertyType' can not be changed")
        kind = existing["propertyType"]
    kept: Stored = {
        "propertyType": kind,
        "name": fields.name(call.context, body),
        "description": fields.text(body, "description"),
        "helpText": fields.text(body, "helpText"),
    }
    for field, default in PROPERTY_TYPES[kind].items():
        if isinstance(default, bool):
            kept[field] = fields.boolean(body, field, default)
        elif isinstance(default, int):
            kept[field] = fields.whole(body, field, default)
        elif isinstance(default, list):
            kept[field] = fields.items(body, field)
        else:
            kept[field] = fields.text(body, field, default)
    if kind.startswith("LIST") and not all(isinstance(item, str) for item in kept["items"]):
        raise bad_request("'items' must be an array of strings")
    if kept.get("minLength", 0) > kept.get("maxLength", 0):
        raise bad_request("'minLength' must not be greater than 'maxLength'")
    return kept


def _show_property(call: Call, row: Stored) -> Stored:
    shown = {key: value for key, value in row.items() if key != "plan"}
    links = {"self": f"{API}/plans/{row['plan']['id']}"}
    optional = ("description", "helpText", "pattern", "default")
    return fields.show_texts(call.context, {**shown, "links": links}, optional)


class _Properties(Children):
    def remove(self, call: Call) -> Response:
        """DELETE: not offered; one client calls it anyway (xmatters.md 3.5)."""
        if call.context.switches.get("xmatters.property_delete") == "405":
            return self.undeletable(call)
        return self.delete(call)


PROPERTY = _Properties(
    Child("property definition", PROPERTIES, _accept_property, _show_property, modified=lambda _: 200)
)

_AUTHENTICATION = ("NO_AUTH", "BASIC", "OAUTH2", "OAUTH2_FORCE", "OAUTH_SLACK")
_WRITE_ONLY = frozenset({"password", "client_secret", "clientSecret"})


def _fixed_endpoint(call: Call, what: str) -> XmattersError:
    """The refusal to write the endpoint that every plan has (xmatters.md 3.6)."""
    status = int(str(call.context.switches.get("xmatters.xmatters_endpoint_status")))
    return XmattersError(status, f"Endpoints of type XMATTERS can not be {what}")


def _accept_endpoint(call: Call, _plan: Stored, body: Stored, existing: Stored | None) -> Stored:
    if "XMATTERS" in {body.get("endpointType"), (existing or {}).get("endpointType")}:
        raise _fixed_endpoint(call, "created or changed")
    authentication = body.get("authentication")
    if authentication is not None and not isinstance(authentication, dict):
        raise bad_request("'authentication' must be an object")
    return {
        "name": fields.name(call.context, body),
        "url": fields.required_text(body, "url"),
        "endpointType": fields.choice(body, "endpointType", ("EXTERNAL",), "EXTERNAL"),
        "authenticationType": fields.choice(body, "authenticationType", _AUTHENTICATION, "NO_AUTH"),
        "authentication": authentication,
        "trustSelfSigned": fields.boolean(body, "trustSelfSigned", False),
        "preemptive": fields.boolean(body, "preemptive", False),
    }


def _show_endpoint(_call: Call, row: Stored) -> Stored:
    """An endpoint without what is write-only (xmatters.md 3.6)."""
    shown = {key: value for key, value in row.items() if key != "authentication"}
    if row.get("authentication"):
        public = {key: value for key, value in row["authentication"].items() if key not in _WRITE_ONLY}
        shown["authentication"] = public
    return {**shown, "links": {"self": f"{API}/plans/{row['plan']['id']}/endpoints/{row['id']}"}}


class _Endpoints(Children):
    def remove(self, call: Call) -> Response:
        """DELETE: the one endpoint that every plan has stays."""
        row = self.find(call, find_plan(call), call.params["id"])
        if row is not None and row["endpointType"] == "XMATTERS":
            raise _fixed_endpoint(call, "deleted")
        return self.delete(call)


ENDPOINT = _Endpoints(Child("endpoint", ENDPOINTS, _accept_endpoint, _show_endpoint))


_NAMED = Index(LIBRARIES, lambda row: [row["name"]])
_ANY_CASE = Index(LIBRARIES, lambda row: [row["name"].lower()])


def _accept_library(call: Call, _plan: Stored, body: Stored, existing: Stored | None) -> Stored:
    script = fields.script(body)
    if script is None:
        raise bad_request("'script' is required")
    name = fields.name(call.context, body)
    if call.context.switches.get("xmatters.library_names") == "instance":
        check_name(call, "shared library", (_ANY_CASE, name.lower()), {"name": name}, existing)
    return {"name": name, "script": script}


def _show_library(call: Call, row: Stored) -> Stored:
    plan = call.context.store.get(PLANS, row["plan"]["id"]) or {}
    shown = {"id": row["id"], "name": row["name"], "script": fields.show_script(call.context, row["script"])}
    return {**shown, "plan": {"id": row["plan"]["id"], "name": plan.get("name")}}


class _Libraries(Children):
    """Shared libraries are addressed without their plan (xmatters.md 3.7)."""

    def read_all(self, call: Call) -> Response:
        """GET ``/plans/{plan}/shared-libraries``: the page's own link is wrong (xmatters.md 3.7)."""
        rows = self.rows(call, find_plan(call))
        return page(call, rows, lambda row: _show_library(call, row), self_path=f"{API}/shared-libraries")

    def _anywhere(self, call: Call, key: str) -> Stored | None:
        """The visible library with an id, else the first visible one with a name."""
        store = call.context.store
        by_id = store.get(LIBRARIES, key)
        for row in [*([by_id] if by_id else []), *store.found(_NAMED, key)]:
            plan = store.get(PLANS, row["plan"]["id"])
            if plan is not None and sees(call.caller, plan):
                return row
        return None

    def read_one(self, call: Call) -> Response:
        """GET ``/shared-libraries/{id or name}``."""
        row = self._anywhere(call, call.params["id"])
        if row is None:
            raise not_found("shared library", call.params["id"])
        return JSONResponse(_show_library(call, row))

    def post_one(self, call: Call) -> Response:
        """POST ``/shared-libraries``: the plan is in the body on create, known on modify."""
        body = body_object(call)
        row = self._anywhere(call, str(body["id"])) if body.get("id") else None
        plan = (row or {}).get("plan", {}).get("id") or fields.reference(body, "plan")
        if plan is None:
            raise bad_request("'plan' is required")
        other = row is not None and fields.reference(body, "plan") not in {None, plan}
        if other and call.context.switches.get("xmatters.library_plan_change") == "refuse":
            raise bad_request("'plan' can not be changed")
        if call.context.store.get(PLANS, plan) is None:
            raise bad_request(f"Could not find a plan with id {plan}", "validation.plan.plan_not_exists")
        return self.write(call, find_plan(call, plan), {key: value for key, value in body.items() if key != "plan"})

    def delete_one(self, call: Call) -> Response:
        """DELETE ``/shared-libraries/{id or name}``."""
        row = self._anywhere(call, call.params["id"])
        if row is None:
            return Response(status_code=204)
        must_edit(call, find_plan(call, row["plan"]["id"]))
        call.context.store.delete(LIBRARIES, row["id"])
        return JSONResponse(_show_library(call, row))


LIBRARY = _Libraries(
    Child("shared library", LIBRARIES, _accept_library, _show_library, modified=lambda _: 200, by_name=True)
)
