"""A place for whole runs of the embedded engine."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.canaries import Watch
from support.lives.place import Place

CANARY = "canary"
"""Part of every secret here: of the programs, of configurations, and of what the provider makes itself."""
Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(autouse=True)
def planted(watch: Watch) -> None:
    """Search for what every secret holds."""
    watch.plant([CANARY])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return an empty place with a stack ``dev``; nothing that ran in it survives it."""
    with Place(tmp_path / "place") as made:
        made.engine.init()
        yield made


@pytest.fixture
def once(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Return a function that makes a directory once per session, by name, and gives it to everybody."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def give(name: str, make: Callable[[Path], object]) -> Path:
        kept = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                make(tmp_path / "making")
                (tmp_path / "making").rename(kept)
        return kept

    return give
