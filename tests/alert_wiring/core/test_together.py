"""Calls made at the same time."""

from __future__ import annotations

import threading

import pytest

from alert_wiring.core.deadline import operation_deadline, seconds_left
from alert_wiring.core.together import together


def test_calls_run_at_the_same_time_and_answer_in_their_order() -> None:
    meeting = threading.Barrier(3)

    def call(number: int) -> int:
        meeting.wait(20)
        return number

    assert together(lambda: call(1), lambda: call(2), lambda: call(3)) == [1, 2, 3]


def test_each_has_the_deadline_of_the_caller() -> None:
    with operation_deadline(60):
        left = together(seconds_left, seconds_left)
    assert all(seconds is not None and 0 < seconds <= 60 for seconds in left)
    assert together(seconds_left) == [None]


def test_the_first_failure_in_their_order_is_told_when_all_have_ended() -> None:
    ended = []

    def fails(text: str) -> None:
        ended.append(text)
        raise ValueError(text)

    with pytest.raises(ValueError, match="one"):
        together(lambda: fails("one"), lambda: fails("two"), lambda: ended.append("three"))
    assert sorted(ended) == ["one", "three", "two"]
