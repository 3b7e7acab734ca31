"""One clean line for what fails while the user's program runs: look-ups, and checks in constructors.

The language host prints a `pulumi.RunError` as its text and everything else as a traceback. Our errors belong to
`core`, which knows no Pulumi, so they become both here: the same class, and a `RunError`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pulumi

from alert_wiring.core.errors import WiringError
from alert_wiring.dynamic.failures import debugging

P = ParamSpec("P")
R = TypeVar("R")


def told_in_program(function: Callable[P, R]) -> Callable[P, R]:
    """Wrap a function that programs call, so that our errors in it are shown as one line."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except pulumi.RunError:
            raise
        except WiringError as error:
            if debugging():
                raise
            raise run_error(error) from None

    return wrapper


def run_error(error: WiringError) -> WiringError:
    """Return the same error as one that is a `pulumi.RunError` too."""
    kind = type(error)
    both: Any = type(kind.__name__, (kind, pulumi.RunError), {"__module__": kind.__module__})
    told: WiringError = both.__new__(both, error.text)
    told.__dict__.update(error.__dict__)
    told.args = error.args
    return told
