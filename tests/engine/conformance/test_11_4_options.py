"""pulumi-engine.md 11.4: protect, retain, deleted_with, ignore_changes."""

from __future__ import annotations

from rows.world import World, names, unchanged

PROTECTED = "R('a', O(protect=True)); R('b')"
PROTECTED_FIXED = "a = R('a', O(protect=True), fixed=1); b = R('b', dep=a.url)"
IGNORING = "R('a', O(ignore_changes=['x', 'y.p']), x=1, y={'p': 1, 'q': 1})"


def test_row_040(world: World) -> None:
    """Protected a removed, b changed; preview."""
    world.given(PROTECTED)
    before = world.state
    result = world.preview(program="R('b', x=1)")
    world.expect(result, "K b, D b", rc=1)
    assert "protect" in result.text
    assert world.state.raw == before.raw


def test_row_041(world: World) -> None:
    """Same; up."""
    world.given(PROTECTED)
    result = world.up(program="R('b', x=1)")
    world.expect(result, "K b, D b, U b", rc=1)
    assert "protect" in result.text
    assert world.state.names() == names("S a b")
    assert world.state["b"]["inputs"]["x"] == 1


def test_row_042(world: World) -> None:
    """Protected a needs replace; preview."""
    world.given(PROTECTED_FIXED)
    result = world.preview(program=PROTECTED_FIXED.replace("fixed=1", "fixed=2"))
    world.expect(result, "K a, D a, K0 a, K b?, D b?", steps="CR a, RP a, update b, DR a", rc=1)
    assert "protect" in result.text


def test_row_043(world: World) -> None:
    """Same; up."""
    world.given(PROTECTED_FIXED)
    before = world.state
    result = world.up(program=PROTECTED_FIXED.replace("fixed=1", "fixed=2"))
    world.expect(result, "K a, D a", rc=1)
    assert "protect" in result.text
    assert unchanged(before, world.state)


def test_row_044(world: World) -> None:
    """Destroy, a protected."""
    world.given(PROTECTED)
    result = world.destroy()
    world.expect(result, "X b", rc=1)
    assert "protect" in result.text
    assert world.state.names() == names("S a")
    assert len(world.state.providers()) == 1


def test_row_045(world: World) -> None:
    """Protect removed and fixed changed at once; up."""
    world.given(PROTECTED_FIXED)
    result = world.up(program="a = R('a', fixed=2); b = R('b', dep=a.url)")
    world.expect(result, "K a, D a, K0 a, C a, K b, D b, X a", steps="CR a, RP a, DR a")
    assert "protect" not in world.state["a"]


def test_row_046(world: World) -> None:
    """retain_on_delete, replace: the old one leaves the state without a call."""
    program = "R('a', O(retain_on_delete=True), fixed=1)"
    world.given(program)
    result = world.up(program=program.replace("fixed=1", "fixed=2"))
    world.expect(result, "K a, D a, K0 a, C a", steps="CR a, RP a, DR a", counts="replace 1, same 1")
    assert not world.state.leftovers("a")


def test_row_047(world: World) -> None:
    """retain_on_delete, removed."""
    world.given("R('a', O(retain_on_delete=True))")
    world.expect(world.up(program=""), "", steps="delete a", counts="delete 1, same 1")
    assert world.state.names() == {"S"}


def test_row_048(world: World) -> None:
    """`b(deleted_with=a)`, both removed."""
    world.given("a = R('a'); b = R('b', O(deleted_with=a))")
    world.expect(world.up(program=""), "X a", steps="delete a, delete b", counts="delete 2, same 1")


def test_row_049(world: World) -> None:
    """Same, a replaced CBD: no Diff and no Delete of b."""
    program = "a = R('a', fixed=1); b = R('b', O(deleted_with=a))"
    world.given(program)
    result = world.up(program=program.replace("fixed=1", "fixed=2"))
    world.expect(
        result,
        "K a, D a, K0 a, C a, K b, K0 b, C b, X a",
        order="C a < K b, C b < X a",
        steps="CR a, RP a, CR b, RP b, DR b, DR a",
        counts="replace 2, same 1",
    )
    assert not world.state.leftovers("b")


def test_row_050(world: World) -> None:
    """Same, a replaced DBR."""
    program = "a = R('a', dbr=1); b = R('b', O(deleted_with=a))"
    world.given(program)
    result = world.up(program=program.replace("dbr=1", "dbr=2"))
    world.expect(
        result,
        "K a, D a, K0 a, X a, C a, K0 b, C b",
        order="C a < K0 b",
        steps="DR b, DR a, RP a, CR a, RP b, CR b",
        counts="replace 2, same 1",
    )


def test_row_051(world: World) -> None:
    """`ignore_changes=["x","y.p"]`, only those differ."""
    world.given(IGNORING)
    result = world.up(program=IGNORING.replace("x=1", "x=2").replace("'p': 1", "'p': 2"))
    world.expect(result, "K a, D a", steps="", counts="same 2")
    for token in ("K a", "D a"):
        news = world.call(token).news
        assert (news["x"], news["y"]) == (1, {"p": 1, "q": 1})
    assert world.state["a"]["ignoreChanges"] == ["x", "y.p"]


def test_row_052(world: World) -> None:
    """And y.q differs too."""
    world.given(IGNORING)
    result = world.up(program=IGNORING.replace("x=1", "x=2").replace("'p': 1, 'q': 1", "'p': 2, 'q': 2"))
    world.expect(result, "K a, D a, U a", steps="update a")
    news = world.call("U a").news
    assert (news["x"], news["y"]) == (1, {"p": 1, "q": 2})


def test_row_053(world: World) -> None:
    """Ignored key new in the program / removed from it."""
    world.given("R('a', O(ignore_changes=['x', 'z']), x=1)")
    result = world.up(program="R('a', O(ignore_changes=['x', 'z']), z=1)")
    world.expect(result, "K a, D a", steps="", counts="same 2")
    for token in ("K a", "D a"):
        news = world.call(token).news
        assert news["x"] == 1
        assert "z" not in news


def test_row_054(world: World) -> None:
    """Component protect+retain: the children have protect, retainOnDelete."""
    world.given()
    result = world.up(program="c = Component('c', O(protect=True, retain_on_delete=True)); child(c, 'kid')")
    world.expect(result, "K0 kid, C kid", steps="create S, create c, create kid")
    for name in ("c", "kid"):
        assert world.state[name]["protect"]
        assert world.state[name]["retainOnDelete"]
