"""The two engines as a parameter."""

from __future__ import annotations

import pytest

from support.engines import KINDS, missing


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.engine) for kind in KINDS], scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """Return the engine of this run; skip where it is not installed."""
    found: str = request.param
    if reason := missing(found):
        pytest.skip(reason)
    return found
