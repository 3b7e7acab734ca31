"""Ctrl-C with creations in flight: the command leaves soon, says what is unfinished, and nothing is made twice."""

from __future__ import annotations

import re
import signal
import time

from wired.estate import Estate, row

from support.sandbox import Control

SOURCES = "/api/alert-sources"
DONE, COUNT = 3, 9
SOON = 12.0
"""Seconds, far below the 30 for which a request waits for its answer; two are what it takes where nothing else runs."""


def _posts(control: Control) -> int:
    rows = control.requests_log("ilert")
    return sum(entry["method"] == "POST" and entry["path"] == SOURCES for entry in rows)


def test_an_interrupted_up_leaves_at_once_and_the_next_one_takes_over_what_was_made(estate: Estate) -> None:
    """Three sources are made and stored; the next ones are made too, but the vendor never answers that.

    The others wait behind these: begun, or not even checked, as the plugin has no worker left for that.
    """
    control = estate.control
    policy = control.objects("ilert", "escalation-policies")[0]
    before = {each["id"] for each in control.objects("ilert", "alert-sources")}
    names = [f"source-{number}" for number in range(COUNT)]
    wanted = {"integration_type": "APIFORTRESS", "escalation_policy_id": str(policy["id"])}
    estate.say(*(row("ilert.AlertSource", name, **wanted) for name in names))
    estate.engine.init()
    control.fault(vendor="ilert", method="POST", pathPrefix=SOURCES, skip=DONE, times=0, timeout="after")
    running = estate.engine.begin("up", "--skip-preview")
    running.wait_until(lambda: _posts(control) >= DONE + 4)
    interrupted = time.monotonic()
    running.signal(signal.SIGINT)
    result = running.wait()
    took = time.monotonic() - interrupted
    control.clear_faults()
    made = [each for each in control.objects("ilert", "alert-sources") if each["id"] not in before]
    keys = {each["id"]: each["integrationKey"] for each in made}
    told = dict(
        re.findall(r"Creating ilert alert source '(source-\d)-\w+' failed: (the run was interrupted.*)", result.text)
    )

    assert result.rc != 0 and took < SOON, result
    assert len(made) == DONE + 4 and len(estate.state()) == DONE, "the plugin works on four at once"
    begun = set(re.findall(r":AlertSource (source-\d) creating ", result.stdout))
    assert set(told) == begun - set(estate.state()), "every object that is unfinished is named, each on its line"
    on_their_way = {name for name, why in told.items() if "so it may have happened" in why}
    assert on_their_way == {each["name"].rpartition("-")[0] for each in made} - set(estate.state()), result
    assert "Traceback" not in result.text
    assert not estate.engine.export()["deployment"].get("pending_operations"), "there is nothing to clear"
    assert estate.engine.deserted()

    estate.engine.up().check()
    now = {
        each["id"]: each["integrationKey"]
        for each in control.objects("ilert", "alert-sources")
        if each["id"] not in before
    }
    assert len(now) == COUNT and keys.items() <= now.items(), "taken over with their keys, none made twice"
    estate.engine.preview("--expect-no-changes").check()
