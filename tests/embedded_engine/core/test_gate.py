"""Short questions go before long work at a plugin's four places."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from embedded_engine.gate import WORKERS, Gate


class Callers:
    """Callers that stay in their place until they are let go."""

    def __init__(self, gate: Gate, pool: ThreadPoolExecutor) -> None:
        self.gate, self._pool = gate, pool
        self.inside: list[str] = []
        self.changed = threading.Condition()
        self._leave: dict[str, threading.Event] = {}
        self._calls: list[Future[None]] = []

    def come(self, name: str, *, question: bool = False, waits: bool = False) -> None:
        """Let one come; return when it is in its place, or waits for one."""
        self._leave[name] = threading.Event()
        queue = self.gate._questions if question else self.gate._works
        before = len(queue)
        self._calls.append(self._pool.submit(self._call, name, question))
        if waits:
            while len(queue) == before:
                threading.Event().wait(0.001)
            return
        with self.changed:
            assert self.changed.wait_for(lambda: name in self.inside, timeout=20)

    def _call(self, name: str, question: bool) -> None:
        with self.gate.place(question=question):
            with self.changed:
                self.inside.append(name)
                self.changed.notify_all()
            self._leave[name].wait(20)

    def go(self, name: str, follower: str) -> None:
        """Let one go; return when `follower` has its place."""
        self._leave[name].set()
        with self.changed:
            assert self.changed.wait_for(lambda: follower in self.inside, timeout=20), self.inside

    def end(self) -> None:
        """Let all go."""
        for event in self._leave.values():
            event.set()
        for call in self._calls:
            call.result(20)


@pytest.fixture
def callers() -> Iterator[Callers]:
    with ThreadPoolExecutor(12) as pool:
        found = Callers(Gate(), pool)
        yield found
        found.end()


def test_as_many_at_once_as_the_plugin_has_workers(callers: Callers) -> None:
    for number in range(WORKERS):
        callers.come(f"work {number}")
    callers.come("late", waits=True)
    assert "late" not in callers.inside
    callers.go("work 2", "late")


def test_a_question_goes_before_work_that_came_first(callers: Callers) -> None:
    for number in range(WORKERS):
        callers.come(f"work {number}")
    callers.come("early work", waits=True)
    callers.come("question", question=True, waits=True)
    callers.go("work 0", "question")
    assert "early work" not in callers.inside
    callers.go("question", "early work")


def test_those_alike_are_served_in_the_order_of_their_coming(callers: Callers) -> None:
    for number in range(WORKERS):
        callers.come(f"work {number}")
    for number in range(3):
        callers.come(f"late {number}", waits=True)
    for number in range(3):
        callers.go(f"work {number}", f"late {number}")
    assert callers.inside[WORKERS:] == ["late 0", "late 1", "late 2"]


def test_a_call_that_fails_gives_its_place_away() -> None:
    gate = Gate(1)
    for _ in range(2):
        with pytest.raises(KeyError), gate.place(question=False):
            raise KeyError
    with gate.place(question=True):
        assert gate._free == 0
    assert gate._free == 1
