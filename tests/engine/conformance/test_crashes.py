"""pulumi-engine.md 12.5: killed in any call that writes, the stack can be taken up by either engine and converges."""

from __future__ import annotations

import pytest
from rows.world import World, names

from support.engines import KINDS, missing

BEFORE = "a = R('a', fixed=1); b = R('b', dep=a.url, x=1); c = R('c', dep=b.url)"
AFTER = "a = R('a', fixed=2); b = R('b', dep=a.url, x=2); d = R('d', dep=b.url); export('u', d.url)"


@pytest.mark.parametrize("taker", KINDS)
@pytest.mark.parametrize("call", ["create a", "update b", "create d", "delete c", "delete a"])
def test_a_killed_update_converges(world: World, call: str, taker: str) -> None:
    if world.kind == taker == "pulumi":
        pytest.skip("the CLI alone needs no proof of ours")
    if reason := missing(taker):
        pytest.skip(reason)
    world.given(BEFORE)
    assert world.killed_in(call, AFTER).rc == -9
    world.calm()
    operation = {"create": "creating", "update": "updating", "delete": "deleting"}[call.split(maxsplit=1)[0]]
    assert (operation, call.split()[1]) in world.state.pending()
    successor = world.other(taker)
    assert successor.cancel().rc == 0
    successor.up().check()
    state = world.state
    assert state.names() == names("S a b d")
    assert not state.leftovers("a")
    assert state["a"]["inputs"]["fixed"] == state["b"]["inputs"]["x"] == 2
    assert state.exports == {"u": "http://d"}
    assert {kind for kind, _ in state.pending()} <= {"creating"}
    successor.preview("--expect-no-changes").check()
