"""Values as the engine holds them, and how they travel, compare and hide (pulumi-engine.md section 3)."""

from embedded_engine.values.compare import PropertyDiff, changed_keys, detailed_diff, equal, present
from embedded_engine.values.marks import (
    SECRET,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_SENTINEL,
    UNKNOWN_SENTINELS,
    Secret,
    Unknown,
    contains_secret,
    contains_unknown,
    unwrap,
)
from embedded_engine.values.paths import parse_path, reset
from embedded_engine.values.secrets import annotate, mark_outputs

__all__ = [
    "SECRET",
    "SIGNATURE",
    "UNKNOWN",
    "UNKNOWN_SENTINEL",
    "UNKNOWN_SENTINELS",
    "PropertyDiff",
    "Secret",
    "Unknown",
    "annotate",
    "changed_keys",
    "contains_secret",
    "contains_unknown",
    "detailed_diff",
    "equal",
    "mark_outputs",
    "parse_path",
    "present",
    "reset",
    "unwrap",
]
