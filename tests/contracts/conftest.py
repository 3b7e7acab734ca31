"""What the contract tests share."""

from __future__ import annotations

import pytest

from alert_wiring.core.settings import Settings
from alert_wiring.xmatters.api import XMattersApi


@pytest.fixture
def api() -> XMattersApi:
    """A client of the account in xMatters' documented examples."""
    environment = {
        "XMATTERS_URL": "https://acmeco.xmatters.com",
        "XMATTERS_USERNAME": "iac-bot",
        "XMATTERS_PASSWORD": "planted-xmatters-secret",
    }
    return XMattersApi.connect(Settings(environment, lambda _key: None))
