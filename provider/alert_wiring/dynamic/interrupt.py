"""Ctrl-C: the engine says Cancel to its plugins at once, but the SDK's four workers answer it only when one is free.

The engine waits for every step that runs (`pulumi-dynamic-providers.md 4.7`), so what holds them up must let go. Calls
of the plugin's server go through an executor; this looks at what is submitted there and winds the process down as soon
as a Cancel comes in, whether or not a worker is free. Cancel also comes at the end of every phase, where nothing runs.
It leans on how gRPC and the SDK are built: where they are built differently, Ctrl-C waits for the steps that run.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Final

from alert_wiring.core import halt

GRACE_SECONDS: Final = 0.8
"""How long operations that run may go on: enough for an answer that is near, and Ctrl-C still leaves in two seconds."""

REASON: Final = "the run was interrupted. Run the same command again, which looks first"
_CANCEL: Final = "Cancel"

_lock = threading.Lock()
_listening: list[Executor] = []


def listen_for_cancel() -> None:
    """Start to listen, once per process; call it where the plugin's server calls us."""
    executor = _executor_of_call()
    with _lock:
        if executor is None or _listening:
            return
        _listening.append(executor)
        executor.submit = _listening_submit(executor.submit)  # type: ignore[method-assign]


def _listening_submit(submit: Callable[..., Any]) -> Callable[..., Any]:
    def listening(*call: Any, **more: Any) -> Any:
        if any(getattr(part, "__name__", "") == _CANCEL for part in call):
            halt.wind_down(REASON, GRACE_SECONDS)
        return submit(*call, **more)

    return listening


def _executor_of_call() -> Executor | None:
    """Return the executor whose worker this thread is, None in any other thread."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        reference = frame.f_locals.get("executor_reference")
        executor = reference() if callable(reference) else None
        if isinstance(executor, Executor):
            return executor
    return None
