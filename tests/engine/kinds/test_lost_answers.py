"""Writes whose answer is lost, and engines that die: never a second object, and the next up goes on."""

from __future__ import annotations

import re
import signal
from collections import Counter
from typing import Any

import pytest
from wired.estate import Estate, objects
from wired.wire import wire

LOST: dict[str, dict[str, Any]] = {
    "connection cut": {"drop": "after"},
    "status 500": {"status": 500, "applyFirst": True},
    "half an answer": {"truncate": True},
}
OURS = {
    "ilert/teams": 1,
    "ilert/escalation-policies": 1,
    "ilert/support-hours": 1,
    "ilert/alert-sources": 1,
    "ilert/connectors": 1,
    "ilert/alert-actions": 1,
    "ilert/heartbeat-monitors": 1,
    "xmatters/plans": 1,
    "xmatters/property-definitions": 1,
    "xmatters/constants": 1,
    "xmatters/endpoints": 2,  # every new workflow has one
    "xmatters/shared-libraries": 1,
    "xmatters/forms": 1,
    "xmatters/integrations": 1,
    "apifortress/connectorDefinitions": 1,
    "apifortress/alertGroups": 1,
    "apifortress/connectors": 2,
    "apifortress/groupUsers": 1,
}
"""Objects that a wire makes; an assignment is a member of its project."""
CREATES = 18
"""POSTs among its writes."""


@pytest.mark.parametrize("how", LOST)
def test_every_kind_survives_a_lost_answer_to_its_create(how: str, estate: Estate) -> None:
    """All creates happen and none is answered: one object each, found again, and the wire is whole."""
    seeded = objects(estate.control)
    estate.say(*wire())
    estate.engine.init()
    estate.control.fault(method="POST", times=0, **LOST[how])
    estate.control.fault(method="PUT", times=1, **LOST[how])
    result = estate.engine.up()
    estate.control.clear_faults()
    if result.rc:  # an idempotent write is not searched for after a 500: it is simply made again
        estate.engine.up().check()
    assert _new(estate, seeded) == OURS, result
    creates = [entry for entry in estate.control.requests_log() if entry["method"] == "POST"]
    assert len(creates) == CREATES, "no create was sent twice"
    estate.engine.preview("--expect-no-changes").check()
    estate.engine.destroy().check()
    assert objects(estate.control) == seeded


KILLED = {"ilert": "/alert-sources$", "xmatters": "/plans$", "apifortress": "/alertGroups$"}


@pytest.mark.parametrize("vendor", KILLED)
def test_an_engine_that_is_killed_during_a_create_leaves_one_object(vendor: str, estate: Estate) -> None:
    """Killed after the vendor made the object and before anybody knew: the next up finds it by its mark."""
    path = KILLED[vendor]
    seeded = objects(estate.control)
    estate.say(*wire(summary={"adopt": True}, base_url={"adopt": True}))  # their names are fixed, as in a route
    estate.engine.init()
    estate.control.fault(vendor=vendor, method="POST", pathRegex=path, drop="after")
    estate.control.fault(vendor=vendor, method="GET", pathRegex=path, skip=1, delayMs=5000)  # the search for it hangs
    running = estate.engine.begin("up", "--skip-preview", "--parallel", "1")  # the CLI tears a state that it writes
    running.wait_until(lambda: _posted(estate, vendor, path))
    running.signal(signal.SIGKILL)
    running.wait()
    estate.engine.close()
    estate.control.clear_faults()
    assert any(key.startswith(f"{vendor}/") for key in objects(estate.control).keys() - seeded.keys())
    pending = estate.engine.export()["deployment"].get("pending_operations") or []
    assert any(each["type"] == "creating" for each in pending), pending

    estate.engine.cancel()
    estate.engine.up().check()
    assert _new(estate, seeded) == OURS
    estate.engine.preview("--expect-no-changes").check()
    estate.engine.destroy().check()
    assert objects(estate.control) == seeded


def test_an_interrupted_up_keeps_what_its_running_step_made(estate: Estate) -> None:
    """After one Ctrl-C the running create ends and is stored; nothing that needs it is begun."""
    seeded = objects(estate.control)
    estate.say(*wire())
    estate.engine.init()
    estate.control.fault(vendor="ilert", method="POST", pathRegex="/api/alert-sources$", delayMs=400)
    running = estate.engine.begin("up", "--skip-preview")
    running.wait_until(lambda: any(rule["hits"] for rule in estate.control.call("GET", "/faults")))
    running.signal(signal.SIGINT)
    result = running.wait()
    assert result.rc != 0
    assert "Traceback" not in result.text and "KeyboardInterrupt" not in result.text, str(result)
    state = estate.state()
    made = {key for key in objects(estate.control).keys() - seeded.keys() if key.startswith("ilert/alert-sources/")}
    assert made == {f"ilert/alert-sources/{state['source']['id']}"}
    assert "to-ilert" not in state
    assert not estate.engine.export()["deployment"].get("pending_operations")
    estate.engine.up().check()
    assert _new(estate, seeded) == OURS
    estate.engine.preview("--expect-no-changes").check()


def _new(estate: Estate, seeded: dict[str, Any]) -> dict[str, int]:
    """Return how many objects of each kind are there that were not seeded."""
    return dict(Counter("/".join(key.split("/")[:2]) for key in objects(estate.control).keys() - seeded.keys()))


def _posted(estate: Estate, vendor: str, path: str) -> bool:
    return any(
        entry["method"] == "POST" and re.search(path, entry["path"]) for entry in estate.control.requests_log(vendor)
    )
