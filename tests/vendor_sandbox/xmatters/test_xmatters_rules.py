"""Every rule of the xMatters stand-in, one test each; the table in ``rules.py`` is the list."""

from __future__ import annotations

import pytest
import xmatters_proofs_events
import xmatters_proofs_forms
import xmatters_proofs_open
import xmatters_proofs_open_firing
import xmatters_proofs_plans
import xmatters_proofs_transport
import xmatters_proofs_trigger
from xmatters_account import API, BOT, PROOFS, workflow

from support.standin import StandIn, make
from vendor_sandbox import xmatters
from vendor_sandbox.rules import Rule
from vendor_sandbox.xmatters.rules import RULES
from vendor_sandbox.xmatters.switches import SWITCHES

_LOADED = (
    xmatters_proofs_transport,
    xmatters_proofs_plans,
    xmatters_proofs_forms,
    xmatters_proofs_events,
    xmatters_proofs_open,
    xmatters_proofs_open_firing,
    xmatters_proofs_trigger,
)


@pytest.fixture
def account() -> StandIn:
    return make(xmatters, BOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule(rule: Rule, account: StandIn) -> None:
    PROOFS.known[rule.id](account)
    switch = {each.name: each for each in SWITCHES}.get(rule.switch or "")
    others = [(switch.name, choice) for choice in switch.choices[1:]] if switch else []
    assert account.positions >= set(others), "the proof must show every other reading too"


def test_rules_and_proofs_are_the_same_set() -> None:
    assert len(_LOADED) == 7
    assert PROOFS.differences(RULES) == []


def test_every_switch_is_named_by_a_rule() -> None:
    assert {rule.switch for rule in RULES if rule.switch} == {switch.name for switch in SWITCHES}


def test_foreign_objects_survive_our_whole_life(account: StandIn) -> None:
    foreign = f"{API}/plans/Incident%20Response"
    parts = ("forms", "constants", "property-definitions", "endpoints", "shared-libraries", "integrations")
    paths = (*(f"{foreign}/{part}" for part in parts), f"{API}/plans", f"{API}/people", f"{API}/groups")
    before = {path: account.get(path).json() for path in paths}
    own = workflow(account)
    account.delete(f"{own.path}/integrations/{own.integration}")
    account.delete(own.path)
    assert {path: account.get(path).json() for path in paths} == before
