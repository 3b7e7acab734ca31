"""pulumi-engine.md 11.7: configuration, provider resources, other stacks."""

from __future__ import annotations

from rows.state import is_secret
from rows.world import AB, World, names

EXPLICIT = "p = pulumi.ProviderResource('pulumi-python', 'p', {'region': 'x'}); a = R('a', O(provider=p)); b = R('b')"
FED = "n = R('n'); p = pulumi.ProviderResource('pulumi-python', 'p', {'region': n.url}); a = R('a', O(provider=p))"


def configure(world: World) -> None:
    world.given()
    for words in (
        ["proj:plain", "text"],
        ["--secret", "proj:token", "t0ken"],
        ["--path", "proj:number", "5"],
        ["--path", "proj:obj.x", "5"],
        ["--path", "proj:mixed.x", "5"],
        ["--path", "--secret", "proj:mixed.y", "m1xed"],
        ["other:z", "zz"],
    ):
        assert world.engine.config("set", *words).rc == 0


def configured(world: World) -> None:
    world.given(configure)
    world.up(program="R('a')").check()


def test_row_133(world: World) -> None:
    """Config incl. secret, object, object with secret; up."""
    world.given(configure)
    world.expect(world.up(program="R('a')"), "K0 a, C a", counts="create 2")
    (seen,) = world.configured()
    wanted = {
        "proj:plain": "text",
        "proj:token": "t0ken",
        "proj:number": "5",
        "proj:obj": '{"x":5}',
        "proj:mixed": '{"x":5,"y":"m1xed"}',
        "other:z": "zz",
    }
    assert seen["config"] == wanted
    (provider,) = world.state.providers()
    for side in ("inputs", "outputs"):
        assert provider[side].keys() == wanted.keys()
        assert {key for key, value in provider[side].items() if is_secret(value)} == {"proj:token", "proj:mixed"}
    assert provider["inputs"]["proj:obj"] == '{"x":5}'


def test_row_134(world: World) -> None:
    """Other namespace's config changed; up: the provider is updated, not counted."""
    world.given(configured)
    assert world.engine.config("set", "other:z", "changed").rc == 0
    world.expect(world.up(), "K a, D a", counts="same 2")
    (provider,) = world.state.providers()
    assert provider["inputs"]["other:z"] == provider["outputs"]["other:z"] == "changed"


def test_row_135(world: World) -> None:
    """Secret config removed; refresh: Configure from stored inputs."""
    world.given(configured)
    assert world.engine.config("rm", "proj:token").rc == 0
    world.expect(world.refresh(), "R a, D a", counts="same 2")
    (seen,) = world.configured()
    assert seen["config"]["proj:token"] == "t0ken"


def test_row_136(world: World) -> None:
    """Explicit provider with a value; value changed; up."""
    world.given(EXPLICIT)
    result = world.up(program=EXPLICIT.replace("'x'", "'y'"))
    world.expect(result, "K a, D a, K b, D b", steps="update p", counts="update 1, same 3")
    configs = [entry["config"] for entry in world.configured()]
    assert sorted(config.get("region", "") for config in configs) == ["", "y"]


def test_row_137(world: World) -> None:
    """Resource moved from default to explicit; up."""
    program = EXPLICIT.replace("b = R('b')", "b = R('b', O(provider=p))")
    world.given(program.replace("R('a', O(provider=p))", "R('a')"))
    assert len(world.state.providers()) == 2
    world.expect(world.up(program=program), "K a, D a, K b, D b", counts="same 4")
    (provider,) = world.state.providers()
    assert world.state["a"]["provider"] == f"{provider['urn']}::{provider['id']}"


def test_row_138(world: World) -> None:
    """Explicit provider with unknown input; preview / up."""
    world.given(FED)
    program = FED.replace("R('n')", "R('n', x=1)")
    world.expect(world.preview(program=program), "K n, D n", steps="update n, update p, update a")
    world.expect(world.up(), "K n, D n, U n, K a, D a", order="U n < K a", steps="update n")


def test_row_139(world: World) -> None:
    """Explicit provider and its resource removed; up: a before provider before n."""
    world.given(FED)
    result = world.up(program="")
    world.expect(result, "X a, X n", order="X a < X n", steps="delete a, delete p, delete n", counts="delete 3, same 1")
    assert world.state.names() == {"S"}


def test_row_140(world: World) -> None:
    """StackReference in stack `other`; up."""
    world.given(f"{AB}; export('s', pulumi.Output.secret('h1dden'))")
    world.engine.stack = "other"
    world.engine.init()
    program = (
        "ref = pulumi.StackReference('organization/proj/dev'); R('a', dep=ref.get_output('u'), s=ref.get_output('s'))"
    )
    result = world.up(program=program)
    world.expect(result, "K0 a, C a", counts="create 2")
    state = world.state_of("other")
    assert state.names() == names("S a organization/proj/dev")
    reference = state["organization/proj/dev"]
    assert (reference["external"], reference["id"]) == (True, "organization/proj/dev")
    assert reference["inputs"] == {"name": "organization/proj/dev"}
    assert reference["outputs"]["outputs"]["u"] == "http://b"
    assert is_secret(reference["outputs"]["outputs"]["s"])
    assert reference["outputs"]["secretOutputNames"] == ["s"]
    assert "created" not in reference
    assert state["a"]["inputs"]["dep"] == "http://b"
    assert is_secret(state["a"]["inputs"]["s"])
