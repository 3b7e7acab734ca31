"""Starting child processes that never outlive the engine, and listening to what they print.

A child has a process group of its own, so that Ctrl-C in a terminal reaches the engine alone and running steps can
end (pulumi-engine.md 5.7). On Linux the kernel ends it when the engine dies by SIGKILL (1.3: the CLI's own plugin
lives for ever); the signal is tied to the thread that started the child, so one thread that never ends starts all.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Final

LineHandler = Callable[[bool, str], None]
"""Called with (is stderr, line without its end)."""

_PR_SET_PDEATHSIG: Final = 1
_OWN_VARIABLES: Final = ("GRPC_ENABLE_FORK_SUPPORT",)
"""What the engine sets for itself (`protocol`) and the CLI does not; children start as they would under the CLI."""

_requests: SimpleQueue[tuple[Callable[[], subprocess.Popen[bytes]], Future[subprocess.Popen[bytes]]]] = SimpleQueue()
_starter_lock = threading.Lock()
_starter: threading.Thread | None = None


def _die_with_parent() -> Callable[[], None] | None:
    """Give the function that runs in the child before its program, or None where the system has no such thing."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def _serve_starts() -> None:
    while True:
        start, result = _requests.get()
        try:
            result.set_result(start())
        except BaseException as error:
            result.set_exception(error)


def _start(start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    global _starter  # noqa: PLW0603 - one thread per process, made when first needed
    with _starter_lock:
        if _starter is None:
            _starter = threading.Thread(target=_serve_starts, name="starter", daemon=True)
            _starter.start()
    result: Future[subprocess.Popen[bytes]] = Future()
    _requests.put((start, result))
    return result.result()


class Child:
    """A running child process whose output is read by threads of its own."""

    def __init__(self, arguments: Sequence[str], directory: Path, environment: Mapping[str, str]) -> None:
        """Start `arguments` in `directory`; raises `OSError` when that is impossible. Nothing is read yet."""
        arrange = _die_with_parent()
        variables = {key: text for key, text in environment.items() if key not in _OWN_VARIABLES}
        self.process: Final = _start(
            lambda: subprocess.Popen(
                arguments,
                cwd=directory,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                process_group=0,
                preexec_fn=arrange,  # noqa: PLW1509 - it only calls prctl
            )
        )
        self._pumps: list[threading.Thread] = []

    def read_line(self) -> bytes:
        """Read one line of stdout, before `listen`; empty when the process closed it."""
        return self._stream(False).readline()

    def listen(self, on_line: LineHandler, *, stdout: bool = True, stderr: bool = True) -> None:
        """Give every further line of the named streams to `on_line`, from threads."""
        for is_error, wanted in ((False, stdout), (True, stderr)):
            if wanted:
                pump = threading.Thread(
                    target=self._pump, args=(is_error, on_line), name=f"output-{self.process.pid}", daemon=True
                )
                pump.start()
                self._pumps.append(pump)

    def _stream(self, is_error: bool) -> IO[bytes]:
        stream = self.process.stderr if is_error else self.process.stdout
        if stream is None:
            raise RuntimeError("a child's output is always a pipe")
        return stream

    def _pump(self, is_error: bool, on_line: LineHandler) -> None:
        with self._stream(is_error) as stream:
            for line in stream:
                on_line(is_error, line.decode("utf-8", "replace").rstrip("\r\n"))

    def wait(self) -> int:
        """Wait until it ended and all its output was handled; give its exit code."""
        code = self.process.wait()
        self.drain()
        return code

    def drain(self, timeout: float = 2.0) -> None:
        """Wait (seconds, per stream) for the rest of the output; a grandchild may hold the pipe open for ever."""
        for pump in self._pumps:
            pump.join(timeout)

    def stop(self, first: signal.Signals, grace: float) -> None:
        """End it: send `first` to its group, after `grace` seconds SIGKILL. Does nothing when it has ended."""
        if self.process.poll() is None:
            self._signal(first)
            try:
                self.process.wait(grace)
            except subprocess.TimeoutExpired:
                self._signal(signal.SIGKILL)
                self.process.wait()
        self.drain()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
