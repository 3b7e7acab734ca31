"""The xMatters kinds on a running sandbox: each block is one plugin process with nothing cached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import requests

from alert_wiring.core.kind import Kind
from alert_wiring.core.lifecycle import Lifecycle, Live
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import Props
from alert_wiring.xmatters.api import XMattersApi
from support.sandbox import Sandbox
from support.waiting import waits_at_once

TRIGGER_KEY = "sandbox-trigger-key"


def settings_of(sandbox: Sandbox) -> Settings:
    """The settings of the sandbox's account."""
    return Settings(sandbox.settings("xmatters"), lambda _key: None)


def client_of(sandbox: Sandbox) -> XMattersApi:
    """A client of the sandbox whose pauses move the sandbox's clock instead of waiting."""
    api = XMattersApi.connect(settings_of(sandbox))
    waits_at_once(api.http, sandbox.control.advance)
    return api


@dataclass
class OnSandbox:
    """One kind, driven as the engine drives it."""

    sandbox: Sandbox
    kind: Kind[Any]
    warnings: list[str] = field(default_factory=list)

    @contextmanager
    def process(self) -> Iterator[Lifecycle[Any]]:
        """One plugin process."""
        with patch("alert_wiring.core.lifecycle.shared_api", return_value=client_of(self.sandbox)):
            yield Lifecycle(self.kind, lambda: settings_of(self.sandbox), self.warnings.append)

    def checked(self, props: Props) -> Props:
        """Check, and fail on any problem."""
        with self.process() as lifecycle:
            inputs, problems = lifecycle.check(props)
        assert not problems.found, problems.found
        return inputs

    def create(self, props: Props) -> Live:
        """Check and create."""
        inputs = self.checked(props)
        with self.process() as lifecycle:
            return lifecycle.create(inputs)

    def read(self, id_: str, props: Props) -> Live | None:
        """Refresh."""
        with self.process() as lifecycle:
            return lifecycle.read(id_, props)

    def update(self, id_: str, olds: Props, props: Props) -> Props:
        """Check, diff and update in place."""
        news = self.checked(props)
        with self.process() as lifecycle:
            change = lifecycle.diff(olds, news)
            assert change.changed
            assert not change.replaces
            return lifecycle.update(id_, olds, news)

    def delete(self, id_: str, props: Props) -> None:
        """Delete."""
        with self.process() as lifecycle:
            lifecycle.delete(id_, props)

    def assert_settled(self, id_: str, outputs: Props, props: Props) -> None:
        """A refresh and a second preview find nothing to do, and the refresh keeps inputs and outputs."""
        inputs = self.checked(props)
        found = self.read(id_, outputs)
        assert found is not None
        assert found.inputs == inputs
        assert found.outputs == outputs
        with self.process() as lifecycle:
            assert lifecycle.diff(outputs, inputs).changed == ()
            assert lifecycle.diff(found.outputs, inputs).changed == ()


def fire(trigger_url: str, recipients: str, summary: str) -> requests.Response:
    """Fire as API Fortress does: three keys, no header (`xmatters.md 5.2`)."""
    body = {"Summary": summary, "Message": f"Report of {summary}", "Recipients": recipients}
    return requests.post(trigger_url, json=body, timeout=10)
