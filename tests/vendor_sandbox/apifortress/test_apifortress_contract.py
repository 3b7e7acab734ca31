"""Every row of the contract table, against a running sandbox."""

import re

import apifortress_contract.access
import apifortress_contract.connectors
import apifortress_contract.deliveries
import apifortress_contract.groups
import apifortress_contract.scenarios  # noqa: F401 - the modules fill the table
import pytest
from apifortress_contract.table import ROWS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_contract(row, world):
    row.check(world)


def test_every_acceptance_scenario_has_a_row():
    numbers = {int(number) for row in ROWS for number in re.findall(r"9 row (\d+)", row.source)}
    assert numbers == set(range(1, 21))


def test_every_call_of_the_contract_has_a_row():
    sources = " ".join(row.source for row in ROWS)
    calls = ["L1", "C1", *(f"{kind}{n}" for kind in "DGI" for n in range(1, 6))]
    calls += ["U1", "U2", "U3", "P1", "P2", "A1", "A2", "A3", "A4", "T1", "T2"]
    assert [each for each in calls if not re.search(rf"\b{each}\b", sources)] == []


def test_rows_have_names_of_their_own():
    assert len({row.name for row in ROWS}) == len(ROWS)
