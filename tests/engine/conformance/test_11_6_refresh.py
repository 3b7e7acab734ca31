"""pulumi-engine.md 11.6: refresh."""

from __future__ import annotations

from rows.world import World, names, urn

THREE = "a = R('a', size=5); b = R('b', dep=a.url); c = R('c')"
FAMILY = "a = R('a'); b = R('b', dep=a.url); child(a, 'c')"
READ_ALL = "R a, D a, R b, D b, R c, D c"


def test_row_105(world: World) -> None:
    """refresh --preview-only, a drifted (outs+inputs)."""
    world.given(THREE)
    before = world.state
    world.fault("read a", outs={"size": 9}, inputs={"size": 9})
    result = world.refresh("--preview-only")
    world.expect(result, READ_ALL, steps="update a", counts="update 1, same 3")
    diff = world.call("D a")
    assert (diff.olds["size"], diff.news["size"]) == (9, 5)
    assert world.state.raw == before.raw


def test_row_106(world: World) -> None:
    """refresh --expect-no-changes, same: rc 7, inputs and outputs drifted, saved."""
    world.given(THREE)
    world.fault("read a", outs={"size": 9}, inputs={"size": 9})
    world.expect(world.refresh("--expect-no-changes"), READ_ALL, rc=7)
    a = world.state["a"]
    assert (a["inputs"]["size"], a["outputs"]["size"]) == (9, 9)


def drifted(world: World) -> None:
    world.given("a = R('a', size=5); b = R('b', dep=a.url); c = R('c')")
    world.fault("read a", outs={"size": 9}, inputs={"size": 9})
    world.refresh().check()


def test_row_107(world: World) -> None:
    """Up after it."""
    world.given(drifted)
    world.expect(world.up(), "K a, D a, U a, K b, D b, K c, D c", steps="update a", counts="update 1, same 3")
    assert world.call("K a").olds["size"] == 9
    a = world.state["a"]
    assert (a["inputs"]["size"], a["outputs"]["size"]) == (5, 5)


def test_row_108(world: World) -> None:
    """Drift without returned inputs; refresh, up."""
    world.given("R('a', size=5)")
    world.fault("read a", outs={"size": 9}, inputs=None)
    world.expect(world.refresh(), "R a, D a", counts="update 1, same 1")
    assert world.state["a"]["inputs"]["size"] == 5
    world.expect(world.up(), "K a, D a, U a", steps="update a")
    assert world.call("K a").olds["size"] == 5
    assert world.call("D a").olds["size"] == 9


def test_row_109(world: World) -> None:
    """Output-only drift; refresh."""
    world.given("R('a')")
    world.fault("read a", outs={"url": "http://moved"})
    world.expect(world.refresh(), "R a, D a", counts="same 2")
    assert world.state["a"]["outputs"]["url"] == "http://moved"


def test_row_110(world: World) -> None:
    """Read returns another id."""
    world.given("R('a')")
    world.fault("read a", id="newid")
    world.expect(world.refresh(), "R a, D a", counts="same 2")
    assert world.call("D a").id == "newid"
    assert world.state["a"]["id"] == "newid"


def test_row_111(world: World) -> None:
    """A gone; b depends on it, c is its child; refresh."""
    world.given(FAMILY)
    before = world.state
    world.fault("read a", outs=None)
    world.expect(world.refresh(), "R a, R b, D b, R c, D c", counts="delete 1, same 3")
    assert world.state.names() == names("S b c")
    assert world.state.needs("b") == world.state.needs("c") == []
    assert "parent" not in world.state["c"]
    assert world.state["c"]["urn"] == before["c"]["urn"]


def gone(world: World) -> None:
    world.given("a = R('a'); b = R('b', dep=a.url); child(a, 'c')")
    world.fault("read a", outs=None)
    world.refresh().check()


def test_row_112(world: World) -> None:
    """Up after it."""
    world.given(gone)
    result = world.up()
    world.expect(
        result, "K0 a, C a, K c, D c, K b, D b", order="C a < K b", steps="create a", counts="create 1, same 3"
    )
    assert world.state["c"]["parent"] == urn("a")


def test_row_113(world: World) -> None:
    """One read raises; refresh: others saved."""
    world.given(THREE)
    world.fault("read a", raise_="boom")
    world.fault("read b", outs={"url": "http://moved"})
    result = world.refresh()
    world.expect(result, "R a, R b, D b, R c, D c", rc=1)
    assert "boom" in result.text
    assert world.state["a"]["outputs"]["url"] == "http://a"
    assert world.state["b"]["outputs"]["url"] == "http://moved"


def test_row_114(world: World) -> None:
    """up --refresh with drift: the refresh is not counted."""
    world.given("R('a', size=5)")
    world.fault("read a", outs={"size": 9}, inputs={"size": 9})
    result = world.up("--refresh")
    world.expect(result, "R a, D a, K a, D a, U a", order="R a < K a", counts="update 1, same 1")
    assert world.state["a"]["outputs"]["size"] == 5


def test_row_115(world: World) -> None:
    """up --refresh, a gone."""
    world.given("a = R('a'); b = R('b', dep=a.url)")
    world.fault("read a", outs=None)
    result = world.up("--refresh")
    world.expect(result, "R a, R b, D b, K0 a, C a, K b, D b", order="R a < K0 a", counts="create 1, same 2")


def test_row_116(world: World) -> None:
    """refresh --run-program, new n in program: n counted as same, not stored."""
    world.given(THREE)
    before = world.state
    world.program(f"{THREE}; n = R('n')")
    result = world.refresh("--run-program")
    if world.embedded:
        world.expect_refusal(result, before, "--run-program")
        return
    world.expect(result, READ_ALL, counts="same 5")
    assert world.state.names() == names("S a b c")
