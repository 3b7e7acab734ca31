"""pulumi-engine.md 11.6: `.get()`."""

from __future__ import annotations

from rows.world import World, names, unchanged

GET = "g = R.get('g', 'ext-1'); b = R('b', dep=g.url, gid=g.id)"
MANAGED = "g = R('g'); b = R('b', dep=g.url, gid=g.id)"


def test_row_094(world: World) -> None:
    """`g=.get("ext-1"); b(dep=g.url, gid=g.id)`; preview.

    The CLI tells the program no id in a preview, as its answer has no field for it (0.2).
    """
    world.given()
    result = world.preview(program=GET)
    check = "K0 b" if world.embedded else "K0 b?"
    world.expect(result, f"R g, {check}", order=f"R g < {check}", steps="create S, create b", counts="create 2")


def test_row_095(world: World) -> None:
    """Same; up."""
    world.given()
    result = world.up(program=GET)
    world.expect(result, "R g, K0 b, C b", order="R g < K0 b", steps="create S, create b", counts="create 2")
    g = world.state["g"]
    assert (g["external"], g["id"]) == (True, "ext-1")
    assert {key for key in g["inputs"] if key != "__provider"} == {"name"}
    assert not {"created", "modified"} & g.keys()
    assert world.state["b"]["inputs"]["gid"] == "ext-1"


def test_row_096(world: World) -> None:
    """Again; up."""
    world.given(GET)
    world.expect(world.up(), "R g, K b, D b", steps="", counts="same 2")


def test_row_097(world: World) -> None:
    """Live value changed; up."""
    world.given(GET)
    world.fault("read g", outs={"url": "http://moved"})
    result = world.up()
    world.expect(
        result, "R g, K b, D b, U b", steps="update b", counts="update 1, same 1", recorded="read 1, update 1, same 1"
    )
    assert world.state["b"]["inputs"]["dep"] == "http://moved"


def test_row_098(world: World) -> None:
    """Object missing; up: no error."""
    world.given(GET)
    world.fault("read g", outs=None)
    result = world.up()
    world.expect(
        result, "R g, K b, D b, U b", steps="update b", counts="update 1, same 1", recorded="read 1, update 1, same 1"
    )
    assert world.state["g"]["outputs"].keys() == {"__provider"}


def test_row_099(world: World) -> None:
    """Read raises."""
    world.given(GET)
    before = world.state
    world.fault("read g", raise_="boom")
    result = world.up()
    world.expect(result, "R g", rc=1)
    assert "boom" in result.text
    assert unchanged(before, world.state)


def test_row_100(world: World) -> None:
    """G managed instead; up: no Delete."""
    world.given(GET)
    result = world.up(program=MANAGED)
    world.expect(
        result,
        "K0 g, C g, K b, D b, U b",
        order="C g < K b",
        steps="CR g, RP g, update b",
        counts="replace 1, update 1, same 1",
    )
    assert "external" not in world.state["g"]
    assert not world.state.leftovers("g")


def test_row_101(world: World) -> None:
    """G read with another id; up."""
    world.given(MANAGED)
    before = world.state
    result = world.up(program=MANAGED.replace("R('g')", "R.get('g', 'other')"))
    world.expect(
        result,
        "R g, K b, D b, U b, X g",
        order="R g < K b, U b < X g",
        steps="RP g, update b, DR g",
        counts="replace 1, update 1, same 1",
    )
    assert world.call("X g").id == before["g"]["id"]
    assert world.state["g"]["external"]
    assert world.state["g"]["id"] == "other"


def test_row_102(world: World) -> None:
    """G read with its own id; up: relinquished."""
    world.given(MANAGED)
    own = world.state["g"]["id"]
    result = world.up(program=MANAGED.replace("R('g')", f"R.get('g', '{own}')"))
    world.expect(result, "R g, K b, D b", steps="")
    assert world.state["g"]["external"]


def test_row_103(world: World) -> None:
    """Destroy with external g."""
    world.given(GET)
    result = world.destroy()
    world.expect(result, "X b", steps="delete b, delete S", counts="delete 2", recorded="delete 2, discard 1")
    assert world.state.names() == set()


def test_row_104(world: World) -> None:
    """`import_="real-1"`: fails in the plugin (KeyError)."""
    world.given()
    before = world.state
    result = world.up(program="R('a', O(import_='real-1'))")
    if world.embedded:
        world.expect_refusal(result, before, "import")
        return
    world.expect(result, "", rc=1)
    assert "KeyError" in result.text
    assert world.state.names() == names("S")
