"""A place for whole runs of the embedded engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.lives.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return an empty place with a stack ``dev``; nothing that ran in it survives it."""
    with Place(tmp_path / "place") as made:
        made.engine.init()
        yield made
