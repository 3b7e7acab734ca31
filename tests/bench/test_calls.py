"""What operations may cost follows from the vendors' references, and a table tells each budget that was not kept."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.calls import STACKS
from bench.calls_report import Calls, Row, drawing, page
from bench.measured import Cost
from bench.stacks.base import OPERATIONS

COST = Cost(2.0, 1.0, 100)


def told(vendor: str, size: int) -> dict[str, tuple[int, int]]:
    """Return the unavoidable calls and the budget of each operation."""
    stack = STACKS[vendor]
    return {name: (stack.unavoidable(name, size), stack.at_most(name, size)) for name in OPERATIONS}


def test_500_alert_sources_have_the_budgets_that_were_promised() -> None:
    most = {name: at_most for name, (_, at_most) in told("ilert", 500).items()}
    assert most == {
        "create": 512,
        "refresh": 12,
        "preview with refresh": 12,
        "one change, with refresh": 13,
        "destroy": 512,
    }


@pytest.mark.parametrize(
    ("vendor", "size", "create", "refresh", "destroy"),
    [
        ("ilert", 49, (50, 61), (2, 2), (50, 61)),
        ("ilert", 50, (51, 62), (3, 3), (51, 62)),  # a second page, which is empty, ends the list
        ("xmatters", 10, (21, 32), (3, 3), (11, 22)),
        ("xmatters", 1000, (2001, 2012), (3, 3), (1001, 1012)),
        ("xmatters", 1001, (2003, 2014), (5, 5), (1002, 1013)),
        ("apifortress", 10, (21, 33), (3, 3), (21, 32)),
        ("apifortress", 11, (24, 37), (4, 4), (24, 35)),
    ],
)
def test_what_an_operation_costs(
    vendor: str, size: int, create: tuple[int, int], refresh: tuple[int, int], destroy: tuple[int, int]
) -> None:
    found = told(vendor, size)
    assert (found["create"], found["refresh"], found["destroy"]) == (create, refresh, destroy)


def test_a_program_that_looks_names_up_asks_for_both_lists_where_it_runs() -> None:
    found = told("apifortress", 100)
    assert found["refresh"] == (12, 12)
    assert found["preview with refresh"] == (12, 14)
    assert found["one change, with refresh"] == (13, 15)


@given(st.sampled_from(sorted(STACKS)), st.integers(1, 5000))
def test_no_budget_has_a_call_for_each_object_that_did_not_change(vendor: str, size: int) -> None:
    stack, found = STACKS[vendor], told(vendor, size)
    assert all(needed <= at_most for needed, at_most in found.values())
    assert found["one change, with refresh"][1] == found["preview with refresh"][1] + 1
    assert found["refresh"][1] <= 4 + size // 10 + 1
    assert found["create"][1] <= stack.writes(size) + 11 + size // 10 + 1


@pytest.mark.parametrize(("total", "refused", "kept"), [(512, 0, True), (513, 0, False), (500, 1, False)])
def test_a_budget_is_kept_up_to_its_last_call_and_without_a_refusal(total: int, refused: int, kept: bool) -> None:
    row = Row(STACKS["ilert"], "embedded", 500, "create", Calls(total, refused), COST)
    assert row.kept is kept


def rows() -> list[Row]:
    return [
        Row(STACKS[vendor], engine, 500, operation, Calls(42, 1), COST)
        for vendor in ("ilert", "xmatters")
        for engine in ("pulumi", "embedded")
        for operation in reversed(OPERATIONS)
    ]


def test_a_page_has_a_table_and_a_plot_for_each_vendor_in_the_order_of_the_operations() -> None:
    lines = page(rows(), 0.05, limited=False, surroundings="Here.").splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        f"### {STACKS['ilert'].title}",
        f"### {STACKS['xmatters'].title}",
    ]
    begun = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert begun == 2 * ["operation", "---", *(name for name in OPERATIONS for _ in range(2))]
    # 501 calls x 50 ms / 4 at once = 6.26 s
    assert "| create | embedded | 500 | 42 | 501 | 512 | 1 | 2.0 | 1.0 | 100 | 0.3 |" in lines
    assert "(calls-ilert.svg)" in " ".join(lines) and "(calls-xmatters.svg)" in " ".join(lines)
    assert lines[-1] == "Each call takes 50 ms. Here."


def test_without_a_delay_there_is_no_floor() -> None:
    text = page(rows()[-1:], 0, limited=True, surroundings="Here.")
    assert "| create | embedded | 500 | 42 | 1001 | 1012 | 1 | 2.0 | 1.0 | 100 |  |\n" in text
    assert "Calls take what the sandbox needs. The tool's own pace and the documented limits are kept. Here." in text
    assert ".svg" not in text, "a limited run has no plot"


def test_a_plot_has_a_line_for_each_engine() -> None:
    drawn = "".join(ElementTree.fromstring(drawing(rows()[10:])).itertext())
    assert "xMatters: inbound integrations" in drawn and "workflow" not in drawn
    assert all(f"{name}, {engine}" in drawn for name in ("create", "destroy") for engine in ("pulumi", "embedded"))
