"""What the program wants of one resource, and the state that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from embedded_engine.files.model import Resource


@dataclass(frozen=True, slots=True)
class AliasSpec:
    """One alias: a whole `urn`, or parts of which the missing ones are the resource's own (pulumi-engine.md 4.9)."""

    urn: str = ""
    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent: str = ""
    no_parent: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """One registration, with what it inherits from its parent filled in (pulumi-engine.md 2.3, 4.12)."""

    urn: str
    type: str
    name: str
    custom: bool
    inputs: Mapping[str, Any]
    parent: str = ""
    provider: str = ""
    """`URN::ID`; empty for components."""
    protect: bool = False
    retain_on_delete: bool = False
    deleted_with: str = ""
    dependencies: Sequence[str] = ()
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    delete_before_replace: bool | None = None
    """None leaves the decision to the provider."""
    ignore_changes: Sequence[str] = ()
    replace_on_changes: Sequence[str] = ()
    hide_diff: Sequence[str] = ()
    additional_secret_outputs: Sequence[str] = ()
    custom_timeouts: Mapping[str, float] = field(default_factory=dict)
    aliases: Sequence[AliasSpec] = ()
    import_id: str = ""
    source_position: str = ""

    def state(self, inputs: Mapping[str, Any], old: Resource | None) -> Resource:
        """Give the new state before any step: `inputs`, times and unknown fields of `old`, no id and no outputs."""
        return Resource(
            urn=self.urn,
            type=self.type,
            custom=self.custom,
            inputs=inputs,
            parent=self.parent,
            protect=self.protect,
            dependencies=self.dependencies,
            provider=self.provider,
            property_dependencies=self.property_dependencies,
            additional_secret_outputs=self.additional_secret_outputs,
            custom_timeouts=self.custom_timeouts,
            import_id=self.import_id,
            retain_on_delete=self.retain_on_delete,
            deleted_with=self.deleted_with,
            created=old.created if old else "",
            modified=old.modified if old else "",
            source_position=self.source_position,
            ignore_changes=self.ignore_changes,
            hide_diff=self.hide_diff,
            replace_on_changes=self.replace_on_changes,
            extra=old.extra if old else {},
        )
