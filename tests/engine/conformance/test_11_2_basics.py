"""pulumi-engine.md 11.2: basics."""

from __future__ import annotations

import json

from rows.world import AB, World, names, unchanged


def test_row_001(world: World) -> None:
    """Empty stack; `a; b(dep=a.url); export u=b.url`; preview."""
    world.given()
    before = world.state
    result = world.preview(program=AB)
    world.expect(result, "K0 a, K0 b?", order="K0 a < K0 b?", steps="create S, create a, create b", counts="create 3")
    assert world.state.raw == before.raw
    assert not world.locks


def test_row_002(world: World) -> None:
    """Same; up --skip-preview."""
    world.given()
    result = world.up(program=AB)
    world.expect(
        result,
        "K0 a, C a, K0 b, C b",
        order="C a < K0 b",
        steps="create S, create a, create b",
        counts="create 3",
    )
    assert world.state.names() == names("S a b")
    assert world.state.exports == {"u": "http://b"}
    (provider,) = world.state.providers()
    assert "inputs" not in provider
    assert "outputs" not in provider
    assert world.state.needs("b") == ["a"]
    dependencies = world.state["b"]["propertyDependencies"]
    assert dependencies == {"__provider": [], "dep": [world.state["a"]["urn"]], "name": []}


def test_row_003(world: World) -> None:
    """Same; up --yes: the calls of 1, then of 2 from a fresh plugin."""
    world.given()
    result = world.up(program=AB, preview=True)
    world.expect(
        result,
        "K0 a, K0 b?, K0 a, C a, K0 b, C b",
        order="K0 b? < C a",
        steps="create S, create a, create b",
        counts="create 3",
    )
    assert len(world.configured()) == 2
    assert world.state.names() == names("S a b")


def test_row_004(world: World) -> None:
    """Nothing changed; up."""
    world.given(AB)
    before = world.state
    world.expect(world.up(), "K a, D a, K b, D b", order="D a < K b", steps="", counts="same 3")
    assert unchanged(before, world.state)


def test_row_005(world: World) -> None:
    """`a(size=5)`; preview."""
    world.given(AB)
    before = world.state
    result = world.preview(program=AB.replace("R('a')", "R('a', size=5)"))
    world.expect(result, "K a, D a, K b?, D b?", steps="update a, update b", counts="update 2, same 1")
    assert world.state.raw == before.raw


def test_row_006(world: World) -> None:
    """Same; up."""
    world.given(AB)
    before = world.state
    result = world.up(program=AB.replace("R('a')", "R('a', size=5)"))
    world.expect(result, "K a, D a, U a, K b, D b", order="U a < K b", steps="update a", counts="update 1, same 2")
    old, new = before["a"], world.state["a"]
    assert new["modified"] > old["modified"]
    assert new["created"] == old["created"]
    assert new["id"] == old["id"]
    assert new["inputs"]["size"] == new["outputs"]["size"] == 5


def test_row_007(world: World) -> None:
    """`b(dep="lit")`, a removed; up."""
    world.given(AB)
    result = world.up(program="b = R('b', dep='lit'); export('u', b.url)")
    world.expect(result, "K b, D b, U b, X a", order="U b < X a", steps="update b, delete a")
    assert world.state.names() == names("S b")
    assert world.state.needs("b") == []


def test_row_008(world: World) -> None:
    """A with chain b(a), c(b), child d(parent=a), and e; then only e; up."""
    world.given("a = R('a'); b = R('b', x=a.url); c = R('c', x=b.url); child(a, 'd'); R('e')")
    result = world.up(program="R('e')")
    world.expect(
        result,
        "K e, D e, X c, X b, X d, X a",
        order="X c < X b, X b < X a, X d < X a",
        steps="delete a, delete b, delete c, delete d",
        counts="delete 4, same 2",
    )
    assert world.state.names() == names("S e")


def test_row_009(world: World) -> None:
    """Program registers nothing; up."""
    world.given("R('e')")
    world.expect(world.up(program=""), "X e", steps="delete e", counts="delete 1, same 1")
    assert world.state.names() == {"S"}
    assert not world.state.providers()


def _emptied(world: World) -> None:
    world.given("R('e')")
    world.up(program="").check()


