"""What ilert's kinds refuse, warn of and take for the same, without any vendor."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ilert_kind_inputs import ACTION, CASES, CONNECTOR, HEARTBEAT, HOURS, POLICY, TEAM, TYPED_ACTIONS, Case

from alert_wiring import ilert
from alert_wiring.core.lifecycle import Lifecycle
from alert_wiring.core.problems import Problems, Spot
from alert_wiring.core.settings import Settings
from alert_wiring.core.values import UNKNOWN
from alert_wiring.ilert.action_fields import Delay, Words
from alert_wiring.ilert.action_types import ACTION_TYPES, CONNECTOR_TYPES, TRIGGER_TYPES
from alert_wiring.ilert.hours_types import Day, Exceptions, SupportDays, TimeOfDay, TimeZone
from alert_wiring.ilert.integration_types import INTEGRATION_TYPES
from alert_wiring.ilert.members import Members
from alert_wiring.ilert.value_types import Duration


def checked(case: Case, **changes: Any) -> Problems:
    """Return what is wrong with the full inputs after some changes."""
    inputs = {name: value for name, value in {**case.full, **changes}.items() if value is not None}
    return Lifecycle(case.kind, Settings.from_environment, lambda text: None).check(inputs)[1]


RULE = {"escalation_timeout": 5, "user_ids": ["1"]}
WRONG: list[tuple[Case, dict[str, Any], str]] = [
    (POLICY, {"escalation_rules": []}, 'escalation_rules: is required; write [{"escalation_timeout": 15'),
    (POLICY, {"escalation_rules": [RULE, {"escalation_timeout": 5}]}, "escalation_rules: [1] calls nobody; write user"),
    (POLICY, {"escalation_rules": [{**RULE, "user_ids": []}]}, "escalation_rules: [0] calls nobody"),
    (POLICY, {"escalation_rules": [{"user_ids": ["1"]}]}, "escalation_rules[0].escalation_timeout: is required; the"),
    (POLICY, {"escalation_rules": [{**RULE, "escalation_timeout": 525601}]}, "must be a whole number from 0 to 525600"),
    (POLICY, {"escalation_rules": [{**RULE, "users": ["1"]}]}, "there is no such property; did you mean user_ids?"),
    (POLICY, {"escalation_rules": [{**RULE, "user_ids": ["ada"]}]}, "escalation_rules[0].user_ids[0]: must be a numer"),
    (POLICY, {"frequency": 10}, "frequency: must be a whole number from 1 to 9"),
    (POLICY, {"delay_min": 61}, "delay_min: must be a whole number from 0 to 60"),
    (TEAM, {"visibility": "HIDDEN"}, "visibility: must be one of PUBLIC, PRIVATE"),
    (
        TEAM,
        {"members": [{"role": "USER"}]},
        'members[0].user_id: is required; look it up by e-mail: ilert.user("…").id',
    ),
    (TEAM, {"members": [{"user_id": "1"}, {"user_id": 1.0}]}, "members: user 1 is in it more than once"),
    (HOURS, {"support_days": {}}, 'support_days: is required; at least one day: {"monday": {"start": "08:00"'),
    (HOURS, {"support_days": {"monday": None}}, "support_days: is required"),
    (HOURS, {"support_days": {"Monday": {"start": "08:00", "end": "09:00"}}}, "did you mean monday or sunday?"),
    (
        HOURS,
        {"support_days": {"monday": {"start": "8 am", "end": "09:00"}}},
        "support_days.monday.start: must be a time",
    ),
    (HOURS, {"support_days": {"monday": {"start": "08:00", "end": "24:00"}}}, "a time from 00:00 to 23:59"),
    (HOURS, {"exceptions": [{"name": "x", "start": "24.12.2026", "end": "2026-12-25"}]}, "must be a date such as 2026"),
    (HOURS, {"timezone": None}, 'timezone: is required; write an IANA zone such as "Europe/Berlin"'),
    (
        CONNECTOR,
        {"params": {"apiKey": "canary-x"}},
        "params.apiKey: is a credential; it has a property of its own, api_key",
    ),
    (CONNECTOR, {"connector_type": None}, "connector_type: is required; one of jira, microsoft_teams_bot"),
    (ACTION, {"connector_id": None}, 'connector_id: is needed for jira; look it up by name: ilert.connector("…").id'),
    (ACTION, {"alert_source_ids": []}, "alert_source_ids: is required; at least one alert source"),
    (ACTION, {"trigger_mode": "SOMETIMES"}, "trigger_mode: must be one of AUTOMATIC, MANUAL"),
    (ACTION, {"escalation_ended_delay_sec": 29}, "escalation_ended_delay_sec: must be a whole number from 30 to 7200"),
    (ACTION, {"not_resolved_delay_sec": 172801}, "not_resolved_delay_sec: must be a whole number from 60 to 172800"),
    (ACTION, {"not_resolved_delay_sec": False}, "not_resolved_delay_sec: must be a whole number"),
    (ACTION, {"connector_type": "webhook"}, "params: does not fit connector_type webhook; write webhook={…} instead"),
    (ACTION, {"connector_type": "email", "params": None}, "email: is needed with connector_type email"),
    (ACTION, TYPED_ACTIONS["email"], "email: does not fit connector_type jira; write params={…} instead"),
    (ACTION, {"params": "x"}, "params: must be an object"),
    (HEARTBEAT, {"interval_sec": 24}, "interval_sec: must be a whole number from 25 to 2678400"),
    (HEARTBEAT, {"interval_sec": None}, "interval_sec: is required; the seconds within which a ping must come"),
]


@pytest.mark.parametrize(
    ("case", "changes", "says"), WRONG, ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_what_is_wrong_is_told_with_what_to_write(case: Case, changes: dict[str, Any], says: str) -> None:
    texts = [problem.text for problem in checked(case, **changes).found]
    assert any(says in text for text in texts), texts
    assert not any("canary" in text for text in texts)


WARNED: list[tuple[Case, dict[str, Any], str]] = [
    (POLICY, {"repeating": None}, "frequency: has no effect while repeating is False"),
    (POLICY, {"delay_min": 30}, "delay_min: ilert may refuse more than 15 minutes"),
    (TEAM, {"members": [{"user_id": "1", "role": "GURU"}]}, "members[0].role: 'GURU' is not known to this version"),
    (
        HOURS,
        {"timezone": "Europe/Berln"},
        "timezone: 'Europe/Berln' is no time zone that this machine knows; did you mean",
    ),
    (
        HOURS,
        {"support_days": {"monday": {"start": "22:00", "end": "06:00"}}},
        "support_days: monday ends before it starts; what ilert does then is not documented",
    ),
    (CONNECTOR, {"connector_type": "slack"}, "connector_type: slack is authorised in a browser: make the connector in"),
    (
        CONNECTOR,
        {"connector_type": "jirra"},
        "connector_type: 'jirra' is not known to this version; did you mean jira?",
    ),
    (
        ACTION,
        {"trigger_types": ["alert-created"]},
        "escalation_ended_delay_sec: has no effect without 'alert-escalation-",
    ),
    (ACTION, {"trigger_types": ["alert-born"]}, "trigger_types[0]: 'alert-born' is not known to this version"),
    (ACTION, {"connector_type": "newer_tool"}, "connector_type: 'newer_tool' is not known to this version"),
]


@pytest.mark.parametrize(
    ("case", "changes", "says"), WARNED, ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_what_may_be_meant_is_only_warned_about(case: Case, changes: dict[str, Any], says: str) -> None:
    problems = checked(case, **changes)
    assert problems.found == []
    assert any(says in text for text in problems.warnings), problems.warnings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.resource.__name__)
def test_unknown_values_are_taken_at_every_depth(case: Case) -> None:
    def veiled(value: Any) -> list[Any]:
        """Return the value with each one of its parts unknown."""
        if isinstance(value, dict):
            return [UNKNOWN, *({**value, name: part} for name in value for part in veiled(value[name]))]
        if isinstance(value, list):
            return [
                UNKNOWN,
                *([*value[:at], part, *value[at + 1 :]] for at in range(len(value)) for part in veiled(value[at])),
            ]
        return [UNKNOWN]

    lifecycle = Lifecycle(case.kind, Settings.from_environment, lambda text: None)
    olds = lifecycle.check(case.full)[0]
    for name, value in case.full.items():
        for part in veiled(value):
            inputs, problems = lifecycle.check({**case.full, name: part})
            assert problems.found == [], (name, part)
            assert lifecycle.check(inputs)[0] == inputs, "check is idempotent"
            assert name in lifecycle.diff(olds, inputs).changed


def test_every_documented_word_is_known() -> None:
    """`ilert.md 2.5, 3.6, 3.7`: 151 integration types and three of older clients."""
    assert len(set(INTEGRATION_TYPES)) == len(INTEGRATION_TYPES) == 154
    assert (len(set(CONNECTOR_TYPES)), len(set(ACTION_TYPES)), len(set(TRIGGER_TYPES))) == (16, 27, 14)


@pytest.mark.parametrize("word", [*INTEGRATION_TYPES, "BRANDNEWTOOL"])
def test_an_alert_source_takes_every_integration_type(word: str) -> None:
    email = {"email": "a@acme.ilertnotify.com"} if word.startswith("EMAIL") else {}
    inputs = {"name": "x", "integration_type": word, "escalation_policy_id": "1", **email}
    kind = ilert.AlertSource.provider_class.kind
    problems = Lifecycle(kind, Settings.from_environment, lambda text: None).check(inputs)[1]
    assert problems.found == []
    assert (problems.warnings == []) == (word in INTEGRATION_TYPES)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_the_same_in_every_spelling(hour: int, minute: int) -> None:
    spellings = [f"{hour}:{minute:02}", f"{hour:02}:{minute:02}", f" {hour:02}:{minute:02}:00 "]
    for one in spellings:
        assert TimeOfDay().to_wire(one) == spellings[1]
        assert all(TimeOfDay().same(one, other) for other in spellings)
        assert not TimeOfDay().same(one, f"{(hour + 1) % 24:02}:{minute:02}")


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_a_day_is_the_same_as_a_moment_on_it(day: date) -> None:
    text = day.isoformat()
    assert Day().same(text, f"{text}T00:00:00Z") and Day().same(f"{text}T00:00:00.000Z", text)
    assert Day().same(f"{text}T12:00:00+02:00", f"{text}T10:00:00Z")
    assert not Day().same(text, (day + timedelta(1)).isoformat())
    assert not Day().same(f"{text}T10:00:00Z", f"{text}T10:00:01Z")


@given(st.permutations(range(4)))
def test_the_order_of_exceptions_members_and_words_never_matters(order: list[int]) -> None:
    exceptions = [{"name": str(one), "start": "2026-12-24", "end": "2026-12-24"} for one in (1, 1, 2, 3)]
    members = [{"user_id": str(one), "role": "USER"} for one in (9, 10, 2, 1)]
    words = ["alert-created", "alert-raised", "alert-resolved", "alert-assigned"]
    for kind, rows in ((Exceptions(), exceptions), (Members(), members), (Words(*words), words)):
        turned = [rows[at] for at in order]
        assert kind.same(rows, turned)
        assert not kind.same(rows, turned[:3])
        assert not kind.same(rows, [*turned[:3], turned[2]]) or kind.same(turned[3:], turned[2:3])
    checked_members = Members().check(members, Spot(Problems(), "members", "members"))
    assert [one["user_id"] for one in checked_members] == ["1", "2", "9", "10"]


def test_closed_days_are_null_on_the_wire_and_absent_in_state() -> None:
    hours = {"start": "08:00", "end": "17:00"}
    week = SupportDays().to_wire({"monday": hours})
    assert week == {"MONDAY": hours} | dict.fromkeys(
        ("TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
    )
    assert SupportDays().from_wire(week) == SupportDays().from_wire({"MONDAY": hours}) == {"monday": hours}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"])
def test_any_zone_that_this_machine_knows(zone: str) -> None:
    problems = Problems()
    TimeZone(1).check(zone, Spot(problems, "timezone", "timezone"))
    assert (problems.found, problems.warnings) == ([], [])


@pytest.mark.parametrize("zone", ["../etc/passwd", "/etc/passwd", "Europe", "x" * 300])
def test_what_is_no_zone_never_raises(zone: str) -> None:
    problems = Problems()
    TimeZone(1).check(zone, Spot(problems, "timezone", "timezone"))
    assert len(problems.warnings) == 1


@pytest.mark.parametrize(
    ("written", "sent"), [("PT60M", "PT1H"), ("PT1H", "PT1H"), ("P1D", "PT24H"), ("PT7M", "PT7M"), ("x", "x")]
)
def test_a_duration_is_sent_in_the_spelling_that_ilert_is_known_to_take(written: str, sent: str) -> None:
    assert Duration("PT1H", "PT24H").to_wire(written) == sent


def test_no_delay_is_zero() -> None:
    assert Delay(30, 60).from_wire(None) == 0
    assert Delay(30, 60).check(0.0, Spot(Problems(), "d", "d")) == 0
