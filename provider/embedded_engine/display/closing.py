"""The last part of a progress display, the same on a terminal and on a pipe."""

from __future__ import annotations

from collections.abc import Iterator

from embedded_engine.display.board import Board
from embedded_engine.display.summary import output_lines, summary_lines


def closing_lines(board: Board) -> Iterator[str]:
    """Yield messages, stack outputs and numbers of a pass that is over."""
    messages = list(board.diagnostics())
    if messages:
        yield "Diagnostics:"
        yield from messages
    if board.outputs is not None and not board.view.suppress_outputs:
        lines = list(output_lines(board.outputs, board.view, preview=board.preview, created=board.created))
        if lines:
            yield "Outputs:"
            yield from lines
            yield ""
    if board.summary is not None:
        yield from summary_lines(board.summary, board.errored)
        yield ""


def title(kind: str, stack: str, *, preview: bool) -> str:
    """Return the headline of a pass, such as `Previewing update (dev):`."""
    verb = {"refresh": "Refreshing", "destroy": "Destroying"}.get(kind, "Updating")
    if preview:
        verb = f"Previewing {'update' if kind == 'preview' else kind}"
    return f"{verb} ({stack}):"
