"""What is recorded of API Fortress: one alert group with a connector, on one project, and away again.

It needs an instance that serves the proposed REST contract (`api-fortress.md 4`). Nothing is fired, so nobody is
notified; the connector's address is one that leads nowhere.
"""

from __future__ import annotations

import secrets

from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.apifortress.backend import ApiFortressBackend
from alert_wiring.apifortress.names import JSON_ALERT, same_connector
from alert_wiring.core.errors import WiringError
from contracts.recorder import Step

API = ApiFortressApi
DOCUMENTED = "https://apif.example.com/app"

_NOBODY = "999"
"""The id that nothing has in the documented exchanges; it is only ever read."""


def play(api: ApiFortressApi, step: Step) -> None:
    """Make, read, change and delete a group; then a connector in one, and the assignment of one."""
    backend = api.backend
    with step("company"):
        backend.ping()
    with step("groups"):
        backend.list_groups()
        group = backend.create_group(_label()).id
        try:
            backend.get_group(group)
            backend.rename_group(group, _label())
        finally:
            backend.delete_group(group)
        backend.get_group(group)
        backend.delete_group(group)
    group = backend.create_group(_label()).id
    try:
        _connector(backend, step, group)
        _assignment(backend, step, group)
    finally:
        backend.delete_group(group)


def _label() -> str:
    return f"Contract {secrets.token_hex(4)}"


def _connector(backend: ApiFortressBackend, step: Step, group: str) -> None:
    loaded = [one for one in backend.list_definitions() if same_connector(one.name, JSON_ALERT)]
    if not loaded:
        raise WiringError(f"The instance has no connector definition {JSON_ALERT!r}: load it first.")
    with step("instances"):
        backend.list_instances(group)
        made = backend.create_instance(group, loaded[0].id, {"url": "https://receiver.invalid/contract"})
        backend.get_instance(group, made.id)
        backend.update_instance(group, made.id, {"url": "https://receiver.invalid/other"})
        backend.delete_instance(group, made.id)
        backend.get_instance(group, made.id)
        backend.delete_instance(group, made.id)
        backend.list_instances(_NOBODY)


def _assignment(backend: ApiFortressBackend, step: Step, group: str) -> None:
    """Add the group to the first project, by both ways, and take it out again; the project's other groups stay."""
    with step("projects"):
        projects = backend.list_projects()
        if not projects:
            raise WiringError("The instance has no project, so no assignment was recorded.")
        project = projects[0].id
        try:
            backend.set_assigned(project, (backend.get_assigned(project) or set()) | {group})
            backend.add_assigned(project, group)
        finally:
            backend.remove_assigned(project, group)
        backend.remove_assigned(project, group)
        backend.get_assigned(_NOBODY)
