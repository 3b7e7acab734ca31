"""The question between preview and operation, with the CLI's three answers."""

from __future__ import annotations

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display import Recorder, View, render_details
from embedded_engine.errors import EngineError
from embedded_engine.events import Kind


def confirm(kind: Kind, terminal: Terminal, recorder: Recorder | None, view: View) -> None:
    """Ask until the answer is yes or no; `details` shows the preview as a diff.

    `recorder` holds the preview's events, None when it was skipped. Raises `EngineError` for no, and when nobody can
    be asked.
    """
    if not terminal.interactive:
        raise EngineError(
            "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive "
            "mode"
        )
    without = " without a preview" if recorder is None else ""
    choices = ["yes", "no"] if recorder is None or view.diff else ["yes", "no", "details"]
    question = f"Do you want to perform this {kind}{without}?"
    if kind == "refresh":
        question += "\nNo resources will be modified as part of this refresh; just your stack's state will be."
    while True:
        answer = terminal.ask(f"{question} ({'/'.join(choices)}, default no): ").lower() or "no"
        if answer == "yes":
            return
        if answer == "no":
            raise EngineError(f"confirmation declined, not proceeding with the {kind}")
        if answer == "details" and recorder is not None:
            for line in render_details(recorder.events, view):
                terminal.line(line)
