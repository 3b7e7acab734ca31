"""The scripts behind the Makefile, each in a folder that looks like a clone."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
LOCKS = ".state/.pulumi/locks/organization/alert-wiring/sandbox"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    return tmp_path


def run(clone: Path, script: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "scripts" / script, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=60,
    )


def lock(clone: Path, pid: int, host: str) -> Path:
    path = clone / LOCKS / "0b5c.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"pid": pid, "username": "me", "hostname": host, "timestamp": "2026-01-01T00:00:00Z"}))
    return path


def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_the_lock_of_a_dead_process_of_this_machine_is_removed(clone: Path) -> None:
    (clone / "venv").symlink_to(sys.prefix)
    pid = dead_pid()
    stale = lock(clone, pid, socket.gethostname())
    done = run(clone, "stale-lock")
    assert done.stdout == f"removed the lock of an earlier run that was killed (pid {pid})\n"
    assert not stale.exists()


@pytest.mark.parametrize("case", ["alive", "elsewhere", "not a lock"])
def test_any_other_lock_stays(clone: Path, case: str) -> None:
    (clone / "venv").symlink_to(sys.prefix)
    host = "other" if case == "elsewhere" else socket.gethostname()
    kept = lock(clone, os.getpid() if case == "alive" else dead_pid(), host)
    if case == "not a lock":
        kept.write_text("who knows")
    done = run(clone, "stale-lock")
    assert (done.returncode, done.stdout) == (0, "")
    assert kept.exists()


def test_forgetting_the_sandbox_leaves_other_stacks_alone(clone: Path) -> None:
    for kind in ("stacks", "history", "backups"):
        for stack in ("sandbox", "production"):
            folder = clone / ".state/.pulumi" / kind / "alert-wiring"
            place = folder / f"{stack}.json" if kind == "stacks" else folder / stack / "x.json"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("{}")
    (clone / ".sandbox").mkdir()
    (clone / "stacks").mkdir()
    kept = "# a comment\nconfig:\n  a:b: c\n"
    (clone / "stacks/Pulumi.sandbox.yaml").write_text(kept + "encryptionsalt: v1:x\n")
    assert run(clone, "forget-sandbox").returncode == 0
    left = sorted(str(path.relative_to(clone)) for path in clone.rglob("*") if path.is_file() and ".state" in str(path))
    assert left == [
        ".state/.pulumi/backups/alert-wiring/production/x.json",
        ".state/.pulumi/history/alert-wiring/production/x.json",
        ".state/.pulumi/stacks/alert-wiring/production.json",
    ]
    assert not (clone / ".sandbox").exists()
    assert (clone / "stacks/Pulumi.sandbox.yaml").read_text() == kept


def test_forgetting_the_only_stack_leaves_no_state_folder(clone: Path) -> None:
    state = clone / ".state/.pulumi/stacks/alert-wiring/sandbox.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    (clone / ".state/.pulumi/meta.yaml").write_text("version: 1\n")
    (clone / "stacks").mkdir()
    (clone / "stacks/Pulumi.sandbox.yaml").write_text("config: {}\n")
    run(clone, "forget-sandbox")
    assert not (clone / ".state").exists()


@pytest.fixture
def environment(clone: Path) -> Path:
    """A clone with locks, and a python whose pip writes down how it was called."""
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (clone / name).write_text(f"{name}==1\n")
    binary = clone / "venv/bin/python"
    binary.parent.mkdir(parents=True)
    fails = f'[ ! -e {clone}/fail ] || case "$*" in *require*) exit 1;; esac'
    binary.write_text(f'#!/bin/sh\necho "$@" >>{clone}/calls\n{fails}\n')
    binary.chmod(0o755)
    return clone


def installs(clone: Path) -> list[str]:
    calls = clone / "calls"
    lines = calls.read_text().splitlines() if calls.exists() else []
    calls.unlink(missing_ok=True)
    return [line for line in lines if "-r requirements" in line]


def test_an_environment_is_installed_once_and_again_when_a_lock_changes(environment: Path) -> None:
    assert run(environment, "environment", "run").returncode == 0
    assert "--require-hashes" in installs(environment)[0]
    assert run(environment, "environment", "run").stdout == ""
    assert installs(environment) == []
    (environment / "requirements.lock").write_text("other==2\n")
    run(environment, "environment", "run")
    assert len(installs(environment)) == 1


def test_an_installation_that_was_cut_off_is_not_trusted(environment: Path) -> None:
    (environment / "fail").touch()
    assert run(environment, "environment", "run").returncode != 0
    assert "--force-reinstall" not in installs(environment)[0]
    (environment / "fail").unlink()
    run(environment, "environment", "run")
    assert "--force-reinstall" in installs(environment)[0]
    run(environment, "environment", "test")
    assert "--force-reinstall" not in installs(environment)[0]


def test_an_installation_waits_for_the_lock(environment: Path) -> None:
    stub = environment / "bin/flock"
    stub.parent.mkdir()
    stub.write_text("#!/bin/sh\ntouch asked; while [ ! -e go ]; do :; done\n")
    stub.chmod(0o755)
    search = {**os.environ, "PATH": f"{stub.parent}:{os.environ['PATH']}"}
    script = subprocess.Popen([environment / "scripts/environment", "run"], env=search, stdout=subprocess.DEVNULL)
    while not (environment / "asked").exists():
        assert script.poll() is None
    assert installs(environment) == []
    (environment / "go").touch()
    assert script.wait(60) == 0
    assert len(installs(environment)) == 1


def test_an_old_python_is_refused_in_one_line(environment: Path) -> None:
    old = environment / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run(environment, "environment", "run", PYTHON=str(old))
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_the_locks_name_no_registry_and_every_version_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-test.lock", "requirements-mutation.lock"):
        text = (SCRIPTS.parent / name).read_text()
        assert "://" not in text and "--index" not in text and "--find-links" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
