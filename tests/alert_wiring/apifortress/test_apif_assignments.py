"""One pair at a time on a list that is written whole (`api-fortress.md 7.1`)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from apif_fake_backend import PairBackend, WholeListBackend
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.apifortress.assignments import assign, unassign
from alert_wiring.apifortress.backend import ApiFortressBackend
from alert_wiring.apifortress.locks import Locks
from alert_wiring.core.errors import WiringError


def _backend(fake: Any) -> ApiFortressBackend:
    return cast(ApiFortressBackend, fake)


def test_four_threads_add_four_groups_and_none_is_lost() -> None:
    fake = WholeListBackend({"7": {"foreign"}})
    fake.hurry = threading.Barrier(4)
    locks = Locks()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda group: assign(_backend(fake), locks, "7", group), ["1", "2", "3", "4"]))
    assert fake.assigned["7"] == {"foreign", "1", "2", "3", "4"}


def test_without_the_lock_the_same_four_threads_do_lose_some() -> None:
    """Guards the test above: the fake really has the product's weakness."""
    fake = WholeListBackend({"7": {"foreign"}})
    fake.hurry = threading.Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda group: _tolerant(_backend(fake), Locks(), "7", group), ["1", "2", "3", "4"]))
    assert fake.assigned["7"] != {"foreign", "1", "2", "3", "4"} or not all(outcomes)


def _tolerant(backend: ApiFortressBackend, locks: Locks, project: str, group: str) -> bool:
    try:
        assign(backend, locks, project, group)
    except WiringError:
        return False
    return True


@given(
    start=st.sets(st.sampled_from("abcdef")),
    moves=st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from("abc"))),
)
def test_foreign_groups_survive_any_sequence(start: set[str], moves: list[tuple[str, str]]) -> None:
    fake, locks, model = WholeListBackend({"7": set(start)}), Locks(), set(start)
    for move, group in moves:
        if move == "add":
            assign(_backend(fake), locks, "7", group)
            model.add(group)
        else:
            unassign(_backend(fake), locks, "7", group)
            model.discard(group)
    assert fake.assigned["7"] == model
    assert fake.assigned["7"] & set("def") == start & set("def")


def test_nothing_is_written_when_nothing_changes() -> None:
    fake = WholeListBackend({"7": {"1"}})
    assign(_backend(fake), Locks(), "7", "1")
    unassign(_backend(fake), Locks(), "7", "2")
    unassign(_backend(fake), Locks(), "8", "1")
    assert fake.writes == []


def test_a_project_that_is_gone_is_said() -> None:
    with pytest.raises(WiringError, match="project 8 does not exist any more"):
        assign(_backend(WholeListBackend({})), Locks(), "8", "1")


def test_a_lost_write_is_found_by_reading_back() -> None:
    class Overwritten(WholeListBackend):
        def set_assigned(self, project_id: str, group_ids: set[str]) -> None:
            self.assigned[project_id] = {"somebody-elses"}

    with pytest.raises(WiringError, match=r"changed by somebody else .* alert group 1"):
        assign(_backend(Overwritten({"7": set()})), Locks(), "7", "1")


def test_a_backend_that_writes_pairs_is_asked_for_pairs() -> None:
    fake = PairBackend({"7": set()})
    assign(_backend(fake), Locks(), "7", "1")
    unassign(_backend(fake), Locks(), "7", "1")
    assert fake.pairs == [("add", "7", "1"), ("remove", "7", "1")]
    assert fake.writes == []
