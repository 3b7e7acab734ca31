"""Tables in the CLI's form: padded columns, two blanks between them."""

from __future__ import annotations

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """Return the lines of a table; the last column is not padded, and a text of several lines hangs below itself."""
    everything = [header, *rows]
    widths = [max(len(row[column]) for row in everything) for column in range(len(header) - 1)]
    hanging = "\n" + indent + " " * sum(width + 2 for width in widths)
    return [
        indent
        + "".join(f"{cell:<{width}}  " for cell, width in zip(row, widths, strict=False))
        + row[-1].replace("\n", hanging)
        for row in everything
    ]
