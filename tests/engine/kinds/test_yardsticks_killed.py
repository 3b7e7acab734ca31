"""The yardsticks of a fault that end a run: killed and interrupted engines, vendors that never stop failing.

`ALERT_WIRING_TEST_KILLED_AFTER=300` kills after so many creations instead of 25.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from wired.estate import Estate, objects, row

SOURCES = "/api/alert-sources$"
KILLED_AFTER = int(os.environ.get("ALERT_WIRING_TEST_KILLED_AFTER", "25"))
BEYOND = 8
"""Objects of the stack that were not asked for yet."""


def sources(count: int) -> list[dict[str, Any]]:
    """Return so many alert sources; every fifth has a name of its own, which is taken over on demand."""
    rows = [
        row("ilert.AlertSource", f"s{number}", integration_type="APIFORTRESS", escalation_policy_id="2344528")
        for number in range(count)
    ]
    for each in rows[::5]:
        each["args"] |= {"name": f"named {each['name']}", "adopt": True}
    return rows


def stored(estate: Estate) -> dict[str, str]:
    """Return the alert sources that were not seeded: id to integration key."""
    rows = estate.control.objects("ilert", "alert-sources")
    return {
        str(each["id"]): str(each["integrationKey"])
        for each in rows
        if each["name"][:1] == "s" or "named" in each["name"]
    }


def posts(estate: Estate) -> int:
    """Return how many creates the vendor has heard of."""
    return sum(entry["method"] == "POST" for entry in estate.control.requests_log("ilert"))


def test_a_killed_engine_doubles_nothing(estate: Estate) -> None:
    """Killed with creations in flight that the vendor carries out afterwards: the next run adopts all of them."""
    count = KILLED_AFTER + BEYOND
    estate.say(*sources(count))
    estate.engine.init()
    estate.control.fault(
        vendor="ilert", method="POST", pathRegex=SOURCES, skip=KILLED_AFTER, times=0, delayMs=6000, drop="after"
    )
    running = estate.engine.begin("up", "--skip-preview")
    running.wait_until(lambda: estate.control.call("GET", "/faults")[0]["hits"] > 0)
    running.signal(signal.SIGKILL)
    running.wait()
    before = stored(estate)
    assert KILLED_AFTER <= len(before) < count
    estate.control.clear_faults()
    estate.engine.cancel()
    estate.engine.up().check()
    after = stored(estate)
    assert len(after) == count, "one object each, also those that were made after the engine had died"
    assert before.items() <= after.items(), "none was replaced, no key is new"
    assert {each["id"] for each in estate.state().values()} == after.keys()


def test_an_interrupted_run_keeps_what_it_made(estate: Estate) -> None:
    """Ctrl-C with creations in flight: what the vendor carried out is adopted by the next run."""
    estate.say(*sources(12))
    estate.engine.init()
    estate.control.fault(vendor="ilert", method="POST", pathRegex=SOURCES, skip=4, times=0, delayMs=4000)
    running = estate.engine.begin("up", "--skip-preview")
    running.wait_until(lambda: estate.control.call("GET", "/faults")[0]["hits"] > 0)
    running.signal(signal.SIGINT)
    assert running.wait().rc != 0
    before = stored(estate)
    estate.control.clear_faults()
    estate.engine.up().check()
    after = stored(estate)
    assert len(after) == 12
    assert before.items() <= after.items()
    assert {each["id"] for each in estate.state().values()} == after.keys()


def test_vendors_that_never_stop_failing_are_given_up_in_time(estate: Estate) -> None:
    """A POST that commits and answers 502, a 500 before the commit, a 409: few requests each, and a line that tells."""
    seeded = objects(estate.control)
    estate.say(
        *sources(2)[1:],
        row("ilert.EscalationPolicy", "policy", escalation_rules=[{"escalation_timeout": 5, "user_ids": ["2188373"]}]),
        row("ilert.Team", "team"),
    )
    estate.engine.init()
    for path, fault in (
        (SOURCES, {"status": 502, "applyFirst": True}),
        ("/escalation-policies$", {"status": 500}),
        ("/teams$", {"status": 409}),
    ):
        estate.control.fault(vendor="ilert", method="POST", pathRegex=path, times=0, **fault)
    result = estate.engine.up("--continue-on-error")
    assert result.rc != 0, str(result)
    assert len(stored(estate)) == 1
    new = objects(estate.control).keys() - seeded.keys()
    assert {key.rpartition("/")[0] for key in new} == {"ilert/alert-sources"}
    sent = [f"{entry['method']} {entry['path']}" for entry in estate.control.requests_log("ilert")]
    for path in ("/api/alert-sources", "/api/escalation-policies", "/api/teams"):
        assert sent.count(f"POST {path}") == 1, sent
        assert sent.count(f"GET {path}") <= 3, sent
    (made,) = stored(estate)
    assert (
        f"it was made, as the list shows (id {made}), although ilert: POST /api/alert-sources answered 502"
        in result.text
    )
    assert "POST /api/escalation-policies answered 500" in result.text
    assert "ilert does not list it now. It is not known whether this write happened" in result.text
    assert "POST /api/teams answered 409" in result.text
    assert "Traceback" not in result.text


def test_two_stacks_that_make_the_same_name_at_once_do_not_make_two(estate: Estate) -> None:
    """Both run, both look before either has written: one makes it, the other one hears of it."""
    args = {"name": "named twice", "integration_type": "APIFORTRESS", "escalation_policy_id": "2344528"}
    estate.say(row("ilert.AlertSource", "s", **args))
    engines = [estate.engine, estate.another("second")]
    for engine in engines:
        engine.init()
    estate.control.fault(vendor="ilert", method="POST", pathRegex=SOURCES, times=0, delayMs=3000)
    estate.control.fault(vendor="ilert", method="GET", pathRegex=SOURCES, times=0, delayMs=500)
    both = [engine.begin("up", "--skip-preview") for engine in engines]
    results = [running.wait() for running in both]
    assert len(stored(estate)) == posts(estate) == 1, [str(result) for result in results]
    (refused,) = [result for result in results if result.rc]
    assert "there is one already" in refused.text
