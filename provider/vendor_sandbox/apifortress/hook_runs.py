"""Runs of tests by API hook: one, by tag, all, by URL pattern (api-fortress.md 3.2)."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vendor_sandbox.apifortress.errors import ApiError
from vendor_sandbox.apifortress.events import simulate
from vendor_sandbox.context import Context

_UNREACHABLE = ".invalid"
"""A ``domain`` override with this ending makes a test fail: the usual way to fire the wiring (6.5 way 2)."""


async def run(
    context: Context, request: Request, project: dict[str, Any], tests: list[dict[str, Any]], body: dict[str, Any]
) -> Response:
    """Run tests as an API run. ``sync=true`` waits for the results: one object for one test, else an array.

    Raises ApiError 404 when there is no test to run.
    """
    if not tests:
        raise ApiError(404, "Not Found")
    params = body.get("params")
    runs = [_run_body(request, project, test, params if isinstance(params, dict) else {}) for test in tests]

    async def fire() -> list[dict[str, Any]]:
        return [_result(context, each, await simulate(context, each)) for each in runs]

    if request.query_params.get("sync") != "true":
        return JSONResponse({"code": "ACCEPTED"}, background=BackgroundTask(fire))
    results = await fire()
    if request.query_params.get("format") == "junit":
        return Response(_junit(project, results), media_type="application/xml")
    return JSONResponse(results[0] if "test" in request.path_params else results)


def _run_body(
    request: Request, project: dict[str, Any], test: dict[str, Any], params: dict[str, Any]
) -> dict[str, Any]:
    domain = params.get("domain", "")
    broken = isinstance(domain, str) and domain.endswith(_UNREACHABLE)
    critical = {
        "action": "get",
        "expression": f"get https://{domain}/",
        "status": "Generic Failure",
        "failureType": "UnknownHostException",
        "extra": domain,
    }
    return {
        "projectId": project["id"],
        "test": {"id": test["id"], "name": test["name"]},
        "failuresCount": 1 if broken or test.get("fails") else 0,
        "criticalFailures": [critical] if broken else [],
        "tags": test.get("tags", []),
        "trigger": "api",
        "silent": request.query_params.get("silent") == "true",
        "dryrun": request.query_params.get("dryrun") == "true",
    }


def _result(context: Context, run_: dict[str, Any], simulated: dict[str, Any]) -> dict[str, Any]:
    """The synchronous result of one run; its date is in milliseconds (3.2)."""
    event = simulated["event"] or {}
    report = f"{context.urls.apifortress}/app/web/events/details/{simulated['eventId']}?cid={event.get('companyId')}"
    return {
        "test": run_["test"],
        "failuresCount": run_["failuresCount"],
        "warningsCount": 0,
        "criticalFailures": run_["criticalFailures"],
        "date": int(context.clock.timestamp() * 1000),
        "location": event.get("location", "New York"),
        "projectId": run_["projectId"],
        "companyId": event.get("companyId"),
        "links": {"private": report},
    }


def _junit(project: dict[str, Any], results: list[dict[str, Any]]) -> str:
    """``format=junit``: a case per test, a failure in each that failed; more of the shape is not public."""
    failed = sum(1 for each in results if each["failuresCount"])
    cases = "".join(
        f"<testcase name={quoteattr(each['test']['name'])}>"
        + (f'<failure message="{each["failuresCount"]} failures"/>' if each["failuresCount"] else "")
        + "</testcase>"
        for each in results
    )
    head = f'<testsuite name={quoteattr(project["name"])} tests="{len(results)}" failures="{failed}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{cases}</testsuite>'
