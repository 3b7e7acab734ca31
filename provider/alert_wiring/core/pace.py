"""When the next call of an account may start: pure arithmetic over what has been used, no waiting and no clock here.

The vendors count fixed minutes (`ilert.md 1.7`, `xmatters.md 2.6`) whose beginning nobody knows, so no stretch of
`WINDOW_SECONDS` may hold more than the allowed calls. Within that, calls are spread instead of stopped: up to `burst`
of them start at once, and what is left of the window is shared out evenly until the oldest call drops out of it. So a
small run never waits, and a large one never stands still for most of a minute.

After a refusal (429) nothing starts for a while, longer each time in a row, and half as many calls are allowed; each
quiet window doubles that again. Somebody else may be using the same account.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass, field
from typing import Final, Self

WINDOW_SECONDS: Final = 61.0
"""The vendors' minute, and a second more for what is late on its way."""

_SLOTS: Final = 122
_SLOT_SECONDS: Final = WINDOW_SECONDS / _SLOTS
"""Calls are counted per slot, so that what is kept is small however many calls are allowed."""

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 30.0
LONGEST_RETRY_AFTER: Final = 120.0
_MOST_HALVINGS: Final = 3

_HEAD: Final = struct.Struct("<4sdddIII")
_SLOT: Final = struct.Struct("<qI")
_SUM: Final = struct.Struct("<I")
_FORM: Final = b"pac1"


@dataclass(frozen=True)
class Allowance:
    """How many calls an account may make.

    Attributes:
        calls: in any window.
        burst: how many of them may start at once.
    """

    calls: int
    burst: int

    def __post_init__(self) -> None:
        """Refuse what allows nothing."""
        if self.calls < 1 or self.burst < 1:
            raise ValueError("an allowance is at least one call")


@dataclass
class Pace:
    """What an account has used lately. All times are seconds of one clock that only goes forward.

    Attributes:
        last: when the latest call starts; it may lie ahead, since whoever waits has its place already.
        refused_at: when the latest refusal came.
        blocked_until: nothing starts before.
        row: refusals in a row, which make the pause longer.
        halvings: how often the allowance was halved, as of `refused_at`.
        used: number of the slot and calls in it, oldest first.
    """

    last: float = 0.0
    refused_at: float = -math.inf
    blocked_until: float = 0.0
    row: int = 0
    halvings: int = 0
    used: list[tuple[int, int]] = field(default_factory=list)

    def start(self, now: float, allowance: Allowance) -> float:
        """Return when the next call may start; nothing is taken yet."""
        at = max(now, self.last, self.blocked_until)
        while True:
            used = [(slot, count) for slot, count in self.used if _expiry(slot) > at]
            total = sum(count for _, count in used)
            calls = self._calls(at, allowance)
            if total < min(allowance.burst, calls):
                return at
            free = _expiry(used[0][0])
            if total < calls:
                return max(at, self.last + (free - self.last) / (calls - total))
            at = free

    def take(self, at: float) -> None:
        """Count a call that starts at `at`, as `start` said."""
        slot = int(at // _SLOT_SECONDS)
        self.used = [(other, count) for other, count in self.used if _expiry(other) > at]
        if self.used and self.used[-1][0] == slot:
            self.used[-1] = (slot, self.used[-1][1] + 1)
        else:
            self.used.append((slot, 1))
        self.last = at

    def refuse(self, started: float, now: float, retry_after: float | None = None) -> float:
        """Note a refusal of the call that started at `started`; return the seconds until anything may start.

        Calls that were on their way together are refused together, which counts once.
        """
        pause = 0.0 if retry_after is None else min(retry_after, LONGEST_RETRY_AFTER)
        if started > self.refused_at:
            self.halvings = min(self._halvings(now) + 1, _MOST_HALVINGS)
            self.row += 1
            self.refused_at = now
            if retry_after is None:
                pause = min(FIRST_PAUSE * 2 ** min(self.row - 1, 10), LONGEST_PAUSE)
        self.blocked_until = max(self.blocked_until, now + pause)
        return self.blocked_until - now

    def accept(self, started: float) -> bool:
        """Note that the call that started at `started` was not refused; say whether that ended a row of refusals."""
        ended = self.row > 0 and started > self.refused_at
        if ended:
            self.row = 0
        return ended

    def _halvings(self, at: float) -> int:
        if self.halvings == 0:
            return 0
        return max(0, self.halvings - max(0, int((at - self.refused_at) // WINDOW_SECONDS)))

    def _calls(self, at: float, allowance: Allowance) -> int:
        return max(1, allowance.calls >> self._halvings(at))

    # ---- as bytes, for processes that share it -------------------------------------------------------------------

    def to_bytes(self) -> bytes:
        """Return it as bytes with a check sum."""
        head = _HEAD.pack(
            _FORM, self.last, self.refused_at, self.blocked_until, self.row, self.halvings, len(self.used)
        )
        whole = head + b"".join(_SLOT.pack(*one) for one in self.used)
        return whole + _SUM.pack(zlib.crc32(whole))

    @classmethod
    def from_bytes(cls, data: bytes, now: float) -> Self:
        """Return what `to_bytes` wrote; an empty one when the bytes are damaged, or of a clock that began anew."""
        if len(data) < _HEAD.size:
            return cls()
        form, last, refused_at, blocked_until, row, halvings, count = _HEAD.unpack_from(data)
        size = _HEAD.size + count * _SLOT.size
        if form != _FORM or len(data) < size + _SUM.size or _SUM.unpack_from(data, size)[0] != zlib.crc32(data[:size]):
            return cls()
        used = [_SLOT.unpack_from(data, _HEAD.size + number * _SLOT.size) for number in range(count)]
        longest = now + _MOST_AHEAD
        if refused_at > now or last > longest or blocked_until > longest:
            return cls()
        return cls(last, refused_at, blocked_until, row, halvings, used)


_MOST_AHEAD: Final = 24 * 3600.0
"""Places ahead reach as far as whoever waits has patience; what lies further ahead is of another clock."""


def _expiry(slot: int) -> float:
    return (slot + 1) * _SLOT_SECONDS + WINDOW_SECONDS
