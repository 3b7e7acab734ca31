"""Names that try to be markup, in every object of a sandbox."""

from __future__ import annotations

from typing import Any

from support.sandbox import Control

HOSTILE = (
    """x"'></td></script><img src=x onerror="window.broken=1"><script>window.broken=1</script><svg/onload=broken()>"""
)
SHOWN = frozenset(
    {"name", "label", "fullName", "firstName", "lastName", "displayName", "targetName", "username", "description"}
    | {"summary", "details", "title", "status", "text", "code", "category", "groupType"}
)
"""Members that consoles show."""
_KEPT = frozenset({"status", "username", "code"})
"""Of these only the end is changed, since their beginning is looked at."""


def spoil(control: Control) -> int:
    """Give every object of every vendor hostile names by hand; return how many members were changed."""
    changed = 0
    for vendor, kinds in control.state().items():
        if vendor not in {"ilert", "xmatters", "apifortress"}:
            continue
        for kind, stored in kinds.items():
            for each in stored:
                told = {name: _spoiled(name, value) for name, value in each.items() if name in SHOWN}
                told = {name: value for name, value in told.items() if isinstance(value, str)}
                if told:
                    control.edit(vendor, kind, each["id"], **told)
                    changed += len(told)
    return changed


def _spoiled(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return None
    return value + HOSTILE if name in _KEPT else HOSTILE
