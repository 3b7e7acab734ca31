"""pulumi-engine.md 11.4: aliases, twins and the version option."""

from __future__ import annotations

from rows.world import AB, World, names, urn

RENAMED = "a = R('a2', O(aliases=[Alias(name='a')]), name='a'); b = R('b', dep=a.url); export('u', b.url)"


def test_row_055(world: World) -> None:
    """A renamed to a2 with Alias(name="a"); up."""
    world.given(AB)
    before = world.state
    result = world.up(program=RENAMED)
    world.expect(result, "K a, D a, K b, D b", steps="", counts="same 3")
    assert world.call("D a").id == before["a"]["id"]
    assert world.state.names() == names("S a2 b")
    assert world.state.needs("b") == ["a2"]
    assert world.state["b"]["propertyDependencies"]["dep"] == [urn("a2")]
    assert "aliases" not in world.state["a2"]


def test_row_056(world: World) -> None:
    """Alias dropped afterwards."""
    world.given(AB)
    world.up(program=RENAMED).check()
    result = world.up(program=RENAMED.replace("O(aliases=[Alias(name='a')])", "None"))
    world.expect(result, "K a, D a, K b, D b", steps="", counts="same 3")


def test_row_057(world: World) -> None:
    """A2 renamed to a3 without alias; up."""
    world.given(AB)
    before = world.state
    result = world.up(program=AB.replace("R('a')", "R('a3', name='a')"))
    world.expect(
        result,
        "K0 a, C a, K b, D b, X a",
        order="C a < K b, D b < X a",
        steps="create a3, delete a",
        counts="create 1, delete 1, same 2",
    )
    assert world.call("X a").id == before["a"]["id"]


def test_row_058(world: World) -> None:
    """A3 moved under component c, alias parent=root; up."""
    world.given("c = Component('c'); a = R('a'); b = R('b', dep=a.url)")
    moved = "a = R('a', O(parent=c, aliases=[Alias(parent=pulumi.ROOT_STACK_RESOURCE)]))"
    result = world.up(program=f"c = Component('c'); {moved}; b = R('b', dep=a.url)")
    world.expect(result, "K a, D a, K b, D b", steps="", counts="same 4")
    a = world.state["a"]
    assert a["urn"] == urn("a", "my:mod:Comp$pulumi-python:dynamic/rec:Thing")
    assert a["parent"] == urn("c", "my:mod:Comp")
    assert world.state["b"]["dependencies"] == [a["urn"]]


def test_row_059(world: World) -> None:
    """Component c renamed d with alias; children named from it."""
    world.given("c = Component('c'); child(c, 'c-kid'); child(c, 'c-two'); R('x')")
    before = world.state
    program = "d = Component('d', O(aliases=[Alias(name='c')])); child(d, 'd-kid'); child(d, 'd-two'); R('x')"
    world.expect(
        world.up(program=program),
        "K d-kid, D d-kid, U d-kid, K d-two, D d-two, U d-two, K x, D x",
        steps="update d-kid, update d-two",
        counts="update 2, same 3",
    )
    assert world.state["d-kid"]["id"] == before["c-kid"]["id"]
    assert world.state["d-two"]["id"] == before["c-two"]["id"]


def test_row_060(world: World) -> None:
    """Component type changed with alias type."""
    world.given("c = Component('c', kind='my:mod:Old'); kid = child(c, 'kid'); child(kid, 'grandkid')")
    program = (
        "c = Component('c', O(aliases=[Alias(type_='my:mod:Old')])); kid = child(c, 'kid'); child(kid, 'grandkid')"
    )
    result = world.up(program=program)
    world.expect(result, "K kid, D kid, K grandkid, D grandkid", steps="", counts="same 4")
    thing = "pulumi-python:dynamic/rec:Thing"
    assert world.state["kid"]["urn"] == urn("kid", f"my:mod:Comp${thing}")
    assert world.state["grandkid"]["urn"] == urn("grandkid", f"my:mod:Comp${thing}${thing}")


def test_row_061(world: World) -> None:
    """Two resources with the same URN; up."""
    world.given()
    result = world.up(program="R('a'); R('a')")
    world.expect(result, rc=1)
    assert "uplicate" in result.text
    tokens = [call.token for call in world.calls]
    assert tokens in ([], ["K0 a"], ["K0 a", "C a"])
    assert len(world.state.resources) <= 3


def test_row_062(world: World) -> None:
    """`q(alias z)` and `z` both in program."""
    world.given("R('z')")
    before = world.state
    result = world.up(program="z = R('z'); R('q', O(aliases=[Alias(name='z')], depends_on=[z]))")
    world.expect(result, rc=1)
    assert {call.token for call in world.calls} <= {"K z", "D z", "K q"}
    assert world.state["z"]["id"] == before["z"]["id"]


def test_row_063(world: World) -> None:
    """Option version="1.2.3" on a: a provider default_1_2_3, and it stays."""
    world.given("R('a')")
    before = world.state
    result = world.up(program="R('a', O(version='1.2.3'))")
    if world.embedded:
        world.expect_refusal(result, before, "version")
        return
    world.expect(result, "K a, D a", steps="", counts="same 2")
    assert [found["urn"].rpartition("::")[2] for found in world.state.providers()] == ["default_1_2_3"]
