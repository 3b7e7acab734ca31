"""Whatever a release has written stays usable: every golden state is read, refreshed, updated and destroyed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dill
import pytest

from chaos.kinds import KINDS, Estate, objects
from golden import release
from golden.release import HERE, made_since, restore, with_addresses
from support.canaries import by_nature, marked
from support.engines import KINDS as ENGINES
from support.engines import missing
from support.sandbox import Sandbox
from support.telling import Search

RELEASES = sorted(path.parent for path in HERE.glob("*/kinds.json"))
every_release = pytest.mark.parametrize("folder", RELEASES, ids=lambda folder: folder.name)


def told(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.engine) for kind in ENGINES])
def estate(request: pytest.FixtureRequest, tmp_path: Path, sandbox: Sandbox) -> Iterator[Estate]:
    if reason := missing(request.param):
        pytest.skip(reason)
    with Estate(tmp_path / "estate", sandbox, request.param) as made:
        yield made


def test_there_is_a_release() -> None:
    assert RELEASES


@every_release
def test_every_pickle_of_the_past_loads_and_every_token_still_means_the_same(folder: Path) -> None:
    for name, one in told(folder, "kinds").items():
        assert type(dill.loads(base64.b64decode(one["pickle"]))) is KINDS[name].provider_class
        assert one["token"] == f"pulumi-python:{KINDS[name]._resource_type_name}"


@every_release
def test_a_golden_state_holds_every_kind_of_its_release(folder: Path) -> None:
    state = told(folder, "state")["deployment"]["resources"]
    released = told(folder, "kinds")
    assert {one["token"] for one in released.values()} == {one["type"] for one in state} & {
        one["token"] for one in released.values()
    }


def test_this_release_has_every_kind() -> None:
    assert release.kinds().keys() == KINDS.keys()
    used = {each["class"] for each in release.program(changed=False)}
    assert used == KINDS.keys()


@every_release
def test_a_golden_state_is_read_refreshed_updated_and_destroyed(folder: Path, estate: Estate, sandbox: Sandbox) -> None:
    seeded = objects(sandbox.control)
    restore(sandbox, told(folder, "vendors"))
    engine = estate.engine
    estate.say(*told(folder, "program"))
    engine.init().check()
    engine.import_(with_addresses(told(folder, "state"), sandbox)).check()
    sandbox.control.clear_log()

    engine.preview("--expect-no-changes").check()
    engine.refresh("--expect-no-changes").check()
    assert not estate.writes()

    estate.say(*told(folder, "changed"))
    engine.up().check()
    engine.destroy().check()
    left = objects(sandbox.control)
    assert {key for key in seeded.keys() | left.keys() if seeded.get(key) != left.get(key)} == set()


@every_release
def test_a_golden_states_secrets_are_still_decrypted(folder: Path, estate: Estate, sandbox: Sandbox) -> None:
    """The file as the release wrote it, under the passphrase that it had."""
    encrypted = told(folder, "encrypted")
    engine = estate.engine
    engine.init().check()
    engine.import_(encrypted).check()
    plain = {one["urn"]: one for one in engine.export(show_secrets=True)["deployment"]["resources"]}
    for one in told(folder, "state")["deployment"]["resources"]:
        for name in ("api_key", "password", "mark"):
            assert plain[one["urn"]].get("inputs", {}).get(name) == one.get("inputs", {}).get(name)


@every_release
def test_what_a_release_writes_for_everybody_tells_no_secret(folder: Path) -> None:
    """`state.json` and `vendors.json` are in clear, so that a test can read them; a pickle and an export never are."""
    program = told(folder, "program")
    planted = [*marked(program), *(text for row in program for text in by_nature(row))]
    search = Search(planted)
    assert len(planted) > 2 and search.found((folder / "state.json").read_bytes()), "it would find them"
    pickles = {name: base64.b64decode(one["pickle"]) for name, one in told(folder, "kinds").items()}
    assert search.told({"the export": (folder / "encrypted.json").read_bytes(), **pickles}) == []


def test_a_release_is_never_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "HERE", tmp_path)
    (tmp_path / release.version(release.DISTRIBUTION)).mkdir()
    assert release.main() == 1
    assert made_since({vendor: {} for vendor in release.VENDORS}, {vendor: {} for vendor in release.VENDORS}) == {}
