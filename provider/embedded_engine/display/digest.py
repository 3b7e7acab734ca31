"""`preview --json`: one object with the plan (`pulumi-engine.md` 10.1)."""

from __future__ import annotations

import json
from typing import Any

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display.changes import REPLACEMENT_HALVES
from embedded_engine.display.objects import MASK
from embedded_engine.display.view import View
from embedded_engine.events import (
    Diagnostic,
    Event,
    Op,
    ResourceDone,
    ResourcePre,
    Severity,
    Step,
    Summary,
)
from embedded_engine.files.model import Resource
from embedded_engine.files.resources import resource_to_plain
from embedded_engine.values import UNKNOWN, UNKNOWN_SENTINEL, Secret, annotate, mark_outputs


class Digest:
    """Collects the events and writes the object when the pass is over, after failures too."""

    def __init__(self, view: View, terminal: Terminal) -> None:
        """Start empty."""
        self._view, self._terminal = view, terminal
        self._steps: dict[tuple[str, Op], dict[str, Any]] = {}
        self._diagnostics: list[dict[str, Any]] = []
        self._summary: Summary | None = None

    def __call__(self, event: Event) -> None:
        """Take one event in."""
        if isinstance(event, ResourcePre):
            if event.step.op is not Op.REFRESH:
                self._add(event.step)
        elif isinstance(event, ResourceDone):
            if event.step.refreshed:
                self._add(event.step)
        elif isinstance(event, Diagnostic):
            if not event.ephemeral and event.severity is not Severity.DEBUG:
                entry = {"urn": event.urn} if event.urn else {}
                self._diagnostics.append({**entry, "message": f"{event.message}\n", "severity": event.severity.value})
        elif isinstance(event, Summary):
            self._summary = event

    def _add(self, step: Step) -> None:
        state = step.new or step.old
        root = state is not None and state.is_stack
        halves = step.op in REPLACEMENT_HALVES and not self._view.show_replacement_steps
        if step.internal or halves or not (root or self._view.shows(step)):
            return
        entry: dict[str, Any] = {"op": step.op.value, "urn": step.urn}
        if step.provider:
            entry["provider"] = step.provider
        if step.old is not None:
            entry["oldState"] = self._state(_veiled(step.old, step.new))
        if step.new is not None:
            entry["newState"] = self._state(step.new)
        if step.diffs:
            entry["diffReasons"] = list(step.diffs)
        if step.replace_keys:
            entry["replaceReasons"] = list(step.replace_keys)
        entry["detailedDiff"] = None
        if step.detailed_diff is not None:
            entry["detailedDiff"] = {
                path: {"kind": diff.kind, "inputDiff": diff.input_diff} for path, diff in step.detailed_diff.items()
            }
        self._steps[step.urn, step.op] = entry

    def _state(self, resource: Resource) -> dict[str, Any]:
        return resource_to_plain(resource, self._shown)

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Secret):
            return self._shown(value.value) if self._view.show_secrets else MASK
        if isinstance(value, dict):
            return {key: self._shown(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._shown(item) for item in value]
        return UNKNOWN_SENTINEL if value is UNKNOWN else value

    def close(self) -> None:
        """Write the object."""
        self._terminal.line(self.text())

    def text(self) -> str:
        """Return the object as it is written."""
        digest: dict[str, Any] = {}
        if self._view.config:
            digest["config"] = dict(sorted(self._view.config.items()))
        if self._steps:
            digest["steps"] = list(self._steps.values())
        if self._diagnostics:
            digest["diagnostics"] = self._diagnostics
        summary = self._summary
        digest["duration"] = int(summary.duration_seconds * 1e9) if summary else 0
        digest["changeSummary"] = dict(sorted(summary.changes.items())) if summary else {}
        return json.dumps(digest, indent=4, ensure_ascii=False)


def _veiled(old: Resource, new: Resource | None) -> Resource:
    """Return the old state, secret what is secret in the new one: a value that becomes secret is not told."""
    if new is None:
        return old
    outputs = mark_outputs(annotate(old.outputs, new.outputs), new.inputs, new.additional_secret_outputs)
    return old.evolve(inputs=annotate(old.inputs, new.inputs), outputs=outputs)
