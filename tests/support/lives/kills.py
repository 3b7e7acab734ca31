"""One life of a stack: its engine is killed at a point of its provider's calls, and an engine takes it over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from support.lives.crash import AFTER, BEFORE, OBJECTS, load
from support.lives.place import Place, entries, pending


@dataclass(frozen=True)
class Case:
    """Which engine dies, at which point, and which one goes on."""

    killed: str
    point: str
    """As the provider notes it, such as ``begin creating a 1``."""
    taker: str

    def __str__(self) -> str:
        return f"{self.killed}:{self.point}:{self.taker}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str`` wrote."""
        return cls(*text.split(":"))


def prepare(root: Path) -> Path:
    """Bring ``BEFORE`` up in the new directory *root*, from where cases start, and return it."""
    with Place(root) as place:
        place.engine.init()
        (place.things / "discreet").touch()
        place.program(BEFORE)
        place.engine.up("-p", "1").check()
        for log in ("calls", "points"):
            (place.things / log).unlink()
    return root


def start(place: Place, prepared: Path) -> None:
    """Give *place* a copy of what was prepared, and the program that is to come."""
    place.take_over(prepared)
    place.program(AFTER)


def points(place: Place, prepared: Path, kind: str) -> list[str]:
    """Run the scenario undisturbed by *kind*; return the points that its provider passes, in their order."""
    start(place, prepared)
    place.by(kind).up().check()
    expect_settled(place)
    return (place.things / "points").read_text().splitlines()


def live(place: Place, prepared: Path, case: Case) -> None:
    """Kill, take over, compare; fail with what is wrong."""
    start(place, prepared)
    (place.things / "kill").write_text(case.point)
    engine, taker = place.by(case.killed), place.by(case.taker)
    result = engine.begin("up", "--skip-preview").wait()
    engine.close()
    assert result.rc == -9, f"it was not killed\n{result}"
    (place.things / "kill").unlink()
    _expect_nothing_lost(place)
    assert taker.cancel().rc == 0
    taker.up().check()
    expect_settled(place)
    if pending(place.latest):
        taker.refresh("--clear-pending-creates").check()
        assert not pending(place.latest), "interrupted creates can be forgotten"
    taker.preview("--expect-no-changes").check()
    litter = [path.name for path in place.checkpoint.parent.iterdir() if path.name.startswith(".")]
    assert case.killed == "pulumi" or not litter, f"left beside the state: {litter}"


def _expect_nothing_lost(place: Place) -> None:
    """Fail unless the files are whole and each object is in the state, or named as one that may exist."""
    known = {one.id for one in load(place.checkpoint).resources}
    load(place.checkpoint.with_name(f"{place.checkpoint.name}.bak"))
    announced = {text.removeprefix("creating ") for text in pending(place.latest) if text.startswith("creating ")}
    lost = {identity for identity in place.objects if identity not in known and identity[0] not in announced}
    assert not lost, f"nobody knows of {sorted(lost)}: {sorted(known)}, {pending(place.latest)}"
    undone = {one.id for one in load(place.checkpoint).resources if one.custom and not one.is_provider}
    missing = undone - place.objects.keys()
    going = {text.removeprefix("deleting ") for text in pending(place.latest)}
    awaited = {one.id for one in load(place.checkpoint).resources if one.pending_replacement}
    assert all(identity[0] in going for identity in missing - awaited), f"in the state, but gone: {sorted(missing)}"


def expect_settled(place: Place) -> None:
    """Fail unless exactly the objects of the undisturbed run exist, each once in the state."""
    assert set(place.objects) == OBJECTS
    resources = [one for one in place.latest["resources"] if "Thing" in one["type"]]
    assert Counter(one["id"] for one in resources) == Counter(OBJECTS)
    assert sorted(entries(place.latest)) == sorted(identity[0] for identity in OBJECTS), "no old halves are left"
    left = [text for text in pending(place.latest) if not text.startswith("creating ")]
    assert not left, f"only interrupted creates stay pending: {left}"
