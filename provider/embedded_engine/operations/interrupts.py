"""Ctrl-C and SIGTERM: once ends the run in good order, twice leaves at once (pulumi-engine.md 5.7)."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Final

from embedded_engine.deployment.run import Run
from embedded_engine.events import Severity


class Interrupts:
    """Handles signals while an operation runs; does nothing outside the main thread."""

    def __init__(self, run: Run) -> None:
        """Nothing has happened yet."""
        self._run: Final = run
        self._cancels: list[Callable[[], None]] = []
        self._aborts: list[Callable[[], None]] = []
        self._previous: dict[signal.Signals, Any] = {}
        self._lock = threading.Lock()
        self.cancelled = False
        """Whether there was at least one."""
        self.aborted = False
        """Whether there were two."""

    def on_cancel(self, action: Callable[[], None]) -> None:
        """Call `action` at the first signal; it must not wait."""
        self._cancels.append(action)

    def on_abort(self, action: Callable[[], None]) -> None:
        """Call `action` at the second signal; actions run in reverse order."""
        self._aborts.append(action)

    def __enter__(self) -> Interrupts:
        """Take the signals over."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._previous[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the signals back."""
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        """Only note the signal here: the interrupted code may hold any lock."""
        threading.Thread(target=self._act, name="interrupt", daemon=True).start()

    def _act(self) -> None:
        with self._lock:
            first, self.cancelled = not self.cancelled, True
            again, self.aborted = not first and not self.aborted, self.aborted or not first
        if first:
            self._run.halt()
            self._run.say(
                Severity.WARNING,
                "cancelling: running steps are finished and saved; interrupt again to leave at once "
                "(then objects may exist that the state does not know)",
            )
            for action in self._cancels:
                action()
        elif again:
            self._run.journal.close()
            for action in reversed(self._aborts):
                action()
            self._run.halt()
