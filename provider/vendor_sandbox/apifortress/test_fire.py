"""Test-firing connectors (api-fortress.md 4.6: T1, T2): one call, one delivery each, past the threshold counter."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from vendor_sandbox.apifortress import connectors, groups, message
from vendor_sandbox.apifortress.delivery import fire, project_connectors, report
from vendor_sandbox.apifortress.endpoint import Ask, Endpoints
from vendor_sandbox.apifortress.errors import invalid
from vendor_sandbox.apifortress.objects import DEFINITIONS, PROJECTS, owned

_OUTCOMES = ("failure", "success")
_NO_PROJECT = {"id": 0, "name": "connector test"}
"""Stands for the project when a connector of an unassigned group is fired."""


def routes(endpoints: Endpoints) -> list[Route]:
    """The contract's routes."""
    return [
        endpoints.route("POST", "/alertGroups/{group}/connectors/{instance}/_test", _one),
        endpoints.route("POST", "/projects/{project}/_testConnectors", _project),
    ]


async def _one(ask: Ask) -> Any:
    instance = connectors.own(ask)
    assigned = groups.render(ask.context, groups.own(ask))[0]["projectIds"]
    project = ask.context.store.get(PROJECTS, str(assigned[0])) if assigned else None
    return await _fire(ask, project or {**_NO_PROJECT, "companyId": ask.company}, [instance])


async def _project(ask: Ask) -> Any:
    project = owned(ask.context, PROJECTS, ask.path["project"], ask.company, "Project")
    return await _fire(ask, project, project_connectors(ask.context, project))


async def _fire(ask: Ask, project: dict[str, Any], instances: list[dict[str, Any]]) -> Any:
    outcome = ask.body.get("outcome", "failure")
    if outcome not in _OUTCOMES:
        raise invalid("test", "outcome", f"must be one of {', '.join(_OUTCOMES)}", outcome)
    event = message.test_fire(ask.context, project, outcome)
    found: list[dict[str, Any]] = []
    for instance in instances:
        definition = ask.context.store.get(DEFINITIONS, instance["connectorId"])
        if outcome == "success" and definition is not None and not definition["runOnSuccess"]:
            found.append(
                {
                    "alertGroupId": instance["alertGroupId"],
                    "instanceId": instance["id"],
                    "connectorName": definition["name"],
                    "sent": False,
                    "reason": "success-not-enabled",
                    "url": None,
                    "httpStatus": None,
                    "error": None,
                }
            )
        else:
            found.append(await fire(ask.context, instance, definition, event))
    return report(outcome, found)
