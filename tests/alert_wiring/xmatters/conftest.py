"""What the xMatters tests share: a client of the documented account that never really waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alert_wiring.core.settings import Settings
from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.session import session
from contracts.field_table import FieldTable
from support.waiting import waits_at_once

TABLE = FieldTable.load("xmatters")


@pytest.fixture(autouse=True)
def fields_of_the_reference() -> Iterator[None]:
    """Whatever a test makes the client send is held to the reference's field table."""
    with TABLE.watching():
        yield


@pytest.fixture
def pauses() -> list[float]:
    """The pauses, in seconds, that the client made between attempts."""
    return []


@pytest.fixture
def api(pauses: list[float]) -> XMattersApi:
    """A client of the account in the reference's examples."""
    environment = {
        "XMATTERS_URL": "https://acmeco.xmatters.com/",
        "XMATTERS_USERNAME": "iac-bot",
        "XMATTERS_PASSWORD": "planted-xmatters-secret",
    }
    http = session(Settings(environment, lambda _key: None))
    waits_at_once(http, pauses.append)
    return XMattersApi(http)
