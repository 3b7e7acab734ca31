"""Children of this process that run one case each, so many at a time."""

from __future__ import annotations

import gc
import os
import pickle
import select
import sys
from collections.abc import Callable

from chaos.verdict import Verdict


class Crew:
    """Children that each run one case, and report through a pipe."""

    def __init__(self, workers: int, told: Callable[[Verdict], None]) -> None:
        self._workers, self._told = workers, told
        self._pipes: dict[int, int] = {}
        self._got: dict[int, bytes] = {}
        self._report: int | None = None

    def forked(self) -> bool:
        """Fork when there is room; say whether this is the child."""
        while len(self._pipes) >= self._workers:
            self._collect()
        read, write = os.pipe()
        sys.stdout.flush()
        if pid := os.fork():
            os.close(write)
            self._pipes[read] = pid
            self._got[read] = b""
            return False
        os.close(read)
        gc.disable()
        self._report = write
        return True

    def leave(self, verdict: Verdict) -> None:
        """End this child with its verdict."""
        assert self._report is not None
        with os.fdopen(self._report, "wb") as pipe:
            pickle.dump(verdict, pipe)
        os._exit(0)

    def wait(self) -> None:
        """Wait for all children."""
        while self._pipes:
            self._collect()

    def _collect(self) -> None:
        """Wait until a child has something to say."""
        for pipe in select.select(list(self._pipes), [], [])[0]:
            if more := os.read(pipe, 1 << 16):
                self._got[pipe] += more
                continue
            os.close(pipe)
            os.waitpid(self._pipes.pop(pipe), 0)
            self._told(pickle.loads(self._got.pop(pipe)))
