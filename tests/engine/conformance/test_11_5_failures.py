"""pulumi-engine.md 11.5: provider methods that fail."""

from __future__ import annotations

from rows.world import World, names, unchanged

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
TWO_FAILURES = [["dep", "is odd"], ["name", "is even"]]
CHAIN = "a = R('a'); b = R('b', dep=a.url); c = R('c', dep=b.url)"
TREE = "a = R('a'); d = R('d'); b = R('b', O(depends_on=[d]), x=a.url); c = R('c', dep=b.url); export('u', c.url)"
HALF = {"id": "half-1", "properties": {"name": "a", "url": "half"}, "reasons": ["reason one", "reason two"]}


def test_row_064(world: World) -> None:
    """Check of b gives 2 failures; preview / up; a, c independent."""
    world.given()
    world.fault("check b", failures=TWO_FAILURES)
    program = "a = R('a'); c = R('c'); b = R('b', dep=a.url, two=c.url)"
    preview = world.preview(program=program)
    world.expect(preview, "K0 a, K0 c, K0 b?", rc=1)
    up = world.up()
    world.expect(up, "K0 a, C a, K0 c, C c, K0 b", order="C a < K0 b, C c < K0 b", rc=1)
    for result in (preview, up):
        assert "is odd" in result.text
        assert "is even" in result.text
    assert world.state.names() == names("S a c")


def test_row_065(world: World) -> None:
    """Check raises."""
    world.given()
    world.fault("check a", raise_="boom")
    result = world.up(program="R('a')")
    world.expect(result, "K0 a", rc=1)
    assert "boom" in result.text
    assert world.state.names() == {"S"}


def test_row_066(world: World) -> None:
    """Check adds a default; up twice."""
    world.given("R('a')")
    world.fault("check a", add={"size": 7})
    world.expect(world.up(), "K a, D a, U a", steps="update a", counts="update 1, same 1")
    assert world.state["a"]["inputs"]["size"] == 7
    world.expect(world.up(), "K a, D a", steps="", counts="same 2")
    assert world.call("K a").olds["size"] == 7


def test_row_067(world: World) -> None:
    """Create of b raises; c(dep=b), d independent; up -p 1."""
    world.given()
    world.fault("create b", raise_="boom")
    result = world.up("-p", "1", program=TREE)
    world.expect(result, "K0 d, C d, K0 a, C a, K0 b, C b", order="C a < K0 b, C d < K0 b", rc=1)
    assert "boom" in result.text
    assert world.state.names() == names("S a d")
    assert not world.state.pending()


def test_row_068(world: World) -> None:
    """Same with --continue-on-error."""
    world.given("a = R('a'); d = R('d')")
    world.fault("create b", raise_="boom")
    result = world.up("--continue-on-error", program=TREE)
    world.expect(result, "K a, D a, K d, D d, K0 b, C b, K0 c", order="C b < K0 c", rc=1)
    assert "dep" not in world.call("K0 c").news
    assert world.state.names() == names("S a d")
    assert world.state.exports == {"u": UNKNOWN_TEXT}


def test_row_069(world: World) -> None:
    """Update of a raises; b(a), c(b)."""
    world.given(f"{CHAIN}; export('u', c.url)")
    before = world.state
    world.fault("update a", raise_="boom")
    program = CHAIN.replace("R('a')", "R('a', x=1)")
    result = world.up(program=f"{program}; export('v', c.url)")
    world.expect(result, "K a, D a, U a", steps="update a", rc=1)
    assert unchanged(before, world.state)


def test_row_070(world: World) -> None:
    """Same with --continue-on-error: exports are merged, unknown ones as sentinel."""
    world.given(f"{CHAIN}; export('u', c.url)")
    before = world.state
    world.fault("update a", raise_="boom")
    program = CHAIN.replace("R('a')", "R('a', x=1)")
    result = world.up("--continue-on-error", program=f"{program}; export('v', c.url); export('w', 1)")
    world.expect(result, "K a, D a, U a, K b, D b, K c, D c", order="U a < K b, D b < K c", rc=1)
    assert "dep" not in world.call("K b").news
    for name in "abc":
        assert world.state[name]["inputs"] == before[name]["inputs"]
        assert world.state[name]["outputs"] == before[name]["outputs"]
    assert world.state.exports == {"u": "http://c", "v": UNKNOWN_TEXT, "w": 1}


