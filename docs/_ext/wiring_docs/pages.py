"""All pages that are made from the code, by their path below `reference/`."""

from __future__ import annotations

from pathlib import Path

from wiring_docs.command_page import command_page
from wiring_docs.discover import ROOMS, kinds
from wiring_docs.error_page import error_page
from wiring_docs.function_page import component_page, function_page
from wiring_docs.kind_page import kind_page
from wiring_docs.map_page import map_page
from wiring_docs.markdown import page, table
from wiring_docs.setting_page import setting_page


def pages(source: Path) -> dict[str, str]:
    """Return path and text of every page.

    Args:
        source: the folder of the documentation, which has `examples/`.
    """
    found = {f"{entry.room}/{entry.name}.md": kind_page(entry, source) for entry in kinds()}
    for room, vendor in ROOMS.items():
        found[f"{room}/look-ups.md"] = function_page(room, vendor)
        found[f"{room}/index.md"] = _room_page(room, vendor)
    found["route.md"] = component_page()
    found["settings.md"] = setting_page()
    found["commands.md"] = command_page()
    found["errors.md"] = error_page()
    found["web-map.md"] = map_page()
    found["index.md"] = _index_page()
    return found


def _room_page(room: str, vendor: str) -> str:
    mine = [entry for entry in kinds() if entry.room == room]
    rows = [
        (f"[{entry.dotted}]({entry.name}.md)", entry.cls.provider_class.kind.noun, _first_line(entry.cls))
        for entry in mine
    ]
    names = "\n".join([*(entry.name for entry in mine), "look-ups"])
    return page(
        f"# {vendor}",
        table(("resource", "at the vendor", "what it is"), rows),
        "Look-ups, helpers and the types of nested objects are on [a page of their own](look-ups.md).",
        f"```{{toctree}}\n:hidden:\n\n{names}\n```",
    )


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().split("\n\n", maxsplit=1)[0].partition(" (`")[0]


def _index_page() -> str:
    rows = [
        (
            f"[{vendor}]({room}/index.md)",
            ", ".join(f"[{entry.name}]({room}/{entry.name}.md)" for entry in kinds() if entry.room == room),
        )
        for room, vendor in ROOMS.items()
    ]
    return page(
        "# Reference",
        "These pages are made from the code, so they say what this version does.",
        "A whole path in one piece is an [AlertRoute](route.md). Its parts, and whatever else a wire touches:",
        table(("vendor", "resources"), rows),
        "Besides: [settings](settings.md), the [command line](commands.md), the [errors](errors.md), and the "
        "[map of API Fortress' own pages](web-map.md).",
        "```{toctree}\n:hidden:\n\nroute\nilert/index\nxmatters/index\napifortress/index\nsettings\ncommands\nerrors\nweb-map\n```",
    )
