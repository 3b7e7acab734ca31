"""Whole sets, pairs and patterns through a whole engine: what the preview shows, and what it refuses in one line."""

from __future__ import annotations

from test_failures_are_told import failures
from wired.estate import Estate, of, row

GROUP = row("apifortress.AlertGroup", "group")
WHOLE = row(
    *("apifortress.ProjectAssignments", "whole"),
    project={"$later": "Inventory"},
    alert_group_ids=[of("group"), "172"],
)
MATCHED = row("apifortress.AssignedProjects", "many", alert_group_id=of("group"), projects=["*API", "Check*"])
CLASH = row("apifortress.ProjectAssignment", "pair", project={"$later": "2901"}, alert_group_id=of("group"))


def test_the_preview_shows_what_is_matched_and_lost_and_refuses_what_cannot_be(estate: Estate) -> None:
    """Nothing is written by any preview; two resources that would undo each other are one clean line."""
    estate.say(GROUP, WHOLE, MATCHED)
    estate.engine.init()
    previewed = estate.engine.preview().check().text
    assert "API Fortress projects that match '*API': 'Orders API', 'Payments API'" in previewed
    assert "API Fortress projects that match 'Check*': 'Checkout'" in previewed
    assert "API Fortress project 'Inventory' loses all other alert groups: 'datadog', as far as not" in previewed
    assert "come back when this resource is deleted" in previewed

    estate.say(GROUP, WHOLE, CLASH)
    result = estate.engine.preview()
    (told,) = failures(result)
    assert "ProjectAssignments 'whole' owns the whole set of alert groups of API Fortress project 'Inventory'" in told
    assert "and ProjectAssignment 'pair' adds one: they would undo each other" in told
    assert "Traceback" not in result.text
    assert not estate.writes()
