"""Calls made at the same time, each in a thread of its own with the caller's deadline."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def together(*calls: Callable[[], T]) -> list[T]:
    """Return what the calls return, in their order, when all have ended.

    Raises:
        Exception: what the first of them, in their order, that failed has raised.
    """
    with ThreadPoolExecutor(len(calls), thread_name_prefix="together") as pool:
        running = [pool.submit(copy_context().run, call) for call in calls]
    return [one.result() for one in running]
