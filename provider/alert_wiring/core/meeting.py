"""A few bytes that all processes of one user share, changed by one process at a time.

    place = MeetingPlace.of("ilert", "https://api.ilert.com", token)     # None where this machine has no place for it
    place.change(lambda old: new)                                         # raises OSError when it cannot be used

The file lies in a folder of the user's own (`$XDG_RUNTIME_DIR`, else the folder for temporary files) that nobody else
may enter; its name is a digest, from which a secret cannot be had. The lock is the system's: it goes with the process
that holds it, however that ends. What nobody has used for an hour is removed by whoever comes next.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

try:
    import fcntl
except ImportError:  # no such locks on this system: every process counts for itself
    fcntl = None  # type: ignore[assignment]

_MOST_BYTES = 65536
_LOCK_SECONDS = 2.0
_LOCK_STEP = 0.002
_STALE_SECONDS = 3600.0
_FOLDER = "alert-wiring"


class MeetingPlace:
    """One file."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made when it is first needed."""
        self.path = path

    @classmethod
    def of(cls, *account: str) -> Self | None:
        """Return the place of an account, None where there can be none.

        Args:
            account: what tells the account from all others; it may hold a secret.
        """
        folder = _folder()
        if folder is None or fcntl is None:
            return None
        digest = hashlib.blake2b("\0".join(account).encode(), digest_size=16, person=b"alert-wiring").hexdigest()
        return cls(folder / digest)

    def part(self, name: str) -> MeetingPlace:
        """Return a file of its own beside this one: what is spread over several is changed by several at once."""
        return MeetingPlace(self.path.with_name(f"{self.path.name}-{name}"))

    def change(self, alter: Callable[[bytes], bytes | None]) -> None:
        """Replace the bytes by what `alter` returns for them; None leaves them as they are.

        Raises:
            OSError: the file cannot be used, or somebody holds it for too long.
        """
        while True:
            descriptor = self._open()
            try:
                _lock(descriptor)
                if os.fstat(descriptor).st_nlink == 0:
                    continue  # removed as stale between opening and locking
                new = alter(os.pread(descriptor, _MOST_BYTES, 0))
                if new is not None:
                    os.pwrite(descriptor, new, 0)
                    os.ftruncate(descriptor, len(new))
                return
            finally:
                os.close(descriptor)

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_NOFOLLOW)
        except FileNotFoundError:
            _tidy(self.path.parent)
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _lock(descriptor: int) -> None:
    ends = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= ends:  # a process that was stopped while it held the lock
                raise
            time.sleep(_LOCK_STEP)


def _folder() -> Path | None:
    """Return the folder of this user's own, made if need be, or None where it cannot be trusted."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime).is_dir():
        folder = Path(runtime) / _FOLDER
    else:
        user = os.getuid() if hasattr(os, "getuid") else 0
        folder = Path(tempfile.gettempdir()) / f"{_FOLDER}-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    mine = hasattr(os, "getuid") and found.st_uid == os.getuid()
    private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    return folder if mine and private else None


def _tidy(folder: Path) -> None:
    """Remove what nobody has used for long; whoever is faster may do it."""
    oldest = time.time() - _STALE_SECONDS
    for path in folder.iterdir():
        try:
            if path.lstat().st_mtime < oldest:
                path.unlink()
        except OSError:
            continue
