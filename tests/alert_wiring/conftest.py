"""What one test hides from error texts must not change the texts that another test reads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from alert_wiring.core import redaction


@pytest.fixture(autouse=True)
def own_secrets() -> Iterator[None]:
    """Give each test a redaction that knows no value of another one; patterns belong to the modules and stay."""
    before = set(redaction._values)
    redaction._values.clear()
    yield
    redaction._values.clear()
    redaction._values.update(before)


@pytest.fixture(scope="session", autouse=True)
def loop() -> Iterator[None]:
    """Give Pulumi's mocks the event loop that they expect in the main thread; Python makes none since 3.14."""
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield
    asyncio.set_event_loop(None)
    made.close()
