"""The backend's folder: opening, writing whole files, history, locks, selection (`pulumi-engine.md` 6.1, 9)."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from embedded_engine.errors import EngineError, LockedError, NeedsPulumiCliError, StackNotFoundError
from embedded_engine.files import locks
from embedded_engine.files.atomic import write_atomically
from embedded_engine.files.backend import LocalBackend, StackRef, backend_url, parse_stack_name
from embedded_engine.files.locks import held, release_all
from embedded_engine.files.project import Project
from embedded_engine.files.workspace import Selection

DEV = StackRef("proj", "dev")


@pytest.fixture
def backend(tmp_path: Path) -> LocalBackend:
    (tmp_path / "state").mkdir()
    return LocalBackend(f"file://{tmp_path}/state")


def test_where_the_url_comes_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PULUMI_BACKEND_URL", raising=False)
    with pytest.raises(EngineError, match="no backend"):
        backend_url("", tmp_path)
    (tmp_path / "credentials.json").write_text('{"current": "file:///login"}')
    assert backend_url("", tmp_path) == "file:///login"
    assert backend_url("file:///project", tmp_path) == "file:///project"
    monkeypatch.setenv("PULUMI_BACKEND_URL", "file:///env")
    assert backend_url("file:///project", tmp_path) == "file:///env"


def test_a_relative_url_is_meant_from_the_current_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngineError, match="create_dir=true"):
        LocalBackend("file://./.state")
    assert not (tmp_path / ".state").exists()
    assert LocalBackend("file://./.state?create_dir=true").folder == tmp_path / ".state"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert LocalBackend("file://~").folder == tmp_path


@pytest.mark.parametrize("url", ["s3://bucket", "https://api.pulumi.com", "gs://b", "azblob://c"])
def test_other_backends_are_refused_by_name(url: str) -> None:
    with pytest.raises(NeedsPulumiCliError, match=url):
        LocalBackend(url)


@pytest.mark.parametrize("meta", ["version: 0\n", "version: 2\n"])
def test_other_layouts_are_refused(tmp_path: Path, meta: str) -> None:
    (tmp_path / ".pulumi").mkdir()
    (tmp_path / ".pulumi" / "meta.yaml").write_text(meta)
    with pytest.raises(NeedsPulumiCliError, match="version"):
        LocalBackend(f"file://{tmp_path}")


def test_an_old_layout_without_meta_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".pulumi" / "stacks").mkdir(parents=True)
    (tmp_path / ".pulumi" / "stacks" / "dev.json").write_text("{}")
    with pytest.raises(NeedsPulumiCliError):
        LocalBackend(f"file://{tmp_path}")


def test_compressed_state_is_refused(backend: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    path = backend.checkpoint_path(DEV)
    path.parent.mkdir(parents=True)
    path.with_name("dev.json.gz").write_bytes(b"")
    with pytest.raises(NeedsPulumiCliError, match="compressed"):
        backend.read(DEV)
    monkeypatch.setenv("PULUMI_DIY_BACKEND_GZIP", "true")
    with pytest.raises(NeedsPulumiCliError, match="compressed"):
        LocalBackend(backend.url)


def test_writing_keeps_the_file_before_as_bak(backend: LocalBackend) -> None:
    path = backend.checkpoint_path(DEV)
    with pytest.raises(StackNotFoundError):
        backend.read(DEV)
    backend.write(DEV, b"one")
    assert not path.with_name("dev.json.bak").exists()
    backend.write(DEV, b"two")
    backend.write(DEV, b"three")
    assert (backend.read(DEV), path.with_name("dev.json.bak").read_bytes()) == (b"three", b"two")
    assert (backend.root / "meta.yaml").read_text() == "version: 1\n"
    assert sorted(item.name for item in path.parent.iterdir()) == ["dev.json", "dev.json.bak"]


def test_a_write_that_is_cut_off_leaves_the_old_file(backend: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.write(DEV, b"old")
    path = backend.checkpoint_path(DEV)
    real = Path.replace

    def torn(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", torn)
    with pytest.raises(EngineError, match="No space left"):
        backend.write(DEV, b"new")
    assert backend.read(DEV) == b"old"
    assert not [item for item in path.parent.iterdir() if item.name.endswith(".tmp")]


def test_new_files_have_the_mode_that_was_asked_for(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "file", b"x", mode=0o600)
    assert (tmp_path / "deep" / "file").stat().st_mode & 0o777 == 0o600


def test_history_and_removal(backend: LocalBackend) -> None:
    backend.write(DEV, b"{}")
    backend.record(DEV, {"kind": "update"})
    (entry,) = (backend.root / "history" / "proj" / "dev").glob("dev-*.history.json")
    assert json.loads(entry.read_text()) == {"kind": "update"}
    assert entry.with_name(entry.name.replace("history", "checkpoint")).read_bytes() == b"{}"
    assert list(backend.stacks("proj")) == list(backend.stacks()) == [DEV]
    backend.remove(DEV)
    assert list(backend.stacks()) == []
    assert not entry.exists()
    assert list((backend.root / "backups" / "proj" / "dev").iterdir()), "backups stay, as in the CLI"


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("dev", StackRef("here", "dev")),
        ("organization/dev", StackRef("here", "dev")),
        ("organization/there/a.b-c_d", StackRef("there", "a.b-c_d")),
    ],
)
def test_stack_names(text: str, ref: StackRef) -> None:
    assert parse_stack_name(text, "here") == ref


@pytest.mark.parametrize("text", ["", "a b", "acme/proj/dev", "a/b", "organization/p/d/x", "ü", "x" * 101])
def test_stack_names_that_the_cli_refuses(text: str) -> None:
    with pytest.raises(EngineError):
        parse_stack_name(text, "here")


def test_a_lock_is_the_clis_file_and_goes_away(backend: LocalBackend) -> None:
    folder = backend.lock_folder(DEV)
    with pytest.raises(ZeroDivisionError), held(backend, DEV):
        (lock,) = folder.iterdir()
        assert sorted(json.loads(lock.read_text())) == ["hostname", "pid", "timestamp", "username"]
        with pytest.raises(LockedError, match=r"locked by 1 lock\(s\)"), held(backend, DEV):
            pytest.fail("two held the lock")
        _ = 1 / 0
    assert not (backend.root / "locks").exists()


@pytest.mark.parametrize(
    "content", ['{"pid":4242,"username":"me","hostname":"box","timestamp":"2026-11-22T01:02:03.5Z"}', "not json"]
)
def test_any_file_is_a_lock(backend: LocalBackend, content: str) -> None:
    folder = backend.lock_folder(DEV)
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text(content)
    (folder / "y.json.attrs").write_text("{}")
    with pytest.raises(LockedError, match=r"x\.txt") as caught, held(backend, DEV):
        pytest.fail("the lock was not seen")
    assert "me@box (pid 4242) at 2026-11-22T01:02:03Z" in str(caught.value) or content == "not json"
    assert release_all(backend, DEV) == 1
    with held(backend, DEV):
        pass


def test_a_lock_whose_process_is_gone_says_so(backend: LocalBackend) -> None:
    with held(backend, DEV):
        (lock,) = backend.lock_folder(DEV).iterdir()
        lock.write_text(json.dumps({**json.loads(lock.read_text()), "pid": 2**22 + 1}))
        with pytest.raises(LockedError, match="that process is gone"), held(backend, DEV):
            pytest.fail("the lock was not seen")


def test_one_that_starts_at_the_same_moment_is_seen(backend: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(path: Path, data: bytes) -> None:
        write_atomically(path, data)
        write_atomically(path.with_name("other.json"), data)

    monkeypatch.setattr(locks, "write_atomically", both)
    with pytest.raises(LockedError), held(backend, DEV):
        pytest.fail("two held the lock")
    assert [item.name for item in backend.lock_folder(DEV).iterdir()] == ["other.json"], "our own is taken back"


def test_never_two_at_once(backend: LocalBackend) -> None:
    inside, most, guard = 0, 0, threading.Lock()
    start = threading.Barrier(6)

    def run() -> None:
        nonlocal inside, most
        start.wait()
        for _ in range(15):
            try:
                with held(backend, DEV):
                    with guard:
                        inside += 1
                        most = max(most, inside)
                    with guard:
                        inside -= 1
            except LockedError:
                continue

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert release_all(backend, DEV) == 0


def test_the_selection_is_the_clis_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    project = Project("proj", tmp_path / "Pulumi.yaml")
    digest = hashlib.sha1(str(tmp_path / "Pulumi.yaml").encode()).hexdigest()
    one, two = Selection(project, "file:///one"), Selection(project, "file:///two")
    assert one.path == tmp_path / "home" / "workspaces" / f"proj-{digest}-workspace.json"
    assert one.get() == ""
    one.set("organization/proj/dev")
    two.set("organization/proj/qa")
    assert (one.get(), two.get()) == ("organization/proj/dev", "organization/proj/qa")
    one.set("")
    assert (one.get(), two.get()) == ("", "organization/proj/qa")
    monkeypatch.setenv("PULUMI_STACK", "other")
    assert one.get() == "other"
    monkeypatch.delenv("PULUMI_STACK")
    two.set("")
    assert not one.path.exists()


def test_what_a_killed_writer_left_goes_with_the_first_write(backend: LocalBackend) -> None:
    backend.write(DEV, b"one")
    folder = backend.checkpoint_path(DEV).parent
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    for name in (f".dev.json.{int(dead.stdout)}.tmp", f".dev.json.bak.{int(dead.stdout)}.tmp"):
        (folder / name).write_bytes(b"half")
    living = folder / f".dev.json.{os.getppid()}.tmp"
    living.write_bytes(b"being written")
    LocalBackend(backend.url).write(DEV, b"two")
    assert sorted(path.name for path in folder.iterdir()) == [living.name, "dev.json", "dev.json.bak"]
