"""pulumi-engine.md 11.7: components, secrets, transforms, hooks, parallelism."""

from __future__ import annotations

from itertools import pairwise

from rows.calls import lines
from rows.state import is_secret
from rows.world import World

from support.canaries import Watch

COMPONENT = "c = Component('c', size=1); child(c, 'kid', size=1); child(c, 'two')"
WITH_D = f"{COMPONENT}; R('d', O(depends_on=[c]))"
SECRETS = (
    "s = pulumi.Output.secret; R('a', O(additional_secret_outputs=['secretout']), "
    "cfg={'k': s('k3y'), 'p': 1}, lst=['x', s('l1st')], pw=s('p4ss'))"
)
TRANSFORM = (
    "pulumi.runtime.register_stack_transform(lambda args: pulumi.ResourceTransformResult("
    "{**args.props, 'added': 1}, args.opts) if 'rec:Thing' in args.type_ else None); R('a')"
)
HOOKS = (
    "hook = pulumi.ResourceHook('bye', lambda args: None); "
    "R('a', O(hooks=pulumi.ResourceHookBinding(before_delete=[hook])))"
)


def test_row_127(world: World) -> None:
    """Component c with kids, `d(depends_on=c)`; up."""
    world.given()
    result = world.up(program=WITH_D)
    world.expect(
        result,
        "K0 kid, C kid, K0 two, C two, K0 d, C d",
        order="C kid < K0 d, C two < K0 d",
        steps="create S, create c, create kid, create two, create d",
        counts="create 5",
    )
    assert world.state.needs("d") == ["kid", "two"]


def test_row_128(world: World) -> None:
    """Component input changed; up."""
    world.given(WITH_D)
    before = world.state
    result = world.up(program=WITH_D.replace("size=1", "size=2"))
    world.expect(
        result,
        "K kid, D kid, U kid, K two, D two, K d, D d",
        order="U kid < K d",
        steps="update c, update kid",
        counts="update 2, same 3",
    )
    assert world.state["c"]["modified"] == before["c"]["modified"]
    assert world.state["c"]["inputs"] == {"size": 2}


def test_row_129(world: World) -> None:
    """Component removed; up."""
    world.given(COMPONENT)
    result = world.up(program="")
    world.expect(result, "X two, X kid", steps="delete c, delete kid, delete two", counts="delete 3, same 1")


def check_marks(world: World) -> None:
    """Compare where the secrets of SECRETS are marked in the state (3.3)."""
    a = world.state["a"]
    for side in ("inputs", "outputs"):
        assert is_secret(a[side]["cfg"]["k"])
        assert a[side]["cfg"]["p"] == 1
        assert is_secret(a[side]["lst"])
        assert is_secret(a[side]["pw"])
    assert is_secret(a["outputs"]["secretout"])
    assert "secretout" not in a["inputs"]
    for secret in ("k3y", "l1st", "p4ss", "h1dden"):
        assert secret not in world.checkpoint.read_text()


def test_row_130(world: World) -> None:
    """Inputs with secrets (3.3); up, up, refresh."""
    world.given()
    world.fault("create a", more={"secretout": "h1dden"})
    world.fault("read a", inputs=None)
    world.expect(world.up(program=SECRETS), "K0 a, C a", steps="create S, create a")
    for token in ("K0 a", "C a"):
        news = world.call(token).news
        assert (news["cfg"], news["lst"], news["pw"]) == ({"k": "k3y", "p": 1}, ["x", "l1st"], "p4ss")
    check_marks(world)
    world.expect(world.up(), "K a, D a", steps="", counts="same 2")
    check_marks(world)
    world.expect(world.refresh(), "R a, D a", counts="same 2")
    assert world.call("R a").olds["secretout"] == "h1dden"
    check_marks(world)


def with_secrets(world: World) -> None:
    world.given()
    world.fault("create a", more={"secretout": "h1dden"})
    world.up(program=SECRETS).check()


def test_row_131(world: World, watch: Watch) -> None:
    """Secret marks removed in the program; up."""
    watch.told_openly |= {"p4ss", "l1st"}
    world.given(with_secrets)
    world.fault("update a", more={"secretout": "h1dden"})
    result = world.up(program=SECRETS.replace("s = pulumi.Output.secret", "s = str").replace("'p': 1", "'p': 2"))
    world.expect(result, "K a, D a, U a", steps="update a")
    a = world.state["a"]
    assert a["inputs"]["cfg"] == a["outputs"]["cfg"] == {"k": "k3y", "p": 2}
    assert a["inputs"]["lst"] == ["x", "l1st"]
    assert a["inputs"]["pw"] == "p4ss"
    assert is_secret(a["outputs"]["secretout"])


def test_row_132(world: World) -> None:
    """Default `serialize_as_secret_always`."""
    world.given()
    result = world.up(program="R('a', provider_class=SecretProvider)")
    world.expect(result, "K0 a, C a", steps="create S, create a")
    assert len(world.call("C a").news["__provider"]) > 20
    a = world.state["a"]
    assert is_secret(a["inputs"]["__provider"])
    assert is_secret(a["outputs"]["__provider"])


def test_row_141(world: World) -> None:
    """Two provider classes; up: `configure` of each once."""
    world.given()
    world.expect(world.up(program="a = R('a'); R('b', provider_class=OtherProvider, x=a.url); R('c')"))
    assert sorted(entry["name"] for entry in world.configured()) == ["OtherProvider", "Provider"]


def test_row_142(world: World) -> None:
    """Stack transform adds a property; up."""
    world.given()
    before = world.state
    result = world.up(program=TRANSFORM)
    if world.embedded:
        world.expect_refusal(result, before, "transform")
        return
    world.expect(result, "K0 a, C a", steps="create S, create a")
    assert world.state["a"]["inputs"]["added"] == world.call("C a").news["added"] == 1


def test_row_143(world: World) -> None:
    """Hooks; destroy without / with --run-program."""
    world.given()
    before = world.state
    result = world.up(program=HOOKS)
    if world.embedded:
        world.expect_refusal(result, before, "hook")
        return
    world.expect(result, "K0 a, C a")
    assert (world.state.document["version"], world.state.document["features"]) == (4, ["hooks"])
    world.expect(world.destroy(), "", rc=1)
    world.expect(world.destroy("--run-program"), "X a")


def test_row_144(world: World) -> None:
    """8 resources: checks serial, creates overlap (four at a time, as the plugin serves)."""
    world.given()
    world.fault("check *", sleep=0.02)
    world.fault("create *", meet=4)
    world.expect(world.up(program="for i in range(8): R(f'r{i}')"), counts="create 9")
    checks = [entry for entry in lines(world.rec) if entry["method"] in ("check", "checked")]
    assert len(checks) == 16
    for begun, ended in list(pairwise(checks))[::2]:
        assert (begun["method"], ended["method"]) == ("check", "checked")
        assert begun["name"] == ended["name"]
