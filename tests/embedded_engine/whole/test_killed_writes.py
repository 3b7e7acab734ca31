"""Killed at any write of the state, the embedded engine leaves a whole file, and the next run converges (12.5).

A pending operation names the call that may have been made, as the CLI leaves it (pulumi-engine.md 5.7, 6.5). Every
write and every call is killed by ``python -m chaos.engine_kills``; here are a few of each kind.
"""

from __future__ import annotations

import fcntl
import json
from pathlib import Path

import pytest

from support.engines import KINDS, missing
from support.lives import crash, kills
from support.lives.place import Place, entries, pending

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
def prepared(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the directory of a place where BEFORE is up; it is brought up once per session."""
    base = tmp_path_factory.getbasetemp()
    kept = (base if worker_id == "master" else base.parent) / "before-the-crash"
    with (kept.parent / "before-the-crash.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kills.prepare(tmp_path / "making").rename(kept)
    return kept


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
