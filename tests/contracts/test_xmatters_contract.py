"""xMatters' documented requests are what the field table of the reference says."""

from __future__ import annotations

from pathlib import Path

from contracts.field_table import FieldTable

CASSETTES = Path(__file__).parents[1] / "alert_wiring" / "xmatters" / "cassettes"


def test_the_documented_requests_fit_the_field_table() -> None:
    table = FieldTable.load("xmatters")
    assert table.cassette_complaints(CASSETTES) == []
    assert {(one["method"], one["path"]) for one in table.requests} - table.seen == set(), "no cassette for these"
