"""Its place puts ``tests/`` on the import path of every test: ``from support.cassettes import replay``.

After every test that ran an engine: nothing that it printed or wrote tells a secret (`watch`).
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from support import engines
from support.canaries import watch
from support.nursery import nursery
from support.sandbox import fresh_sandbox, sandbox, session_sandbox

__all__ = ["fresh_sandbox", "sandbox", "session_sandbox", "watch"]

# A check that everybody runs must not depend on luck: the same examples each time.
# HYPOTHESIS_PROFILE=random looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
settings.register_profile("random", deadline=None, database=None)
# For runs that repeat the tests a thousand times, each with other code (tests/mutation).
settings.register_profile("few", derandomize=True, deadline=None, database=None, max_examples=10)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(scope="session", autouse=True)
def quick_python() -> Iterator[None]:
    """Let commands of engines start from a process that has imported what they need, opened when first used.

    ``ENGINE_TESTS_PYTHON=plain`` starts every Python afresh.
    """
    if os.environ.get("ENGINE_TESTS_PYTHON") == "plain" or not hasattr(os, "pidfd_open"):
        yield
        return
    with ExitStack() as stack:

        @cache
        def opened() -> str:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nursery-")))
            return stack.enter_context(nursery(folder, "alert_wiring"))

        engines.QUICK.append(opened)
        yield
        engines.QUICK.remove(opened)


@pytest.fixture(scope="session")
def meeting_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the processes of this run meet to share a vendor's limit: not where the user's own meet."""
    folder = tmp_path_factory.mktemp("runtime")
    folder.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        yield folder / "alert-wiring"


@pytest.fixture(autouse=True)
def no_refusals_of_other_tests(meeting_folder: Path) -> None:
    """Let no test wait for a 429 that another one planted at the same account."""
    for left in meeting_folder.glob("*"):
        left.unlink(missing_ok=True)
