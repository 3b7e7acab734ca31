"""What falls due on the sandbox's clock, and when: events, automatic resolutions, escalations, silent heartbeats.

Every call to the stand-in first brings about what is due. That must not cost more the more alerts are open, so the
earliest moment is kept apart, and the list is not looked at before it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import times

_AGENDA, _FIRST = "ilert.agenda", "ilert.agenda_first"

Item = dict[str, Any]
"""``at``, ``what`` and ``key`` of one thing that falls due."""


def expect(context: Context, what: str, key: str, moment: datetime) -> None:
    """Something falls due at `moment`; a thing that is expected already moves there."""
    context.store.put(_AGENDA, f"{what}:{key}", {"at": times.kept(moment), "what": what, "key": key})
    first = _first(context)
    if first is None or moment < first:
        context.store.put(_FIRST, "at", {"at": times.kept(moment)})


def forget(context: Context, what: str, key: str) -> None:
    """Something does not fall due any more."""
    context.store.delete(_AGENDA, f"{what}:{key}")


def reached(context: Context, moment: datetime) -> bool:
    """Whether anything may be due at `moment`."""
    first = _first(context)
    return first is not None and first <= moment


def take(context: Context, moment: datetime) -> list[tuple[datetime, Item]]:
    """What is due at `moment`, in the order in which it fell due, still on the list; the rest is waited for."""
    items = sorted(((times.read(item["at"]), item) for item in context.store.all(_AGENDA)), key=lambda one: one[0])
    later = next((at for at, _ in items if at > moment), None)
    if later is None:
        context.store.delete(_FIRST, "at")
    else:
        context.store.put(_FIRST, "at", {"at": times.kept(later)})
    return [one for one in items if one[0] <= moment]


def _first(context: Context) -> datetime | None:
    kept = context.store.get(_FIRST, "at")
    return None if kept is None else times.read(kept["at"])
