"""What the tests of the API Fortress kinds share: a sandbox, the backends, and the lifecycles that talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from apif_backends import BACKENDS, BackendUnderTest

from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.core import api as shared
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props
from contracts.field_table import FieldTable
from support.sandbox import Control, Sandbox
from support.waiting import waits_at_once


class Account:
    """The sandbox's API Fortress account as one plugin process sees it."""

    def __init__(self, found: Sandbox, backend: BackendUnderTest) -> None:
        self.control: Control = found.control
        self.backend = backend
        self.url: str = found.status["apifortress"]["url"]
        self.environment: dict[str, str] = backend.environment(found.status["apifortress"])
        self.warnings: list[str] = []

    def settings(self) -> Settings:
        return Settings(self.environment, lambda _key: None)

    def api(self) -> ApiFortressApi:
        """The process's client; it never really waits."""
        client = shared.shared_api(ApiFortressApi, self.settings())
        waits_at_once(client.http)
        return client

    def of(self, kind: Kind[Any]) -> Lifecycle[Any]:
        self.api()
        return Lifecycle(kind, self.settings, self.warnings.append)

    def new_process(self) -> None:
        """Forget what a process knows: every phase of a command has a plugin process of its own."""
        shared._shared.clear()

    def requests(self) -> list[str]:
        """Method and path of what was asked of API Fortress since the log was cleared."""
        return [
            f"{row['method']} {row['path'].removeprefix(self.backend.prefix)}"
            for row in self.control.requests_log("apifortress")
        ]

    def fault(self, operation: str, times: int = 1, **rule: Any) -> None:
        """Let the next requests of an operation (`BackendUnderTest.routes`) fail."""
        method, path = self.backend.routes[operation]
        self.control.fault(vendor="apifortress", method=method, pathRegex=path, times=times, **rule)

    def project(self, name: str) -> dict[str, Any]:
        """A project as it is stored."""
        (found,) = (row for row in self.control.objects("apifortress", "projects") if row["name"] == name)
        return found

    def made(self, kind: Kind[Any], props: Props) -> tuple[str, Props]:
        """Check and create; the id and the outputs."""
        inputs, problems = self.of(kind).check(props)
        assert problems.found == []
        live = self.of(kind).create(inputs)
        return live.id, live.outputs


@pytest.fixture(params=list(BACKENDS))
def backend(request: pytest.FixtureRequest) -> BackendUnderTest:
    """Each backend in turn; `over`, `able` and `rest_only` name the backends of a test."""
    return BACKENDS[request.param]


@pytest.fixture
def account(sandbox: Sandbox, backend: BackendUnderTest) -> Iterator[Account]:
    """A fresh account in a fresh process; what it sends through the contract is held to the field table."""
    found = Account(sandbox, backend)
    found.new_process()
    found.control.clear_log()
    with FieldTable.load("apifortress").watching() if backend.name == "rest" else nullcontext():
        yield found
    found.new_process()
