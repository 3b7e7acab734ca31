"""The scenario that crash tests cut off, and what the state holds after each of its writes (pulumi-engine.md 6.5)."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

from embedded_engine.files.checkpoint import decode_snapshot, parse_checkpoint
from embedded_engine.files.model import Snapshot
from support.engines import Result, missing
from support.lives.place import Place, entries, name_of, pending

_KILLER: Final = Path(__file__).parent / "killer"

BEFORE: Final = """
a = Thing("a", fixed="one")
b = Thing("b", dep=a.url, n=1)
c = Thing("c", O(depends_on=[b]), dep=a.url)
e = Thing("e", slot="one", dep=b.url)
f = Thing("f", slot=e.id)
"""
AFTER: Final = """
a = Thing("a", fixed="two")
b = Thing("b", dep=a.url, n=2)
e = Thing("e", slot="two", dep=b.url)
f = Thing("f", slot=e.id)
d = Thing("d", dep=f.url)
g = Thing("g", O(depends_on=[d]))
"""
"""Replaces a (create first), updates b, removes c, replaces e and with it f (delete first), creates d; g fails."""

OBJECTS: Final = {"a.two", "b.0", "e.two", "f.e.two", "d.0", "g.0"}
"""What exists when AFTER has come to its end."""


WRITES: Final = (
    ("", "a b c e f"),
    ("creating a", "a b c e f"),
    ("", "a a-old b c e f"),
    ("updating b", "a a-old b c e f"),
    ("", "a b a-old c e f"),
    ("deleting f", "a b a-old c e f"),
    ("", "a b a-old c e f-awaited"),
    ("deleting e", "a b a-old c e f-awaited"),
    ("", "a b a-old c e-awaited f-awaited"),
    ("creating e", "a b a-old c e-awaited f-awaited"),
    ("", "a b e a-old c f-awaited"),
    ("creating f", "a b e a-old c f-awaited"),
    ("", "a b e f a-old c"),
    ("creating d", "a b e f a-old c"),
    ("", "a b e f d a-old c"),
    ("creating g", "a b e f d a-old c"),
    ("", "a b e f d a-old c"),
    ("deleting c", "a b e f d a-old c"),
    ("", "a b e f d a-old"),
    ("deleting a", "a b e f d a-old"),
    ("", "a b e f d"),
    ("", "a b e f d"),
)
"""Pending operation and entries of the state before the scenario and after each of its writes (4.5, 4.6, 6.5).

`a-old` is marked for deletion, `e-awaited` deleted before a replacement that does not exist yet.
"""


_LAST: Final = len(WRITES) - 1
POINTS: Final = (
    *(f"{'half' if number in (4, _LAST) else 'before'} {number}" for number in range(1, _LAST + 1)),
    *(f"after {number}" for number in (1, 3, 5, 19)),
)
"""Every write; and for each kind of call one end between the write that announces it and the call itself."""


def killed(place: Place, when: str) -> Result:
    """Run the scenario and kill the engine at a write: ``before N``, ``after N`` or ``half N``; '' lets it live."""
    path = os.pathsep.join(filter(None, (str(_KILLER), os.environ.get("PYTHONPATH"))))
    place.program(AFTER)
    place.refuse("g")
    keep = place.root / "kept"
    keep.mkdir(exist_ok=True)
    env = {"PYTHONPATH": path, "KILL_AT": when, "KILL_KEEP": str(keep)}
    return place.engine.up("-p", "1", "--continue-on-error", env=env)


def start(place: Place, prepared: Path) -> None:
    """Give *place* a copy of what was prepared: BEFORE is up."""
    place.take_over(prepared)


def converges(place: Place, when: str) -> None:
    """Kill the scenario at a write of the state, run it again, compare; fail with what is wrong."""
    phase, number = when.split()
    assert killed(place, when).rc == -9
    announced, listed = WRITES[int(number) if phase == "after" else int(number) - 1]
    snapshot = load(place.checkpoint)
    assert " ".join(pending(place.latest)) == announced
    assert " ".join(entries(place.latest)) == listed
    assert len(snapshot.pending_operations) == (announced != "")
    if announced:
        assert (announced in place.calls) == (phase != "after")
    assert load(place.checkpoint.with_name("dev.json.bak")).resources
    _unlock(place)
    if int(number) % 6 == 0 and missing("pulumi") is None:
        place.by("pulumi").preview().check()
    place.refuse()
    place.engine.up().check()
    assert set(place.objects) == OBJECTS
    resources = [one for one in place.latest["resources"] if "id" in one and "Thing" in one["type"]]
    assert Counter(one["id"] for one in resources) == Counter(OBJECTS)
    assert sorted(entries(place.latest)) == sorted(name.split(".")[0] for name in OBJECTS)
    assert pending(place.latest) == ([announced] if announced.startswith("creating") else [])
    assert {name_of(one): one["inputs"].get("slot") for one in resources}["f"] == "e.two"
    assert not [one.name for one in place.checkpoint.parent.iterdir() if one.name.startswith(".")], "unfinished files"
    if int(number) % 10 == 0:
        place.program(AFTER)
        place.engine.preview("--expect-no-changes").check()


def _unlock(place: Place) -> None:
    locks = [path for path in (place.state_folder / ".pulumi" / "locks").rglob("*.json") if path.is_file()]
    assert len(locks) == 1, "the lock of a killed run stays (5.7)"
    locks[0].unlink()


class _AnyKey:
    """Opens every secret, to the same text: loading needs no key then."""

    def encrypt(self, text: str) -> str:
        return text

    def decrypt(self, ciphertext: str) -> str:
        return '"secret"'


def load(path: Path) -> Snapshot:
    """Load a state file as the engine does, integrity checked; only the deciphering is spared."""
    return decode_snapshot(parse_checkpoint(path.read_bytes(), str(path)), _AnyKey(), None)
