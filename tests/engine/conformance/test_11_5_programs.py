"""pulumi-engine.md 11.5: programs and plugins that end badly."""

from __future__ import annotations

from rows.world import AB, World, names, unchanged


def test_row_080(world: World) -> None:
    """Program raises after registering `a(x=1)`; b not reached; exports merged."""
    world.given(AB)
    result = world.up(program="a = R('a', x=1); export('w', 1); raise ValueError('program boom')")
    world.expect(result, "K a, D a, U a", steps="update a", rc=1)
    assert "program boom" in result.text
    assert world.state.names() == names("S a b")
    assert world.state["a"]["inputs"]["x"] == 1
    assert world.state.exports == {"u": "http://b", "w": 1}


def test_row_081(world: World) -> None:
    """Program raises at once / syntax error."""
    world.given(AB)
    before = world.state
    for program in ("raise ValueError('program boom')", "a = = 1"):
        result = world.up(program=program)
        world.expect(result, "", rc=1)
        assert "program boom" in result.text or "SyntaxError" in result.text
        assert unchanged(before, world.state)


def test_row_082(world: World) -> None:
    """Apply raises."""
    world.given(AB)
    failing = "a.url.apply(lambda _: [][1])"
    result = world.up(program=f"a = R('a', x=1); export('v', 1); b = R('b', dep={failing})")
    world.expect(result, "K a, D a, U a", steps="update a", rc=1)
    assert "IndexError" in result.text
    assert world.state["b"]["inputs"]["dep"] == "http://a"


def test_row_083(world: World) -> None:
    """sys.exit(3) / RunError."""
    world.given("R('a')")
    exits = world.up(program="R('a'); import sys; sys.exit(3)")
    world.expect(exits, "K a, D a", rc=1)
    assert "3" in exits.text
    raises = world.up(program="R('a'); raise pulumi.RunError('run boom')")
    world.expect(raises, "K a, D a", rc=1)
    assert "run boom" in raises.text


def test_row_084(world: World) -> None:
    """`pulumi.log.error` only."""
    world.given("R('a')")
    result = world.up(program="R('a'); pulumi.log.error('only words')")
    world.expect(result, "K a, D a", counts="same 2, errored 1")
    assert "only words" in result.text


def test_row_085(world: World) -> None:
    """up --yes, preview fails: nothing, no history."""
    world.given("R('a')")
    before, history = world.state, world.history
    world.fault("check a", failures=[["x", "is odd"]])
    world.expect(world.up(program="R('a', x=1)", preview=True), "K a", rc=1)
    assert world.state.raw == before.raw
    assert world.history == history


def test_row_086(world: World) -> None:
    """Plugin kills itself in create."""
    world.given()
    world.fault("create a", kill=True)
    world.expect(world.up(program="R('a')"), "K0 a, C a", rc=1)
    assert world.state.names() == {"S"}
    assert not world.state.pending()
    assert not world.locks
