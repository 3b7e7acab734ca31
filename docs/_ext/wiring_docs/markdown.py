"""Small pieces of Markdown, safe for whatever the code says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SOURCE = re.compile(
    r"`{0,2}\b(?P<name>ilert|xmatters|api-fortress|pulumi-dynamic-providers|pulumi-engine)\.md`{0,2} "
    r"(?P<where>`?\d[\d.]*\d|`?\d)(?P<rest>(?: #\d+|, `?\d+\.\d+(?: #\d+)?`?)*)`?"
)
_BARE = re.compile(r"\((?P<where>\d+\.\d+(?:, \d+\.\d+)*|trap \d+)\)")
_CODE = re.compile(r"(`+[^`]*`+)")


def source_names(text: str) -> list[str]:
    """Return the sources that a text names, such as `ilert.md 2.3`."""
    return [match[0].replace("`", "") for match in _SOURCE.finditer(text)]


def link_sources(text: str, up: str, bare: str = "") -> str:
    """Return the text with its sources as links to the page of sources.

    Args:
        text: prose.
        up: the way from the page to the documentation's root, such as `../../`.
        bare: the reference that bare section numbers in brackets belong to, where the module says so.
    """

    def linked(match: re.Match[str]) -> str:
        shown = match[0].replace("`", "")
        return f"[{shown}]({up}sources.md#{match['name']})"

    if bare:
        text = _BARE.sub(
            lambda match: f"({bare}.md {match['where']})" if match["where"][0].isdigit() else match[0], text
        )
    return _SOURCE.sub(linked, text)


def safe(text: str) -> str:
    """Return prose in which nothing outside code is taken for HTML."""
    parts = _CODE.split(text)
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;") for part in parts)


def cell(text: str) -> str:
    """Return text for a table: one line, and no bar that ends the cell."""
    return " ".join(safe(text).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, or nothing when there are no rows."""
    body = ["| " + " | ".join(cell(each) for each in row) + " |" for row in rows]
    if not body:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *body]) + "\n"


def page(*parts: str) -> str:
    """Return a page of the parts that are not empty."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"
