"""The example stack of this repository through both engines, in a copy of its project directory."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from wired.estate import Estate, objects
from wired.shown import shown

from support.canaries import Watch
from support.engines import NO_CLI, Engine, missing

PROJECT = Path(__file__).parents[3]
PASSPHRASE = "sandbox"
"""What the Makefile gives to the stack `sandbox`, which hides nothing."""


@pytest.fixture
def example(estate: Estate, watch: Watch) -> Iterator[Engine]:
    """Return an engine on a copy of the example; its stack file stands, the sandbox's addresses are this test's."""
    # The example's credentials open nothing but a sandbox of this machine and stand in its stack file for all to read.
    watch.told_openly |= {
        PASSPHRASE,
        *re.findall(r"sandbox-[a-z-]+", (PROJECT / "stacks/Pulumi.sandbox.yaml").read_text()),
    }
    copy = estate.root / "copy"
    copy.mkdir()
    shutil.copy(PROJECT / "Pulumi.yaml", copy)
    shutil.copytree(PROJECT / "stacks", copy / "stacks", symlinks=True)
    (copy / "venv").symlink_to(sys.prefix)
    estate.env["XMATTERS_TRIGGER_KEY"] = "sandbox-trigger-key"
    yield _on(estate, estate.kind)


def _on(estate: Estate, kind: str) -> Engine:
    """Return an engine on the copy as a person has it: state in the project, environment as `Pulumi.yaml` says."""
    engine = estate.another("sandbox", kind, estate.root / "copy")
    plain = replace(engine, state=None, python=None, passphrase=PASSPHRASE)
    estate.engines.append(plain)
    return plain


def test_the_example_stack_works_at_once(example: Engine, estate: Estate) -> None:
    """Select, up, clean preview, clean refresh, the wire as an output, destroy; the sandbox is as it was."""
    seeded = objects(estate.control)
    example.run("stack", "select", "--create", "sandbox", "--non-interactive").check()
    up = example.up(preview=True).check()
    assert len(example.export()["deployment"]["resources"]) > 24, up
    example.preview("--expect-no-changes").check()
    example.refresh("--expect-no-changes").check()
    routes = example.stack_command("output", "routes").check().json()
    assert set(routes) == {"payments", "orders", "portal"}
    assert routes["payments"]["ilert"] and routes["payments"]["xmatters"]
    assert "sandbox-trigger-key" not in up.text
    example.destroy().check()
    assert objects(estate.control) == seeded
    assert shown(example.destroy().check().stdout) == {}


def test_the_example_stack_moves_between_the_engines(estate: Estate, example: Engine) -> None:
    """One engine builds it, the other finds no change, rewrites the state, and the first still finds none."""
    if missing("pulumi"):
        pytest.skip(NO_CLI)
    other = _on(estate, "embedded" if estate.kind == "pulumi" else "pulumi")
    seeded = objects(estate.control)
    example.run("stack", "select", "--create", "sandbox", "--non-interactive").check()
    example.up().check()
    secrets = example.export(show_secrets=True)["deployment"]["resources"]
    other.preview("--expect-no-changes").check()
    other.refresh("--expect-no-changes").check()
    other.up("--expect-no-changes").check()
    assert _values(other.export(show_secrets=True)["deployment"]["resources"]) == _values(secrets)
    example.preview("--expect-no-changes").check()
    example.refresh("--expect-no-changes").check()
    other.destroy().check()
    assert objects(estate.control) == seeded


def _values(resources: list[dict[str, object]]) -> dict[object, object]:
    return {each["urn"]: (each.get("id"), each.get("inputs"), each.get("outputs")) for each in resources}
