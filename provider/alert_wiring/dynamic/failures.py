"""One clean line per failure, on both sides of the plugin's wire (4.1 to 4.3 of the reference).

In the plugin the SDK sends `traceback.format_exc()` to the engine. `clean_plugin_errors` puts an object into the place
of that module in the SDK's servicer which returns our text for our errors. In the program a failed run ends with the
program's own KeyboardInterrupt traceback; `quiet_interruption` avoids it. `ALERT_WIRING_DEBUG=1` turns both off.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pulumi

from alert_wiring.core.errors import WiringError, one_line
from alert_wiring.core.telling import telling
from alert_wiring.dynamic.voice import progress

DEBUG_VARIABLE = "ALERT_WIRING_DEBUG"

_SERVICER = "DynamicResourceProviderServicer"
_EXECUTOR = "pulumi-language-python-exec"

P = ParamSpec("P")
R = TypeVar("R")


class ProviderDefectError(WiringError):
    """The provider itself failed; the text says how to see more."""


class _CleanTraceback:
    """Stands in for the `traceback` module inside the SDK's servicer."""

    @staticmethod
    def format_exc() -> str:
        """Return the line of our own errors, and the real traceback of everything else."""
        error = sys.exc_info()[1]
        if isinstance(error, WiringError) and not debugging():
            return error.text
        return traceback.format_exc()


def debugging() -> bool:
    """Say whether tracebacks are wanted."""
    return os.environ.get(DEBUG_VARIABLE, "").strip().lower() not in {"", "0", "false", "no"}


def clean_plugin_errors() -> None:
    """Make the plugin send our one line; do nothing outside the plugin process."""
    main = sys.modules.get("__main__")
    if main is None or not hasattr(main, _SERVICER) or debugging():
        return
    if hasattr(main, "traceback"):
        main.traceback = _CleanTraceback  # type: ignore[attr-defined]
    else:  # an SDK that is built differently: at least no stack
        sys.tracebacklimit = 0


def answering(method: Callable[P, R]) -> Callable[P, R]:
    """Wrap a provider method so that only WiringError leaves it, and what it waits for shows on the resource's line.

    Anything that is not an `Exception` (`sys.exit` in a library) would hang the run for ever (4.3 there); any other
    exception is a defect of ours and is told in one line.
    """

    @functools.wraps(method)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with telling(progress):
                return method(*args, **kwargs)
        except WiringError:
            raise
        except BaseException as error:
            if debugging() and isinstance(error, Exception):
                raise
            text = one_line(f"{type(error).__name__}: {error}")
            place = _place(error)
            raise ProviderDefectError(
                f"The alert wiring provider failed in {method.__name__} ({text}{place}). This is a defect of the "
                f"provider: set {DEBUG_VARIABLE}=1 and run again to see the traceback."
            ) from None

    return wrapper


def _place(error: BaseException) -> str:
    """Return the last place of our own code, as module and line."""
    places = [frame for frame in traceback.extract_tb(error.__traceback__) if "alert_wiring" in frame.filename]
    return f", in {places[-1].name} line {places[-1].lineno}" if places else ""


def in_program(function: Callable[P, R]) -> Callable[P, R]:
    """Wrap a function that the user's program calls: Pulumi then shows the one line of our errors, no traceback.

    The error keeps its class (`except NoMatchError` still works) and becomes a `pulumi.RunError` as well, which is what
    the program's executor prints cleanly.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        quiet_interruption()
        try:
            return function(*args, **kwargs)
        except pulumi.RunError:
            raise
        except WiringError as error:
            if debugging():
                raise
            raise _clean(error) from None

    return wrapper


def quiet_interruption() -> None:
    """Let SIGINT end the user's program without a traceback, under the language host only.

    Never in another process (Automation API, tests), never outside the main thread, and only while the handler is
    Python's own.
    """
    if (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        and not debugging()
        and _under_language_host()
    ):
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _under_language_host() -> bool:
    """Say whether the outermost frame is the language host's executor.

    It runs the program by `runpy`, which replaces `__main__` and `sys.argv[0]`, so these do not tell.
    """
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code.co_filename.endswith(_EXECUTOR)


_clean_classes: dict[type[WiringError], type[WiringError]] = {}


def _clean(error: WiringError) -> WiringError:
    """Return the same error as one that is a `pulumi.RunError` too."""
    kind = type(error)
    if kind not in _clean_classes:
        _clean_classes[kind] = type(kind.__name__, (kind, pulumi.RunError), {})
    clean: WiringError = _clean_classes[kind].__new__(_clean_classes[kind], *error.args)
    clean.__dict__.update(error.__dict__)
    return clean
