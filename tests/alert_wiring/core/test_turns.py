"""Who is at the same object at once, over threads and processes."""

from __future__ import annotations

import json
import os
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alert_wiring.core import halt
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.turns import LONGEST_SECONDS, SETTLING_SECONDS, Turns


class Time:
    """A clock that moves when somebody waits; `then` happens at the first wait."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.then = lambda: None

    def clock(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += seconds
        happening, self.then = self.then, lambda: None
        happening()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def place(tmp_path: Path) -> MeetingPlace:
    return MeetingPlace(tmp_path / "turns")


def written(place: MeetingPlace) -> Path:
    """Return the file that tells of the turns for "a"."""
    (found,) = place.path.parent.glob(f"{place.path.name}-*")
    return found


def turns(place: MeetingPlace | None, time: Time) -> Turns:
    """One process's turns."""
    return Turns(place, time.clock, time.pause)


def test_a_first_turn_and_one_s_own_second_one_hear_of_nobody(place: MeetingPlace, time: Time) -> None:
    mine = turns(place, time)
    for _ in range(2):
        with mine.turn("a") as quiet:
            assert quiet is None


def test_another_process_s_turn_is_told_with_its_age(place: MeetingPlace, time: Time) -> None:
    with turns(place, time).turn("a"):
        pass
    time.now += 7
    with turns(place, time).turn("a") as quiet:
        assert quiet == 7
    with turns(place, time).turn("b") as quiet:
        assert quiet is None


def test_who_comes_second_waits_and_hears_of_it(place: MeetingPlace, time: Time) -> None:
    first = turns(place, time).turn("a")
    first.__enter__()
    time.then = lambda: first.__exit__(None, None, None)
    began = time.now
    with turns(place, time).turn("a") as quiet:
        assert quiet == 0
    assert time.now > began


def test_a_turn_that_a_failure_ends_is_over(place: MeetingPlace, time: Time) -> None:
    with pytest.raises(KeyError), turns(place, time).turn("a"):
        raise KeyError
    began = time.now
    with turns(place, time).turn("a") as quiet:
        assert quiet == 0
    assert time.now == began


@pytest.mark.parametrize(("lives", "seconds"), [(True, LONGEST_SECONDS), (False, SETTLING_SECONDS)])
def test_a_turn_that_never_ends_is_waited_for_only_so_long(
    place: MeetingPlace, time: Time, lives: bool, seconds: float
) -> None:
    """A dead process's request may still be on its way for a moment; a living one's at most as long as a request."""
    held = turns(place, time).turn("a")
    held.__enter__()
    if not lives:
        dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        text = written(place).read_text().replace(f"{os.getpid()} ", f"{int(dead.stdout)} ")
        written(place).write_text(text)
    began = time.now
    with turns(place, time).turn("a") as quiet:
        assert quiet == 0, "it may have written just now"
    assert seconds <= time.now - began < seconds + 1


def test_a_process_that_is_dead_but_not_reaped_is_dead(place: MeetingPlace, time: Time) -> None:
    held = turns(place, time).turn("a")
    held.__enter__()
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read()  # its end
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        text = written(place).read_text().replace(f"{os.getpid()} ", f"{process.pid} ")
        written(place).write_text(text)
        began = time.now
        with turns(place, time).turn("a"):
            assert time.now - began < SETTLING_SECONDS + 1


def test_without_a_place_and_with_a_spoilt_one_nobody_waits(tmp_path: Path, time: Time) -> None:
    with turns(None, time).turn("a") as quiet:
        assert quiet is None
    with turns(MeetingPlace(tmp_path / "no" / "such"), time).turn("a") as quiet:
        assert quiet is None
    for spoilt in (b"{", b"[1]", json.dumps({"x": 1}).encode(), b"\xff"):
        for digit in string.hexdigits.lower():
            MeetingPlace(tmp_path / "spoilt").part(digit).path.write_bytes(spoilt)
        with turns(MeetingPlace(tmp_path / "spoilt"), time).turn("a") as quiet:
            assert quiet is None


def test_a_halted_run_waits_no_longer(place: MeetingPlace) -> None:
    held = Turns(place).turn("a")
    held.__enter__()
    halt.stop("enough")
    try:
        with pytest.raises(halt.HaltedError), Turns(place).turn("a"):
            pass
    finally:
        halt.resume()


PROCESS = """
import sys
from pathlib import Path
from typing import cast
from alert_wiring.apifortress.assignments import assign
from alert_wiring.apifortress.backend import ApiFortressBackend
from alert_wiring.apifortress.locks import Locks
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.turns import Turns

folder, mine = Path(sys.argv[1]), sys.argv[2].split(",")

class Backend:
    capabilities = frozenset()
    def get_assigned(self, project_id):
        return set((folder / "assigned").read_text().split())
    def set_assigned(self, project_id, groups):
        (folder / "assigned").write_text(" ".join(sorted(groups)))

locks = Locks(Turns(MeetingPlace(folder / "turns")), "project")
for group in mine:
    assign(cast(ApiFortressBackend, Backend()), locks, "7", group)
"""


def test_two_processes_add_groups_to_one_project_and_none_is_lost(tmp_path: Path) -> None:
    """Each adds ten of its own to a list that is only written as a whole (`api-fortress.md 7.1`)."""
    (tmp_path / "assigned").write_text("foreign")
    groups = [[f"{writer}{number}" for number in range(10)] for writer in "ab"]

    def run(mine: list[str]) -> None:
        subprocess.run([sys.executable, "-c", PROCESS, str(tmp_path), ",".join(mine)], check=True, timeout=60)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, groups))
    assert set((tmp_path / "assigned").read_text().split()) == {"foreign", *groups[0], *groups[1]}
