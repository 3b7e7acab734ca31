"""What an engine's plan does: the resources before it and after it, out of the JSON of a preview.

`pulumi preview --json --show-sames`, `pulumi destroy --preview-only --json` and the embedded engine's same tell it
(`pulumi-engine.md 10.1`). Without `--show-sames` unchanged resources are only counted: then it takes the state too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from alert_wiring.core.errors import WiringError
from alert_wiring.guard.resources import Resource, resource_of, resources_in

_GOES = ("delete", "discard", "read-discard", "remove-pending-replace")
_HALVES = ("delete-replaced", "create-replacement", "discard-replaced", "read-replacement", "import-replacement")
"""Parts of a replacement, which the step `replace` tells as a whole."""
_KEEPS_OBJECT = ("same", "update", "refresh", "read")


class PlanError(WiringError):
    """What was given is no plan, or not a whole one; the text says what to do."""


@dataclass(frozen=True)
class Plan:
    """The resources of a stack by URN, before and after what is planned, and the stack's configuration as text."""

    before: Mapping[str, Resource]
    after: Mapping[str, Resource]
    config: Mapping[str, str]


def read_plan(text: str, state: str | None = None) -> Plan:
    """Return what a plan does.

    Args:
        text: the engine's JSON.
        state: the output of `stack export`, for a plan that does not show everything.

    Raises:
        PlanError: it is no JSON, no plan, or leaves unchanged resources out and no state is given.
    """
    plan = _parsed(text, "the plan")
    if "steps" not in plan and "changeSummary" not in plan:
        raise PlanError("this is no plan: give what `pulumi preview --json --show-sames` prints.")
    steps = [step for step in plan.get("steps") or () if isinstance(step, Mapping) and step.get("urn")]
    before = resources_in(_parsed(state, "the state")) if state is not None else {}
    if state is None and (hidden := _hidden(plan, steps)):
        raise PlanError(
            f"the plan leaves out {hidden} unchanged resources, which may matter: preview with --show-sames, or give "
            "the state too: `pulumi stack export > state.json`, then --state state.json."
        )
    after = dict(before)
    for step in steps:
        urn, op = str(step["urn"]), str(step.get("op"))
        old, new = _state(step, "oldState"), _state(step, "newState")
        if op in _HALVES:
            continue
        if old is not None:
            before[urn] = old
        if op in _GOES or new is None:
            after.pop(urn, None)
            if old is not None and old.kept:
                after[urn] = old
            continue
        after[urn] = _known(new, old) if old is not None and op in _KEEPS_OBJECT else new
    config = plan.get("config")
    told = config.items() if isinstance(config, Mapping) else ()
    return Plan(before, after, {str(key): value for key, value in told if isinstance(value, str)})


def _parsed(text: str, what: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):  # brackets without end
        raise PlanError(f"{what} is not JSON: give what the engine printed with --json, and nothing else.") from None
    if not isinstance(found, Mapping):
        raise PlanError(f"{what} is not a JSON object.")
    return found


def _hidden(plan: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> int:
    """Return how many unchanged resources are counted and not shown."""
    summary = plan.get("changeSummary")
    counted = summary.get("same", 0) if isinstance(summary, Mapping) else 0
    shown = sum(step.get("op") == "same" for step in steps)
    return max(0, counted - shown) if isinstance(counted, int) else 0


def _state(step: Mapping[str, Any], name: str) -> Resource | None:
    told = step.get(name)
    return resource_of({"urn": step["urn"], **told}) if isinstance(told, Mapping) else None


def _known(new: Resource, old: Resource) -> Resource:
    """Return the new state of an object that stays, with the id that a plan leaves out."""
    return replace(new, id=new.id or old.id)
