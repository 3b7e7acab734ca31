"""What a stack's state is made of: resources, pending operations, the snapshot (`pulumi-engine.md` 6.2, 6.3).

These objects are immutable by type: a step makes a new `Resource` with `Resource.evolve`. That is what lets the
state be saved after every step at the price of the one resource that changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import time_ns
from typing import Any, Literal

ROOT_STACK_TYPE = "pulumi:pulumi:Stack"
"""Type of the resource that stands for the stack itself."""

PROVIDER_TYPE_PREFIX = "pulumi:providers:"
"""Types that begin so are provider resources (2.9)."""

PLUGIN = "pulumi-python"
"""Name of the plugin that this engine starts, and namespace of the configuration that it is given."""

DYNAMIC_PROVIDER = f"{PROVIDER_TYPE_PREFIX}{PLUGIN}"
"""Type of every provider resource that this engine can serve."""

OperationType = Literal["creating", "updating", "deleting", "reading", "importing"]
"""What was going on when a run was cut off (5.7)."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Resource:
    """One entry of the state (`pulumi-engine.md` 6.3); compared by identity, never changed in place.

    `inputs` and `outputs` hold internal values (`embedded_engine.values`): secrets are `Secret`, already decrypted.
    Empty values of the optional fields mean "absent" and are left out of the file.
    """

    urn: str
    type: str
    custom: bool
    id: str = ""
    """The provider's id; empty for components and the stack."""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    delete: bool = False
    """True for the old half of a replacement that is still to be deleted (4.5)."""
    parent: str = ""
    protect: bool = False
    taint: bool = False
    external: bool = False
    """True for a resource that was read with `.get()` and is not managed (4.10)."""
    dependencies: Sequence[str] = ()
    init_errors: Sequence[str] = ()
    """Reasons of a partial failure (4.8); not empty means that the next run updates it."""
    provider: str = ""
    """`URN::ID` of the provider resource; always set for custom resources that are no providers."""
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Input key to URNs; empty lists are written too."""
    pending_replacement: bool = False
    """True when it was deleted before a replacement that does not exist yet (4.6)."""
    additional_secret_outputs: Sequence[str] = ()
    aliases: Sequence[str] = ()
    custom_timeouts: Mapping[str, float] = field(default_factory=dict)
    """`create`, `update`, `delete` in seconds."""
    import_id: str = ""
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: Sequence[str] = ()
    created: str = ""
    """RFC 3339, UTC, nanoseconds; see `timestamp`."""
    modified: str = ""
    source_position: str = ""
    stack_trace: Sequence[Mapping[str, Any]] = ()
    ignore_changes: Sequence[str] = ()
    hide_diff: Sequence[str] = ()
    replace_on_changes: Sequence[str] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields that this engine does not know, as they stand in the file; carried along (11.8, row 152)."""

    def evolve(self, **changes: Any) -> Resource:
        """Return a copy with `changes` applied; unknown field names raise `TypeError`."""
        return replace(self, **changes)

    @property
    def is_stack(self) -> bool:
        """Whether this is the stack's own resource."""
        return self.type == ROOT_STACK_TYPE

    @property
    def is_provider(self) -> bool:
        """Whether this is a provider resource, default or explicit."""
        return self.type.startswith(PROVIDER_TYPE_PREFIX)

    @property
    def name(self) -> str:
        """The resource's name: the last part of its URN."""
        return self.urn.split("::", 3)[-1]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class PendingOperation:
    """A call with an effect whose end was not seen: the resource as it was going to be, and what was done (5.7)."""

    resource: Resource
    type: OperationType


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole deployment: what `checkpoint.latest` of the file holds (6.2)."""

    resources: Sequence[Resource] = ()
    pending_operations: Sequence[PendingOperation] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Unknown fields beside `resources`, carried along."""

    @property
    def stack_resource(self) -> Resource | None:
        """The stack's own resource, or None in a stack that never ran or was destroyed."""
        return next((resource for resource in self.resources if resource.is_stack and not resource.delete), None)


def timestamp(nanoseconds: int | None = None) -> str:
    """Return a time (nanoseconds since 1970, default now) as the CLI writes it: RFC 3339, UTC, Go's RFC3339Nano.

    Go drops trailing zeros of the fraction, and the fraction itself when nothing is left of it.
    """
    moment = time_ns() if nanoseconds is None else nanoseconds
    seconds, fraction = divmod(moment, 1_000_000_000)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    digits = f"{fraction:09d}".rstrip("0")
    return f"{text}.{digits}Z" if digits else f"{text}Z"
