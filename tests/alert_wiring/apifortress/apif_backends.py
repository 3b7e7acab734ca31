"""The backends that reach API Fortress: every test of the kinds runs over each of them (`api-fortress.md 4.11`).

A backend is told apart by its settings, by what it can do, and by the requests in which a fault has to strike; nothing
else about it may be visible above the interface.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from alert_wiring.apifortress.backend import Capability

_REST = "/app/api/rest/v3"


@dataclass(frozen=True)
class BackendUnderTest:
    """One backend.

    Attributes:
        name: what the fixture `backend` is parametrised by.
        environment: the settings that choose it and name an account that may do everything, from the sandbox's status.
        secrets: the settings whose values must never be shown.
        routes: operation to method and regular expression of the request's path, for faults.
        capabilities: what it can do beyond the floor.
        listing: the requests that reading any number of groups and assignments costs, in any order.
        costs: noun of each kind to the requests that creating one costs; `{group}` and `{project}` stand for ids.
        prefix: what `Account.requests()` leaves out at the beginning of a path.
    """

    name: str
    environment: Callable[[Mapping[str, Any]], dict[str, str]]
    secrets: tuple[str, ...]
    routes: Mapping[str, tuple[str, str]]
    capabilities: frozenset[Capability] = frozenset(Capability)
    prefix: str = ""
    listing: tuple[str, ...] = ()
    costs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _rest_environment(status: Mapping[str, Any]) -> dict[str, str]:
    credentials = status["credentials"]
    return {
        "APIFORTRESS_URL": status["url"],
        "APIFORTRESS_API_KEY": credentials["key"],
        "APIFORTRESS_API_SECRET": credentials["secret"],
    }


REST = BackendUnderTest(
    name="rest",
    environment=_rest_environment,
    secrets=("APIFORTRESS_API_SECRET",),
    routes={
        "list groups": ("GET", f"^{_REST}/alertGroups$"),
        "read a group": ("GET", f"^{_REST}/alertGroups"),
        "create a group": ("POST", f"^{_REST}/alertGroups$"),
        "rename a group": ("PUT", f"^{_REST}/alertGroups/"),
        "create a connector": ("POST", f"^{_REST}/alertGroups/[0-9]+/connectors$"),
        "load a definition": ("POST", f"^{_REST}/connectors$"),
        "list projects": ("GET", f"^{_REST}/projects$"),
    },
    prefix=_REST,
    listing=("GET /alertGroups", "GET /projects"),
    costs={
        "alert group": ("GET /alertGroups", "POST /alertGroups"),
        "connector": (
            "GET /alertGroups/{group}/connectors",
            "GET /connectors",
            "POST /alertGroups/{group}/connectors",
        ),
        "project assignment": ("GET /projects", "PUT /projects/{project}/alertGroups/{group}"),
        "connector definition": ("GET /connectors", "POST /connectors"),
    },
)

_WEB = "/app/web"


def _web_environment(status: Mapping[str, Any]) -> dict[str, str]:
    return {
        "APIFORTRESS_URL": status["url"],
        "APIFORTRESS_BACKEND": "web",
        "APIFORTRESS_EMAIL": "admin@example.com",
        "APIFORTRESS_PASSWORD": "sandbox-manager-password",
        "APIFORTRESS_CALLS_PER_MINUTE": "100000",
    }


_LOGIN = ("GET /login/auth", "POST /app/j_spring_security_check")
_DASHBOARD = "GET /dashboard/index"
"""Once to learn the company's id, and once more for each list of projects."""
_GROUPS = "GET /company/details/1"
_CONNECTORS = "GET /company/connectorsDistroGroup/{group}"
_PROJECTS = (_DASHBOARD, *(f"GET /projects/edit/{id_}" for id_ in (2, 238, 2901, 3073, 3074, 3075, 3076)))
_DEFINITIONS = (
    "GET /admin/connectors",
    *(f"GET /admin/editConnector/5d519a1eb3cb1f0001b3bd0{number}" for number in range(1, 9)),
)
"""The seeded objects: names, parameters and assignments stand in a dialog per object."""

WEB = BackendUnderTest(
    name="web",
    environment=_web_environment,
    secrets=("APIFORTRESS_PASSWORD",),
    routes={
        "list groups": ("GET", f"^{_WEB}/company/details/[0-9]+$"),
        "read a group": ("GET", f"^{_WEB}/company/details/[0-9]+$"),
        "create a group": ("POST", f"^{_WEB}/company/saveDistro$"),
        "create a connector": ("POST", f"^{_WEB}/company/saveConnectorsDistroGroup/[0-9]+$"),
        "load a definition": ("POST", f"^{_WEB}/admin/saveConnector$"),
        "list projects": ("GET", f"^{_WEB}/dashboard/index$"),
    },
    capabilities=frozenset({Capability.LOAD_DEFINITION}),
    prefix=_WEB,
    listing=(*_LOGIN, _DASHBOARD, _GROUPS, *_PROJECTS),
    costs={
        "alert group": (
            *_LOGIN,
            _DASHBOARD,
            *(_GROUPS, _GROUPS),
            *("GET /company/addDistro", "POST /company/saveDistro"),
            _GROUPS,
        ),
        "connector": (
            *_LOGIN,
            _DASHBOARD,
            _CONNECTORS,
            *_DEFINITIONS,
            *(_CONNECTORS, "GET /company/addConnectorsDistroGroup/{group}"),
            *("GET /company/paramsConnectorsDistroGroup/{group}", "POST /company/saveConnectorsDistroGroup/{group}"),
            *(_CONNECTORS, "GET /company/editConnectorsDistroGroup/{group}"),
        ),
        "project assignment": (
            *_LOGIN,
            _DASHBOARD,
            *_PROJECTS,
            *("GET /projects/edit/{project}", "GET /projects/edit/{project}", "POST /projects/update/{project}"),
            *("GET /projects/edit/{project}", "GET /projects/edit/{project}"),
        ),
    },
)

BACKENDS: dict[str, BackendUnderTest] = {"rest": REST, "web": WEB}
"""All backends, by name."""


def over(names: list[str]) -> pytest.MarkDecorator:
    """Run a test over these backends only."""
    return pytest.mark.parametrize("backend", names, indirect=True)


rest_only = over(["rest"])
"""For what is the REST contract's own: its signature, its paths, its switches."""


def able(*capabilities: Capability) -> pytest.MarkDecorator:
    """Run a test over the backends that can do this."""
    return over([name for name, one in BACKENDS.items() if set(capabilities) <= one.capabilities])
