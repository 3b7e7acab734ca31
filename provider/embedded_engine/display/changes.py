"""What changes in a step: the short list of keys for progress lines, and the block of `--diff` (5.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from embedded_engine.display.objects import Line, diff_lines, full_lines, masked, visible, visible_pair
from embedded_engine.display.view import View
from embedded_engine.events import Op, Step
from embedded_engine.files.model import Resource
from embedded_engine.values import PropertyDiff, annotate, equal, mark_outputs, parse_path, present

REPLACEMENT_HALVES = frozenset({Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.READ_REPLACEMENT, Op.DISCARD_REPLACED})
"""The two halves of a replacement; the logical step between them is what is counted."""

RETAINED = "[retain]"
"""Stands behind a step that leaves the object in the world (`retain_on_delete`), as in the CLI."""

_WITH_OLD_AND_NEW = frozenset({Op.UPDATE, Op.REPLACE, Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.REFRESH})


def retains(step: Step) -> bool:
    """Return whether a step takes an object out of the state that stays in the world."""
    discards = step.op in {Op.DELETE, Op.REPLACE, Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED}
    return discards and step.old is not None and step.old.retain_on_delete


def key_changes(step: Step, view: View) -> str:
    """Return `diff: +added-removed~changed` for a step with an old and a new side; empty when nothing differs."""
    if step.old is None or step.new is None:
        return ""
    added, removed, changed = _changed_keys(step, view)
    for name in ("provider", "protect"):
        if getattr(step.old, name) != getattr(step.new, name):
            changed.append(name)
    parts = [f"{mark}{','.join(keys)}" for mark, keys in (("+", added), ("-", removed), ("~", sorted(changed))) if keys]
    return f"diff: {''.join(parts)}" if parts else ""


def _changed_keys(step: Step, view: View) -> tuple[list[str], list[str], list[str]]:
    if step.op is Op.SAME or step.old is None or step.new is None:
        return [], [], []
    if step.detailed_diff is not None:
        return _keys_of_paths(step.detailed_diff)
    old, new = (present(visible(state.inputs, view.show_secrets)) for state in (step.old, step.new))
    added = [key for key in new if key not in old]
    removed = [key for key in old if key not in new]
    return added, removed, [key for key in new if key in old and not equal(old[key], new[key])]


def _keys_of_paths(diff: Mapping[str, PropertyDiff]) -> tuple[list[str], list[str], list[str]]:
    kinds: dict[str, str] = {}
    for path, entry in diff.items():
        parts = parse_path(path)
        kinds[str(parts[0])] = entry.kind.removesuffix("-replace") if len(parts) == 1 else "update"
    return (
        sorted(key for key, kind in kinds.items() if kind == "add"),
        sorted(key for key, kind in kinds.items() if kind == "delete"),
        sorted(key for key, kind in kinds.items() if kind == "update"),
    )


def details(step: Step, level: int, view: View) -> Iterator[Line]:
    """Yield the properties of a step for `--diff`: whole for a create, read or delete, else what differs."""
    old, new = step.old, step.new
    if step.op is Op.SAME:
        return
    if old is not None and new is not None and step.op in _WITH_OLD_AND_NEW:
        if step.detailed_diff is not None:
            yield from _selected(old, new, step.detailed_diff, level, view)
        elif step.refreshed:
            yield from _compare(_known_secrets(old, new), new.outputs, level, view)
        else:
            before, after = visible_pair(old.inputs, new.inputs, view.show_secrets)
            if step.op is not Op.UPDATE:
                outputs = visible_pair(_known_secrets(old, new), new.outputs, view.show_secrets)
                before, after = {**outputs[0], **before}, {**outputs[1], **after}
            yield from diff_lines(before, after, level, full=view.full_output)
        return
    state = new or old
    if state is not None:
        yield from full_lines(visible(state.inputs, view.show_secrets), level, full=view.full_output)


def _compare(old: Mapping[str, Any], new: Mapping[str, Any], level: int, view: View) -> Iterator[Line]:
    yield from diff_lines(*visible_pair(old, new, view.show_secrets), level, full=view.full_output)


def _known_secrets(old: Resource, new: Resource) -> Mapping[str, Any]:
    """Return the old outputs, secret what the new state would have secret."""
    return mark_outputs(old.outputs, new.inputs, new.additional_secret_outputs)


def _selected(old: Resource, new: Resource, diff: Mapping[str, PropertyDiff], level: int, view: View) -> Iterator[Line]:
    """Only the top-level keys that the engine's own detailed diff names; `__provider` when it is among them."""
    inputs = {str(parse_path(path)[0]) for path, entry in diff.items() if entry.input_diff}
    keys = inputs or {str(parse_path(path)[0]) for path in diff}
    before, after = (old.inputs, new.inputs) if inputs else (_known_secrets(old, new), new.outputs)
    before = annotate(before, after)
    yield from diff_lines(
        {key: masked(before[key], view.show_secrets) for key in keys if key in before},
        {key: masked(after[key], view.show_secrets) for key in keys if key in after},
        level,
        full=view.full_output,
    )


def output_changes(step: Step, level: int, view: View) -> Iterator[Line]:
    """Yield the outputs that a finished step made, changed or took away, beyond what its inputs say."""
    if step.op is Op.DELETE and step.old is not None:
        yield from full_lines(visible(step.old.outputs, view.show_secrets), level, full=view.full_output, mark="-")
        return
    if step.new is None or step.op in {Op.SAME, Op.REPLACE}:
        return
    if step.op is Op.UPDATE and step.old is not None:
        pair = visible_pair(_known_secrets(step.old, step.new), step.new.outputs, view.show_secrets)
        yield from diff_lines(*pair, level, full=view.full_output, only_changes=True)
        return
    outputs = visible(step.new.outputs, view.show_secrets)
    inputs = visible(step.new.inputs, view.show_secrets)
    made = {key: value for key, value in outputs.items() if key not in inputs or not equal(inputs[key], value)}
    yield from full_lines(made, level, full=view.full_output)