def test_row_010(world: World) -> None:
    """Again; up: no plugin started."""
    world.given(_emptied)
    world.expect(world.up(), "", steps="", counts="same 1")
    assert not world.configured()


def test_row_011(world: World) -> None:
    """Only exports changed; up --expect-no-changes."""
    world.given(AB)
    result = world.up("--expect-no-changes", program="a = R('a'); b = R('b', dep=a.url); export('v', [1, None])")
    world.expect(result, "K a, D a, K b, D b", steps="", counts="same 3")
    assert world.state.exports == {"v": [1, None]}


def test_row_012(world: World) -> None:
    """Destroy."""
    world.given(AB)
    result = world.destroy()
    world.expect(result, "X b, X a", order="X b < X a", steps="delete b, delete a, delete S", counts="delete 3")
    assert world.state.resources == []


def test_row_013(world: World) -> None:
    """Nulls and numbers: `d={k:None, e:{}, l:[None,1,[]]}, i=3, f=1.5, big=2**53+1, es=""`; up twice."""
    world.given()
    program = "R('a', d={'k': None, 'e': {}, 'l': [None, 1, []]}, i=3, f=1.5, big=2**53+1, es='')"
    world.expect(world.up(program=program), "K0 a, C a", steps="create S, create a")
    created = world.call("C a").news
    sent = {"name": "a", "d": {"e": {}, "l": [None, 1, []]}, "i": 3, "f": 1.5, "big": 2**53, "es": ""}
    assert {key: value for key, value in created.items() if key != "__provider"} == sent
    assert isinstance(created["i"], float)
    stored = world.state["a"]["inputs"]
    assert stored["d"] == {"e": {}, "l": [None, 1, []]}
    assert json.dumps([stored["i"], stored["f"], stored["big"], stored["es"]]) == '[3, 1.5, 9007199254740992, ""]'
    world.expect(world.up(), "K a, D a", steps="", counts="same 2")
    assert world.call("D a").news == created


def test_row_014(world: World) -> None:
    """Resource passed as input: `b(r=a, rid=a.id, urn=a.urn)`; up, preview."""
    world.given("a = R('a'); b = R('b')")
    program = "a = R('a'); b = R('b', r=a, rid=a.id, urn=a.urn)"
    world.expect(world.up(program=program), "K a, D a, K b, D b, U b", steps="update b")
    a, b = world.state["a"], world.state["b"]
    assert (b["inputs"]["r"], b["inputs"]["rid"], b["inputs"]["urn"]) == (a["id"], a["id"], a["urn"])
    world.expect(world.preview(), "K a, D a, K b, D b", steps="", counts="same 3")


def test_row_015(world: World) -> None:
    """`custom_timeouts(create 5m, update 1h30m, delete 10s)`; up with a change."""
    timeouts = "O(custom_timeouts=pulumi.CustomTimeouts(create='5m', update='1h30m', delete='10s'))"
    world.given(f"R('a', {timeouts})")
    world.expect(world.up(program=f"R('a', {timeouts}, x=1)"), "K a, D a, U a", steps="update a")
    assert world.state["a"]["customTimeouts"] == {"create": 300, "update": 5400, "delete": 10}


def test_row_016(world: World) -> None:
    """Create returns other values than the inputs (`name: changed`, extra list with null)."""
    world.given()
    world.fault("create a", outs={"name": "changed", "extra": [None, 1]})
    world.expect(world.up(program="R('a', x=1)"), "K0 a, C a", steps="create S, create a")
    a = world.state["a"]
    provider = a["inputs"].pop("__provider")
    assert a["inputs"] == {"name": "a", "x": 1}
    assert a["outputs"] == {"__provider": provider, "name": "changed", "extra": [None, 1]}


def test_row_017(world: World) -> None:
    """Program: `apply(lambda: 1 if dry_run else 2)`: preview and update differ."""
    program = "R('a', x=pulumi.Output.from_input(0).apply(lambda _: 1 if pulumi.runtime.is_dry_run() else 2))"
    world.given(program)
    assert world.state["a"]["inputs"]["x"] == 2
    world.expect(world.preview(), "K a, D a", steps="update a", counts="update 1, same 1")
    world.expect(world.up(), "K a, D a", steps="", counts="same 2")
