"""The table of api-fortress.md 6.4 on the sandbox clock, and the counter's arithmetic."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendor_sandbox.apifortress import threshold
from vendor_sandbox.store import Store


class StillClock:
    """A clock that only the test moves."""

    def __init__(self):
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def timestamp(self):
        return self.at.timestamp()

    def move(self, seconds):
        self.at += timedelta(seconds=seconds)


def counting(clock=None):
    return SimpleNamespace(store=Store(":memory:"), clock=clock or StillClock())


def sent_at(times, counter, ttl):
    """Seconds at which a failure was sent, for failures at `times`."""
    context = counting()
    sent = []
    for before, now in zip([0, *times], times, strict=False):
        context.clock.move(now - before)
        if threshold.reached(context, "t", counter, ttl):
            sent.append(now)
    return sent


TABLE = [
    # counter, ttl, seconds of the failures, seconds of the POSTs
    ("1", "60", [0, 1, 500], [0, 1, 500]),
    ("0", "60", [0, 1], [0, 1]),
    ("-5", "60", [0, 1], [0, 1]),
    ("2", "60", [0, 50], [50]),
    ("2", "60", [0, 70], []),
    ("2", "60", [0, 70, 120], [120]),
    ("2", "600", [0, 10, 20, 30], [10, 30]),
    # the window opens at the first failure and later ones do not extend it
    ("3", "60", [0, 40, 61], []),
    ("3", "60", [0, 40, 61, 100, 120], [120]),
    # after a POST a new window starts at the POST: a late failure has less time left
    ("2", "60", [0, 10, 65, 69], [10, 69]),
    ("2", "60", [0, 10, 65, 71], [10]),
    ("2", "60", [0, 10, 65, 71, 80], [10, 80]),
    # defaults and parsing: counter first, then ttl
    ("", "", [0, 1, 2], [2]),
    ("x", "1", [0, 300, 599], [599]),
    ("two", "5", [0, 1], []),
    ("2", "soon", [0, 599], [599]),
    ("2", "", [0, 601], []),
    ("2.0", "60", [0, 1, 2], [2]),
    (" 2", "60", [0, 1, 2], [2]),
    ("+2", "60", [0, 1], [1]),
    ("2147483648", "60", [0, 1, 2], [2]),
    # ttl is cut to 3600, and has no lower limit
    ("2", "7200", [0, 3599], [3599]),
    ("2", "7200", [0, 3601], []),
    ("2", "0", [0, 0], []),
    ("1", "-1", [0, 0], [0, 0]),
]


@pytest.mark.parametrize(("counter", "ttl", "failures", "posts"), TABLE)
def test_threshold_table(counter, ttl, failures, posts):
    assert sent_at(failures, counter, ttl) == posts


@given(
    counter=st.integers(1, 5),
    ttl=st.integers(1, 4000),
    gaps=st.lists(st.integers(0, 900), min_size=1, max_size=30),
)
def test_threshold_against_a_model(counter, ttl, gaps):
    times = [sum(gaps[: position + 1]) for position in range(len(gaps))]
    window, opened, seen, posts = min(ttl, 3600), None, 0, []
    for now in times:
        if opened is None or now - opened >= window:
            opened, seen = now, 0
        seen += 1
        if seen >= counter:
            posts.append(now)
            opened, seen = now, 0
    assert sent_at(times, str(counter), str(ttl)) == posts


def test_the_counter_is_kept_per_test_and_shared_by_instances():
    context = counting()
    assert not threshold.reached(context, "a", "2", "60")
    assert not threshold.reached(context, "b", "2", "60")
    assert threshold.reached(context, "a", "2", "60")


def test_the_instance_that_opens_a_window_decides_its_length():
    context = counting()
    threshold.reached(context, "a", "2", "600")
    context.clock.move(100)
    assert threshold.reached(context, "a", "2", "10")
    context.clock.move(11)
    assert not threshold.reached(context, "a", "2", "600")


def test_a_restart_of_the_connector_service_loses_the_counters():
    context = counting()
    threshold.reached(context, "a", "2", "600")
    threshold.forget(context)
    assert not threshold.reached(context, "a", "2", "600")
