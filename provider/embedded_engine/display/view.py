"""What a display is asked to show, and what every display must be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from embedded_engine.events import Event, Op, Step

_READS: Final = frozenset({Op.READ, Op.READ_REPLACEMENT, Op.DISCARD})


@dataclass(frozen=True)
class View:
    """The display flags of an operation."""

    stack: str = ""
    project: str = ""
    config: Mapping[str, str] = field(default_factory=dict)
    """Full key to text, secrets already masked."""
    diff: bool = False
    json: bool = False
    show_sames: bool = False
    show_reads: bool = False
    show_replacement_steps: bool = False
    show_config: bool = False
    show_secrets: bool = False
    suppress_outputs: bool = False
    full_output: bool = False
    debug: bool = False
    urns: bool = False

    def shows(self, step: Step) -> bool:
        """Say whether a line or block for this step is wanted: nothing is shown that does not change."""
        if step.internal:
            return False
        if step.op is Op.SAME:
            return self.show_sames or _protection_changed(step)
        return True

    def shows_progress(self, step: Step) -> bool:
        """Say whether progress gives this step a line: reads and what they leave behind only with `--show-reads`."""
        return self.shows(step) and (self.show_reads or step.op not in _READS)


def _protection_changed(step: Step) -> bool:
    return step.old is not None and step.new is not None and step.old.protect != step.new.protect


class Display(Protocol):
    """One display of one pass."""

    def __call__(self, event: Event) -> None:
        """Show an event, at once or when the pass is over."""

    def close(self) -> None:
        """Leave the terminal as it was; called once, after failures too."""


class Recorder:
    """Keeps the events of a pass, for the answer `details`."""

    def __init__(self) -> None:
        """Start empty."""
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        """Keep one event."""
        self.events.append(event)
