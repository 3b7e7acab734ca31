"""What one run of a program remembers: parts that its resources share, and who manages what.

The memory belongs to the program's run, not to the process: the Automation API runs several programs in one process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pulumi

T = TypeVar("T")

_runs: WeakKeyDictionary[pulumi.Resource, dict[object, Any]] = WeakKeyDictionary()


def run_memory() -> dict[object, Any]:
    """Return what this run of the program remembers; without a stack resource nothing is shared."""
    root = pulumi.runtime.get_root_resource()
    return {} if root is None else _runs.setdefault(root, {})


def once(key: object, make: Callable[[], T]) -> T:
    """Return what `make` returned when this run of the program first asked for `key`."""
    memory = run_memory()
    if key not in memory:
        memory[key] = make()
    found: T = memory[key]
    return found
