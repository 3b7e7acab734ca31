"""Plans (workflows): access, order, one POST for create and modify, delete with all below (xmatters.md 3.1, 3.2)."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from vendor_sandbox.context import Context
from vendor_sandbox.indexes import Index
from vendor_sandbox.listing import Listing
from vendor_sandbox.xmatters import fields, times
from vendor_sandbox.xmatters.callers import PEOPLE, Caller, person_reference
from vendor_sandbox.xmatters.errors import XmattersError, bad_request, conflict, not_found
from vendor_sandbox.xmatters.transport import API, Call, body_object, in_order, page, plain, searched

Stored = dict[str, Any]
PLANS = "xmatters.plans"
FORMS = "xmatters.forms"
CONSTANTS = "xmatters.constants"
PROPERTIES = "xmatters.property_definitions"
ENDPOINTS = "xmatters.endpoints"
LIBRARIES = "xmatters.shared_libraries"
INTEGRATIONS = "xmatters.integrations"
SECTIONS = "xmatters.form_sections"
BELOW = (FORMS, CONSTANTS, PROPERTIES, ENDPOINTS, LIBRARIES, INTEGRATIONS)
"""What exists only below a plan and goes with it (xmatters.md 7.2)."""
ENABLED_FOR = {"MOBILE": "mobileEnabled", "UI": "uiEnabled", "API": "apiEnabled"}
"""Value of the parameter ``enabledFor`` → flag of a form."""
_BY_NAME = Index(PLANS, lambda plan: [plan["name"]])
_BY_ANY_CASE = Index(PLANS, lambda plan: [plan["name"].lower()])
_SORTED = Index(PLANS, order=lambda plan: plan["name"].lower())
_ORDER = Index(PLANS, order=lambda plan: plan.get("rank", math.inf))
"""Plans from the top; one that was made by hand has no rank and stands last."""
IN_PLAN = {kind: Index(kind, lambda row: [row["plan"]["id"]]) for kind in BELOW}
SECTIONS_OF = Index(SECTIONS, lambda section: [section["form"]["id"]])


def new_id() -> str:
    """A random lower-case UUID (xmatters.md 10.2)."""
    return str(uuid.uuid4())


def edits(caller: Caller, plan: Stored) -> bool:
    """Whether a caller has edit access to a plan."""
    person = caller.person["id"]
    return caller.admin or person == plan.get("creator", {}).get("id") or person in (plan.get("editors") or [])


def sees(caller: Caller, plan: Stored) -> bool:
    """Whether a plan is in a caller's lists: others are silently left out (xmatters.md 2.3)."""
    return edits(caller, plan) or bool(plan.get("accessibleByAll"))


def find_plan(call: Call, key: str | None = None) -> Stored:
    """The plan by id or name; raises ``XmattersError`` 404 when it is missing or not visible."""
    wanted = key if key is not None else call.params["plan"]
    plan = call.context.store.get(PLANS, wanted)
    if plan is None:
        plan = call.context.store.first(_BY_NAME, wanted)
    if plan is not None and sees(call.caller, plan):
        return plan
    if plan is not None and call.context.switches.get("xmatters.hidden_plan") == "403":
        raise XmattersError(403, "You do not have permission to view this plan")
    raise not_found("plan", wanted)


def must_edit(call: Call, plan: Stored) -> None:
    """Raises ``XmattersError`` 403 for a caller without edit access, and for a plan that is not the customer's."""
    if not edits(call.caller, plan):
        raise XmattersError(403, f"You do not have permission to edit the plan {plan['name']}")
    if plan.get("planType", "PLAN") != "PLAN":
        raise XmattersError(403, f"The plan {plan['name']} is read only")


def of_plan(context: Context, collection: str, plan: str) -> Listing:
    """The objects of one kind below a plan."""
    return Listing(context.store, IN_PLAN[collection], plan)


def _rank_between(before: float, after: float) -> float | None:
    """A number between two ranks; none when there is no room."""
    if math.isinf(before) or math.isinf(after):
        middle = 0.0 if before == -after else after - 1 if math.isinf(before) else before + 1
    else:
        middle = (before + after) / 2
    return middle if before < middle < after else None


