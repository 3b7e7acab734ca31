"""The world that a row of the table gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rows.world import World


@pytest.fixture(scope="session")
def depot(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the directory of prepared states, the same for all workers of a session."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / "depot"


@pytest.fixture
def world(tmp_path: Path, depot: Path, kind: str) -> Iterator[World]:
    """Return the surroundings of one row; nothing that ran in it survives it."""
    with World(tmp_path / "world", depot, kind) as made:
        yield made
