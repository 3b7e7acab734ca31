"""Every rule of the ilert stand-in, one test each; the table in ``rules.py`` is the list."""

from __future__ import annotations

import ilert_proofs_actions
import ilert_proofs_alerts
import ilert_proofs_events
import ilert_proofs_neighbours
import ilert_proofs_open_events
import ilert_proofs_open_points
import ilert_proofs_outbound
import ilert_proofs_source_changes
import ilert_proofs_sources
import ilert_proofs_transport
import pytest
from ilert_account import ADMIN, PROOFS

from support.standin import StandIn, make
from vendor_sandbox import ilert
from vendor_sandbox.ilert.rules import RULES
from vendor_sandbox.ilert.switches import SWITCHES
from vendor_sandbox.rules import Rule
from vendor_sandbox.switches import Switch

_LOADED = (
    ilert_proofs_transport,
    ilert_proofs_sources,
    ilert_proofs_source_changes,
    ilert_proofs_neighbours,
    ilert_proofs_open_events,
    ilert_proofs_open_points,
    ilert_proofs_actions,
    ilert_proofs_outbound,
    ilert_proofs_events,
    ilert_proofs_alerts,
)


@pytest.fixture
def account() -> StandIn:
    return make(ilert, ADMIN)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule(rule: Rule, account: StandIn) -> None:
    PROOFS.known[rule.id](account)
    assert rule.switch is None or rule.switch in account.moved, "the proof must show the other reading too"


def test_rules_and_proofs_are_the_same_set() -> None:
    assert len(_LOADED) == 10
    assert PROOFS.differences(RULES) == []


@pytest.mark.parametrize("switch", [each for each in SWITCHES if len(each.choices) > 2], ids=lambda each: each.name)
def test_a_third_reading_is_shown_too(switch: Switch) -> None:
    shown = set()
    for rule in RULES:
        if rule.switch == switch.name:
            PROOFS.known[rule.id](account := make(ilert, ADMIN))
            shown |= account.positions
    assert {(switch.name, choice) for choice in switch.choices[1:]} - shown == set()


def test_every_switch_is_named_by_a_rule() -> None:
    assert {rule.switch for rule in RULES if rule.switch} == {switch.name for switch in SWITCHES}


def test_foreign_objects_survive_our_whole_life(account: StandIn) -> None:
    paths = (
        "alert-sources",
        "escalation-policies",
        "teams",
        "support-hours",
        "users",
        "schedules",
        "connectors",
        "alert-actions",
        "heartbeat-monitors",
    )
    before = {path: account.get(f"/api/{path}").json() for path in paths}
    body = {"name": "Ours", "integrationType": "APIFORTRESS", "escalationPolicy": {"id": 2344528}}
    made = account.post("/api/alert-sources", body).json()
    account.put(f"/api/alert-sources/{made['id']}", {**body, "teams": [{"id": 40104}]})
    account.delete(f"/api/alert-sources/{made['id']}")
    assert {path: account.get(f"/api/{path}").json() for path in paths} == before
