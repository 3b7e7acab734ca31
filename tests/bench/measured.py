"""What a command costs: seconds, processor seconds and memory of all its processes together."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from support.engines import Result, Running

_EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """One command's cost."""

    seconds: float
    processor: float
    """Processor seconds of the command and of all that it started and waited for."""
    memory: float
    """Peak of the resident memory of all its processes at once, in MB; pages that they share count for each."""


def measure(start: Callable[[], Running], timeout: float) -> tuple[Result, Cost]:
    """Run a command to its end (at most *timeout* seconds); nothing else may be started meanwhile."""
    before, began = _processor(), time.monotonic()
    running = start()
    peak = _Peak(running.process.pid)
    peak.start()
    try:
        result = running.wait(timeout)
    finally:
        peak.over.set()
        peak.join()
    return result, Cost(time.monotonic() - began, _processor() - before, peak.found / 1e6)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Peak(threading.Thread):
    """Looks at the memory of a process and its descendants again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(name="memory", daemon=True)
        self.over = threading.Event()
        self.found = 0
        self._root = psutil.Process(pid)

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(_EVERY):
            self.found = max(self.found, self._now())

    def _now(self) -> int:
        total = 0
        try:
            family = [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return 0
        for process in family:
            try:
                total += process.memory_info().rss
            except psutil.Error:
                continue
        return total
