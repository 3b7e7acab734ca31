"""What the user sees of an operation: progress, diffs, outputs, summary, JSON; it only reads events."""

from embedded_engine.display.choose import open_display, plan_text, render_details
from embedded_engine.display.view import Recorder, View

__all__ = ["Recorder", "View", "open_display", "plan_text", "render_details"]
