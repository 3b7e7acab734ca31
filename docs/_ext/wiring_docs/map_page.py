"""The page of the map by which the web backend finds its way through a self-hosted instance."""

from __future__ import annotations

from collections import Counter

from alert_wiring.apifortress.web.map_entries import Entry
from alert_wiring.apifortress.web.map_file import load_map
from wiring_docs.markdown import link_sources, page, safe, table

_SECTIONS = {
    "pages": "Pages: where they are, seen from the server's address",
    "fields": "Fields: by which label, name or selector a control is found",
    "sets": "Sets: controls that hold several values",
    "lists": "Lists: how the objects on a page are found, and their ids",
    "texts": "Texts: what a card tells",
    "saves": "Saving: where a form goes",
    "deletes": "Deleting",
    "errors": "Errors: where a page says what it refuses",
    "capabilities": "Capabilities: what the pages can do",
}


def map_page() -> str:
    """Return the page: every entry, what it says, and whether it was seen or is a guess."""
    entries = list(load_map(None).entries())
    counted = Counter(entry.evidence for _, entry in entries)
    parts = [
        "# The map of API Fortress' own pages",
        "The web backend (`apifortress:backend` = `web`) works on a self-hosted instance's own pages. Where they are "
        "and what stands on them is said by this map, which is a file: "
        f"{counted['seen']} of its {len(entries)} entries were seen in public documents, {counted['guess']} are "
        "guesses.",
        "An entry that does not fit your instance is corrected in [a file of your own](../guides/self-hosted.md), "
        "which `apifortress:webMap` names. An entry there replaces the one here whole; what is not in it stays as it "
        "is here.",
        "`alert-wiring doctor` holds every entry against an instance without writing anything, and says which do "
        "not fit. Everything that is wrong with a file is said at once, before any request.",
    ]
    for section, title in _SECTIONS.items():
        rows = [_row(name, entry) for name, entry in entries if name.partition(".")[0] == section]
        parts += [f"## {title}", table(("entry", "says", "", "source, or why it is guessed"), rows)]
    return page(*parts)


def _row(name: str, entry: Entry) -> tuple[str, str, str, str]:
    told = entry.model_dump(exclude={"seen", "guess"}, exclude_defaults=True, mode="json")
    shown = " ".join(
        f"{key}: `{', '.join(value) if isinstance(value, list) else value}`" for key, value in told.items()
    )
    mark = "seen" if entry.evidence == "seen" else "**guess**"
    return f"`{name.partition('.')[2]}`", shown, mark, safe(link_sources(entry.source, "../"))
