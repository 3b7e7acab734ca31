"""Which display a pass gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from embedded_engine.cli.terminal import Terminal
from embedded_engine.display.diffview import DiffRenderer, DiffView
from embedded_engine.display.view import Display, Recorder, View
from embedded_engine.events import Event, Kind, Summary


def open_display(view: View, kind: Kind, terminal: Terminal, *, preview: bool) -> Display:
    """Return the display for one pass: JSON, diff, a moving table on a terminal, plain lines elsewhere."""
    if view.json:
        from embedded_engine.display.digest import Digest  # noqa: PLC0415 (each display is loaded only when used)

        return Digest(view, terminal)
    if view.diff:
        return DiffView(view, kind, terminal, preview=preview)
    if terminal.interactive:
        from embedded_engine.display.live import LiveProgress  # noqa: PLC0415 (rich is slow to load)

        return LiveProgress(view, kind, terminal, preview=preview)
    from embedded_engine.display.plain import PlainProgress  # noqa: PLC0415 (each display is loaded only when used)

    return PlainProgress(view, kind, terminal, preview=preview)


def plan_text(recorder: Recorder, view: View, terminal: Terminal) -> str:
    """Return a recorded preview as `preview --json --show-sames` would have printed it."""
    from embedded_engine.display.digest import Digest  # noqa: PLC0415 (each display is loaded only when used)

    digest = Digest(replace(view, show_sames=True, show_secrets=False), terminal)
    for event in recorder.events:
        digest(event)
    return digest.text()


def render_details(events: Iterable[Event], view: View) -> Iterator[str]:
    """Yield a recorded preview as `--diff` would have shown it, without the numbers."""
    renderer = DiffRenderer(view, preview=True)
    for event in events:
        if not isinstance(event, Summary):
            yield from renderer.lines(event)
