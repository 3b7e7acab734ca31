"""How long what fails for ever takes to say so, and how often it tries; the clock moves only when somebody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
import requests

from alert_wiring import ilert
from alert_wiring.core import api as shared
from alert_wiring.core import deadline, http
from alert_wiring.core.errors import (
    AmbiguousError,
    ConflictError,
    DeadlineError,
    ServerError,
    UnreachableError,
    WiringError,
)
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from alert_wiring.ilert.api import IlertApi
from support.inside import Inside
from support.waiting import waits_at_once

KIND = ilert.AlertSource.provider_class.kind
PATH = "/api/alert-sources"
Trouble = Callable[[requests.PreparedRequest, Callable[[], requests.Response]], requests.Response]


class Troubled(Inside):
    """A sandbox in whose way something stands, and a clock of its own for whoever waits."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Trouble = lambda request, serve: serve()
        self.now = 0.0
        self.asked: list[str] = []
        self.patience = 0.0
        self._counting = threading.Lock()

    def send(self, request: requests.PreparedRequest, *more: Any, **others: Any) -> requests.Response:
        with self._counting:
            self.asked.append(str(request.method))
        self.patience = others["timeout"][1]
        return self.trouble(request, lambda: super(Troubled, self).send(request, *more, **others))

    def waited(self, seconds: float) -> None:
        self.now += seconds

    def answering(self, status: int, *, after: bool, method: str = "POST", text: bytes = b"") -> None:
        """Let every such request fail, before or after it was carried out."""

        def trouble(request: requests.PreparedRequest, serve: Callable[[], requests.Response]) -> requests.Response:
            if request.method != method:
                return serve()
            if after:
                serve()
            answer = requests.Response()
            answer.status_code, answer._content = status, text
            return answer

        self.trouble = trouble

    def silent(self) -> None:
        """Let every request go unanswered for as long as the client waits."""

        def trouble(request: requests.PreparedRequest, serve: Callable[[], requests.Response]) -> requests.Response:
            del request, serve
            self.now += self.patience
            raise requests.ReadTimeout

        self.trouble = trouble


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Troubled]:
    monkeypatch.setattr(shared, "_shared", {})
    with Troubled() as found:
        clock = SimpleNamespace(monotonic=lambda: found.now)
        with patch.object(http, "time", clock), patch.object(deadline, "time", clock):
            yield found


@pytest.fixture
def lifecycle(vendors: Troubled) -> Lifecycle[Any]:
    settings = Settings(vendors.settings(), lambda _key: None)
    waits_at_once(shared.shared_api(IlertApi, settings).http, vendors.waited)
    return Lifecycle(KIND, lambda: settings, lambda text: None)


@pytest.fixture
def inputs(vendors: Troubled, lifecycle: Lifecycle[Any]) -> dict[str, Any]:
    policy = vendors.control.objects("ilert", "escalation-policies")[0]
    wanted = {"name": "Checkout", "integration_type": "APIFORTRESS", "escalation_policy_id": str(policy["id"])}
    checked, problems = lifecycle.check(wanted)
    assert not problems.found
    return checked


def named(vendors: Troubled) -> int:
    return sum(each["name"] == "Checkout" for each in vendors.control.objects("ilert", "alert-sources"))


def test_a_permanent_500_before_the_commit(
    vendors: Troubled, lifecycle: Lifecycle[Any], inputs: dict[str, Any]
) -> None:
    vendors.answering(500, after=False)
    with pytest.raises(AmbiguousError, match="Creating ilert alert source 'Checkout' failed"):
        lifecycle.create(inputs)
    assert vendors.asked.count("POST") <= 5 and vendors.now <= 120
    assert named(vendors) == 0


def test_a_permanent_409(vendors: Troubled, lifecycle: Lifecycle[Any], inputs: dict[str, Any]) -> None:
    vendors.answering(409, after=False, text=b'{"message": "no"}')
    with pytest.raises(ConflictError, match="answered 409: no"):
        lifecycle.create(inputs)
    assert vendors.asked.count("POST") == 1 and vendors.now <= 2


def test_a_post_that_commits_and_always_answers_502(
    vendors: Troubled, lifecycle: Lifecycle[Any], inputs: dict[str, Any]
) -> None:
    vendors.answering(502, after=True, text=b"<html>Bad gateway</html>")
    live = lifecycle.create(inputs)
    assert vendors.asked.count("POST") <= 5 and vendors.now <= 120
    assert named(vendors) == 1 and live.outputs["integration_key"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_every_method_ends_within_two_minutes(vendors: Troubled, lifecycle: Lifecycle[Any], status: int) -> None:
    client = shared.shared_api(IlertApi, Settings(vendors.settings(), lambda _key: None)).http
    for method in ("GET", "PUT", "DELETE"):
        begun, asked = vendors.now, len(vendors.asked)
        vendors.answering(status, after=False, method=method)
        with pytest.raises(ServerError):
            client.request(method, f"{PATH}/5")
        assert vendors.now - begun <= 120 and len(vendors.asked) - asked <= 5


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_vendor_that_never_answers(vendors: Troubled, lifecycle: Lifecycle[Any], method: str) -> None:
    """Thirty seconds for each try: the third one begins within a minute, none after it."""
    client = shared.shared_api(IlertApi, Settings(vendors.settings(), lambda _key: None)).http
    vendors.silent()
    with pytest.raises(AmbiguousError if method == "POST" else UnreachableError, match="no answer in time"):
        client.request(method, PATH, body={})
    assert vendors.now <= 120


def test_an_operation_ends_with_its_timeout_though_each_try_has_time(
    vendors: Troubled, lifecycle: Lifecycle[Any], inputs: dict[str, Any]
) -> None:
    vendors.silent()
    with pytest.raises(WiringError) as caught:
        lifecycle.create({**inputs, "operation_timeout": 45})
    assert isinstance(caught.value, DeadlineError | UnreachableError)
    assert vendors.now <= 46, "the last try has what is left"
