"""pulumi-engine.md 11.3: replacements that fail half-way, and what the next run makes of them."""

from __future__ import annotations

from rows.world import World, names, unchanged

CBD = "a = R('a', fixed=1); b = R('b', dep=a.url)"
CBD_CHANGED = CBD.replace("fixed=1", "fixed=2")
DBR = "a = R('a', dbr=1); b = R('b', fixed=a.url)"
DBR_CHANGED = DBR.replace("dbr=1", "dbr=2")


def test_row_030(world: World) -> None:
    """CBD, create raises."""
    world.given(CBD)
    before = world.state
    world.fault("create a", raise_="boom")
    result = world.up(program=CBD_CHANGED)
    world.expect(result, "K a, D a, K0 a, C a", steps="CR a", rc=1)
    assert "boom" in result.text
    assert unchanged(before, world.state)


def test_row_031(world: World) -> None:
    """CBD, delete of old raises."""
    world.given(CBD)
    before = world.state
    world.fault("delete a", raise_="boom")
    result = world.up(program=CBD_CHANGED)
    world.expect(result, "K a, D a, K0 a, C a, K b, D b, X a", order="D b < X a", steps="CR a, RP a, DR a", rc=1)
    (old,) = world.state.leftovers("a")
    assert old["id"] == before["a"]["id"] != world.state["a"]["id"]


def leftover(world: World) -> None:
    world.given("a = R('a', fixed=1); b = R('b', dep=a.url)")
    world.fault("delete a", raise_="boom")
    assert world.up(program="a = R('a', fixed=2); b = R('b', dep=a.url)").rc == 1


def test_row_032(world: World) -> None:
    """Then up, still raising."""
    world.given(leftover)
    before = world.state
    world.fault("delete a", raise_="boom")
    world.expect(world.up(), "K a, D a, K b, D b, X a", steps="DR a", rc=1)
    assert world.call("X a").id == before.leftovers("a")[0]["id"]
    assert unchanged(before, world.state)


def test_row_033(world: World) -> None:
    """Then preview / refresh / up ok: DR listed; refresh keeps delete:true; up drops it."""
    world.given(leftover)
    (old,) = world.state.leftovers("a")
    world.expect(world.preview(), "K a, D a, K b, D b", steps="DR a", counts="same 3")
    world.expect(world.refresh(), rc=0)
    read = [call.id for call in world.calls if call.token == "R a"]
    assert sorted(read) == sorted([old["id"], world.state["a"]["id"]])
    assert [left["id"] for left in world.state.leftovers("a")] == [old["id"]]
    world.expect(world.up(), "K a, D a, K b, D b, X a", steps="DR a", counts="same 3")
    assert world.call("X a").id == old["id"]
    assert not world.state.leftovers("a")


def test_row_034(world: World) -> None:
    """DBR with dependent b(fixed=a.url), create raises after deletes."""
    world.given(DBR)
    world.fault("create a", raise_="boom")
    result = world.up(program=DBR_CHANGED)
    world.expect(
        result,
        "K a, D a, K0 a, D b?, X b, X a, C a",
        order="X b < X a, X a < C a",
        steps="DR b, DR a, RP a, CR a",
        rc=1,
    )
    assert world.state.waiting() == names("a b")


def pending(world: World) -> None:
    world.given("a = R('a', dbr=1); b = R('b', fixed=a.url)")
    world.fault("create a", raise_="boom")
    assert world.up(program="a = R('a', dbr=2); b = R('b', fixed=a.url)").rc == 1


def test_row_035(world: World) -> None:
    """Then preview."""
    world.given(pending)
    world.expect(
        world.preview(),
        "K a, D a, K0 a, D b?, K0 b?",
        steps="DR b, RP a, CR a, RP b, CR b",
        counts="replace 2, same 1",
    )


def test_row_036(world: World) -> None:
    """Then refresh: no calls, still pending."""
    world.given(pending)
    world.expect(world.refresh(), "", counts="same 3")
    assert world.state.waiting() == names("a b")


def test_row_037(world: World) -> None:
    """Then up, ok: b is deleted again."""
    world.given(pending)
    before = world.state
    world.expect(
        world.up(),
        "K a, D a, K0 a, D b?, X b, C a, K0 b, C b",
        order="X b < C a, C a < K0 b",
        steps="DR b, RP a, CR a, RP b, CR b",
        counts="replace 2, same 1",
    )
    assert world.call("X b").id == before["b"]["id"]
    assert not world.state.waiting()
    assert world.state.names() == names("S a b")


def test_row_038(world: World) -> None:
    """DBR, delete of a raises (b already deleted)."""
    world.given(DBR)
    before = world.state
    world.fault("delete a", raise_="boom")
    result = world.up(program=DBR_CHANGED)
    world.expect(result, "K a, D a, K0 a, D b?, X b, X a", order="X b < X a", rc=1)
    assert world.state.waiting() == {"b"}
    assert world.state["a"]["id"] == before["a"]["id"]
    assert world.state["a"]["inputs"]["dbr"] == 1


def test_row_039(world: World) -> None:
    """Both pendingReplacement, program empty; up."""
    world.given(pending)
    world.expect(world.up(program=""), "", counts="same 1")
    assert world.state.names() == {"S"}
    assert not world.state.waiting()
