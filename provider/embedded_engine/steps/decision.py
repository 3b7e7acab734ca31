"""From a provider's Diff to an action (pulumi-engine.md 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, Protocol

from embedded_engine.files.model import Resource
from embedded_engine.values import PropertyDiff, changed_keys, detailed_diff, parse_path, reset, unwrap
from embedded_engine.values.paths import contains


class Action(Enum):
    """What is to be done with a resource that exists."""

    SAME = "same"
    UPDATE = "update"
    REPLACE = "replace"


class Answer(Protocol):
    """What is used of a provider's Diff."""

    @property
    def changes(self) -> Literal["unknown", "none", "some"]:
        """The provider's verdict; `unknown` asks the engine to compare inputs."""

    @property
    def replaces(self) -> Sequence[str]:
        """Keys that force a replacement."""

    @property
    def delete_before_replace(self) -> bool:
        """Whether the old object has to go first."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A Diff after the engine's own comparison and `replace_on_changes` were applied."""

    changes: bool
    replace_keys: Sequence[str] = ()
    diffs: Sequence[str] = ()
    """Changed top-level keys; only when the provider's answer was `unknown`."""
    detailed: Mapping[str, PropertyDiff] | None = None
    delete_before_replace: bool = False

    @property
    def replaces(self) -> bool:
        """Whether any part of it forces a replacement, whatever `changes` says."""
        return bool(self.replace_keys) or any(part.replaces for part in (self.detailed or {}).values())


def interpret(
    answer: Answer,
    old_inputs: Mapping[str, Any],
    new_inputs: Mapping[str, Any],
    ignore_changes: Sequence[str],
    replace_on_changes: Sequence[str],
) -> Difference:
    """Complete a provider's answer; pure.

    Only an `unknown` answer makes the engine compare inputs itself, and only then does `replace_on_changes` have
    keys to work on.
    """
    if answer.changes != "unknown":
        return Difference(
            answer.changes == "some", tuple(answer.replaces), delete_before_replace=answer.delete_before_replace
        )
    olds, news = unwrap(dict(old_inputs)), unwrap(reset(old_inputs, new_inputs, ignore_changes))
    keys = changed_keys(olds, news)
    if not keys:
        return Difference(False, tuple(answer.replaces), delete_before_replace=answer.delete_before_replace)
    detailed = detailed_diff(olds, news)
    replace_keys = dict.fromkeys(answer.replaces)
    patterns = [parse_path(text) for text in replace_on_changes]
    for path in list(detailed):
        parsed = parse_path(path)
        if any(contains(pattern, parsed) for pattern in patterns):
            detailed[path] = detailed[path].as_replace()
            replace_keys[str(parsed[0])] = None
    return Difference(True, tuple(replace_keys), keys, detailed, answer.delete_before_replace)


def decide(difference: Difference, old: Resource) -> Action:
    """Choose the action; "no changes" beats `replaces`, an unfinished object is never left alone."""
    if difference.changes or old.pending_replacement:
        return Action.REPLACE if difference.replaces or old.pending_replacement else Action.UPDATE
    return Action.UPDATE if old.init_errors else Action.SAME


def deletes_first(difference: Difference, option: bool | None) -> bool:
    """Say whether a replacement deletes before it creates; a defined option wins both ways (4.4)."""
    return difference.delete_before_replace if option is None else option
