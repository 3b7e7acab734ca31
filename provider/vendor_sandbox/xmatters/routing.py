"""Every route of the xMatters stand-in (xmatters.md 10.1)."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from vendor_sandbox.context import Context
from vendor_sandbox.xmatters import events, form_parts, forms, integrations, oauth, plans, recipients
from vendor_sandbox.xmatters.errors import not_found
from vendor_sandbox.xmatters.forms import FORM
from vendor_sandbox.xmatters.integrations import INTEGRATION
from vendor_sandbox.xmatters.keys import make_key
from vendor_sandbox.xmatters.parts import CONSTANT, ENDPOINT, LIBRARY, PROPERTY
from vendor_sandbox.xmatters.plans import INTEGRATIONS
from vendor_sandbox.xmatters.processing import settle
from vendor_sandbox.xmatters.switches import SWITCHES
from vendor_sandbox.xmatters.transport import API, Call, Handler, Router, body_object, embedded
from vendor_sandbox.xmatters.trigger import Trigger

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


_EMBEDDABLE = {
    "forms": (FORM, "forms"),
    "integrations": (INTEGRATION, "integrations"),
    "constants": (CONSTANT, "constants"),
    "endpoints": (ENDPOINT, "endpoints"),
    "propertyDefinitions": (PROPERTY, "property-definitions"),
}
"""Word of ``embed`` → the kind below a plan, and its path."""


def _embed(call: Call, plan: plans.Stored) -> plans.Stored:
    """The lists that ``embed`` puts into a plan: only their first page (xmatters.md 2.5)."""
    wanted = {embed.split(".")[0] for embed in call.embeds}
    base = f"{API}/plans/{plan['id']}"
    return {
        word: embedded(f"{base}/{path}", kind.rows(call, plan), shape=partial(kind.child.shape, call))
        for word, (kind, path) in _EMBEDDABLE.items()
        if word in wanted
    }


def _read_plans(call: Call) -> Response:
    return plans.read_all(call, _embed)


def _read_plan(call: Call) -> Response:
    return JSONResponse(plans.shape(call, plans.find_plan(call), _embed))


def _issue_key(call: Call) -> Response:
    """Stands for the step in the web UI that makes a trigger key (xmatters.md 10.3); told once."""
    row = call.context.store.get(INTEGRATIONS, call.params["id"])
    if row is None:
        raise not_found("integration", call.params["id"])
    user = str(body_object(call).get("user") or call.caller.person["id"])
    person = recipients.resolve(call.context, user)
    if person is None or person["recipientType"] != "PERSON":
        raise not_found("person", user)
    return JSONResponse({"apiKey": make_key(call.context, row["id"], person["id"])}, status_code=201)


def _under_form(prefix: str) -> list[tuple[str, str, Handler]]:
    """What hangs on a form, with and without its plan in the path."""
    return [
        ("GET", prefix, forms.read),
        ("DELETE", prefix, forms.undeletable),
        ("GET", f"{prefix}/recipients", forms.read_recipients),
        ("PUT", f"{prefix}/recipients", forms.put_recipients),
        ("GET", f"{prefix}/sender-permissions", forms.read_senders),
        ("PUT", f"{prefix}/sender-permissions", forms.put_senders),
        ("GET", f"{prefix}/response-options", form_parts.read_options),
    ]


TABLE: list[tuple[str, str, Handler]] = [
    ("GET", "plans", _read_plans),
    ("POST", "plans", plans.post),
    ("GET", "plans/{plan}", _read_plan),
    ("DELETE", "plans/{plan}", plans.delete),
    ("GET", "forms", forms.read_all),
    ("GET", "plans/{plan}/forms", forms.read_of_plan),
    ("POST", "plans/{plan}/forms", FORM.post),
    *_under_form("plans/{plan}/forms/{form}"),
    *_under_form("forms/{form}"),
    ("POST", "forms/{form}/response-options", form_parts.post_option),
    ("GET", "forms/{form}/sections", form_parts.read_sections),
    ("POST", "forms/{form}/sections", form_parts.post_section),
    ("GET", "forms/{form}/message-templates", form_parts.read_templates),
    ("POST", "forms/{form}/message-templates", form_parts.post_templates),
    ("GET", "plans/{plan}/property-definitions", PROPERTY.read_all),
    ("POST", "plans/{plan}/property-definitions", PROPERTY.post),
    ("DELETE", "plans/{plan}/property-definitions/{id}", PROPERTY.remove),
    ("GET", "plans/{plan}/constants", CONSTANT.read_all),
    ("POST", "plans/{plan}/constants", CONSTANT.post),
    ("GET", "plans/{plan}/constants/{id}", CONSTANT.read),
    ("DELETE", "plans/{plan}/constants/{id}", CONSTANT.delete),
    ("GET", "plans/{plan}/endpoints", ENDPOINT.read_all),
    ("POST", "plans/{plan}/endpoints", ENDPOINT.post),
    ("GET", "plans/{plan}/endpoints/{id}", ENDPOINT.unreadable),
    ("DELETE", "plans/{plan}/endpoints/{id}", ENDPOINT.remove),
    ("GET", "plans/{plan}/shared-libraries", LIBRARY.read_all),
    ("POST", "shared-libraries", LIBRARY.post_one),
    ("GET", "shared-libraries/{id}", LIBRARY.read_one),
    ("DELETE", "shared-libraries/{id}", LIBRARY.delete_one),
    ("GET", "plans/{plan}/integrations", integrations.read_all),
    ("POST", "plans/{plan}/integrations", INTEGRATION.post),
    ("GET", "plans/{plan}/integrations/{id}", INTEGRATION.read),
    ("DELETE", "plans/{plan}/integrations/{id}", INTEGRATION.delete),
    ("GET", "integrations/{id}/logs", integrations.read_logs),
    ("GET", "events", events.read_all),
    ("POST", "events", events.change_status),
    ("GET", "events/{id}", events.read),
    ("GET", "events/{id}/annotations", events.read_annotations),
    ("POST", "events/{id}/annotations", events.annotate),
    ("GET", "people", recipients.read_people),
    ("GET", "people/{id}", recipients.read_person),
    ("GET", "people/{id}/devices", recipients.read_person_devices),
    ("GET", "groups", recipients.read_groups),
    ("GET", "groups/{id}", recipients.read_group),
    ("GET", "groups/{id}/members", recipients.read_members),
    ("GET", "groups/{id}/recipients", recipients.read_group_recipients),
    ("GET", "devices", recipients.read_devices),
    ("GET", "devices/{id}", recipients.read_device),
    ("GET", "sites", recipients.read_sites),
    ("GET", "sites/{id}", recipients.read_site),
    ("POST", "_control/integrations/{id}/api-key", _issue_key),
]
"""Method, path below ``/api/xm/1``, handler. A path that only other methods have answers 405."""


def routes(context: Context) -> list[BaseRoute]:
    """The stand-in's routes; registers its switches. ``ping`` and the token endpoint ask for no credential."""
    context.switches.register(*SWITCHES)

    def due() -> None:
        settle(context)

    router = Router(context, TABLE, due)
    trigger = Trigger(context, router.limit, due)

    async def ping(request: Request) -> Response:
        """Always 200: it checks nothing (xmatters.md 2.3)."""
        return router.limit.stamp(JSONResponse({"status": "OK"}))

    async def token(request: Request) -> Response:
        return router.limit.stamp(await oauth.token(context, request))

    fixed: list[BaseRoute] = []
    for slash in ("", "/"):
        fixed += [
            Route(f"{API}/ping{slash}", ping, methods=["GET"]),
            Route(f"{API}/oauth2/token{slash}", token, methods=_METHODS),
            Route(f"/api/integration/1/functions/{{id}}/triggers{slash}", trigger.answer, methods=_METHODS),
        ]
    return [*fixed, Route("/{rest:path}", router.answer, methods=_METHODS)]