def _move(context: Context, plan: Stored, position: int) -> None:
    """Put a stored plan at a position counted from 1; the others shift (xmatters.md 3.2)."""
    places = context.store.places(_ORDER)
    own = context.store.rank(_ORDER, plan["id"])
    count = len(places) - (own is not None)
    target = min(max(0, position - 1), count)

    def rank_of(number: int) -> float:
        """The rank of one of the other plans."""
        return float(places[number if own is None or number < own else number + 1][0])

    before = rank_of(target - 1) if target else -math.inf
    after = rank_of(target) if target < count else math.inf
    rank = _rank_between(before, after)
    if rank is None:
        for number, (_, _, key) in enumerate(list(places)):
            other = context.store.get(PLANS, key)
            context.store.put(PLANS, key, {**(other or {}), "rank": float(number)})
        _move(context, plan, position)
        return
    context.store.put(PLANS, plan["id"], {**plan, "rank": rank})


def shape(call: Call, plan: Stored, embed: Callable[[Call, Stored], Stored] | None = None) -> Stored:
    """A plan as this caller sees it."""
    context = call.context
    person = context.store.get(PEOPLE, plan.get("creator", {}).get("id", ""))
    shown: Stored = {
        "id": plan["id"],
        "planType": plan.get("planType", "PLAN"),
        "name": plan["name"],
        "description": plan.get("description", ""),
        "enabled": plan.get("enabled", True),
        "editable": edits(call.caller, plan),
        "loggingLevel": plan.get("loggingLevel", "ERROR"),
        "accessibleByAll": plan.get("accessibleByAll", False),
        "created": plan.get("created", "2020-01-01T00:00:00.000Z"),
    }
    if person is not None:
        shown["creator"] = person_reference(person) if "creator" not in call.embeds else dict(person)
    shown["position"] = (context.store.rank(_ORDER, plan["id"]) or 0) + 1
    shown["links"] = {"self": f"{API}/plans/{plan['id']}"}
    shown |= embed(call, plan) if embed else {}
    return fields.show_texts(context, shown, ("description",))


def _accept(call: Call, body: Stored, existing: Stored | None) -> Stored:
    """Read a plan; only given keys change on a modify."""
    if existing is None and body.get("enabled") is None:
        raise bad_request("'enabled' is required")
    merged = {**(existing or {}), **body}
    kept: Stored = {
        "name": fields.name(call.context, merged),
        "description": fields.text(merged, "description"),
        "enabled": fields.boolean(merged, "enabled", True),
        "accessibleByAll": fields.boolean(merged, "accessibleByAll", False),
        "loggingLevel": call.context.switches.get("xmatters.logging_level_default"),
    }
    if existing is not None:
        kept["loggingLevel"] = fields.choice(merged, "loggingLevel", ("ERROR", "INFO"), "ERROR")
    for other in call.context.store.found(_BY_ANY_CASE, kept["name"].lower()):
        if other["id"] != (existing or {}).get("id") and clash(call.context, other["name"], kept["name"]):
            raise conflict("plan", kept["name"])
    return kept


def clash(context: Context, one: str, other: str) -> bool:
    """Whether two names that are the same but for their case clash (xmatters.md 7.1)."""
    return one == other or context.switches.get("xmatters.name_case") == "ignored"


def post(call: Call) -> Response:
    """POST ``/plans``: create without ``id``, modify with it (xmatters.md 2.2)."""
    body = body_object(call)
    if body.get("id") and not makes(call, PLANS, str(body["id"])):
        return _modify(call, body)
    kept = _accept(call, body, None)
    plan = {"id": str(body.get("id") or new_id()), "planType": "PLAN", **kept}
    plan |= {"created": times.zulu(call.context.clock.now()), "creator": {"id": call.caller.person["id"]}}
    _move(call.context, plan, fields.whole(body, "position", 1) or 1)
    endpoint: Stored = {"id": new_id(), "plan": {"id": plan["id"]}, "name": "xMatters", "endpointType": "XMATTERS"}
    endpoint |= {"authenticationType": "XMATTERS", "url": call.context.urls.xmatters}
    call.context.store.insert(ENDPOINTS, endpoint["id"], endpoint)
    shown = shape(call, plan)
    if call.context.switches.get("xmatters.create_answer") == "as_2019_sample":
        shown = {key: value for key, value in shown.items() if key not in {"planType", "editable", "loggingLevel"}}
    return JSONResponse(shown, status_code=201)


