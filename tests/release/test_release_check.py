"""The judgements of `scripts/release-check`: locks, licences, the bill, and which Pythons are promised."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from release_check import bill, locks, pack, pythons
from release_check.run import CheckError, run

ROOT = Path(__file__).parents[2]
HASH = "    --hash=sha256:" + "0" * 64


def test_the_locks_and_the_metadata_of_this_project_hold() -> None:
    assert "every version pinned with hashes" in locks.check(ROOT)
    promised = locks.metadata(ROOT)
    assert len(promised.floors) == len(promised.dependencies) > 10
    assert pythons.promised(promised.requires_python)[0].version == "3.11"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a==1 \\\n", "without a hash: a"),
        (f"a>=1 \\\n{HASH}\n", "line 1 is neither"),
        (f"--index-url https://example.com\na==1 \\\n{HASH}\n", "line 1 is neither"),
        (f"a @ https://example.com/a.whl \\\n{HASH}\n", "line 1 is neither"),
        (f"a==1 \\\n{HASH}\nb==2 \\\n    --hash=md5:00\n", "line 4 is neither"),
    ],
)
def test_a_lock_with_anything_else_than_pinned_versions_and_hashes_is_refused(text: str, why: str) -> None:
    with pytest.raises(CheckError, match=why):
        locks.blocks(text)


def test_a_lock_keeps_markers_and_several_hashes() -> None:
    text = f"A.b==1.0 ; python_full_version < '3.13' \\\n{HASH} \\\n{HASH}\nc==2 \\\n{HASH}\n"
    assert list(locks.blocks(text)) == ["a-b", "c"]


def test_a_product_lock_that_differs_from_the_one_of_the_checks_is_told(tmp_path: Path) -> None:
    for name in (*locks.LOCKS, "pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    lock = tmp_path / "requirements.lock"
    lock.write_text(lock.read_text().replace("pydantic==", "pydantic==1", 1))
    with pytest.raises(CheckError, match="the two locks differ in pydantic"):
        locks.check(tmp_path)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("MIT AND (Apache-2.0 OR BSD-2-Clause)", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("LGPL-3.0-or-later", False),
        ("?", False),
        ("", False),
        ("Proprietary", False),
    ],
)
def test_only_known_and_wanted_licences_pass(expression: str, wanted: bool) -> None:
    assert bill.acceptable(expression) is wanted


def test_the_licence_list_is_written_and_what_does_not_fit_is_told_at_once(tmp_path: Path) -> None:
    def component(name: str, *licences: dict[str, object]) -> dict[str, object]:
        return {"name": name, "version": "1", "licenses": list(licences)}

    good = [
        component("one", {"license": {"id": "MIT"}}),
        component("two", {"expression": "Apache-2.0 OR MIT"}),
        component("three", {"license": {"name": "BSD License"}}, {"license": {"name": "read the file"}}),
    ]
    assert bill.check({"components": good}, tmp_path).startswith("3 packages, all under ")
    assert "| two | 1 | Apache-2.0 OR MIT |" in (tmp_path / "licences.md").read_text()
    bad = [component("four"), component("five", {"license": {"id": "AGPL-3.0-only"}})]
    with pytest.raises(CheckError, match=r"(?s)five 1: AGPL-3.0-only.*four 1: \?"):
        bill.check({"components": [*good, *bad]}, tmp_path)


def test_a_licence_that_a_person_has_read_is_marked_and_replaces_none_that_is_told() -> None:
    silent: dict[str, object] = {"name": "protobuf", "version": "6"}
    told: dict[str, object] = {"name": "protobuf", "version": "9", "licenses": [{"license": {"id": "GPL-3.0-only"}}]}
    bill.conclude({"components": [silent, told, {"name": "other", "version": "1"}]})
    rows = bill.licences({"components": [silent, told]})
    assert [licence for _, _, licence in rows] == ["BSD-3-Clause", "GPL-3.0-only"]
    assert "concluded" in str(silent)


def test_promised_pythons_that_are_not_there_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "python3.12").write_text("#!/bin/sh\n")
    (tmp_path / "python3.12").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {one.version: one.path for one in pythons.promised(">=3.11")}
    assert found == {"3.11": None, "3.12": str(tmp_path / "python3.12"), "3.13": None, "3.14": None}
    with pytest.raises(CheckError, match="not of the form"):
        pythons.promised(">=3.11,<4")


def test_what_is_packed_is_the_last_commit_only(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no version control here")
    pack.committed(tmp_path / "source", "provider/embedded_engine/py.typed", "README.md")
    found = {str(path.relative_to(tmp_path / "source")) for path in (tmp_path / "source").rglob("*") if path.is_file()}
    assert found == {"README.md", "provider/embedded_engine/py.typed"}
    with pytest.raises(CheckError, match="git archive"):
        pack.committed(tmp_path / "other", "nothing-of-this-name")


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"(?s)sh -c .*exit code 3.*the reason"):
        run(["sh", "-c", "echo the reason; exit 3"], tmp_path)
