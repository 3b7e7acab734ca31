"""A preview of a changed alert source still knows its address, so nothing that uses it is announced as changed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from wired.estate import Estate, of, row
from wired.shown import shown


def rows(**source: Any) -> list[Any]:
    """Return an alert source, a connector that uses its URL, and a workflow that uses its key."""
    json_alert = {"alert_group_id": of("group"), "connector": {"$later": "JSON Alert"}}
    given = {"integration_type": "APIFORTRESS", "escalation_policy_id": "2344528", **source}
    return [
        row("ilert.AlertSource", "source", **given),
        row("apifortress.AlertGroup", "group"),
        row("apifortress.Connector", "to-ilert", **json_alert, params={"url": of("source", "integration_url")}),
        row("xmatters.Workflow", "plan", description=of("source", "integration_key")),
    ]


def test_a_preview_of_a_changed_alert_source_announces_only_its_own_update(estate: Estate) -> None:
    """One list tells key and URL, secrets as before; the up then does just what was announced."""
    estate.begin(*rows())
    state = estate.state()
    estate.say(*rows(severity=2), exports={"url": of("source", "integration_url")})
    estate.control.clear_log()
    preview = estate.engine.preview().check()
    only = {"source": {"marks": ["~"], "diff": ["severity"]}}
    assert shown(preview.stdout) == only, preview
    for secret in (state["source"]["outputs"]["integration_url"], state["source"]["outputs"]["integration_key"]):
        assert str(secret) not in preview.text
    assert estate.calls() == Counter({"ilert GET /alert-sources": 1}), "one list for both"

    assert shown(estate.engine.up().check().stdout) == only
    assert estate.writes() == Counter({"ilert PUT /alert-sources/*": 1})
    after = estate.state()
    assert sorted(after["to-ilert"]["dependencies"]) == sorted(state["to-ilert"]["dependencies"]) != []

    estate.control.clear_log()
    estate.engine.preview("--expect-no-changes").check()
    assert estate.calls() == Counter(), "a preview without changes looks nothing up"


def test_a_preview_of_a_replaced_alert_source_announces_what_gets_the_new_address(estate: Estate) -> None:
    """A replacement has a new key and URL, which nobody can know before."""
    estate.begin(*rows())
    estate.say(*rows(integration_type="PRTG"))
    estate.control.clear_log()
    marks = {name: found["marks"] for name, found in shown(estate.engine.preview().check().stdout).items()}
    assert marks.keys() == {"source", "to-ilert", "plan"}, marks
    assert marks["to-ilert"] == marks["plan"] == ["~"]
    assert estate.calls() == Counter(), "there is no address to look up yet"


def test_a_preview_that_cannot_ask_leaves_the_address_unknown(estate: Estate) -> None:
    """No answer is no failure of the preview: the dependents are announced, as they may change."""
    estate.begin(*rows())
    estate.say(*rows(severity=2))
    estate.control.fault(vendor="ilert", method="GET", status=500, times=0)
    preview = estate.engine.preview().check()
    estate.control.clear_faults()
    assert shown(preview.stdout).keys() == {"source", "to-ilert", "plan"}, preview
