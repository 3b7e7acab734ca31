"""The page of the map by which the web backend finds its way through a self-hosted instance."""

from __future__ import annotations

from wiring_docs.markdown import page


def map_page() -> str:
    """Return the page."""
    return page("# The map of API Fortress' own pages", "There is none yet.")
