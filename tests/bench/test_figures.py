"""Tables and plots of the benches are well-formed whatever is measured."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.engines import Row, drawing, page, report
from bench.figures import plot, table
from bench.measured import Cost

_NUMBER = st.floats(0, 1e6, allow_nan=False)
_SVG = "{http://www.w3.org/2000/svg}"


@given(st.dictionaries(st.text(max_size=8), st.lists(st.tuples(_NUMBER, _NUMBER), min_size=1, max_size=4), min_size=1))
def test_a_plot_stays_on_its_paper(series: dict[str, list[tuple[float, float]]]) -> None:
    printable = {"".join(filter(str.isprintable, name)): line for name, line in series.items()}
    drawn = ElementTree.fromstring(plot("a < b", "x", "y", printable))
    marks = drawn.findall(f"{_SVG}circle")
    assert len(marks) == sum(map(len, printable.values()))
    for mark in marks:
        assert 60 <= float(mark.attrib["cx"]) <= 521
        assert 39 <= float(mark.attrib["cy"]) <= 373


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one point"):
        plot("", "", "", {"a": []})


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("a", "b"), [("x|y", "1")]) == "| a | b |\n| --- | ---: |\n| x/y | 1 |\n"


def test_a_report_compares_with_the_cli_and_counts_from_the_least_size() -> None:
    rows = [
        Row("embedded", 1, "create", Cost(1.0, 1.0, 100)),
        Row("embedded", 2001, "create", Cost(5.0, 6.0, 300)),
        Row("pulumi", 2001, "create", Cost(50.0, 60.0, 900)),
    ]
    lines = report(rows).splitlines()
    assert lines[3] == "| create | embedded | 2001 | 5.0 | 6.0 | 300 | 2.0 | 100 | 0.10 | 0.2 |"
    assert lines[4] == "| create | pulumi | 2001 | 50.0 | 60.0 | 900 |  |  |  |  |"
    assert "create, pulumi" in drawing(rows)


def test_few_resources_tell_nothing_of_a_thousand_and_meet_no_goal() -> None:
    rows = [Row(kind, size, "create", Cost(size, 1.0, 100)) for kind in ("embedded", "pulumi") for size in (1, 100)]
    lines = report(rows).splitlines()
    assert lines[4] == "| create | embedded | 100 | 100.0 | 1.0 | 100 |  |  | 1.00 |  |"
    assert "(engines.svg)" in page(rows, "Here.") and page(rows, "Here.").endswith("\n\nHere.\n")


def test_operations_without_a_goal_are_not_drawn() -> None:
    assert "engines.svg" not in page([Row("embedded", 1, "destroy", Cost(1.0, 1.0, 100))], "Here.")
