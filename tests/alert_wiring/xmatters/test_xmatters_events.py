"""Following an event through its documented exchanges: find, recipients, log, terminate."""

from __future__ import annotations

from pathlib import Path

import pytest

from alert_wiring.xmatters.api import XMattersApi
from alert_wiring.xmatters.events import (
    LogEntry,
    Notified,
    event_recipients,
    find_events,
    integration_log,
    terminate,
)
from support.cassettes import replay

CASSETTES = Path(__file__).parent / "cassettes"
PLAN = "5f1d2c1e-0c4b-4f0a-9a55-6a3b5c8f7d10"
FORM = "c7a0b6de-5b1c-4c39-8a0b-1b0f0d5f9e22"
INTEGRATION = "ab0e6f0b-2f5e-4b7c-9a2a-6d0b4c6f3a44"
EVENT = "e2f7c0d1-9a64-4b58-8c3f-5d7e1a2b9c77"
REQUEST = "0b4a3c7e-6f5d-4f06-9c1e-3b8f2a7d5e66"


def test_an_event_is_found_by_its_request_once_it_is_processed(api: XMattersApi) -> None:
    with replay(CASSETTES / "events_find.yaml"):
        assert find_events(api, request_id=REQUEST) == []
        (event,) = find_events(api, request_id=REQUEST)
    assert (event.id, event.number, event.status) == (EVENT, "9147637", "ACTIVE")
    assert (event.plan_id, event.form_id) == (PLAN, FORM)
    assert event.name == event.properties["Summary"] == "[test] failure in *Acme / Payments*"
    assert set(event.properties) == {"Summary", "Message"}


def test_an_event_is_found_by_a_text_property_in_its_language(api: XMattersApi) -> None:
    with replay(CASSETTES / "events_by_property.yaml"):
        assert [event.id for event in find_events(api, text=("Summary", "[test]"))] == [EVENT]


def test_an_event_is_found_by_its_subject(api: XMattersApi) -> None:
    with replay(CASSETTES / "events_by_name.yaml"):
        assert [event.id for event in find_events(api, name="[test]")] == [EVENT]


def test_recipients_are_those_the_event_was_targeted_at(api: XMattersApi) -> None:
    with replay(CASSETTES / "event_recipients.yaml"):
        assert event_recipients(api, EVENT) == [Notified("Ops On-Call", "GROUP", "ACTIVE")]


def test_recipients_of_an_unknown_event(api: XMattersApi) -> None:
    with replay(CASSETTES / "event_get_missing.yaml"):
        assert event_recipients(api, EVENT) is None


def test_terminating_twice_is_no_error(api: XMattersApi) -> None:
    with replay(CASSETTES / "event_terminate.yaml"):
        assert [terminate(api, EVENT), terminate(api, EVENT)] == ["TERMINATED", "TERMINATED"]


@pytest.mark.parametrize(("request_id", "found"), [(None, 1), (REQUEST, 1), ("another", 0)])
def test_the_log_shows_the_outcome_and_never_the_key(api: XMattersApi, request_id: str | None, found: int) -> None:
    with replay(CASSETTES / "integration_logs.yaml"):
        entries = integration_log(api, INTEGRATION, request_id)
    assert entries == [LogEntry(REQUEST, "COMPLETED", "2026-03-02T09:20:11.310Z", "iac-bot")] * found
    assert "7d3f1f62" not in repr(entries)
