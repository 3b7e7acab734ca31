"""The code blocks of README and docs, found as a Markdown reader finds them, and what becomes of each language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"

RUN = {
    "python": "a program: runs as part of one stack",
    "console": "commands: run in a copy of the project, shown output is compared",
    "output": "compared with what the console block above it printed",
    "json": "a rule for the sandbox's faults: it must be taken",
    "yaml": "stack configuration: its keys must exist, its routes are built; or a page map: it must load",
}
SHOWN = {"text": "a picture or a form of words; nothing to run"}


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes:
        where: file and line of its first line, seen from the project.
        page: the file.
        language: first word of its info string; `text` where it has none.
        code: what stands in it.
    """

    where: str
    page: Path
    language: str
    code: str


def pages() -> list[Path]:
    """Return README and every page that people wrote or that is committed; what is made from the code is not."""
    written = [path for path in DOCS.rglob("*.md") if path.relative_to(DOCS).parts[0] not in ("reference", "_ext")]
    return [PROJECT / "README.md", PROJECT / "stacks" / "connectors" / "README.md", *sorted(written)]


def blocks(page: Path) -> list[Block]:
    """Return the code blocks of a page in order; directives of the generator are none."""
    found = []
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        if token.type not in ("fence", "code_block") or token.info.startswith("{"):
            continue
        line = (token.map or [0])[0] + 2
        language = (token.info.split() or ["text"])[0]
        found.append(Block(f"{_shown(page)}:{line}", page, language, token.content))
    return found


def all_blocks(*languages: str) -> list[Block]:
    """Return all blocks in these languages."""
    return [block for page in pages() for block in blocks(page) if block.language in languages]


def _shown(page: Path) -> str:
    return str(page.relative_to(PROJECT)) if page.is_relative_to(PROJECT) else page.name
