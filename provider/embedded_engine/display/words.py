"""Markers, verbs, names and colours of steps, as the CLI shows them (`pulumi-engine.md` 5.10)."""

from __future__ import annotations

import re
from typing import Final

from embedded_engine.events import Op

MARKERS: Final = {
    Op.SAME: "",
    Op.CREATE: "+",
    Op.UPDATE: "~",
    Op.DELETE: "-",
    Op.REPLACE: "+-",
    Op.CREATE_REPLACEMENT: "++",
    Op.DELETE_REPLACED: "--",
    Op.READ: ">",
    Op.READ_REPLACEMENT: ">>",
    Op.REFRESH: "~",
    Op.DISCARD: "<",
    Op.DISCARD_REPLACED: "<<",
    Op.REMOVE_PENDING_REPLACE: "",
}
PLANNED: Final = {
    Op.SAME: "",
    Op.CREATE: "create",
    Op.UPDATE: "update",
    Op.DELETE: "delete",
    Op.REPLACE: "replace",
    Op.CREATE_REPLACEMENT: "create replacement",
    Op.DELETE_REPLACED: "delete original",
    Op.READ: "read",
    Op.READ_REPLACEMENT: "read for replacement",
    Op.REFRESH: "refreshing",
    Op.DISCARD: "discard",
    Op.DISCARD_REPLACED: "discard original",
    Op.REMOVE_PENDING_REPLACE: "",
}
"""What a preview says of a step."""

RUNNING: Final = {
    Op.SAME: "",
    Op.CREATE: "creating",
    Op.UPDATE: "updating",
    Op.DELETE: "deleting",
    Op.REPLACE: "replacing",
    Op.CREATE_REPLACEMENT: "creating replacement",
    Op.DELETE_REPLACED: "deleting original",
    Op.READ: "reading",
    Op.READ_REPLACEMENT: "reading for replacement",
    Op.REFRESH: "refreshing",
    Op.DISCARD: "discarding",
    Op.DISCARD_REPLACED: "discarding original",
    Op.REMOVE_PENDING_REPLACE: "",
}
DONE: Final = {
    Op.SAME: "",
    Op.CREATE: "created",
    Op.UPDATE: "updated",
    Op.DELETE: "deleted",
    Op.REPLACE: "replaced",
    Op.CREATE_REPLACEMENT: "created replacement",
    Op.DELETE_REPLACED: "deleted original",
    Op.READ: "read",
    Op.READ_REPLACEMENT: "read for replacement",
    Op.REFRESH: "refresh",
    Op.DISCARD: "discarded",
    Op.DISCARD_REPLACED: "discarded original",
    Op.REMOVE_PENDING_REPLACE: "",
}
FAILED: Final = {
    Op.CREATE_REPLACEMENT: "creating failed",
    Op.DELETE_REPLACED: "deleting failed",
    Op.READ_REPLACEMENT: "reading failed",
    Op.DISCARD_REPLACED: "discarding failed",
    Op.SAME: "failed",
    Op.REMOVE_PENDING_REPLACE: "failed",
}
"""What a failed step is called where it is not just `RUNNING` plus "failed"."""

COLORS: Final = {
    Op.CREATE: "green",
    Op.CREATE_REPLACEMENT: "bright_green",
    Op.UPDATE: "yellow",
    Op.REFRESH: "yellow",
    Op.DELETE: "red",
    Op.DELETE_REPLACED: "bright_red",
    Op.REPLACE: "magenta",
    Op.READ: "cyan",
    Op.READ_REPLACEMENT: "cyan",
    Op.DISCARD: "cyan",
    Op.DISCARD_REPLACED: "cyan",
}
_ANSI: Final = {
    "bold": 1,
    "red": 31,
    "green": 32,
    "yellow": 33,
    "blue": 34,
    "magenta": 35,
    "cyan": 36,
    "bright_red": 91,
    "bright_green": 92,
}
_OWN_NAME = re.compile(r"^(?P<package>[^:]+):(?P<module>[^:]*)/(?P<file>[^:/]+):(?P<name>[^:]+)$")


def failed_word(op: Op) -> str:
    """Return what a failed step is called."""
    return FAILED.get(op) or f"{RUNNING[op]} failed"


def type_name(kind: str) -> str:
    """Return a type as the CLI shows it: `dynamic/q:Q` is shortened to `dynamic:Q`."""
    match = _OWN_NAME.match(kind)
    if match and match["file"] == match["name"][:1].lower() + match["name"][1:]:
        return f"{match['package']}:{match['module']}:{match['name']}"
    return kind


def name_of(urn: str) -> str:
    """Return the name in a URN."""
    return urn.split("::", 3)[-1]


def type_of(urn: str) -> str:
    """Return the resource's own type in a URN, without its parents' types."""
    parts = urn.split("::")
    return parts[2].rsplit("$", 1)[-1] if len(parts) > 3 else ""


def painted(text: str, color: str, enabled: bool) -> str:
    """Return `text` in a colour, when colours are wanted."""
    return f"\x1b[{_ANSI[color]}m{text}\x1b[0m" if enabled and color in _ANSI and text else text
