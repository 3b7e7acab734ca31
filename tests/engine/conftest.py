"""The two engines as a parameter; after every test of one: nothing that it printed or wrote tells a secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.canaries import Watch, watching
from support.engines import KINDS, missing


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.engine) for kind in KINDS], scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """Return the engine of this run; skip where it is not installed."""
    found: str = request.param
    if reason := missing(found):
        pytest.skip(reason)
    return found


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Watch the engines of the test; a test may plant more, or name what it tells openly."""
    with watching() as seen:
        yield seen
    seen.verify()
