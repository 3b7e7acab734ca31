"""The default and v2 API, company-wide and deprecated (api-fortress.md 3.3), behind X-Key and X-Token.

Paths and purposes are [seen]; what the answers hold is [inferred], their page is lost.
"""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress.account import company
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.events import EVENTS
from vendor_sandbox.apifortress.objects import OF_TEST, PROJECTS, SCHEDULES, TESTS, of_project, owned

WEEK_SECONDS = 7 * 24 * 3600
"""How far back the lists of events and metrics go."""


def routes(endpoints: Endpoints) -> list[Route]:
    """Routes below ``/api/rest``."""
    return [
        endpoints.route("GET", "/company/details", company),
        endpoints.route("GET", "/event/list/{project}", _events),
        endpoints.route("GET", "/event/details/{event}", _event),
        endpoints.route("GET", "/monitor/list/{project}", _metrics),
        endpoints.route("GET", "/schedule/byProject/{project}", _schedules_of_project),
        endpoints.route("GET", "/schedule/byTest/{test}", _schedules_of_test),
        endpoints.route("GET", "/v2/test/list/{project}", _tests),
        endpoints.route("GET", "/v2/test/details/{test}", _details),
        endpoints.route("GET", "/v2/test/statuses/{project}", _statuses),
        endpoints.route("POST", "/v2/test/runAutomatch/{project}", _traffic),
    ]


def _project(ask: Ask) -> dict[str, Any]:
    return owned(ask.context, PROJECTS, ask.path["project"], ask.company, "Project")


def _test(ask: Ask) -> dict[str, Any]:
    test = ask.context.store.get(TESTS, ask.path["test"])
    if test is None:
        raise ApiError(404, f"Test {ask.path['test']} not found")
    owned(ask.context, PROJECTS, str(test["projectId"]), ask.company, "Project")
    return test


def _tests_of(ask: Ask, project: dict[str, Any]) -> list[dict[str, Any]]:
    return of_project(ask.context, TESTS, project)


def _events_of(ask: Ask) -> list[dict[str, Any]]:
    """The company's events of the last week."""
    since = ask.context.clock.timestamp() - WEEK_SECONDS
    found = ask.context.store.journal(EVENTS)
    return [
        each["event"] for each in found if each["event"]["companyId"] == ask.company and each.get("stored", 0) >= since
    ]


async def _events(ask: Ask) -> Any:
    project = _project(ask)
    return [each for each in _events_of(ask) if each["projectId"] == project["id"]]


async def _event(ask: Ask) -> Any:
    found = next((each for each in _events_of(ask) if each["eventId"] == ask.path["event"]), None)
    if found is None:
        raise ApiError(404, f"Event {ask.path['event']} not found")
    return found


async def _metrics(ask: Ask) -> Any:
    """Metrics of runs are not simulated: none."""
    _project(ask)
    return []


async def _schedules_of_project(ask: Ask) -> Any:
    return of_project(ask.context, SCHEDULES, _project(ask))


async def _schedules_of_test(ask: Ask) -> Any:
    return ask.context.store.found(OF_TEST, _test(ask)["id"])


async def _tests(ask: Ask) -> Any:
    return [{"id": each["id"], "name": each["name"]} for each in _tests_of(ask, _project(ask))]


async def _details(ask: Ask) -> Any:
    test = _test(ask)
    return {name: test[name] for name in ("id", "projectId", "name", "tags")}


async def _statuses(ask: Ask) -> Any:
    """The last result of each test that ran."""
    project = _project(ask)
    last = {each["test"]["id"]: each["failuresCount"] for each in _events_of(ask) if each["projectId"] == project["id"]}
    return [
        {"id": each["id"], "name": each["name"], "failuresCount": last[each["id"]]}
        for each in _tests_of(ask, project)
        if each["id"] in last
    ]


async def _traffic(ask: Ask) -> Any:
    """Recorded traffic of a gateway: taken, and not looked at."""
    _project(ask)
    return {"status": "success"}