def makes(call: Call, collection: str, key: str) -> bool:
    """Whether a POST with this id is a create: nothing has the id, and callers may choose one (xmatters.md 2.2)."""
    chosen = call.context.switches.get("xmatters.modify_unknown_id") == "create"
    return chosen and call.context.store.get(collection, key) is None


def unknown_id(call: Call, noun: str, key: str) -> XmattersError:
    """The refusal of a modify whose id nothing has (xmatters.md 10.2)."""
    error = not_found(noun, key)
    if call.context.switches.get("xmatters.modify_unknown_id") == "400":
        error.status = 400
    return error


def _modify(call: Call, body: Stored) -> Response:
    plan = call.context.store.get(PLANS, str(body["id"]))
    if plan is None or not sees(call.caller, plan):
        raise unknown_id(call, "plan", str(body["id"]))
    must_edit(call, plan)
    plan |= _accept(call, body, plan)
    call.context.store.put(PLANS, plan["id"], plan)
    position = fields.whole(body, "position")
    if position is not None:
        _move(call.context, plan, position)
    status = int(str(call.context.switches.get("xmatters.modify_plan_status")))
    return JSONResponse(shape(call, plan), status_code=status)


def _any_form(context: Context, plan: Stored, flag: str) -> bool:
    return any(form.get(flag) for form in of_plan(context, FORMS, plan["id"]))


def read_all(call: Call, embed: Callable[[Call, Stored], Stored]) -> Response:
    """GET ``/plans``, without what the caller may not see."""
    if call.caller.admin and plain(call, "planType", "enabled", "enabledFor"):
        return page(call, Listing(call.context.store, _SORTED), lambda plan: shape(call, plan, embed))
    rows = [plan for plan in call.context.store.all(PLANS) if sees(call.caller, plan)]
    kind, enabled, flag = call.query("planType"), call.query("enabled"), call.query("enabledFor")
    if kind is not None:
        rows = [plan for plan in rows if plan.get("planType", "PLAN") == kind]
    if enabled is not None:
        rows = [plan for plan in rows if str(plan.get("enabled", True)).lower() == enabled.lower()]
    if flag in ENABLED_FOR:
        rows = [plan for plan in rows if _any_form(call.context, plan, ENABLED_FOR[flag])]
    wanted = [field.lower() for field in call.query_list("fields")] or ["name", "description"]
    rows = searched(call, rows, wanted)
    by = {"NAME": lambda plan: plan["name"].lower(), "DESCRIPTION": lambda plan: plan.get("description", "").lower()}
    return page(call, in_order(call, rows, by), lambda plan: shape(call, plan, embed))


def delete(call: Call) -> Response:
    """DELETE: 200 with the plan, 204 when there is none; only plans of type ``PLAN`` (xmatters.md 3.1)."""
    try:
        plan = find_plan(call)
    except XmattersError as error:
        if error.status == 403:
            raise
        return Response(status_code=204)
    if plan.get("planType", "PLAN") != "PLAN":
        status = int(str(call.context.switches.get("xmatters.delete_built_in")))
        raise XmattersError(status, "Only plans of type PLAN can be deleted")
    must_edit(call, plan)
    _check_deletable(call.context, plan)
    shown = shape(call, plan)
    forget(call.context, plan["id"])
    return JSONResponse(shown)


def _check_deletable(context: Context, plan: Stored) -> None:
    """Raises ``XmattersError`` 409 for a plan that is not empty, where that matters (xmatters.md 11 #5)."""
    if context.switches.get("xmatters.delete_plan_with_children") == "cascade":
        return
    for kind in (CONSTANTS, LIBRARIES, INTEGRATIONS, ENDPOINTS):
        for row in of_plan(context, kind, plan["id"]):
            if row.get("endpointType") != "XMATTERS":
                raise XmattersError(409, f"The plan {plan['name']} still has {kind.partition('.')[2]}: {row['name']}")


def forget(context: Context, plan: str) -> None:
    """Take away a plan and all that exists only below it."""
    for _, _, form in context.store.places(IN_PLAN[FORMS], plan):
        context.store.delete_found(SECTIONS_OF, form)
    for collection in BELOW:
        context.store.delete_found(IN_PLAN[collection], plan)
    context.store.delete(PLANS, plan)
