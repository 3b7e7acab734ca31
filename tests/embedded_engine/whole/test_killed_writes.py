"""Killed at any write of the state, the embedded engine leaves a whole file, and the next run converges (12.5).

A pending operation names the call that may have been made, as the CLI leaves it (pulumi-engine.md 5.7, 6.5). Every
write and every call is killed by ``python -m chaos.engine_kills``; here are a few of each kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.engines import KINDS, missing
from support.lives import crash, kills
from support.lives.place import Place, entries, pending

Once = Callable[[str, Callable[[Path], object]], Path]
pytestmark = pytest.mark.engine
POINTS = ("half 4", "before 12", "after 19")
"""While an update is announced; before the second half of a replacement is stored; after a delete was announced."""

CASES = (
    "embedded:end creating d 1:pulumi",
    "embedded:begin comparing e 1:embedded",
    "pulumi:end deleting c 1:embedded",
)
"""An object that nobody saw; between two steps; and the other way round."""


@pytest.fixture
def prepared(once: Once) -> Path:
    """Return the directory of a place where BEFORE is up."""
    return once("before-the-crash", kills.prepare)


def test_every_write_is_as_it_should_be(place: Place, prepared: Path) -> None:
    crash.start(place, prepared)
    assert crash.killed(place, "").rc == 1, "g fails"
    kept = place.root / "kept"
    found = [json.loads((kept / f"{number}.json").read_bytes()) for number in range(1, len(list(kept.iterdir())) + 1)]
    states = [document["checkpoint"]["latest"] for document in found]
    assert [(" ".join(pending(state)), " ".join(entries(state))) for state in states] == list(crash.WRITES[1:])


@pytest.mark.parametrize("when", POINTS)
def test_a_run_killed_at_a_write_converges(place: Place, prepared: Path, when: str) -> None:
    crash.start(place, prepared)
    crash.converges(place, when)


@pytest.mark.parametrize("name", CASES)
def test_what_a_killed_engine_left_is_taken_over(place: Place, prepared: Path, name: str) -> None:
    case = kills.Case.parse(name)
    for kind in KINDS:
        if kind in (case.killed, case.taker) and (reason := missing(kind)):
            pytest.skip(reason)
    kills.live(place, prepared, case)
