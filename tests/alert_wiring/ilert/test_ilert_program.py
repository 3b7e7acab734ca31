"""Resources with keys in a program that is previewed, under Pulumi's mocks: what the constructor knows of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks

from alert_wiring import ilert
from alert_wiring.core.values import Remote
from alert_wiring.ilert import program

URL = "https://api.ilert.com/api/v1/events/apifortress/canary-key"


class Engine(mocks.Mocks):
    """Answers as a preview does: the id of an object that exists, of the outputs only the new inputs."""

    def __init__(self, id_: str | None) -> None:
        self.id = id_

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        return self.id, dict(args.inputs)

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return {}, None


def a_source() -> ilert.AlertSource:
    return ilert.AlertSource("checkout", integration_type="APIFORTRESS", escalation_policy_id="5")


def a_monitor(interval_sec: Any = 300) -> ilert.HeartbeatMonitor:
    return ilert.HeartbeatMonitor("night", interval_sec=interval_sec)


def previewed(
    id_: str | None, member: str = "integration_url", made: Callable[[], pulumi.CustomResource] = a_source
) -> dict[str, Any]:
    """Return what a preview knows of one output of a resource with this id."""
    told: dict[str, Any] = {}
    mocks.set_mocks(Engine(id_), project="wiring", stack="dev", preview=True)

    @pulumi.runtime.test  # type: ignore[untyped-decorator]  # the SDK's own
    def tested() -> pulumi.Output[Any]:
        source = made()
        output = getattr(source, member)

        async def look() -> None:
            told.update(
                value=await output.future(),
                secret=await output.is_secret(),
                depends=source in await output.resources(),
            )

        return pulumi.Output.from_input(look())

    tested()
    return told


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> dict[str, Remote]:
    """Return what the account holds, one API Fortress source at first."""
    held: dict[str, Remote] = {
        "7": {"id": 7, "integrationType": "APIFORTRESS", "integrationUrl": URL, "integrationKey": "canary-key"}
    }
    monkeypatch.setenv("ILERT_TOKEN", "token")
    monkeypatch.setattr(program, "_listed", lambda api, path: held)
    return held


@pytest.mark.parametrize(("member", "value"), [("integration_url", URL), ("integration_key", "canary-key")])
def test_an_update_keeps_the_address_known_secret_and_bound_to_its_source(member: str, value: str) -> None:
    assert previewed("7", member) == {"value": value, "secret": True, "depends": True}


@pytest.mark.parametrize("id_", [None, "8"])
def test_a_source_that_is_not_there_yet_has_no_address(id_: str | None) -> None:
    assert previewed(id_) == {"value": None, "secret": True, "depends": True}


def test_what_an_update_may_change_or_this_key_may_not_see_stays_unknown(account: dict[str, Remote]) -> None:
    account["7"]["integrationType"] = "EMAIL2"
    assert previewed("7")["value"] is None
    account["7"] |= {"integrationType": "APIFORTRESS", "integrationUrl": None}
    assert previewed("7")["value"] is None


def test_without_a_token_the_address_stays_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ILERT_TOKEN")
    assert previewed("7")["value"] is None


PING = "https://beat.ilert.com/api/pings/canary-key"
MONITOR: Remote = {"id": 7, "intervalSec": 300, "integrationUrl": PING, "integrationKey": "canary-key"}


@pytest.mark.parametrize(("member", "value"), [("integration_url", PING), ("integration_key", "canary-key")])
def test_a_monitor_with_the_same_interval_keeps_its_address(
    member: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_read", lambda api, path, id_: MONITOR if id_ == "7" else {})
    assert previewed("7", member, a_monitor) == {"value": value, "secret": True, "depends": True}
    assert previewed("8", member, a_monitor) == {"value": None, "secret": True, "depends": True}
    assert previewed(None, member, a_monitor)["value"] is None


def test_another_interval_will_make_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_read", lambda api, path, id_: MONITOR)
    assert previewed("7", made=lambda: a_monitor(600)) == {"value": None, "secret": True, "depends": True}
