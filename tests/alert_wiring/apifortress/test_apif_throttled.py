"""A 429 to a create: the client repeats no POST unseen, but the operation looks and goes on while it has time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from alert_wiring import apifortress
from alert_wiring.core import api as shared
from alert_wiring.core.errors import ThrottledError
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.settings import Settings
from support.inside import Inside
from support.waiting import waits_at_once


class Throttling(Inside):
    """API Fortress that refuses some POSTs."""

    refusals = 0
    applied = False
    pauses: list[float]

    def send(self, request: requests.PreparedRequest, *more: Any, **others: Any) -> requests.Response:
        if request.method != "POST" or not self.refusals:
            return super().send(request, *more, **others)
        self.refusals -= 1
        if self.applied:
            super().send(request, *more, **others)
        refusal = requests.Response()
        refusal.status_code, refusal._content = 429, b'{"message": "slow down"}'
        refusal.headers["Retry-After"] = "20"
        return refusal


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Throttling]:
    monkeypatch.setattr(shared, "_shared", {})
    with Throttling() as found:
        found.pauses = []
        yield found


Create = Callable[..., Any]


@pytest.fixture
def create(vendor: Throttling) -> Create:
    kind = apifortress.AlertGroup.provider_class.kind
    settings = Settings(vendor.settings(), lambda _key: None)
    waits_at_once(shared.shared_api(kind.api, settings).http, vendor.pauses.append)
    lifecycle = Lifecycle(kind, lambda: settings, lambda text: None)
    return lambda **more: lifecycle.create(lifecycle.check({"name": "Checkout", **more})[0])


def groups(vendor: Throttling) -> int:
    return sum(each["label"] == "Checkout" for each in vendor.control.objects("apifortress", "alertGroups"))


@pytest.mark.parametrize("applied", [False, True], ids=["refused", "made and refused"])
def test_a_refused_create_goes_on_and_makes_one(vendor: Throttling, create: Create, applied: bool) -> None:
    vendor.refusals, vendor.applied = 1 if applied else 3, applied
    live = create()
    assert groups(vendor) == 1 and live.outputs["name"] == "Checkout"
    assert vendor.pauses == [20.0] * (1 if applied else 3), "as long as the vendor says, before the list is read"


def test_an_operation_without_the_time_says_what_the_vendor_said(vendor: Throttling, create: Create) -> None:
    vendor.refusals = 99
    with pytest.raises(ThrottledError, match=r"answered 429: slow down.*raise operation_timeout"):
        create(operation_timeout=15)
    assert groups(vendor) == 0 and vendor.pauses == []
