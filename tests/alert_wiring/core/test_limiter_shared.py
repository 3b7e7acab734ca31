"""One limiter counts the calls of all threads and of all processes of an account together."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from alert_wiring.core.deadline import operation_deadline
from alert_wiring.core.limiter import Limiter, WaitTooLongError
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.pace import WINDOW_SECONDS
from alert_wiring.core.telling import telling


class Time:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def limiter(self, calls: float, **more: object) -> Limiter:
        return Limiter(calls, self.clock, self.sleep, **more)  # type: ignore[arg-type]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MeetingPlace:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    found = MeetingPlace.of("vendor", "https://example.com", "planted-token-0123456789")
    assert found is not None
    return found


def test_four_threads_use_up_one_limit(time: Time) -> None:
    limiter = time.limiter(8, burst=8)
    together = Barrier(4)

    def two_calls(_: int) -> None:
        together.wait(10)
        limiter.wait()
        limiter.wait()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(two_calls, range(4)))
    assert time.slept == [], "eight calls are allowed"
    limiter.wait()
    assert 60.0 < time.slept[0] < 63.0, "the ninth waits for the first to be a minute old, whoever made it"


def test_two_processes_use_up_one_limit_and_one_refusal_holds_back_both(time: Time, place: MeetingPlace) -> None:
    """Two limiters at one place are what two processes have; a third one elsewhere knows nothing of them."""
    one, two = (time.limiter(8, burst=8, shared=place) for _ in range(2))
    alone = time.limiter(8, burst=8)
    for _ in range(4):
        one.wait()
        started = two.wait()
    assert time.slept == []
    two.refused(started, 90)
    alone.wait()
    assert time.slept == []
    one.wait()
    assert time.slept == [90.0]


def test_places_are_taken_when_they_are_given_out(time: Time, place: MeetingPlace) -> None:
    """Whoever waits has its place already, so that nobody else wakes up for the same one."""
    first, second, third = (time.limiter(1, shared=place) for _ in range(3))
    first.wait()
    places: list[float] = []

    def sleep_while_another_asks(seconds: float) -> None:
        places.append(time.now + seconds)
        third._sleep = lambda wait: places.append(time.now + wait) or time.sleep(wait)
        places.append(third._change(lambda pace: pace.start(time.now, third._allowance)))
        time.sleep(seconds)

    second._sleep = sleep_while_another_asks
    second.wait()
    assert places[1] > places[0] + 60


def test_a_wait_beyond_the_deadline_is_refused_at_once_and_takes_no_place(time: Time) -> None:
    limiter = time.limiter(1)
    limiter.wait()
    with operation_deadline(20), pytest.raises(WaitTooLongError) as caught:
        limiter.wait()
    assert 60 < caught.value.seconds < 63 and time.slept == []
    with operation_deadline(100):
        limiter.wait()
    assert time.slept == [pytest.approx(caught.value.seconds)]


def test_whoever_wakes_up_too_late_asks_anew(time: Time) -> None:
    """A laptop that slept, or a machine without a free moment: the place has passed, and others count on that."""
    limiter = time.limiter(2, burst=1)
    limiter.wait()

    def oversleep(seconds: float) -> None:
        time.slept.append(seconds)
        time.now += seconds + (5.0 if len(time.slept) == 1 else 0.0)

    limiter._sleep = oversleep
    started = limiter.wait()
    assert started > 1000.0 + time.slept[0] + 1.0, "not the place that had passed"


def test_where_processes_cannot_meet_each_counts_for_itself(time: Time, tmp_path: Path) -> None:
    nowhere = MeetingPlace(tmp_path / "no such folder" / "file")
    limiter = time.limiter(2, burst=2, shared=nowhere)
    for _ in range(3):
        limiter.wait()
    assert len(time.slept) == 1


def test_a_refusal_is_told_as_one(time: Time) -> None:
    limiter = time.limiter(8, burst=8)
    told: list[str] = []
    with telling(told.append):
        limiter.refused(limiter.wait())
        limiter.wait()
    assert told == ["the vendor refused a call of this account (429): going on in 5 s"]


PROCESS = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[3] / "provider")!r})
from pathlib import Path
from alert_wiring.core import pace
from alert_wiring.core.limiter import Limiter
from alert_wiring.core.meeting import MeetingPlace
pace.WINDOW_SECONDS, pace._SLOT_SECONDS = 0.4, 0.4 / 122
limiter = Limiter(20, shared=MeetingPlace(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    print(repr(limiter.wait()), flush=True)
"""


def test_three_processes_at_once_stay_within_one_window(place: MeetingPlace) -> None:
    command = [sys.executable, "-c", PROCESS, str(place.path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [subprocess.Popen(command, text=True, **pipes) for _ in range(3)]
    for process in running:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    starts = sorted(float(line) for process in running for line in process.communicate("go\n", 60)[0].split())
    assert len(starts) == 60
    for start in starts:
        assert sum(start <= other < start + 0.4 for other in starts) <= 20
    assert WINDOW_SECONDS == 61.0, "the real window, here a hundred and fifty times as fast"


def test_a_killed_holder_leaves_the_place_usable(place: MeetingPlace) -> None:
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, signal, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); "
            "print('held', flush=True); signal.pause()",
            str(place.path),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holding.stdout is not None and holding.stdout.readline() == "held\n"
    try:
        seen: list[bytes] = []
        with ThreadPoolExecutor(1) as pool:
            changing = pool.submit(place.change, lambda old: seen.append(old) or b"new")
            assert not seen
            holding.kill()
            changing.result(30)
    finally:
        holding.kill()
        holding.wait()
        holding.stdout.close()
    assert place.path.read_bytes() == b"new"


def test_the_place_is_the_users_own_and_names_no_secret(place: MeetingPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    place.change(lambda old: b"x")
    folder = place.path.parent
    assert folder.stat().st_mode & 0o777 == 0o700 and place.path.stat().st_mode & 0o777 == 0o600
    assert "planted" not in str(place.path)
    other = MeetingPlace.of("vendor", "https://example.com", "another-token")
    again = MeetingPlace.of("vendor", "https://example.com", "planted-token-0123456789")
    assert other is not None and other.path != place.path
    assert again is not None and again.path == place.path
    folder.chmod(0o755)
    assert MeetingPlace.of("vendor") is None, "others could enter it"


def test_a_link_in_the_place_of_the_file_is_not_followed(place: MeetingPlace, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    place.path.symlink_to(target)
    with pytest.raises(OSError):
        place.change(lambda old: b"overwritten")
    assert target.read_text() == "mine"


def test_what_nobody_used_for_long_is_removed(place: MeetingPlace) -> None:
    place.change(lambda old: b"x")
    os.utime(place.path, (1, 1))
    newer = MeetingPlace(place.path.with_name("newer"))
    newer.change(lambda old: b"y")
    assert not place.path.exists() and newer.path.exists()
    place.change(lambda old: b"z" if old == b"" else None)
    assert place.path.read_bytes() == b"z"
