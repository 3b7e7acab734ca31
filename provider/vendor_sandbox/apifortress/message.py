"""The event message that connectors get (api-fortress.md 6.2)."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from vendor_sandbox.apifortress.errors import invalid
from vendor_sandbox.apifortress.objects import COMPANIES, TESTS, of_project
from vendor_sandbox.context import Context
from vendor_sandbox.ids import object_id

_KIND = "event"
TEST_FIRE = {"id": "0" * 24, "name": "connector test"}
"""The test of T1/T2, so that a receiver can recognise it (api-fortress.md 4.6)."""
_SINCE_2020 = ("httpFailures", "facts", "tags")
_CRITICAL = {
    "action": "get",
    "expression": "get https://shop.example.com/orders",
    "status": "Generic Failure",
    "failureType": "ConnectException",
    "extra": "connection refused",
}


def message(context: Context, project: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """`M` for a run of a test in a project. Raises ApiError 400 for members of the wrong type.

    Of `run` it takes ``test``, ``failuresCount`` (default 1), ``criticalFailures``, ``httpFailures``, ``tags``,
    ``facts`` and ``location``, each as it will stand in the message.
    """
    company = context.store.get(COMPANIES, str(project["companyId"])) or {"name": ""}
    failures = run.get("failuresCount", 1)
    if isinstance(failures, bool) or not isinstance(failures, int) or failures < 0:
        raise invalid(_KIND, "failuresCount", "must be a whole number, zero or more", failures)
    made = {
        "date": int(context.clock.timestamp() * 1000),
        "eventId": object_id(context),
        "test": _test(context, project, run.get("test")),
        "companyId": project["companyId"],
        "companyName": company["name"],
        "projectId": project["id"],
        "projectName": project["name"],
        "eventType": "failure",  # also for a passing event (api-fortress.md 6.2)
        "failuresCount": failures,
        "criticalFailures": _typed(run, "criticalFailures", list, []),
        "httpFailures": _typed(run, "httpFailures", list, []),
        "facts": _typed(run, "facts", dict, {}),
        "tags": _typed(run, "tags", list, []),
        "location": _typed(run, "location", str, "New York"),
    }
    if context.switches.get("apifortress.event_form") == "2017":
        stamp = context.clock.now().strftime("%Y-%m-%dT%H:%M:%S+0000")
        older = {name: value for name, value in made.items() if name not in _SINCE_2020}
        return {**older, "date": stamp, "eventId": str(uuid.uuid4())}
    return made


def test_fire(context: Context, project: dict[str, Any], outcome: str) -> dict[str, Any]:
    """The synthetic message of T1/T2 for ``failure`` or ``success``."""
    failed = outcome == "failure"
    run = {
        "test": TEST_FIRE,
        "failuresCount": 1 if failed else 0,
        "criticalFailures": [_CRITICAL] if failed else [],
        "tags": ["connector test"],
    }
    return message(context, project, run)


def test_id(project_id: int, name: str) -> str:
    """A stable 24-hex id for a test that is known by name only, so that its failures count together."""
    return hashlib.sha256(f"{project_id}/{name}".encode()).hexdigest()[:24]


def _test(context: Context, project: dict[str, Any], wanted: Any) -> dict[str, str]:
    """The run's test; without one, the project's first."""
    if wanted is None:
        own = of_project(context, TESTS, project)
        wanted = {"id": own[0]["id"], "name": own[0]["name"]} if own else {"name": "Health check"}
    if not isinstance(wanted, dict) or not isinstance(wanted.get("name", ""), str):
        raise invalid(_KIND, "test", "must be an object with id and name", wanted)
    name = wanted.get("name", "Health check")
    key = wanted.get("id", test_id(project["id"], name))
    if not isinstance(key, str) or not key:
        raise invalid(_KIND, "test", "its id must be a string", wanted)
    return {"id": key, "name": name}


def _typed(run: dict[str, Any], field: str, kind: type, default: Any) -> Any:
    value = run.get(field, default)
    if not isinstance(value, kind):
        raise invalid(_KIND, field, f"must be of type {kind.__name__}", value)
    return value
