"""pulumi-engine.md 11.6: targets."""

from __future__ import annotations

from rows.world import World, names, unchanged, urn

FOUR = "a = R('a'); b = R('b', dep=a.url); c = R('c', dep=b.url); d = R('d')"
CHANGED = FOUR.replace("R('a')", "R('a', x=1)").replace("R('d')", "R('d', x=1)")
COMPONENT = "c = Component('c', size=1); child(c, 'kid', size=1); R('d')"


def test_row_117(world: World) -> None:
    """up --target a, d also changed."""
    world.given(FOUR)
    result = world.up("--target", urn("a"), program=CHANGED)
    world.expect(result, "K a, D a, U a", steps="update a", counts="update 1, same 4")
    assert "x" not in world.state["d"]["inputs"]


def test_row_118(world: World) -> None:
    """up --target a, new untargeted e."""
    world.given(FOUR)
    result = world.up("--target", urn("a"), program=f"{FOUR}; R('e')")
    world.expect(result, "K a, D a", counts="same 6")
    assert world.state.names() == names("S a b c d")


def test_row_119(world: World) -> None:
    """up --target f(dep=e.url), e new, untargeted."""
    world.given(FOUR)
    result = world.up("--target", urn("f"), program=f"{FOUR}; e = R('e'); f = R('f', dep=e.url)")
    world.expect(result, "K0 f", rc=1)
    assert world.state.names() == names("S a b c d")


def test_row_120(world: World) -> None:
    """up --target unknown."""
    world.given(FOUR)
    before = world.state
    result = world.up("--target", urn("zzz"), program=CHANGED)
    world.expect(result, "", rc=1)
    assert "zzz" in result.text
    assert unchanged(before, world.state)


def test_row_121(world: World) -> None:
    """up --target a, b(a), c(b) removed: b is a target too, c is not."""
    world.given(FOUR)
    before = world.state
    result = world.up("--target", urn("a"), "--target", urn("b"), program="R('a'); R('d')")
    world.expect(result, "K a, D a, D b?, D c?", rc=1)
    assert urn("c") in result.text
    assert unchanged(before, world.state)


def test_row_122(world: World) -> None:
    """destroy --target b, c(b) exists / + --target-dependents."""
    world.given(FOUR)
    world.expect(world.destroy("--target", urn("b")), "D c?", rc=1)
    assert world.state.names() == names("S a b c d")
    before = world.state
    result = world.destroy("--target", urn("b"), "--target-dependents")
    world.expect(result, "D c?, X c, X b", order="X c < X b", counts="delete 2, same 3")
    assert world.state.names() == names("S a d")
    assert before.names() - world.state.names() == names("b c")


def test_row_123(world: World) -> None:
    """refresh --target b."""
    world.given(FOUR)
    world.expect(world.refresh("--target", urn("b")), "R b, D b", counts="same 1")


def test_row_124(world: World) -> None:
    """up --exclude a (changed)."""
    world.given(FOUR)
    before = world.state
    result = world.up("--exclude", urn("a"), program=CHANGED)
    if world.embedded:
        world.expect_refusal(result, before, "--exclude")
        return
    world.expect(result, "K b, D b, K c, D c, K d, D d, U d", steps="update d", counts="update 1, same 4")
    assert "x" not in world.state["a"]["inputs"]


def test_row_125(world: World) -> None:
    """up --target component with changed input and kid: the kid as before."""
    world.given(COMPONENT)
    component = urn("c", "my:mod:Comp")
    result = world.up("--target", component, program=COMPONENT.replace("size=1", "size=2"))
    world.expect(result, "", steps="update c", counts="update 1, same 3")
    assert world.state["c"]["inputs"]["size"] == 2
    assert world.state["kid"]["inputs"]["size"] == 1


def test_row_126(world: World) -> None:
    """destroy --run-program: a resource that is only in the program counts as same."""
    chain = "a = R('a'); b = R('b', dep=a.url); c = R('c', dep=b.url)"
    world.given(chain)
    before = world.state
    world.program(f"{chain}; n = R('n')")
    result = world.destroy("--run-program")
    if world.embedded:
        world.expect_refusal(result, before, "--run-program")
        return
    world.expect(result, "X c, X b, X a", order="X c < X b, X b < X a", counts="delete 4, same 5")
    assert world.state.names() == set()
