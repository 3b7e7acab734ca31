"""pulumi-engine.md 11.5: engines that are interrupted or killed."""

from __future__ import annotations

import re
import signal
from typing import Any

import pytest
from rows.world import AB, World, names

from support.engines import Running


def acknowledged(running: Running) -> bool:
    """Tell whether the engine has said that it heard the first interrupt."""
    return re.search("cancelling|interrupted", running.text()) is not None


def killed_in_create(world: World) -> None:
    world.given()
    world.killed_in("create a", "R('a')")


def killed_in_update(world: World) -> None:
    world.given("R('a')")
    world.killed_in("update a", "R('a', x=1)")


def killed_in_delete(world: World) -> None:
    world.given("R('a'); R('b')")
    world.killed_in("delete b", "R('a')")


def test_row_087(world: World) -> None:
    """CLI killed (-9) in create of a."""
    world.given()
    running = world.stopped_in("create a", "R('a')")
    running.signal(signal.SIGKILL)
    world.expect(running.wait(), "K0 a, C a", rc=-9)
    assert world.state.names() == {"S"}
    assert world.state.pending() == [("creating", "a")]
    assert len(world.locks) == 1
    assert not world.embedded or world.engine.deserted(), "the CLI leaves its plugin behind (1.3), the other must not"


def test_row_088(world: World) -> None:
    """Then up / `cancel`, up: the pending entry stays."""
    world.given(killed_in_create)
    result = world.up()
    world.expect(result, "", rc=1)
    assert "lock" in result.text
    assert world.engine.cancel().rc == 0
    assert not world.locks
    result = world.up()
    world.expect(result, "K0 a, C a", steps="create a", counts="create 1, same 1")
    assert "creating" in result.text
    assert world.state.names() == names("S a")
    assert world.state.pending() == [("creating", "a")]


def created_again(world: World) -> None:
    world.given(killed_in_create)
    assert world.engine.cancel().rc == 0
    world.up().check()


def test_row_089(world: World) -> None:
    """Then refresh / refresh --clear-pending-creates: stays / gone."""
    world.given(created_again)
    world.expect(world.refresh(), "R a, D a", counts="same 2")
    assert world.state.pending() == [("creating", "a")]
    world.expect(world.refresh("--clear-pending-creates"), "R a, D a", counts="same 2")
    assert not world.state.pending()


@pytest.mark.parametrize(
    ("start", "calls", "operation"),
    [(killed_in_update, "K a, D a, U a", "updating"), (killed_in_delete, "K a, D a, X b", "deleting")],
)
def test_row_090(world: World, start: Any, calls: str, operation: str) -> None:
    """CLI killed in update / delete, then up."""
    world.given(start)
    assert [kind for kind, _ in world.state.pending()] == [operation]
    assert world.engine.cancel().rc == 0
    result = world.up()
    world.expect(result, calls)
    assert operation in result.text
    assert not world.state.pending()


def test_row_091(world: World) -> None:
    """Destroy with a pending create: only the pending entry is left."""
    world.given(created_again)
    result = world.destroy()
    world.expect(result, "X a")
    assert "creating" in result.text
    assert world.state.names() == set()
    assert world.state.pending() == [("creating", "a")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_row_092(world: World, number: signal.Signals) -> None:
    """SIGINT (or SIGTERM) once in create of a; b(a): a finishes and is stored."""
    world.given()
    running = world.stopped_in("create a", AB)
    running.signal(number)
    running.wait_until(lambda: acknowledged(running))
    (world.rec / "go").touch()
    result = running.wait()
    world.expect(result, "K0 a, C a", rc=1)
    assert "cancel" in result.text
    assert world.state.names() == names("S a")
    assert not world.state.pending()
    assert not world.locks


def test_row_093(world: World) -> None:
    """SIGINT twice."""
    world.given()
    running = world.stopped_in("create a", AB)
    running.signal(signal.SIGINT)
    running.wait_until(lambda: acknowledged(running))
    running.signal(signal.SIGINT)
    world.expect(running.wait(), "K0 a, C a", rc=8)
    assert world.state.pending() == [("creating", "a")]
    assert not world.locks
