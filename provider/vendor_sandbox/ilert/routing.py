"""Every route of the ilert stand-in (ilert.md 2.1, 3.1-3.5, 4.1, 4.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import (
    alert_action_attachments,
    alert_actions,
    alert_book,
    alert_sources,
    alerts,
    catalogue,
    connectors,
    escalation_policies,
    heartbeat_monitors,
    maintenance_windows,
    pings,
    schedules,
    support_hours,
    teams,
    users,
)
from vendor_sandbox.ilert.callers import authenticate
from vendor_sandbox.ilert.errors import IlertError, not_found, refusal
from vendor_sandbox.ilert.intake import Intake
from vendor_sandbox.ilert.kinds import Collection
from vendor_sandbox.ilert.rates import RateWindows
from vendor_sandbox.ilert.settling import settle
from vendor_sandbox.ilert.switches import SWITCHES
from vendor_sandbox.ilert.transport import Call, Handler, endpoint

_OWN: tuple[tuple[str, str, Handler, bool], ...] = (
    ("GET", "/api/users/current", users.current, False),
    ("POST", "/api/users/search-email", users.search_email, False),
    ("GET", "/api/escalation-policies/resolve", escalation_policies.resolve, False),
    ("PUT", "/api/escalation-policies/{id}/levels/{level:int}", escalation_policies.replace_level, True),
    ("POST", "/api/teams/{id}/members", teams.add_member, True),
    ("DELETE", "/api/teams/{id}/members/{user}", teams.remove_member, True),
    ("GET", "/api/schedules/{id}/user-on-call", schedules.user_on_call, False),
    ("PUT", "/api/alert-actions/{id}/add-source", alert_action_attachments.add_source, True),
    ("PUT", "/api/alert-actions/{id}/remove-source", alert_action_attachments.remove_source, True),
    ("GET", "/api/alerts", alerts.list_alerts, False),
    ("POST", "/api/alerts", alerts.create, False),
    ("GET", "/api/alerts/count", alerts.count, False),
    ("GET", "/api/alerts/{id}", alerts.read, False),
    ("PUT", "/api/alerts/{id}/accept", alerts.accept, False),
    ("PUT", "/api/alerts/{id}/resolve", alerts.resolve, False),
    ("PUT", "/api/alerts/{id}/assign", alerts.assign, False),
    ("GET", "/api/alerts/{id}/log-entries", alerts.log_entries, False),
    ("GET", "/api/alerts/{id}/notifications", alerts.notifications, False),
    ("GET", "/api/alerts/{id}/suggested-responders", alerts.suggested_responders, False),
    ("POST", "/api/alerts/{id}/responders", alerts.add_responder, False),
    ("GET", "/api/alerts/{id}/actions", alerts.actions, False),
    ("POST", "/api/alerts/{id}/actions", alerts.run_action, False),
)
"""Method, path, handler, whether it changes configuration. Responders may work on alerts (ilert.md 1.5)."""

ALERT_SOURCE = replace(alert_sources.KIND, after_delete=alert_book.forget_source)
KINDS = (
    escalation_policies.KIND,
    teams.KIND,
    support_hours.KIND,
    users.KIND,
    schedules.SCHEDULE,
    schedules.SERVICE,
    connectors.KIND,
)


def routes(context: Context) -> list[BaseRoute]:
    """The stand-in's routes; registers its switches."""
    context.switches.register(*SWITCHES)
    windows = RateWindows(context)

    def due() -> None:
        settle(context)

    def made(handler: Callable[[Call], Response], writes: bool) -> Callable[[Request], object]:
        return endpoint(context, windows, handler, writes=writes, settle=due)

    found: list[BaseRoute] = [
        *Intake(context, windows).routes(),
        *pings.routes(context, windows),
        *catalogue.routes(context),
    ]
    found += [Route(path, made(handler, writes), methods=[method]) for method, path, handler, writes in _OWN]
    found += Collection(ALERT_SOURCE, context, alert_sources.find).routes(windows, due)
    found += alert_actions.Actions(alert_actions.KIND, context).routes(windows, due)
    found += heartbeat_monitors.Monitors(heartbeat_monitors.KIND, context).routes(windows, due)
    found += maintenance_windows.Windows(maintenance_windows.KIND, context).routes(windows, due)
    for kind in KINDS:
        found += Collection(kind, context).routes(windows, due)
    return [*found, _rest(context, list(found))]


def _rest(context: Context, known: list[BaseRoute]) -> Route:
    """Everything else: 405 where only the method is unknown (there is no PATCH), 404 otherwise, both as JSON."""

    async def answer(request: Request) -> Response:
        try:
            authenticate(context, request)
        except IlertError as error:
            return refusal(context, error, request.method)
        if any(route.matches(request.scope)[0] is Match.PARTIAL for route in known):
            return refusal(context, IlertError(405, "Method not allowed"), request.method)
        return refusal(context, not_found("resource"), request.method)

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return Route("/{rest:path}", answer, methods=methods)
