"""Every row of the contract table, against a running sandbox."""

import apifortress_contract.access
import apifortress_contract.connectors
import apifortress_contract.deliveries
import apifortress_contract.groups  # noqa: F401 - the modules fill the table
import pytest
from apifortress_contract.table import ROWS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_contract(row, world):
    row.check(world)


def test_rows_have_names_of_their_own():
    assert len({row.name for row in ROWS}) == len(ROWS)
