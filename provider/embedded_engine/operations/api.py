"""What a command line asks of the engine, and what it must bring along."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embedded_engine.errors import EngineError, NeedsPulumiCliError
from embedded_engine.events import Display, Kind, Outcome
from embedded_engine.files.model import Snapshot
from embedded_engine.values import Secret

if TYPE_CHECKING:
    from embedded_engine.operations.ahead import Ahead

__all__ = ["ConfigValue", "EngineError", "NeedsPulumiCliError", "Options", "Stack", "run"]

ConfigValue = str | Secret
"""A configuration value as the program gets it: text (structured ones as compact JSON), secret or not."""


@dataclass(frozen=True, slots=True)
class Options:
    """Flags of one operation."""

    preview: bool = False
    """Plan only: nothing is written, neither state nor world."""
    parallel: int = field(default_factory=lambda: 4 * (os.cpu_count() or 1))
    """Steps at once (`--parallel`); the plugin itself serves four."""
    refresh: bool = False
    """Read everything first (`--refresh`)."""
    targets: tuple[str, ...] = ()
    """URNs (`--target`); `*` and `**` are wildcards as in the CLI."""
    target_dependents: bool = False
    replace: tuple[str, ...] = ()
    """URNs to be replaced (`--replace`)."""
    continue_on_error: bool = False
    debug: bool = False
    """Let the program send its debug messages (`--debug`): four calls per resource."""
    clear_pending_creates: bool = False
    """Forget pending creates (`refresh --clear-pending-creates`)."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The stack an operation works on. Locks, history and configuration files are its bringer's business."""

    project: str
    name: str
    root: Path
    """Folder of Pulumi.yaml, absolute."""
    main: str = ""
    """`main` of Pulumi.yaml: folder or file of the program, relative to `root`."""
    organization: str = "organization"
    runtime_options: Mapping[str, Any] = field(default_factory=dict)
    """`runtime.options` of Pulumi.yaml, as written there."""
    config: Mapping[str, ConfigValue] = field(default_factory=dict)
    """Full key -> value, defaults of the project merged in."""
    secret_texts: tuple[str, ...] = ()
    """Secrets of the configuration in clear, those inside structured values too: masked in every message."""
    snapshot: Snapshot = field(default_factory=Snapshot)
    """The state before the operation, checked for integrity."""
    save: Callable[[Snapshot], None] = lambda _: None
    """Write the state, atomically; called with a lock held, never in a preview."""
    read_outputs: Callable[[str], Mapping[str, Any]] | None = None
    """Exports of another stack by its name as written in a StackReference; raises `EngineError` when there is none."""


def run(kind: Kind, options: Options, stack: Stack, display: Display, ahead: Ahead | None = None) -> Outcome:
    """Run one pass of `kind` and report each event to `display`; it takes what was started `ahead`.

    `up` with a preview is two calls: `run("update", Options(preview=True), ...)`, then `run("update", Options(), ...)`.
    `kind="preview"` is `update` with `preview=True`. A refusal (`NeedsPulumiCliError`) found before any write is
    raised; every other failure is a `Diagnostic` and an unsuccessful outcome.

    SIGINT and SIGTERM are handled while it runs (when called from the main thread): once cancels (running steps end
    and are saved), twice leaves at once with pending operations (`Outcome.aborted`).
    """
    from embedded_engine.operations.runner import run_operation  # noqa: PLC0415 - gRPC loads only when something runs

    return run_operation(kind, options, stack, display, ahead)
