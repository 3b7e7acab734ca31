"""Where processes meet: the file, its lock and its folder; who is at what; and how many calls there may be."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from alert_wiring.core import limiter, meeting, turns
from alert_wiring.core.limiter import Limiter, WaitTooLongError
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.pace import WINDOW_SECONDS, Allowance, Pace
from alert_wiring.core.telling import telling
from alert_wiring.core.turns import LONGEST_SECONDS, SETTLING_SECONDS, Turns


class Time:
    """A clock that moves by `step` at each wait, else by as much as is waited."""

    def __init__(self, now: float = 1000.0, step: float | None = None) -> None:
        self.now, self.step = now, step
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert len(self.slept) < 2000
        self.slept.append(seconds)
        self.now += seconds if self.step is None else self.step


# ---- the file --------------------------------------------------------------------------------------------------------


def test_bytes_are_replaced_or_left(tmp_path: Path) -> None:
    place = MeetingPlace(tmp_path / "file")
    seen: list[bytes] = []

    def becomes(new: bytes | None) -> Any:
        return lambda old: seen.append(old) or new

    for new in (b"first", None, b"2", b"", b"x" * 70_000, None):
        place.change(becomes(new))
    assert seen == [b"", b"first", b"first", b"2", b"", b"x" * 65536]
    assert place.path.stat().st_size == 70_000


def test_how_the_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Any, ...]] = []
    really, closed = os.open, []
    really_close = os.close

    def open_(path: Path, flags: int, mode: int | None = None) -> int:
        opened.append((path, flags & ~os.O_CLOEXEC, mode))
        return really(path, flags) if mode is None else really(path, flags, mode)

    monkeypatch.setattr(meeting.os, "open", open_)
    monkeypatch.setattr(meeting.os, "close", lambda number: closed.append(number) or really_close(number))
    path = tmp_path / "file"
    MeetingPlace(path).change(lambda old: b"x")
    assert opened == [
        (path, os.O_RDWR | os.O_NOFOLLOW, None),
        (path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600),
    ]
    with pytest.raises(KeyError):
        MeetingPlace(path).change(lambda old: {}["lost"])
    assert (len(opened), len(closed)) == (3, 2)


def test_a_file_that_was_removed_meanwhile_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = MeetingPlace(tmp_path / "file")
    locks: list[int] = []

    def lock(descriptor: int) -> None:
        locks.append(descriptor)
        if len(locks) == 1:
            place.path.unlink()

    monkeypatch.setattr(meeting, "_lock", lock)
    place.change(lambda old: b"new")
    assert len(locks) == 2
    assert place.path.read_bytes() == b"new"


def test_a_lock_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time(step=0.5)
    monkeypatch.setattr(meeting, "time", SimpleNamespace(monotonic=time, sleep=time.sleep))
    asked: list[tuple[int, int]] = []
    free_after = 99

    def flock(descriptor: int, how: int) -> None:
        asked.append((descriptor, how))
        if len(asked) <= free_after:
            raise BlockingIOError

    locks = SimpleNamespace(flock=flock, LOCK_EX=2, LOCK_NB=4)
    monkeypatch.setattr(meeting, "fcntl", locks)
    with pytest.raises(BlockingIOError):
        meeting._lock(7)
    assert (time.slept, asked) == ([0.002] * 4, [(7, 6)] * 5)
    free_after, time.slept[:], asked[:] = 2, [], []
    meeting._lock(7)
    assert len(time.slept) == 2


def test_only_what_nobody_used_for_an_hour_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "time", SimpleNamespace(time=lambda: 1_000_000.0))
    paths = []
    for age, make in ((9999, Path.mkdir), (3601, Path.touch), (3600, Path.touch), (3599, Path.touch), (-9, Path.touch)):
        path = tmp_path / str(age)
        make(path)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
        paths.append(path)
    gone = tmp_path / "gone"
    meeting._tidy(SimpleNamespace(iterdir=lambda: [gone, *paths]))  # type: ignore[arg-type]
    assert [path.exists() for path in paths] == [True, False, True, True, True]


# ---- the folder ------------------------------------------------------------------------------------------------------


def test_the_name_is_a_digest_of_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    found = MeetingPlace.of("vendor", "ü")
    digest = hashlib.blake2b("vendor\0ü".encode(), digest_size=16, person=b"alert-wiring").hexdigest()
    assert found is not None
    assert found.path == tmp_path / "alert-wiring" / digest
    monkeypatch.setattr(meeting, "fcntl", None)
    assert MeetingPlace.of("vendor", "ü") is None


@pytest.mark.parametrize("runtime", [None, "", "missing"])
def test_without_a_runtime_folder_it_is_among_the_temporary_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: str | None
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    if runtime is not None:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / runtime) if runtime else "")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    expected = tmp_path / f"alert-wiring-{os.getuid()}"
    for _ in range(2):
        assert meeting._folder() == expected
    assert expected.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_trusted_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "alert-wiring"
    folder.write_text("a file")
    assert meeting._folder() is None
    folder.unlink()
    (tmp_path / "other").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "other")
    assert meeting._folder() is None
    folder.unlink()
    for mode in (0o701, 0o710, 0o704, 0o720):
        folder.mkdir()
        folder.chmod(mode)
        assert meeting._folder() is None, mode
        folder.rmdir()
    assert meeting._folder() == folder
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert meeting._folder() is None, "somebody else's"
    monkeypatch.delattr(os, "getuid")
    assert meeting._folder() is None
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    assert meeting._folder() is None
    assert (tmp_path / "alert-wiring-0").is_dir()


# ---- turns -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> MeetingPlace:
    return MeetingPlace(tmp_path / "turns")


def of(place: MeetingPlace | None, time: Time) -> Turns:
    return Turns(place, time, time.sleep)


def part(place: MeetingPlace) -> MeetingPlace:
    """Return where the turns for "a" are told."""
    return place.part(hashlib.blake2b(b"a", digest_size=8).hexdigest()[: turns.PART_DIGITS])


def remembered(place: MeetingPlace) -> dict[str, Any]:
    return dict(json.loads(part(place).path.read_bytes()))


def test_a_turn_is_written_down_with_its_begin_and_its_end(place: MeetingPlace) -> None:
    time = Time()
    mine = of(place, time)
    key = hashlib.blake2b(b"a", digest_size=8).hexdigest()
    with mine.turn("a"):
        assert remembered(place) == {key: [mine._me, 1000.0, 0.0]}
        time.now += 3
    assert remembered(place) == {key: [mine._me, 1000.0, 1003.0]}
    assert mine._me.split(" ")[0] == str(os.getpid())
    assert mine._me != of(place, time)._me


def test_a_place_has_parts_beside_it(place: MeetingPlace) -> None:
    assert place.part("7").path == place.path.parent / "turns-7"
    mine = of(place, Time())
    for number in range(40):
        with mine.turn(f"object {number}"):
            pass
    files = sorted(path.name for path in place.path.parent.iterdir())
    assert len(files) > 8, "many objects, many files"
    assert all(len(name) == len("turns-7") for name in files)


def test_a_long_wait_is_told_once(place: MeetingPlace) -> None:
    time = Time(step=1.0)
    held = of(place, time).turn("a")
    held.__enter__()
    told: list[tuple[float, str]] = []
    with telling(lambda text: told.append((time.now, text))), of(place, time).turn("a") as quiet:
        assert quiet == 0
    assert told == [(1002.0, "waiting for another run that works on the same object")]
    assert time.slept == [0.1] * 60
    assert time.now == 1000.0 + LONGEST_SECONDS, "not a moment longer"


@pytest.mark.parametrize(("left", "waits"), [(0.1, False), (0.0, False), (0.11, True)])
def test_nobody_waits_beyond_the_deadline(
    place: MeetingPlace, monkeypatch: pytest.MonkeyPatch, left: float, waits: bool
) -> None:
    time = Time()
    held = of(place, time).turn("a")
    held.__enter__()
    monkeypatch.setattr(turns, "seconds_left", lambda: left)
    with of(place, time).turn("a") as quiet:
        assert quiet == 0
    assert bool(time.slept) is waits


def test_a_turn_that_somebody_else_has_taken_or_forgotten_is_not_ended(place: MeetingPlace) -> None:
    time = Time()
    with of(place, time).turn("a"):
        part(place).change(lambda old: b"{}")
    assert remembered(place) == {}
    with of(place, time).turn("a"):
        (key,) = remembered(place)
        part(place).change(lambda old: json.dumps({key: ["1 other", 1000.0, 0.0]}).encode())
        time.now += 1
    assert remembered(place) == {key: ["1 other", 1000.0, 0.0]}


def test_what_is_old_is_forgotten_and_only_so_many_are_remembered() -> None:
    mine = of(None, Time())
    young = {"b": ("1 x", 881.0, 0.0), "a": ("1 x", 880.001, 5.0)}
    assert mine._read(json.dumps({**young, "old": ("1 x", 880.0, 999.0)}).encode()) == young
    many = {f"{999 - number:03}": ("1 x", 900.0 + number / 100, 1000.0 - number) for number in range(502)}
    assert list(mine._read(json.dumps(many).encode())) == list(many)[2:]
    for spoilt in (b"", b"{", b"[1]", b'{"x": 1}', b'{"x": ["1", "y", 0]}'):
        assert mine._read(spoilt) == {}


def test_bytes_never_become_fewer_lest_an_old_end_stays() -> None:
    assert Turns._written({}, 5) == b"{}   "
    assert Turns._written({"a": ("1 x", 1.0, 0.0)}, 5) == b'{"a": ["1 x", 1.0, 0.0]}'


@pytest.mark.parametrize(("lives", "longest"), [(True, LONGEST_SECONDS), (False, SETTLING_SECONDS)])
def test_who_is_still_at_it(monkeypatch: pytest.MonkeyPatch, lives: bool, longest: float) -> None:
    monkeypatch.setattr(turns, "_lives", lambda who: lives)
    mine = of(None, Time())
    assert mine._going_on(None) is False
    assert mine._going_on(("1 x", 1000.0, 1000.0)) is False
    assert mine._going_on(("1 x", 1000.0 - longest + 0.001, 0.0)) is True
    assert mine._going_on(("1 x", 1000.0 - longest, 0.0)) is False


@pytest.mark.parametrize(
    ("trouble", "stat", "lives"),
    [
        (None, b"77 (a) S (b) S 1 2", True),
        (None, b"77 (a) S (b\xff) Z 1 2", False),
        (None, b"77 (a) Z (b) R 1 2", True),
        (None, None, True),
        (ProcessLookupError, b"", False),
        (PermissionError, b"77 (a) Z 1", True),
    ],
)
def test_whether_a_process_lives(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: type[OSError] | None,
    stat: bytes | None,
    lives: bool,
) -> None:
    asked: list[tuple[int, int]] = []

    def kill(pid: int, signal: int) -> None:
        asked.append((pid, signal))
        if trouble is not None:
            raise trouble

    def proc(path: str) -> Path:
        assert path == "/proc/77/stat"
        return tmp_path / "stat"

    if stat is not None:
        (tmp_path / "stat").write_bytes(stat)
    monkeypatch.setattr(turns.os, "kill", kill)
    monkeypatch.setattr(turns, "Path", proc)
    assert turns._lives("77 abc def") is lives
    assert asked == [(77, 0)]
    assert turns._lives("nobody") is False


# ---- how many calls --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calls", "more", "allowance"),
    [
        (9, {}, Allowance(9, 4)),
        (9.9, {}, Allowance(9, 4)),
        (0.5, {}, Allowance(1, 1)),
        (1, {}, Allowance(1, 1)),
        (10, {"burst": 50}, Allowance(10, 10)),
        (10, {"burst": 0}, Allowance(10, 1)),
        (10, {"burst": 3.9}, Allowance(10, 3)),
    ],
)
def test_what_an_account_allows(calls: float, more: dict[str, Any], allowance: Allowance) -> None:
    assert Limiter(calls, **more)._allowance == allowance


def test_a_place_too_late_says_how_late() -> None:
    late = WaitTooLongError(61.4, blocked=True)
    assert (str(late), late.seconds, late.blocked) == ("61 s", 61.4, True)


@pytest.mark.parametrize(
    ("blocked", "text"),
    [
        (True, "the vendor refused a call of this account (429): going on in 1 s"),
        (False, "the 8 calls allowed in a minute are spread over it: going on in 1 s"),
    ],
)
def test_a_wait_is_told_from_a_second_on(blocked: bool, text: str) -> None:
    told: list[str] = []
    with telling(told.append):
        Limiter(8)._tell(0.999, blocked)
        assert told == []
        Limiter(8)._tell(1.0, blocked)
        Limiter(8)._tell(1.4, blocked)
    assert told == [text, text]


def test_a_silent_wait_is_not_told_and_a_short_deadline_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time()
    mine = Limiter(8, time, time.sleep)
    told: list[str] = []
    with telling(told.append):
        mine.refused(mine.wait(), 5)
        assert mine.wait(silent=True) == 1005.0
        mine.refused(1005.0, 5)
    assert told == []
    monkeypatch.setattr(limiter, "seconds_left", lambda: 5.0)
    before = mine._pace.to_bytes()
    with pytest.raises(WaitTooLongError) as caught:
        mine.wait()
    assert (caught.value.blocked, mine._pace.to_bytes()) == (True, before)
    fresh = Limiter(2, time, time.sleep)
    monkeypatch.setattr(limiter, "seconds_left", lambda: 0.0)
    assert fresh.wait() == time.now, "a call that may start now is not too late"


def test_a_place_that_passed_or_was_blocked_meanwhile_is_asked_for_anew() -> None:
    for late, asks in ((0.999, 1), (1.0, 2)):
        time = Time()
        mine = Limiter(9, time, time.sleep)
        mine.refused(mine.wait(), 5)

        def oversleep(seconds: float, time: Time = time, late: float = late) -> None:
            time.sleep(seconds + (late if not time.slept else 0.0))

        mine._sleep = oversleep
        started = mine.wait()
        assert started == (1005.0 if asks == 1 else 1006.0)
    time = Time()
    mine = Limiter(9, time, time.sleep)
    mine.refused(mine.wait(), 5)

    def then_refused(seconds: float) -> None:
        time.sleep(seconds)
        if len(time.slept) == 1:
            mine.refused(1000.0, 7)

    mine._sleep = then_refused
    assert mine.wait() == 1012.0


def test_an_accepted_call_ends_the_row() -> None:
    time = Time()
    mine = Limiter(9, time, time.sleep)
    mine.refused(mine.wait(), 5)
    assert mine._pace.row == 1
    mine.accepted(1000.0)
    assert mine._pace.row == 1
    mine.accepted(1005.0)
    assert mine._pace.row == 0


def test_a_place_that_fails_is_done_without(tmp_path: Path) -> None:
    class Failing(MeetingPlace):
        after = False

        def change(self, alter: Any) -> None:
            if self.after:
                alter(b"")
            raise OSError

    time = Time()
    shared = Failing(tmp_path)
    mine = Limiter(9, time, time.sleep, shared=shared)
    assert mine.wait() == 1000.0
    assert mine._pace.last == 1000.0
    shared.after = True
    assert mine._change(lambda pace: pace.last) == 0.0, "what was found before it failed"


def test_the_real_clock_and_the_real_pause_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    paused: list[float] = []
    time = Time()
    monkeypatch.setattr(limiter, "time", SimpleNamespace(monotonic=time))
    monkeypatch.setattr(limiter, "interruptible_pause", lambda seconds: paused.append(seconds) or time.sleep(seconds))
    mine = Limiter(9)
    mine.refused(mine.wait(), 5)
    assert mine.wait() == 1005.0
    assert paused == [5.0]


# ---- the arithmetic --------------------------------------------------------------------------------------------------


def test_a_new_pace_has_used_nothing() -> None:
    assert Pace() == Pace(0.0, -float("inf"), 0.0, 0, 0, [])
    assert Pace.from_bytes(b"", 5.0) == Pace()


@pytest.mark.parametrize(("calls", "burst"), [(0, 1), (1, 0), (-1, 1)])
def test_an_allowance_of_nothing_is_refused(calls: int, burst: int) -> None:
    with pytest.raises(ValueError, match=r"^an allowance is at least one call$"):
        Allowance(calls, burst)
    assert Allowance(1, 1) == Allowance(calls=1, burst=1)


@pytest.mark.parametrize(
    ("pace", "kept"),
    [
        (Pace(last=86410.0), True),
        (Pace(last=86410.001), False),
        (Pace(blocked_until=86410.0), True),
        (Pace(blocked_until=86410.001), False),
        (Pace(refused_at=10.0), True),
        (Pace(refused_at=10.001), False),
    ],
)
def test_what_lies_too_far_ahead_is_of_another_clock(pace: Pace, kept: bool) -> None:
    assert Pace.from_bytes(pace.to_bytes(), 10.0) == (pace if kept else Pace())


def test_bytes_of_another_form_or_with_more_behind_them() -> None:
    pace = Pace(5.0, 4.0, 3.0, 2, 1, [(9, 8), (10, 7)])
    assert Pace.from_bytes(pace.to_bytes(), 10.0) == pace
    assert Pace.from_bytes(pace.to_bytes() + b"left over", 10.0) == pace
    assert pace.to_bytes()[:4] == b"pac1"
    assert len(pace.to_bytes()) == 4 + 3 * 8 + 3 * 4 + 2 * 12 + 4


def test_calls_are_counted_in_slots_and_dropped_with_their_window() -> None:
    pace = Pace()
    for at in (0.0, 0.4, 0.5, 0.9):
        pace.take(at)
    assert (pace.used, pace.last) == ([(0, 2), (1, 2)], 0.9)
    pace.take(0.5 + WINDOW_SECONDS)
    assert pace.used == [(1, 2), (123, 1)], "the first slot has just left the window"


def test_what_is_left_is_spread_until_the_oldest_leaves() -> None:
    pace, allowance = Pace(), Allowance(4, 2)
    found = []
    for _ in range(6):
        found.append(pace.start(0.0, allowance))
        pace.take(found[-1])
    assert found == [0.0, 0.0, 30.75, 61.5, 76.75, 92.0]
    assert Pace(blocked_until=7.0).start(3.0, allowance) == 7.0
    assert Pace(last=9.0).start(3.0, allowance) == 9.0
    assert Pace().start(3.0, allowance) == 3.0


def test_refusals_double_the_pause_and_are_believed_up_to_a_bound() -> None:
    assert Pace().refuse(1.0, 2.0) == 5.0
    assert Pace(row=1).refuse(1.0, 2.0) == 10.0
    assert Pace(row=2).refuse(1.0, 2.0) == 20.0
    assert Pace(row=3).refuse(1.0, 2.0) == 30.0
    assert Pace(row=4_000_000).refuse(1.0, 2.0) == 30.0
    assert Pace().refuse(1.0, 2.0, 121.0) == 120.0
    assert Pace().refuse(1.0, 2.0, 0.0) == 0.0
    assert Pace(refused_at=1.0).refuse(1.0, 2.0) == 0.0, "told already"
    assert Pace(refused_at=1.0).refuse(1.0, 2.0, 7.0) == 7.0
    assert Pace(blocked_until=9.0).refuse(1.0, 2.0, 3.0) == 7.0
    pace = Pace()
    pace.refuse(1.0, 2.0)
    assert pace == Pace(0.0, 2.0, 7.0, 1, 1, [])
    for started in (3.0, 4.0, 5.0):
        pace.refuse(started, started)
    assert (pace.row, pace.halvings, pace.refused_at) == (4, 3, 5.0)


def test_an_accepted_call_ends_only_a_row_that_began_before_it() -> None:
    pace = Pace(row=2, refused_at=5.0)
    assert [pace.accept(5.0), pace.row] == [False, 2]
    assert [pace.accept(5.1), pace.row] == [True, 0]
    assert [pace.accept(6.0), pace.row] == [False, 0]


@pytest.mark.parametrize(
    ("later", "calls"),
    [(0.0, 1), (60.9, 1), (61.0, 2), (122.0, 5), (182.9, 5), (183.0, 10), (999.0, 10), (-5.0, 1)],
)
def test_each_quiet_window_gives_half_back(later: float, calls: int) -> None:
    pace = Pace(refused_at=100.0, halvings=3)
    assert pace._calls(100.0 + later, Allowance(10, 10)) == calls
    assert Pace()._calls(0.0, Allowance(10, 10)) == 10
    assert pace._calls(100.0, Allowance(4, 4)) == 1, "never nothing"


def test_a_user_has_a_folder_of_the_own_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert MeetingPlace.of("vendor", "account") is None, "the folder belongs to whoever runs this test"
    assert [path.name for path in tmp_path.iterdir()] == ["alert-wiring-4711"]


def test_a_call_that_could_not_be_noted_is_counted_once(tmp_path: Path) -> None:
    class Full(MeetingPlace):
        """A file on a full disk."""

        def change(self, alter: Any) -> None:
            alter(b"")
            raise OSError("no space left on device")

    time = Time()
    Limiter(60, time, time.sleep, burst=1, shared=Full(tmp_path / "file")).wait()
    assert time.slept == []
