"""Files that are either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, data: bytes | Iterable[bytes], backup: Path | None = None, mode: int = 0o644) -> None:
    """Write `data`, whole or in pieces, to `path`: a temporary file beside it, synced to disk and renamed over it.

    With `backup` the previous content keeps that name; nothing is copied, and `path` is never missing in between.
    Folders are made as needed. Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if backup is not None:
            _keep(path, backup)
        fresh.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            fresh.unlink()
        raise
    _sync_folder(path.parent)


def remove_unfinished(path: Path) -> None:
    """Remove the temporary files that writers of `path` left when they were killed; those of living ones stay."""
    for left in path.parent.glob(f".{path.name}*.tmp"):
        number = left.name.removesuffix(".tmp").rpartition(".")[2]
        if number.isdigit() and not _lives(int(number)):
            left.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _keep(path: Path, backup: Path) -> None:
    spare = backup.with_name(f".{backup.name}.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):
        spare.unlink()
    try:
        os.link(path, spare)
    except FileNotFoundError:
        return
    except OSError:
        spare.write_bytes(path.read_bytes())
    spare.replace(backup)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
