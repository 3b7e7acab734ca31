"""pulumi-engine.md 11.8: a stack goes from one engine to the other and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rows.world import AB, World, names, urn

from support.engines import KINDS, Engine, missing

EXPECT_SAME = "--expect-no-changes"
SECRETS = "a = R('a', pw=pulumi.Output.secret('p4ss')); b = R('b', dep=a.url); export('u', b.url)"
BY_VALUE = """
class Own(Provider):
    pass

a = R('a', provider_class=Own)
b = R('b', dep=a.url)
"""


@pytest.fixture(params=KINDS, ids=["pulumi-to-embedded", "embedded-to-pulumi"])
def handed(request: pytest.FixtureRequest, tmp_path: Path, depot: Path) -> Iterator[tuple[World, Engine]]:
    """Return a world on the giving engine, and the taking engine on the same stack."""
    if reason := missing("pulumi"):
        pytest.skip(reason)
    with World(tmp_path / "world", depot, request.param) as world:
        yield world, world.other(KINDS[1 - KINDS.index(request.param)])


def minimal(world: World) -> dict[str, Any]:
    """Return a checkpoint of AB as a person could write it: no manifest, no times, no positions, no secrets."""
    stack = urn("proj-dev", "pulumi:pulumi:Stack")
    provider = {"urn": urn("default", "pulumi:providers:pulumi-python"), "custom": True, "id": "some-id"}
    a = {"__provider": world.pickle(), "name": "a"}
    b = {"__provider": world.pickle(), "name": "b", "dep": "http://a"}
    common = {
        "custom": True,
        "type": "pulumi-python:dynamic/rec:Thing",
        "provider": f"{provider['urn']}::{provider['id']}",
        "parent": stack,
    }
    resources = [
        {"urn": stack, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": {"u": "http://b"}},
        {**provider, "type": "pulumi:providers:pulumi-python"},
        {**common, "urn": urn("a"), "id": "id-a", "inputs": a, "outputs": {**a, "url": "http://a"}},
        {
            **common,
            "urn": urn("b"),
            "id": "id-b",
            "inputs": b,
            "outputs": {**b, "url": "http://b"},
            "dependencies": [urn("a")],
        },
    ]
    return {"version": 3, "checkpoint": {"latest": {"resources": resources}}}


def test_row_145(world: World) -> None:
    """Hand-written minimal checkpoint (6.7): preview rc 0 with --expect-no-changes; up, refresh, destroy clean."""
    world.given()
    world.checkpoint.write_text(json.dumps(minimal(world)))
    world.expect(world.preview(EXPECT_SAME, program=AB), "K a, D a, K b, D b", counts="same 3")
    world.expect(world.up(EXPECT_SAME), "K a, D a, K b, D b", counts="same 3")
    world.expect(world.refresh(EXPECT_SAME), "R a, D a, R b, D b", counts="same 3")
    world.expect(world.destroy(), "X b, X a", order="X b < X a", counts="delete 3")


def test_row_146(handed: tuple[World, Engine]) -> None:
    """Up by one, preview --expect-no-changes by the other; up by the other; preview by the one."""
    world, taker = handed
    world.given(SECRETS)
    taker.preview(EXPECT_SAME).check()
    changed = SECRETS.replace("R('a', ", "R('a', x=1, ")
    world.program(changed)
    world.calm()
    world.expect(taker.up(), "K a, D a, U a, K b, D b", steps="update a", counts="update 1, same 2")
    world.expect(world.preview(EXPECT_SAME), "K a, D a, K b, D b", counts="same 3")
    assert world.call("D a").news["pw"] == "p4ss"


def test_row_147(handed: tuple[World, Engine]) -> None:
    """Replace by one, up --expect-no-changes by the other."""
    world, taker = handed
    program = "a = R('a', fixed=1); b = R('b', dep=a.id)"
    world.given(program)
    world.up(program=program.replace("fixed=1", "fixed=2")).check()
    world.calm()
    world.expect(taker.up(EXPECT_SAME), "K a, D a, K b, D b", counts="same 3")


def test_row_148(handed: tuple[World, Engine]) -> None:
    """One killed with pending delete, the other's up: warn, delete again, entry gone (as 90)."""
    world, taker = handed
    world.given("R('a'); R('b')")
    world.killed_in("delete b", "R('a')")
    world.calm()
    assert world.state.pending() == [("deleting", "b")]
    assert taker.cancel().rc == 0
    result = taker.up()
    world.expect(result, "K a, D a, X b", steps="delete b", counts="delete 1, same 2")
    assert "deleting" in result.text
    assert not world.state.pending()
    assert world.state.names() == names("S a")


def test_row_149(handed: tuple[World, Engine]) -> None:
    """Lock held by one: the other's up is refused with rc 1, its preview works."""
    world, taker = handed
    world.given()
    running = world.stopped_in("create a", "R('a')")
    refused = taker.up()
    assert refused.rc == 1, str(refused)
    assert "lock" in refused.text
    taker.preview().check()
    (world.rec / "go").touch()
    running.wait().check()
    assert not world.locks
    assert world.state.names() == names("S a")


def test_row_150(world: World) -> None:
    """Yaml salt differs from state salt, same passphrase: read and rewritten."""
    world.given(SECRETS)
    stack_file = world.project / "Pulumi.dev.yaml"
    old = world.state.latest["secrets_providers"]["state"]["salt"]
    assert old in stack_file.read_text()
    world.engine.stack = "other"
    world.engine.init()
    (new,) = re.findall(r"encryptionsalt: (\S+)", (world.project / "Pulumi.other.yaml").read_text())
    stack_file.write_text(f"encryptionsalt: {new}\n")
    world.engine.stack = "dev"
    world.expect(world.up(EXPECT_SAME), "K a, D a, K b, D b", counts="same 3")
    assert world.call("K a").olds["pw"] == "p4ss"
    assert world.state.latest["secrets_providers"]["state"]["salt"] == new
    exported = world.engine.export(show_secrets=True)["deployment"]["resources"]
    (a,) = [one for one in exported if one["urn"] == urn("a")]
    assert a["inputs"]["pw"]["plaintext"] == '"p4ss"'


def test_row_151(handed: tuple[World, Engine]) -> None:
    """Class in `__main__`, up by one, preview by the other: same pickle, no change."""
    world, taker = handed
    world.given()
    world.fault("diff *", changes=None, replaces=None)
    world.up(program=BY_VALUE).check()
    assert len(world.state["a"]["inputs"]["__provider"]) > 100
    taker.preview(EXPECT_SAME).check()


def test_row_152(world: World) -> None:
    """The state holds fields that the embedded engine doesn't know: they survive its run."""
    world.given(AB)
    document = json.loads(world.checkpoint.read_text())
    for resource in document["checkpoint"]["latest"]["resources"]:
        if resource["urn"] in (urn("a"), urn("b")):
            resource["futureField"] = {"of": resource["urn"]}
    world.checkpoint.write_text(json.dumps(document))
    before = world.state
    embedded = world.other("embedded")
    world.program(AB.replace("R('a')", "R('a', x=1)"))
    embedded.up().check()
    for name in "ab":
        assert world.state[name]["futureField"] == before[name]["futureField"]
    embedded.refresh().check()
    assert world.state["a"]["futureField"] == before["a"]["futureField"]
    world.expect(world.preview(EXPECT_SAME), "K a, D a, K b, D b", counts="same 3")
