"""A user that sees nothing of the instance any more (`xmatters.md 2.7`)."""

from __future__ import annotations

import pytest

from alert_wiring import xmatters
from support.plugin import PluginError, plugin
from support.sandbox import Sandbox

NOTHING = {"count": 0, "total": 0, "data": []}


def test_a_user_that_sees_nothing_is_refused(sandbox: Sandbox) -> None:
    """Nothing is taken for deleted, and the line names the instance; with its rights back all is as before."""
    with plugin(sandbox.settings()) as found:
        workflow = found.of(xmatters.Workflow)
        made = workflow.create(workflow.check({"name": "kept"}).inputs)
    for path in ("/plans$", "/people$"):
        sandbox.control.fault(vendor="xmatters", method="GET", pathRegex=path, times=0, status=200, body=NOTHING)
    sandbox.control.fault(vendor="xmatters", method="GET", pathRegex="/plans/", times=0, status=404)
    with plugin(sandbox.settings()) as found, pytest.raises(PluginError, match="nothing is taken for deleted") as told:
        found.of(xmatters.Workflow).read(made.id, made.outputs)
    host = sandbox.status["xmatters"]["url"].partition("//")[2].partition("/")[0]
    assert f"the xMatters account {host} shows nothing at all" in str(told.value)
    sandbox.control.clear_faults()
    with plugin(sandbox.settings()) as found:
        assert found.of(xmatters.Workflow).read(made.id, made.outputs).id == made.id
