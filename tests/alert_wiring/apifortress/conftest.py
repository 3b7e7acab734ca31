"""What the tests of the API Fortress kinds share: a sandbox and the lifecycles that talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from alert_wiring.apifortress.api import ApiFortressApi
from alert_wiring.core import api as shared
from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props
from support.sandbox import Control, Sandbox

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")  # a busy machine is no failure


class Account:
    """The sandbox's API Fortress account as one plugin process sees it."""

    def __init__(self, found: Sandbox) -> None:
        self.control: Control = found.control
        self.url: str = found.status["apifortress"]["url"]
        credentials = found.status["apifortress"]["credentials"]
        self.environment: dict[str, str] = {
            "APIFORTRESS_URL": self.url,
            "APIFORTRESS_API_KEY": credentials["key"],
            "APIFORTRESS_API_SECRET": credentials["secret"],
        }
        self.warnings: list[str] = []

    def settings(self) -> Settings:
        return Settings(self.environment, lambda _key: None)

    def api(self) -> ApiFortressApi:
        """The process's client; it never really waits."""
        client = shared.shared_api(ApiFortressApi, self.settings())
        client.http.sleep = lambda _seconds: None
        return client

    def of(self, kind: Kind[Any]) -> Lifecycle[Any]:
        self.api()
        return Lifecycle(kind, self.settings, self.warnings.append)

    def new_process(self) -> None:
        """Forget what a process knows: every phase of a command has a plugin process of its own."""
        shared._shared.clear()

    def requests(self) -> list[str]:
        """Method and path of what was asked of API Fortress since the log was cleared."""
        prefix = "/app/api/rest/v3"
        return [
            f"{row['method']} {row['path'].removeprefix(prefix)}" for row in self.control.requests_log("apifortress")
        ]

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


@pytest.fixture
def account(sandbox: Sandbox) -> Iterator[Account]:
    """A fresh account in a fresh process."""
    found = Account(sandbox)
    found.new_process()
    found.control.clear_log()
    yield found
    found.new_process()
