"""How many steps call at once, and when one gives its place to the next (pulumi-engine.md 4.14)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embedded_engine.deployment.journal import Journal
from embedded_engine.deployment.run import HaltedError, Run
from embedded_engine.events import Event, Op, ResourcePre, Step
from embedded_engine.files.model import Snapshot
from embedded_engine.operations.api import Options, Stack


def run_of(parallel: int, seen: list[Event]) -> Run:
    stack = Stack("proj", "dev", Path())
    return Run(Options(parallel=parallel), stack, Journal(Snapshot(), None), seen.append)


def step(name: str) -> Step:
    return Step(Op.CREATE, name, "t")


def test_a_step_that_has_left_its_place_lets_the_next_one_in() -> None:
    seen: list[Event] = []
    run = run_of(1, seen)
    inside = threading.Event()

    def second() -> None:
        with run.step(step("b"), calls=True):
            inside.set()

    with ThreadPoolExecutor(1) as pool, run.step(step("a"), calls=True) as first:
        later = pool.submit(second)
        assert not inside.wait(0.05), "one place, and it is taken"
        first.leave()
        later.result()
        first.done()
    assert inside.is_set()


def test_steps_that_belong_together_share_a_place() -> None:
    run = run_of(1, [])
    with run.slot():
        for name in "ab":
            with run.step(step(name), calls=True) as reporter:
                reporter.leave()
                reporter.done()
    with run.step(step("c"), calls=True) as reporter:
        reporter.done()


def test_a_step_that_waited_for_a_place_when_the_run_ended_is_not_begun() -> None:
    seen: list[Event] = []
    run = run_of(1, seen)
    run.halt()
    with pytest.raises(HaltedError), run.step(step("a"), calls=True):
        raise AssertionError("it has begun")
    assert not [event for event in seen if isinstance(event, ResourcePre)]
