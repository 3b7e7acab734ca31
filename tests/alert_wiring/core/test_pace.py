"""When calls start: never more than allowed in any window, and no later than that demands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.core.pace import WINDOW_SECONDS, Allowance, Pace


def starts(pace: Pace, allowance: Allowance, count: int, now: float = 0.0) -> list[float]:
    """The starts of so many calls that are all wanted at `now`."""
    found = []
    for _ in range(count):
        at = pace.start(now, allowance)
        pace.take(at)
        found.append(at)
    return found


def busiest(found: list[float], seconds: float = 60.0) -> int:
    return max(sum(start <= other < start + seconds for other in found) for start in found)


@given(
    calls=st.integers(1, 40),
    burst=st.integers(1, 40),
    idle=st.lists(st.one_of(st.just(0.0), st.floats(0, 5), st.floats(0, 200)), min_size=1, max_size=120),
)
def test_no_window_holds_more_than_allowed(calls: int, burst: int, idle: list[float]) -> None:
    """Whatever pauses the caller makes between its calls."""
    pace, now, found = Pace(), 0.0, []
    for pause in idle:
        now += pause
        at = pace.start(now, Allowance(calls, burst))
        assert at >= now and at >= pace.last
        pace.take(at)
        found.append(at)
        now = at
    assert busiest(found, WINDOW_SECONDS) <= calls


def test_the_vendors_120_are_used_well_and_without_a_standstill() -> None:
    """512 calls at 120 a minute, the figure that a stack of 500 objects costs."""
    found = starts(Pace(), Allowance(120, 60), 512)
    assert busiest(found) <= 120
    assert found[59] == 0.0, "a small run does not wait at all"
    assert found[-1] < 255, "no slower than the vendor's limit demands, but for a second in each minute"
    assert max(later - sooner for sooner, later in pairwise(found)) < 2, "paced, not stopped"


def test_a_gentle_burst_leaves_the_vendor_room() -> None:
    found = starts(Pace(), Allowance(600, 60), 300)
    assert sum(start < 1.0 for start in found) < 80
    assert busiest(found, 10.0) < 170


def test_an_idle_minute_gives_everything_back() -> None:
    pace, allowance = Pace(), Allowance(10, 10)
    starts(pace, allowance, 10)
    assert pace.start(0.0, allowance) > 60
    later = WINDOW_SECONDS + 1
    assert starts(pace, allowance, 10, later) == [later] * 10


def test_each_refusal_in_a_row_waits_longer_and_halves_what_is_allowed() -> None:
    pace, allowance, pauses, now = Pace(), Allowance(80, 80), [], 1000.0
    for _ in range(5):
        at = pace.start(now, allowance)
        pace.take(at)
        now = at + 0.1
        pauses.append(pace.refuse(at, now))
        now += pauses[-1]
    assert pauses == pytest.approx([5, 10, 20, 30, 30])
    assert sum(start < now + 25 for start in starts(pace, allowance, 40, now)) <= 10, "an eighth, no less"


def test_calls_that_were_on_their_way_together_are_refused_once() -> None:
    pace, allowance = Pace(), Allowance(80, 80)
    first, second = starts(pace, allowance, 2, 1000.0)
    assert pace.refuse(first, 1001.0) == 5
    assert pace.refuse(second, 1003.0) == 3, "the same refusal, told again"
    assert pace.row == 1 and pace.halvings == 1


def test_an_accepted_call_ends_the_row_but_not_the_slowness() -> None:
    pace, allowance = Pace(), Allowance(80, 80)
    (before, beside) = starts(pace, allowance, 2, 1000.0)
    pace.refuse(before, 1001.0)
    assert not pace.accept(beside), "it was on its way before the refusal"
    (after,) = starts(pace, allowance, 1, 1001.0)
    assert after == 1006.0 and pace.accept(after) and pace.row == 0
    assert busiest(starts(pace, allowance, 60, after)) <= 40, "still half of it"
    quiet = 1001.0 + 3 * WINDOW_SECONDS
    assert busiest(starts(pace, allowance, 80, quiet)) == 80, "a quiet window gives it back"


def test_a_vendor_that_says_when_to_come_back_is_believed_within_reason() -> None:
    pace, allowance = Pace(), Allowance(80, 80)
    (at,) = starts(pace, allowance, 1, 1000.0)
    assert pace.refuse(at, 1000.0, 17) == 17
    assert pace.start(1000.0, allowance) == 1017
    (at,) = starts(pace, allowance, 1, 1000.0)
    assert pace.refuse(at, 1020.0, 86400) == 120, "nobody waits for a day"


@given(st.lists(st.floats(0, 100), max_size=30), st.lists(st.floats(0, 100), max_size=3))
def test_bytes_hold_everything(pauses: list[float], refusals: list[float]) -> None:
    pace, now = Pace(), 10.0
    for pause in pauses:
        now += pause
        pace.take(pace.start(now, Allowance(7, 3)))
    for refusal in refusals:
        pace.refuse(pace.last, now := max(now, pace.last) + refusal)
    assert Pace.from_bytes(pace.to_bytes(), max(now, pace.last)) == pace


@pytest.mark.parametrize("damage", [slice(0, 10), slice(0, -1), slice(1, None), slice(0, 0)])
def test_damaged_bytes_are_nothing_used(damage: slice) -> None:
    pace = Pace()
    pace.take(5.0)
    assert Pace.from_bytes(pace.to_bytes()[damage], 6.0) == Pace()
    flipped = bytearray(pace.to_bytes())
    flipped[9] ^= 1
    assert Pace.from_bytes(bytes(flipped), 6.0) == Pace()


def test_a_machine_that_began_anew_forgets_the_old_clock() -> None:
    pace = Pace()
    pace.take(500_000.0)
    assert Pace.from_bytes(pace.to_bytes(), 12.0) == Pace()
    pace = Pace()
    pace.refuse(100.0, 100.0)
    assert Pace.from_bytes(pace.to_bytes(), 12.0) == Pace()


def test_an_allowance_allows_something() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Allowance(0, 1)
