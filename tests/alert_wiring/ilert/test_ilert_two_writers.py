"""Two plugin processes at the same object at once, on the real wire."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from alert_wiring import ilert
from alert_wiring.core.marks import made_name
from support.plugin import Plugin, PluginError, plugin
from support.sandbox import Sandbox

INPUTS = {"integration_type": "APIFORTRESS", "escalation_policy_id": "2344528"}
MADE = {**INPUTS, "name": made_name("twice", ("organization", "project", "dev", "token", "twice"))}
POST = {"vendor": "ilert", "method": "POST", "pathRegex": "/api/alert-sources$"}


def _created(found: Plugin, inputs: dict[str, Any]) -> Any:
    served = found.of(ilert.AlertSource)
    checked = served.check(inputs)
    assert not checked.failures
    return served.create(checked.inputs)


def _posts(sandbox: Sandbox) -> int:
    return sum(entry["method"] == "POST" for entry in sandbox.control.requests_log("ilert"))


def test_one_made_name_in_two_processes_is_one_object(sandbox: Sandbox) -> None:
    """As after a kill: the second one waits for the first one's request, looks again, and takes what it finds."""
    sandbox.control.fault(**POST, times=0, delayMs=1500)
    environment = sandbox.settings()
    with plugin(environment) as first, plugin(environment) as second, ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda found: _created(found, MADE), (first, second)))
    assert both[0].id == both[1].id
    assert _posts(sandbox) == 1


def test_one_explicit_name_in_two_processes_is_one_object_and_a_refusal(sandbox: Sandbox) -> None:
    sandbox.control.fault(**POST, times=0, delayMs=1500)
    environment, inputs = sandbox.settings(), {**INPUTS, "name": "by both"}

    def outcome(found: Plugin) -> str:
        try:
            return str(_created(found, inputs).id)
        except PluginError as error:
            return str(error)

    with plugin(environment) as first, plugin(environment) as second, ThreadPoolExecutor(2) as pool:
        told = list(pool.map(outcome, (first, second)))
    (made,) = [text for text in told if text.isdigit()]
    (refused,) = [text for text in told if not text.isdigit()]
    assert f"there is one already (id {made}), which is not taken over silently" in refused
    assert _posts(sandbox) == 1


def test_the_request_of_a_killed_process_is_waited_for(sandbox: Sandbox) -> None:
    """The vendor is still at work on it when the next run looks: there is one object in the end."""
    sandbox.control.fault(**POST, delayMs=2500)
    environment = sandbox.settings()
    with plugin(environment) as first, plugin(environment) as second, ThreadPoolExecutor(1) as pool:
        lost = pool.submit(_created, first, MADE)
        while not sandbox.control.call("GET", "/faults")[0]["hits"]:
            time.sleep(0.01)
        first.process.send_signal(signal.SIGKILL)
        with pytest.raises(PluginError):
            lost.result()
        made = _created(second, MADE)
    names = [each["name"] for each in sandbox.control.objects("ilert", "alert-sources")]
    assert names.count(MADE["name"]) == 1
    assert str(sandbox.control.objects("ilert", "alert-sources")[-1]["id"]) == made.id
