"""What a running operation says: typed events in order, and its outcome (pulumi-engine.md 10.2).

Operations know no display; they call a function with one event after the other, from one thread at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Literal

from embedded_engine.files.model import Resource
from embedded_engine.values import PropertyDiff

Kind = Literal["preview", "update", "refresh", "destroy"]
"""What an operation is; `up` is a preview and then an update."""


class Op(StrEnum):
    """What a step does, in the CLI's words (pulumi-engine.md 5.9, 5.10)."""

    SAME = "same"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REPLACE = "replace"
    CREATE_REPLACEMENT = "create-replacement"
    DELETE_REPLACED = "delete-replaced"
    READ = "read"
    READ_REPLACEMENT = "read-replacement"
    REFRESH = "refresh"
    DISCARD = "discard"
    DISCARD_REPLACED = "discard-replaced"
    REMOVE_PENDING_REPLACE = "remove-pending-replace"


class Severity(StrEnum):
    """How serious a message is, in the words of `preview --json`."""

    DEBUG = "debug"
    INFO = "info"
    INFO_ERR = "info#err"
    WARNING = "warning"
    ERROR = "error"


class ExitCode(IntEnum):
    """Exit codes of the command line (pulumi-engine.md 5.8)."""

    SUCCESS = 0
    FAILED = 1
    USAGE = 2
    STACK_NOT_FOUND = 6
    CHANGES = 7
    CANCELLED = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as the display and `--json` see it.

    `old` and `new` are whole resources (their URNs may differ by an alias); a delete has no `new`, a create no `old`.
    In `ResourceDone` the `new` holds the final outputs; in a preview the planned ones. For a refresh, `op` of the
    done event is what was found: `SAME`, `UPDATE` or `DELETE`, and `refreshed` is true.
    """

    op: Op
    urn: str
    type: str
    old: Resource | None = None
    new: Resource | None = None
    replace_keys: Sequence[str] = ()
    """The provider's `replaces`."""
    diffs: Sequence[str] = ()
    """Top-level keys that differ; only when Diff answered "unknown"."""
    detailed_diff: Mapping[str, PropertyDiff] | None = None
    """Property path -> difference; only when Diff answered "unknown"."""
    logical: bool = True
    """False for the halves of a replacement, which no summary counts."""
    refreshed: bool = False
    internal: bool = False
    """True for steps of default providers, which no display shows or counts."""

    @property
    def provider(self) -> str:
        """`URN::ID` of the provider, empty for components."""
        state = self.new or self.old
        return state.provider if state else ""


@dataclass(frozen=True, slots=True)
class Prelude:
    """First event of a pass: what runs, and with which configuration (secrets are `Secret`)."""

    kind: Kind
    is_preview: bool
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResourcePre:
    """A step starts (in a preview: is planned)."""

    step: Step
    planning: bool


@dataclass(frozen=True, slots=True)
class ResourceDone:
    """A step has ended well. The stack's own comes last; its `old`/`new` outputs are the exports."""

    step: Step
    planning: bool


@dataclass(frozen=True, slots=True)
class ResourceFailed:
    """A step has failed; its message came before as a `Diagnostic`."""

    step: Step
    planning: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message: of the engine, of a provider, or a line that program or plugin printed.

    `message` has no end of line and no secret of the configuration; `urn` is empty when it belongs to the whole run.
    `ephemeral` ones are progress: a display shows them while the step runs and then forgets them.
    """

    severity: Severity
    message: str
    urn: str = ""
    ephemeral: bool = False
    stream_id: int = 0


@dataclass(frozen=True, slots=True)
class StackOutputs:
    """The exports of the pass, before (`old`) and now (`new`); values as in the state."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """Last event of a pass."""

    kind: Kind
    is_preview: bool
    result: Literal["succeeded", "failed"]
    duration_seconds: float
    changes: Mapping[str, int]
    """Op -> number of logical steps (pulumi-engine.md 5.9); zero entries are left out."""
    errors: int = 0
    """Messages of severity error, `pulumi.log.error` of the program included."""


Event = Prelude | ResourcePre | ResourceDone | ResourceFailed | Diagnostic | StackOutputs | Summary
Display = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an operation ended."""

    succeeded: bool
    cancelled: bool = False
    """The user interrupted it once: what ran was finished and saved."""
    aborted: bool = False
    """The user interrupted it twice: pending operations are left behind (exit code 8)."""
    changes: Mapping[str, int] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    duration_seconds: float = 0.0
    has_changes: bool = False
    """Whether `--expect-no-changes` would fail."""
