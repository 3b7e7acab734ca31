"""Killed at any write of the state, the embedded engine leaves a whole file, and the next run converges (12.5).

A pending operation names the call that may have been made, as the CLI leaves it (pulumi-engine.md 5.7, 6.5).
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from lives.crash import AFTER, BEFORE, OBJECTS, WRITES, killed, load
from lives.place import Place, entries, name_of, pending

from support.engines import missing

pytestmark = pytest.mark.engine
LAST = len(WRITES) - 1
POINTS = [
    *(f"{'half' if number in (4, LAST) else 'before'} {number}" for number in range(1, LAST + 1)),
    *(f"after {number}" for number in (1, 3, 5, 19)),
]
"""Every write; and for each kind of call one end between the write that announces it and the call itself."""


@pytest.fixture
def before(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str, place: Place) -> Place:
    """Return a place where BEFORE is up; it is brought up once per session."""
    base = tmp_path_factory.getbasetemp()
    kept = (base if worker_id == "master" else base.parent) / "before-the-crash"
    with (kept.parent / "before-the-crash.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with Place(tmp_path / "making") as made:
                made.engine.init()
                made.program(BEFORE)
                made.engine.up("-p", "1").check()
                (made.things / "calls").unlink()
                made.root.rename(kept)
    for name in ("project", "state", "things"):
        shutil.copytree(kept / name, place.root / name, dirs_exist_ok=True)
    return place


def test_every_write_is_as_it_should_be(before: Place) -> None:
    assert killed(before, "").rc == 1, "g fails"
    kept = before.root / "kept"
    found = [json.loads((kept / f"{number}.json").read_bytes()) for number in range(1, len(list(kept.iterdir())) + 1)]
    states = [document["checkpoint"]["latest"] for document in found]
    assert [(" ".join(pending(state)), " ".join(entries(state))) for state in states] == list(WRITES[1:])


@pytest.mark.parametrize("when", POINTS)
def test_a_killed_run_converges(before: Place, when: str) -> None:
    phase, number = when.split()
    assert killed(before, when).rc == -9
    announced, listed = WRITES[int(number) if phase == "after" else int(number) - 1]
    snapshot = load(before.checkpoint)
    assert " ".join(pending(before.latest)) == announced
    assert " ".join(entries(before.latest)) == listed
    assert len(snapshot.pending_operations) == (announced != "")
    if announced:
        assert (announced in before.calls) == (phase != "after")
    assert load(before.checkpoint.with_name("dev.json.bak")).resources
    _unlock(before)
    if int(number) % 6 == 0 and missing("pulumi") is None:
        before.by("pulumi").preview().check()
    before.refuse()
    before.engine.up().check()
    assert set(before.objects) == OBJECTS
    resources = [one for one in before.latest["resources"] if "id" in one and "Thing" in one["type"]]
    assert Counter(one["id"] for one in resources) == Counter(OBJECTS)
    assert sorted(entries(before.latest)) == sorted(name.split(".")[0] for name in OBJECTS)
    assert pending(before.latest) == ([announced] if announced.startswith("creating") else [])
    assert {name_of(one): one["inputs"].get("slot") for one in resources}["f"] == "e.two"
    if int(number) % 10 == 0:
        before.program(AFTER)
        before.engine.preview("--expect-no-changes").check()


def _unlock(place: Place) -> None:
    locks = [path for path in (place.state_folder / ".pulumi" / "locks").rglob("*.json") if path.is_file()]
    assert len(locks) == 1, "the lock of a killed run stays (5.7)"
    locks[0].unlink()
