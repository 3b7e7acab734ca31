"""Estates whose guard is on, on both engines; the estate itself is that of the kinds' tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.sandbox import Sandbox

sys.path.append(str(Path(__file__).parents[1] / "kinds"))  # `wired`: the generic program and its estate


@pytest.fixture
def estate(tmp_path: Path, sandbox: Sandbox, kind: str) -> Iterator[Any]:
    """Return an estate that is guarded, its stack made."""
    from wired.estate import Estate

    with Estate(tmp_path / "estate", sandbox, kind, {"ALERT_WIRING_GUARD": ""}) as made:
        made.engine.init()
        yield made
