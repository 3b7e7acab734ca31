"""The state while steps run: order, marks, pending operations, writes (pulumi-engine.md 6.5)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from embedded_engine.deployment.journal import Journal
from embedded_engine.files.model import PendingOperation, Resource, Snapshot


def thing(name: str, *needs: str, **more: object) -> Resource:
    return Resource(urn=name, type="t", custom=True, id=f"id-{name}", dependencies=needs, **more)  # type: ignore[arg-type]


def shape(snapshot: Snapshot) -> list[str]:
    marks = [("*", "delete"), ("?", "pending_replacement")]
    done = [r.urn + "".join(sign for sign, mark in marks if getattr(r, mark)) for r in snapshot.resources]
    return done + [f"{one.type} {one.resource.urn}" for one in snapshot.pending_operations]


class Disk:
    """Keeps every snapshot that was written."""

    def __init__(self) -> None:
        self.written: list[list[str]] = []

    def __call__(self, snapshot: Snapshot) -> None:
        self.written.append(shape(snapshot))


def test_finished_resources_come_first_and_old_ones_keep_their_order() -> None:
    a, b, c = thing("a"), thing("b"), thing("c")
    disk = Disk()
    journal = Journal(Snapshot([a, b, c]), disk)
    operation = journal.begin("updating", c)
    journal.end(operation, gone=c, new=c.evolve(modified="now"))
    operation = journal.begin("creating", thing("n"))
    journal.end(operation, new=thing("n"))
    operation = journal.begin("deleting", a)
    journal.end(operation, gone=a)
    assert disk.written == [
        ["a", "b", "c", "updating c"],
        ["c", "a", "b"],
        ["c", "a", "b", "creating n"],
        ["c", "n", "a", "b"],
        ["c", "n", "a", "b", "deleting a"],
        ["c", "n", "b"],
    ]


def test_the_old_half_of_a_replacement_keeps_its_place() -> None:
    a, b = thing("a"), thing("b")
    journal = Journal(Snapshot([a, b]), None)
    journal.end(changed=(a, a.evolve(delete=True)), new=thing("a"))
    assert shape(journal.snapshot()) == ["a", "a*", "b"]
    journal.end(gone=a)
    assert shape(journal.snapshot()) == ["a", "b"]


def test_steps_without_effect_wait_for_the_next_write() -> None:
    a = thing("a")
    disk = Disk()
    journal = Journal(Snapshot([a]), disk)
    journal.end(gone=a, new=a, durable=False)
    assert disk.written == []
    journal.flush()
    assert disk.written == [["a"]]
    journal.flush()
    assert disk.written == [["a"]], "nothing new, nothing written"


def test_a_preview_never_writes() -> None:
    journal = Journal(Snapshot([thing("a")]), None)
    journal.end(journal.begin("creating", thing("b")), new=thing("b"))
    assert shape(journal.snapshot()) == ["b", "a"]


def test_pending_creates_of_earlier_runs_stay_and_others_go() -> None:
    olds = [PendingOperation(thing("x"), "creating"), PendingOperation(thing("y"), "updating")]
    journal = Journal(Snapshot([], olds), None)
    assert shape(journal.snapshot()) == ["creating x"]
    journal.forget_pending_creates()
    assert shape(journal.snapshot()) == []


def test_renamed_urns_are_rewritten_in_what_is_not_yet_touched() -> None:
    a, b = thing("old"), thing("b", "old", property_dependencies={"k": ["old"]}, provider="old::id-old")
    journal = Journal(Snapshot([a, b]), None)
    journal.renamed("old", "new")
    journal.end(gone=a, new=a.evolve(urn="new"))
    found = journal.snapshot().resources[1]
    assert (found.dependencies, found.property_dependencies, found.provider) == (["new"], {"k": ["new"]}, "new::id-old")
    assert journal.snapshot().resources[1] is found, "an unchanged resource stays the same object"


def test_after_closing_nothing_is_written() -> None:
    disk = Disk()
    journal = Journal(Snapshot(), disk)
    operation = journal.begin("creating", thing("a"))
    journal.close()
    journal.end(operation, new=thing("a"))
    assert disk.written == [["creating a"]]


def test_every_change_is_on_disk_when_its_call_returns_and_writes_are_shared() -> None:
    class Slow(Disk):
        def __init__(self) -> None:
            super().__init__()
            self.busy = threading.Lock()
            self.first = threading.Event()
            self.go = threading.Event()

        def __call__(self, snapshot: Snapshot) -> None:
            assert self.busy.acquire(blocking=False), "two writes at once"
            try:
                self.first.set()
                self.go.wait()
                super().__call__(snapshot)
            finally:
                self.busy.release()

    disk = Slow()
    journal = Journal(Snapshot(), disk)
    seen: list[bool] = []

    def create(name: str) -> None:
        journal.end(new=thing(name))
        seen.append(name in disk.written[-1])

    names = [f"r{i}" for i in range(20)]
    with ThreadPoolExecutor(len(names)) as pool:
        first = pool.submit(create, names[0])
        disk.first.wait()
        rest = [pool.submit(create, name) for name in names[1:]]
        while len(journal.news()) < len(names):
            threading.Event().wait(0.001)
        disk.go.set()
        for future in (first, *rest):
            future.result()
    assert all(seen)
    assert len(disk.written) == 2, "nineteen changes share the second write"


def test_a_failed_write_is_everybodys_failure_and_the_next_one_tries_again() -> None:
    disk = Disk()
    broken = True

    def save(snapshot: Snapshot) -> None:
        if broken:
            raise OSError("disk full")
        disk(snapshot)

    journal = Journal(Snapshot(), save)
    with pytest.raises(OSError, match="disk full"):
        journal.end(new=thing("a"))
    broken = False
    journal.flush()
    assert disk.written == [["a"]]


def test_a_step_gives_its_place_away_before_its_end_is_written() -> None:
    """The next call may begin while the last one's end is on its way to the disk; it is not reported before."""
    happened: list[str] = []
    journal = Journal(Snapshot(), lambda snapshot: happened.append(f"written {shape(snapshot)}"))
    operation = journal.begin("creating", thing("a"))
    journal.end(operation, new=thing("a"), noted=lambda: happened.append("place free"))
    happened.append("reported")
    assert happened == ["written ['creating a']", "place free", "written ['a']", "reported"]


def test_a_renamed_urn_is_rewritten_in_what_took_the_place_of_a_resource() -> None:
    a, b = thing("old"), thing("b", "old")
    journal = Journal(Snapshot([a, b]), None)
    journal.renamed("old", "new")
    journal.end(gone=a, new=a.evolve(urn="new"))
    assert journal.snapshot().resources[1].dependencies == ["new"]
    marked = b.evolve(delete=True)
    journal.end(changed=(b, marked))
    found = journal.snapshot().resources[1]
    assert (found.delete, found.dependencies) == (True, ["new"])


def test_nothing_is_rewritten_for_a_resource_that_did_not_get_its_new_urn() -> None:
    a, b = thing("old"), thing("b", "old")
    journal = Journal(Snapshot([a, b]), None)
    journal.renamed("old", "new")
    journal.begin("updating", a.evolve(urn="new"))
    assert journal.snapshot().resources == [a, b]
