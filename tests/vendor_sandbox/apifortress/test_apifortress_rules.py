"""Every rule of the API Fortress stand-in, one test each; the table in ``rules.py`` is the list."""

from __future__ import annotations

import re

import apifortress_proofs_access
import apifortress_proofs_connectors
import apifortress_proofs_events
import apifortress_proofs_firing
import apifortress_proofs_groups
import apifortress_proofs_hooks
import apifortress_proofs_pages
import apifortress_proofs_project_pages
import apifortress_proofs_requests
import apifortress_proofs_sign_in
import pytest
from apifortress_account import PROOFS, World

from vendor_sandbox.apifortress.options import SWITCHES
from vendor_sandbox.apifortress.rules import RULES
from vendor_sandbox.rules import Rule

_LOADED = (
    apifortress_proofs_access,
    apifortress_proofs_groups,
    apifortress_proofs_connectors,
    apifortress_proofs_events,
    apifortress_proofs_firing,
    apifortress_proofs_requests,
    apifortress_proofs_sign_in,
    apifortress_proofs_hooks,
    apifortress_proofs_pages,
    apifortress_proofs_project_pages,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule(rule: Rule, world: World) -> None:
    PROOFS.known[rule.id](world)  # type: ignore[arg-type] - these proofs take a whole sandbox
    assert rule.switch is None or rule.switch in world.moved, "the proof must show the other reading too"


def test_rules_and_proofs_are_the_same_set() -> None:
    assert len(_LOADED) == 10
    assert PROOFS.differences(RULES) == []


def test_every_switch_is_named_by_a_rule() -> None:
    assert {rule.switch for rule in RULES if rule.switch} == {switch.name for switch in SWITCHES}


def test_every_acceptance_scenario_has_a_rule() -> None:
    numbers = {
        int(number)
        for rule in RULES
        for rows in re.findall(r"9 row ((?:\d+(?: and )?)+)", rule.source)
        for number in re.findall(r"\d+", rows)
    }
    assert numbers == set(range(1, 21))


def test_every_call_of_the_contract_has_a_rule() -> None:
    sources = " ".join(rule.source for rule in RULES)
    calls = ["L1", "C1", *(f"{kind}{n}" for kind in "DGI" for n in range(1, 6))]
    calls += ["U1", "U2", "U3", "P1", "P2", "A1", "A2", "A3", "A4", "T1", "T2"]
    assert [each for each in calls if not re.search(rf"\b{each}\b", sources)] == []
