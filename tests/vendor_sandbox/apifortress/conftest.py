import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from apifortress_account import World

from support.receiver import Receiver, listening


@pytest.fixture(scope="session")
def receiving() -> Iterator[Receiver]:
    with listening() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def whole_sandbox() -> World:
    """A sandbox in this process; its state is whatever the last test left. Use ``world``."""
    return World()


@pytest.fixture
def world(whole_sandbox: World, receiving: Receiver) -> World:
    receiving.got.clear()
    receiving.answers.clear()
    return whole_sandbox.begin(receiving)
