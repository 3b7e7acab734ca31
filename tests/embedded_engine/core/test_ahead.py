"""A plugin that is started before it is known what it will be for."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil
import pytest

from embedded_engine.errors import EngineError
from embedded_engine.operations.ahead import Ahead

TELLS = "import sys; print('early', file=sys.stderr, flush=True)"
"""Put into a module that every Python of the project loads."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sitecustomize.py").write_text(TELLS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def children() -> list[psutil.Process]:
    """Return this process's plugins."""
    return [one for one in psutil.Process().children() if "pulumi.dynamic" in " ".join(one.cmdline())]


def test_who_takes_it_hears_what_it_said_before(project: Path) -> None:
    heard: list[tuple[bool, str]] = []
    with Ahead(project, "", "proj", {}, 4) as ahead:
        assert ahead.waits
        while not ahead._early:
            threading.Event().wait(0.001)
        plugin = ahead.take(lambda is_error, line: heard.append((is_error, line)))
        assert heard == [(True, "early")]
        assert not ahead.waits
        with pytest.raises(RuntimeError):
            ahead.take(lambda is_error, line: None)
        assert len(children()) == 1
    assert len(children()) == 1, "it belongs to who took it"
    plugin.close(0)
    ahead.door.close()
    assert not children()


def test_what_nobody_takes_ends_with_the_block(project: Path) -> None:
    with pytest.raises(KeyError), Ahead(project, "", "proj", {}, 4) as ahead:
        assert len(children()) == 1
        assert ahead.door.address.startswith("127.0.0.1:")
        raise KeyError
    assert not children()


def test_a_program_that_is_not_there_is_told_before_anything_starts(project: Path) -> None:
    with pytest.raises(EngineError, match="does not exist"):
        Ahead(project, "nowhere", "proj", {}, 4)
    assert not children()
