"""Tables in Markdown and plots in SVG, for the documentation; any bench can use them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

Series = Mapping[str, Sequence[tuple[float, float]]]
"""Name of a line -> its points, by x."""

_COLORS: Final = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f")
_WIDTH, _HEIGHT = 720, 420
_LEAST: Final = 1e-9
"""What is less is drawn as nothing."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 200, 40, 48


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; columns after the first stand to the right."""
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines) + "\n"


def plot(title: str, x_label: str, y_label: str, series: Series) -> str:
    """Return an SVG line plot: both axes from zero, a legend beside it; readable on light and dark pages.

    Raises ``ValueError`` when there is nothing to draw.
    """
    points = [point for line in series.values() for point in line]
    if not points:
        raise ValueError("a plot needs at least one point")
    x_step, y_step = (_step(max(point[axis] for point in points)) for axis in (0, 1))
    x_top, y_top = (
        step * max(1, math.ceil(max(point[axis] for point in points) / step))
        for axis, step in ((0, x_step), (1, y_step))
    )

    def at(x: float, y: float) -> tuple[float, float]:
        across = _LEFT + x / x_top * (_WIDTH - _LEFT - _RIGHT)
        return round(across, 1), round(_HEIGHT - _BOTTOM - y / y_top * (_HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_WIDTH / 2, 22, title, "middle", 14),
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, x_label, "middle"),
        _text(_LEFT, _TOP - 10, y_label, "middle"),
    ]
    for index in range(round(y_top / y_step) + 1):
        (x1, y), (x2, _) = at(0, index * y_step), at(x_top, index * y_step)
        parts.append(f'<line x1="{x1}" y1="{y}" x2="{x2}" y2="{y}" stroke="#ddd"/>')
        parts.append(_text(x1 - 6, y + 4, f"{index * y_step:g}", "end"))
    for index in range(round(x_top / x_step) + 1):
        x, y = at(index * x_step, 0)
        parts.append(_text(x, y + 18, f"{index * x_step:g}", "middle"))
    for index, (name, line) in enumerate(series.items()):
        color = _COLORS[index % len(_COLORS)]
        where = [at(*point) for point in sorted(line)]
        parts.append(
            f'<polyline points="{" ".join(f"{x},{y}" for x, y in where)}" fill="none" stroke="{color}" '
            'stroke-width="2"/>'
        )
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/>' for x, y in where]
        height = _TOP + 18 * index
        parts.append(f'<rect x="{_WIDTH - _RIGHT + 16}" y="{height}" width="10" height="10" fill="{color}"/>')
        parts.append(_text(_WIDTH - _RIGHT + 32, height + 9, name, "start"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="#222">{escape(text)}</text>'


def _step(largest: float) -> float:
    """Return a round distance between grid lines, for about five of them."""
    if largest < _LEAST:
        return 1.0
    rough = largest / 5
    power: float = 10 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
