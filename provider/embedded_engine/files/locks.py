"""The CLI's locks: a file per running operation (`pulumi-engine.md` section 9)."""

from __future__ import annotations

import getpass
import json
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from embedded_engine.errors import LockedError
from embedded_engine.files.atomic import write_atomically
from embedded_engine.files.backend import LocalBackend, StackRef
from embedded_engine.files.model import timestamp


@contextmanager
def held(backend: LocalBackend, stack: StackRef) -> Iterator[None]:
    """Hold the stack's lock for a block; it is released however the block ends, a second Ctrl-C included.

    Raises `LockedError` when anybody else holds one. Two that start at once may both be refused, never both run.
    """
    folder = backend.lock_folder(stack)
    own = folder / f"{uuid.uuid4()}.json"
    _check(folder, own)
    content = {"pid": os.getpid(), "username": _user(), "hostname": socket.gethostname(), "timestamp": timestamp()}
    write_atomically(own, json.dumps(content, separators=(",", ":")).encode())
    try:
        _check(folder, own)
        yield
    finally:
        own.unlink(missing_ok=True)
        _remove_empty(folder, backend.root)


def release_all(backend: LocalBackend, stack: StackRef) -> int:
    """Delete every lock of a stack (`cancel`) and return how many there were."""
    folder = backend.lock_folder(stack)
    locks = _locks(folder)
    for lock in locks:
        lock.unlink(missing_ok=True)
        lock.with_name(f"{lock.name}.attrs").unlink(missing_ok=True)
    _remove_empty(folder, backend.root)
    return len(locks)


def _locks(folder: Path) -> list[Path]:
    """Every file counts, whatever its name, except the sidecars `.attrs` and our own half-written ones."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith(".attrs") and not path.name.endswith(".tmp")
    )


def _check(folder: Path, own: Path) -> None:
    foreign = [lock for lock in _locks(folder) if lock != own]
    if foreign:
        lines = "".join(f"\n  {_describe(lock)}" for lock in foreign)
        raise LockedError(
            f"the stack is currently locked by {len(foreign)} lock(s). Either wait for the other process(es) to end "
            f"or delete the lock file with `pulumi cancel`.{lines}"
        )


def _describe(lock: Path) -> str:
    try:
        content: Any = json.loads(lock.read_text("utf-8"))
        who = f"{content['username']}@{content['hostname']} (pid {content['pid']})"
        when = datetime.fromisoformat(content["timestamp"]).strftime("%Y-%m-%dT%H:%M:%S%z")
        when = f"{when[:-2]}:{when[-2:]}" if when[-5:] != "+0000" else f"{when[:-5]}Z"
    except (OSError, ValueError, KeyError, TypeError):
        return f"{lock.as_uri()}: not readable as a lock"
    gone = content["hostname"] == socket.gethostname() and not Path(f"/proc/{content['pid']}").exists()
    hint = "; that process is gone" if gone and Path("/proc/self").exists() else ""
    return f"{lock.as_uri()}: created by {who} at {when}{hint}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root:
        with suppress(OSError):
            folder.rmdir()
            folder = folder.parent
            continue
        return
