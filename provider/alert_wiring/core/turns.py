"""One at a time for the same object of an account, over all threads and processes of this machine.

    turns = Turns(MeetingPlace.of("ilert", address, "turns"))
    with turns.turn("alert source checkout") as quiet:
        ...        # `quiet` says for how many seconds nobody else has had a turn for the same; None: not lately

Two stacks may create the same name at once, and a plugin whose engine was killed may still be creating what the next
run looks for: who comes second waits, and then looks again. Another machine is not heard of. Whose process has died in
its turn may have left a request on its way, for which a moment is waited.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alert_wiring.core import halt
from alert_wiring.core.deadline import seconds_left
from alert_wiring.core.meeting import MeetingPlace
from alert_wiring.core.telling import tell
from alert_wiring.core.values import Json

LONGEST_SECONDS = 60.0
"""A turn is over after this long, whatever became of whoever had it: a request is given up sooner."""
SETTLING_SECONDS = 5.0
"""How long a vendor may still work on the request of a process that has died."""
_REMEMBERED_SECONDS = 120.0
_MOST_REMEMBERED = 500
PART_DIGITS = 1
"""Objects whose keys begin alike share a file: sixteen short ones, as each turn writes a whole one twice."""
_STEP_SECONDS = 0.1
_WORTH_TELLING_SECONDS = 1.0

Turn = tuple[str, float, float]
"""Who had it, when it began, and when it ended; 0 as long as it goes on."""


class Turns:
    """The turns in one account."""

    def __init__(
        self,
        place: MeetingPlace | None,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = halt.pause,
    ) -> None:
        """Meet the other processes at `place`; None where there is none: then nobody waits."""
        self._place, self._clock, self._pause = place, clock, pause
        self._me = f"{os.getpid()} {uuid.uuid4().hex[:8]}"
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def turn(self, what: str) -> Iterator[float | None]:
        """Wait until nobody else is at the same, and say for how long nobody else was.

        Args:
            what: names the object; it is kept as a digest.

        Raises:
            HaltedError: the run was halted while this waited.
        """
        key = hashlib.blake2b(what.encode(), digest_size=8).hexdigest()
        with self._guard:
            mine = self._locks[key]
        with mine:
            if self._place is None:
                yield None
                return
            place = self._place.part(key[:PART_DIGITS])
            try:
                before = self._begun(place, key)
            except OSError:  # the place cannot be used: no worse than without one
                yield None
                return
            try:
                yield None if before is None else max(0.0, self._clock() - before)
            finally:
                with suppress(OSError):
                    self._end(place, key)

    def _begun(self, place: MeetingPlace, key: str) -> float | None:
        """Wait for the turn and take it; return when somebody else's for the same was last heard of."""
        started = self._clock()
        told = False
        while True:
            found: list[Turn | None] = []

            def look(old: bytes, found: list[Turn | None] = found) -> bytes | None:
                turns = self._read(old)
                found.append(turns.get(key))
                if self._going_on(turns.get(key)):
                    return None
                turns[key] = (self._me, self._clock(), 0.0)
                return self._written(turns, len(old))

            place.change(look)
            other = found[0]
            if other is None or other[0] == self._me:
                return None
            left = seconds_left()
            if not self._going_on(other) or (left is not None and left <= _STEP_SECONDS):
                return other[2] or self._clock()  # who died, or goes on after our deadline, may have done it just now
            if not told and self._clock() - started > _WORTH_TELLING_SECONDS:
                tell("waiting for another run that works on the same object")
                told = True
            self._pause(_STEP_SECONDS)

    def _end(self, place: MeetingPlace, key: str) -> None:
        def ended(old: bytes) -> bytes | None:
            turns = self._read(old)
            if key not in turns or turns[key][0] != self._me:
                return None
            turns[key] = (*turns[key][:2], self._clock())
            return self._written(turns, len(old))

        place.change(ended)

    def _going_on(self, turn: Turn | None) -> bool:
        """Say whether somebody is still at it."""
        if turn is None or turn[2]:
            return False
        age = self._clock() - turn[1]
        return age < (LONGEST_SECONDS if _lives(turn[0]) else SETTLING_SECONDS)

    def _read(self, old: bytes) -> dict[str, Turn]:
        """Return what is remembered; what cannot be read, or is old, is forgotten."""
        try:
            known: Json = json.loads(old)
            turns = {str(key): (str(who), float(begun), float(ended)) for key, (who, begun, ended) in known.items()}
        except (ValueError, TypeError, AttributeError):
            return {}
        oldest = self._clock() - _REMEMBERED_SECONDS
        lately = sorted((each for each in turns.items() if each[1][1] > oldest), key=lambda each: each[1][1])
        return dict(lately[-_MOST_REMEMBERED:])

    @staticmethod
    def _written(turns: dict[str, Turn], least: int) -> bytes:
        """Return the bytes; at least as many as there were, lest an old end stays when the process dies in between."""
        return json.dumps(turns).encode().ljust(least)


def _lives(who: str) -> bool:
    """Say whether the process of a turn lives; another user's counts as living, one that nobody has reaped does not."""
    pid = who.partition(" ")[0]
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[:1]
    except OSError:  # no such files on this system
        return True
    return state != [b"Z"]