def test_row_071(world: World) -> None:
    """Delete of c raises (chain c->b->a)."""
    world.given(CHAIN)
    world.fault("delete c", raise_="boom")
    result = world.up(program="")
    world.expect(result, "X c", rc=1)
    assert "boom" in result.text
    assert world.state.names() == names("S a b c")


def test_row_072(world: World) -> None:
    """Same with --continue-on-error: a and b are not deleted either."""
    world.given(CHAIN)
    world.fault("delete c", raise_="boom")
    world.expect(world.up("--continue-on-error", program=""), "X c", rc=1)
    assert world.state.names() == names("S a b c")


def test_row_073(world: World) -> None:
    """Diff raises."""
    world.given("R('a')")
    before = world.state
    world.fault("diff a", raise_="boom")
    result = world.up(program="R('a', x=1)")
    world.expect(result, "K a, D a", rc=1)
    assert "boom" in result.text
    assert unchanged(before, world.state)


def test_row_074(world: World) -> None:
    """Create returns "" as id."""
    world.given()
    world.fault("create a", id="")
    world.expect(world.up(program="R('a')"), "K0 a, C a", rc=1)
    assert world.state.names() == {"S"}
    assert not world.state.pending()


def test_row_075(world: World) -> None:
    """Create: ErrorResourceInitFailed id half-1, two reasons."""
    world.given()
    world.fault("create a", init_failed=HALF)
    result = world.up(program="R('a')")
    world.expect(result, "K0 a, C a", rc=1)
    assert "reason one" in result.text
    a = world.state["a"]
    assert (a["id"], a["outputs"]["url"]) == ("half-1", "half")
    assert a["initErrors"] == ["reason one", "reason two"]


def half_made(world: World) -> None:
    world.given()
    half = {"id": "half-1", "properties": {"name": "a", "url": "half"}, "reasons": ["reason one", "reason two"]}
    world.fault("create a", init_failed=half)
    assert world.up(program="R('a')").rc == 1


def test_row_076(world: World) -> None:
    """Next up, update ok."""
    world.given(half_made)
    world.expect(world.up(), "K a, D a, U a", steps="update a", counts="update 1, same 1")
    assert world.call("U a").id == "half-1"
    assert "initErrors" not in world.state["a"]


def test_row_077(world: World) -> None:
    """Update: ErrorResourceInitFailed."""
    world.given("R('a')")
    world.fault("update a", init_failed={**HALF, "properties": {"name": "a", "x": 1, "url": "half"}})
    world.expect(world.up(program="R('a', x=1)"), "K a, D a, U a", rc=1)
    a = world.state["a"]
    assert "x" not in a["inputs"]
    assert (a["outputs"]["x"], a["outputs"]["url"]) == (1, "half")
    assert a["initErrors"] == ["reason one", "reason two"]


def test_row_078(world: World) -> None:
    """Refresh: ErrorResourceInitFailed."""
    world.given("R('a')")
    world.fault("read a", init_failed={**HALF, "id": world.state["a"]["id"]})
    result = world.refresh()
    world.expect(result, "R a, D a", counts="same 2")
    assert "reason one" in result.text
    assert world.state["a"]["outputs"]["url"] == "half"
    assert world.state["a"]["initErrors"] == ["reason one", "reason two"]
    world.calm()
    world.expect(world.up(), "K a, D a, U a", steps="update a")


def test_row_079(world: World) -> None:
    """Partial create with --continue-on-error, b removed."""
    world.given("R('a'); R('b')")
    world.fault("create n", init_failed=HALF)
    result = world.up("--continue-on-error", program="R('a'); n = R('n'); R('m', dep=n.url)")
    world.expect(result, "K0 n, C n, K a, D a, K0 m, X b", order="C n < K0 m, K0 m < X b", rc=1)
    assert world.state.names() == names("S a n")
    assert world.state["n"]["initErrors"] == ["reason one", "reason two"]
