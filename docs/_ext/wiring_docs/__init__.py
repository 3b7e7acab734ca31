"""A Sphinx extension that writes the pages which the code itself can tell: kinds, helpers, commands, settings.

They are written into `reference/` before Sphinx looks for pages, so that they are pages like all others. A page that
did not change is not touched, and one whose subject is gone is removed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiring_docs.pages import pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "reference"


def write_pages(source: Path) -> None:
    """Write all pages below `source`/reference and remove what is no longer one.

    Args:
        source: the folder of the documentation, which has `examples/`.
    """
    root = source / FOLDER
    wanted = pages(source)
    for found in [*root.rglob("*.md")] if root.exists() else []:
        if str(found.relative_to(root)) not in wanted:
            found.unlink()
    for name, text in wanted.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _before_reading(app: Sphinx) -> None:
    write_pages(Path(app.srcdir))


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx when the pages are to be written."""
    app.connect("builder-inited", _before_reading)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
