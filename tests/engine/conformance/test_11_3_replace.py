"""pulumi-engine.md 11.3: replacements that go well."""

from __future__ import annotations

from rows.world import World, urn

CBD = "a = R('a', fixed=1); b = R('b', dep=a.url); c = R('c', O(depends_on=[a]))"
DBR = (
    "a = R('a', dbr=1); b = R('b', fixed=a.url); c = R('c', dep=a.url); "
    "d = R('d', O(depends_on=[a])); e = R('e', fixed=b.url)"
)


def test_row_018(world: World) -> None:
    """`a(fixed 1->2); b(dep=a.url); c(depends_on a)`; preview."""
    world.given(CBD)
    before = world.state
    result = world.preview(program=CBD.replace("fixed=1", "fixed=2"))
    world.expect(
        result,
        "K a, D a, K0 a, K b?, D b?, K c, D c",
        order="K0 a < K b?, K0 a < K c",
        steps="CR a, RP a, update b, DR a",
        counts="replace 1, update 1, same 2",
    )
    assert world.state.raw == before.raw


def test_row_019(world: World) -> None:
    """Same; up."""
    world.given(CBD)
    before = world.state
    result = world.up(program=CBD.replace("fixed=1", "fixed=2"))
    world.expect(
        result,
        "K a, D a, K0 a, C a, K c, D c, K b, D b, X a",
        order="C a < K b, C a < K c, D b < X a, D c < X a",
        steps="CR a, RP a, DR a",
        counts="replace 1, same 3",
    )
    old, new = before["a"], world.state["a"]
    assert world.call("X a").id == old["id"] != new["id"]
    assert new["created"] > old["created"]
    assert not world.state.leftovers("a")


def test_row_020(world: World) -> None:
    """`a(dbr 1->2); b(fixed=a.url); c(dep=a.url); d(depends_on a); e(fixed=b.url)`; preview."""
    world.given(DBR)
    result = world.preview(program=DBR.replace("dbr=1", "dbr=2"))
    world.expect(
        result,
        "K a, D a, K0 a, D b?, D c?, D e?, K d, D d, K0 b?, K c?, D c?, K0 e?",
        order="K0 a < D b?, D b? < D e?, D e? < K0 b?",
        steps="DR e, DR b, DR a, RP a, CR a, RP b, CR b, update c, RP e, CR e",
        counts="replace 3, update 1, same 2",
    )


def test_row_021(world: World) -> None:
    """Same; up."""
    world.given(DBR)
    result = world.up(program=DBR.replace("dbr=1", "dbr=2"))
    world.expect(
        result,
        "K a, D a, K0 a, D b?, D c?, D e?, X e, X b, X a, C a, K d, D d, K c, D c, K0 b, C b, K0 e, C e",
        order="D e? < X e, X e < X b, X b < X a, X a < C a, C a < K d, C a < K c, C a < K0 b, C b < K0 e",
        steps="DR e, DR b, DR a, RP a, CR a, RP b, CR b, RP e, CR e",
        counts="replace 3, same 3",
    )
    assert not world.state.waiting()


def test_row_022(world: World) -> None:
    """`a(fixed 1->2)` with option delete_before_replace=True; up."""
    program = "R('a', O(delete_before_replace=True), fixed=1)"
    world.given(program)
    before = world.state
    result = world.up(program=program.replace("fixed=1", "fixed=2"))
    world.expect(result, "K a, D a, K0 a, X a, C a", steps="DR a, RP a, CR a", counts="replace 1, same 1")
    assert world.call("X a").id == before["a"]["id"]


def test_row_023(world: World) -> None:
    """Provider says DBR, option False; up."""
    program = "R('a', O(delete_before_replace=False), dbr=1)"
    world.given(program)
    before = world.state
    result = world.up(program=program.replace("dbr=1", "dbr=2"))
    world.expect(result, "K a, D a, K0 a, C a, X a", steps="CR a, RP a, DR a")
    assert world.call("X a").id == before["a"]["id"]


ON_CHANGES = "R('a', O(replace_on_changes=['x']), x=1)"


def test_row_024(world: World) -> None:
    """`replace_on_changes=["x"]`, x changed, diff says changes=True: an update."""
    world.given(ON_CHANGES)
    result = world.up(program=ON_CHANGES.replace("x=1", "x=2"))
    world.expect(result, "K a, D a, U a", steps="update a")
    assert world.state["a"]["replaceOnChanges"] == ["x"]


def test_row_025(world: World) -> None:
    """Same, diff says changes=None."""
    world.given(ON_CHANGES)
    world.fault("diff a", changes=None, replaces=None)
    result = world.up(program=ON_CHANGES.replace("x=1", "x=2"))
    world.expect(result, "K a, D a, K0 a, C a, X a", steps="CR a, RP a, DR a")


def test_row_026(world: World) -> None:
    """Diff says None, x changed / nothing changed."""
    world.given("R('a', x=1)")
    world.fault("diff a", changes=None, replaces=None)
    world.expect(world.up(), "K a, D a", steps="", counts="same 2")
    world.expect(world.up(program="R('a', x=2)"), "K a, D a, U a", steps="update a", counts="update 1, same 1")


def test_row_027(world: World) -> None:
    """Diff says changes=False, replaces=[x]; x changed: same; inputs x new, outputs x old."""
    world.given("R('a', x=1)")
    world.fault("diff a", changes=False, replaces=["x"])
    world.expect(world.up(program="R('a', x=2)"), "K a, D a", steps="", counts="same 2")
    a = world.state["a"]
    assert (a["inputs"]["x"], a["outputs"]["x"]) == (2, 1)


def test_row_028(world: World) -> None:
    """Diff says None, replaces=[x]; x changed / not."""
    world.given("R('a', x=1)")
    world.fault("diff a", changes=None, replaces=["x"])
    world.expect(world.up(), "K a, D a", steps="", counts="same 2")
    result = world.up(program="R('a', x=2)")
    world.expect(result, "K a, D a, K0 a, C a, X a", steps="CR a, RP a, DR a", counts="replace 1, same 1")


def test_row_029(world: World) -> None:
    """up --replace a (nothing changed): no Diff of a."""
    program = "a = R('a', x=1); b = R('b', dep=a.url)"
    world.given(program)
    before = world.state
    result = world.up("--replace", urn("a"))
    world.expect(
        result,
        "K0 a, C a, K b, D b, X a",
        order="C a < K b, D b < X a",
        steps="CR a, RP a, DR a",
        counts="replace 1, same 2",
    )
    assert world.call("X a").id == before["a"]["id"]
