"""What conditions and templates of this account can ask for: hours, schedules, how often something came (4.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from vendor_sandbox.context import Context
from vendor_sandbox.ilert import templates, times
from vendor_sandbox.ilert.conditions import LONGEST, Surroundings, holds, uses_rate
from vendor_sandbox.ilert.names import SCHEDULES, SUPPORT_HOURS
from vendor_sandbox.ilert.support_hours import open_at

TRIGGERS = "ilert.triggers"
"""By condition's place: when events came to it, for the longest window, and those since it last held."""


def condition_holds(context: Context, text: str, root: dict[str, Any], place: str) -> bool:
    """Whether a condition is true; `place` names where it stands, because rates are counted per place."""
    counted = _count(context, place) if uses_rate(text) else {}
    held = holds(text, root, _surroundings(context, counted))
    if counted and held:
        context.store.put(TRIGGERS, place, {**counted, "since": []})
    return held


def render(context: Context, text: str, root: Any) -> str:
    """A template's text; a missing variable prints nothing, or under a switch stays as it was written."""
    return templates.render(text, root, context.switches.get("ilert.missing_variable") == "as_written")


def _count(context: Context, place: str) -> dict[str, Any]:
    """Note that an event came to a place."""
    now = context.clock.now()
    kept = context.store.get(TRIGGERS, place) or {"all": [], "since": []}
    oldest = times.kept(now - timedelta(seconds=LONGEST))
    counted = {name: [*(at for at in kept[name] if at > oldest), times.kept(now)] for name in ("all", "since")}
    context.store.put(TRIGGERS, place, counted)
    return counted


def _surroundings(context: Context, counted: dict[str, Any]) -> Surroundings:
    now = context.clock.now()

    def support_hours_now(number: int) -> bool:
        hours = context.store.get(SUPPORT_HOURS, str(number))
        return hours is not None and open_at(hours, now)

    def on_call_now(number: int) -> bool:
        return on_call(context, number) is not None

    def triggers(seconds: int, resetting: bool) -> int:
        start = now - timedelta(seconds=seconds)
        return sum(times.read(at) > start for at in counted.get("since" if resetting else "all", []))

    left_to_right = context.switches.get("ilert.condition_precedence") == "left_to_right"
    return Surroundings(support_hours_now, on_call_now, triggers, left_to_right)


def on_call(context: Context, schedule: int) -> dict[str, Any] | None:
    """The present shift of a schedule; ``None`` when nobody is on call."""
    shift: dict[str, Any] | None = (context.store.get(SCHEDULES, str(schedule)) or {}).get("currentShift")
    if shift is None:
        return None
    now = context.clock.now()
    return shift if times.read(shift["start"]) <= now < times.read(shift["end"]) else None
