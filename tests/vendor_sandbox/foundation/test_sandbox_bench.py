"""The measurement measures: every request of its load is right, whatever the numbers are today."""

import re

from vendor_sandbox import bench


def test_a_small_measurement_has_no_wrong_answer():
    table = bench.measure(objects=40, rate=60, seconds=0.8)
    rows = {re.split(r" {2,}", line)[0]: re.split(r" {2,}", line)[1:] for line in table.splitlines()}
    assert rows["errors"] == ["0", "0"], table
    assert all(float(each) > 0 for each in rows["a core's time per answer, ms"]), table
    assert [int(each.split()[1]) >= 40 for each in rows["objects"]] == [True] * 3
    assert set(rows) >= {"start, s", "answers/s at 60/s", "p50 at 60/s, ms", "p99 at 60/s, ms"}
