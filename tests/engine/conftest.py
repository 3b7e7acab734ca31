"""After every test of a whole engine: nothing that it printed or wrote tells a secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.canaries import Watch, watching


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Watch the engines of the test; a test may plant more, or name what it tells openly."""
    with watching() as seen:
        yield seen
    seen.verify()
