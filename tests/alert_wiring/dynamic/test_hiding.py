"""What a plugin was given as a credential stands in no message, also where nobody has used it yet."""

from __future__ import annotations

import pytest
from pulumi.dynamic import ConfigureRequest
from pulumi.dynamic.config import Config

from alert_wiring import ilert
from alert_wiring.core.errors import ServerError
from alert_wiring.core.redaction import redact


def test_a_vendors_error_may_repeat_another_vendors_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XMATTERS_REFRESH_TOKEN", "canary-refresh-token")
    monkeypatch.setenv("ILERT_URL", "https://ilert.example")
    given = {"apifortress:secret": "canary-secret", "other:dbPassword": "canary-password", "other:place": "Hamburg"}
    ilert.AlertSource.provider_class().configure(ConfigureRequest(Config({**given, "x:token": 5}, "wiring")))
    said = "no: canary-secret, canary-password, canary-refresh-token in Hamburg"
    told = ServerError("ilert", "PUT", "/api/x", status=500, reason=said).text
    assert "canary" not in told and "Hamburg" in told
    assert redact("https://ilert.example") == "https://ilert.example"


def test_a_configuration_of_another_build_is_passed_over() -> None:
    from alert_wiring.dynamic.hiding import hide_credentials

    hide_credentials({"ILERT_TOKEN": "canary-token"}, object())
    assert redact("canary-token") == "[secret]"
