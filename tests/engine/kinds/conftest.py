"""The estates that tests work on."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from wired.estate import Estate

from support.sandbox import Sandbox, running

Once = Callable[[str, Callable[[], Any]], Any]


@pytest.fixture
def estate(tmp_path: Path, sandbox: Sandbox, kind: str) -> Iterator[Estate]:
    """Return an estate of this test's own; the sandbox is as seeded."""
    with Estate(tmp_path / "estate", sandbox, kind) as made:
        yield made


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Return a function that does something once per session, whatever the number of workers, and keeps the result."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "kinds-once"
    folder.mkdir(exist_ok=True)

    def kept(name: str, make: Callable[[], Any]) -> Any:
        place = folder / f"{name}.json"
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                place.write_text(json.dumps(_outcome(make)))
        outcome = json.loads(place.read_text())
        assert "failure" not in outcome, outcome["failure"]
        return outcome["made"]

    return kept


def _outcome(make: Callable[[], Any]) -> dict[str, Any]:
    """Return what was made, or why not: a failure is kept as well, so that it is paid for once."""
    try:
        return {"made": make()}
    except AssertionError as failure:
        return {"failure": str(failure)}


@pytest.fixture(scope="session")
def new_estate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """Return a function that makes an estate with a sandbox of its own, as a context manager."""

    @contextmanager
    def make(kind: str) -> Iterator[Estate]:
        root = tmp_path_factory.mktemp("estate")
        with running(root / "sandbox") as sandbox, Estate(root / "estate", sandbox, kind) as made:
            yield made

    return make
