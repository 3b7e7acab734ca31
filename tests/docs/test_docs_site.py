"""The site builds without a warning, has a page for everything that is public, and a broken link stops it."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docs_blocks import DOCS, PROJECT
from markdown_it import MarkdownIt
from wiring_docs.discover import KindEntry, functions, kinds, values
from wiring_docs.kind_page import kind_page
from wiring_docs.pages import pages as made_pages
from wiring_docs.setting_page import settings

from support.telling import Search

PLANTED = {one.env: f"canary-{one.env.lower()}" for one in settings() if one.secret}


def build(source: Path, target: Path, *, builder: str = "html") -> subprocess.CompletedProcess[str]:
    """Build the site as `make docs` does, from a copy, where every credential is in the environment."""
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q", "-b", builder]
    environment = {**os.environ, **PLANTED, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    return subprocess.run(
        [*command, str(source), str(target)], capture_output=True, text=True, check=False, env=environment, timeout=280
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__", "reference")))


def test_the_site_builds_and_has_a_page_for_everything(copy: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = build(copy, site)
    assert (done.returncode, done.stderr) == (0, "")
    for entry in kinds():
        page = (site / "reference" / entry.room / f"{entry.name}.html").read_text()
        text = re.sub(r"<[^>]+>", "", page)
        named = [field.name for field in entry.cls.provider_class.kind.fields if field.computed or field.required]
        assert [name for name in named if name not in text] == [], entry.dotted
        assert [each.__name__ for each in entry.helpers if each.__name__ not in text] == []
        assert 'class="highlight-python' in page, f"{entry.dotted} has no example"
    for room in ("ilert", "xmatters", "apifortress"):
        text = (site / "reference" / room / "look-ups.html").read_text()
        assert [each.__name__ for each in (*functions(room), *values(room)) if each.__name__ not in text] == []
    told = (site / "reference" / "settings.html").read_text()
    assert [one.key for one in settings() if one.key not in told] == []
    remote = re.compile(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//')
    assert [path.name for path in site.rglob("*.html") if remote.search(path.read_text())] == []
    everything = {str(path.relative_to(tmp_path)): path for top in (site, copy) for path in top.rglob("*")}
    files = {name: path.read_bytes() for name, path in everything.items() if path.is_file()}
    assert Search(PLANTED.values()).told(files) == [], "a page, or what it is made of, tells a secret"


BROKEN = {
    "page": "[x](no-such-page.md)",
    "heading": "[x](other.md#no-such-heading)",
    "here": "[x](#nowhere)",
    "picture": "![x](_static/no.svg)",
    "file": "```{literalinclude} examples/no.py\n```",
}


@pytest.mark.parametrize("entry", kinds(), ids=lambda entry: entry.dotted)
def test_a_page_tells_what_each_field_is(entry: KindEntry) -> None:
    inputs, _, outputs = kind_page(entry, DOCS).partition("\n## Outputs\n")
    for field in entry.cls.provider_class.kind.fields:
        if field.name not in inspect.signature(entry.cls.__init__).parameters and not field.computed:
            continue
        row = next(line for line in (outputs if field.computed else inputs).splitlines() if f"| `{field.name}`" in line)
        assert ("| replaces |" in row) == (field.immutable and not field.computed), row
        assert not field.secret or "secret" in row.lower(), row
        assert not (field.write_only and field.wire) or "Write-only" in row, row
        assert not (field.hands_off and not field.required) or "not managed" in row, row
        assert field.default is None or field.computed or f"`{field.default!r}`" in row, row


def test_pages_made_from_the_code_hold_nothing_that_could_run() -> None:
    """What runs stands in guides and examples, which tests run; these pages only show forms of words."""
    found = [
        f"{name}:{token.map[0] + 1} {token.info}"
        for name, text in made_pages(DOCS).items()
        for token in MarkdownIt("commonmark").parse(text)
        if token.type == "fence" and token.map and token.info not in {"text", "{toctree}"}
    ]
    assert [one for one in found if "{literalinclude}" not in one] == []


def test_a_broken_link_fails_the_build(tmp_path: Path) -> None:
    """Each sort of broken link is a warning of its page, and a warning fails the build; good links are none."""
    source = tmp_path / "docs"
    source.mkdir()
    conf = (DOCS / "conf.py").read_text().replace('["myst_parser", "wiring_docs"]', '["myst_parser"]')
    (source / "conf.py").write_text(conf.replace('"furo"', '"basic"'))
    for name, link in BROKEN.items():
        (source / f"{name}.md").write_text(f"# {name}\n\n{link}\n")
    (source / "other.md").write_text("# One\n\n## Two\n")
    names = "\n".join([*BROKEN, "other"])
    (source / "index.md").write_text(f"# Start\n\n[x](other.md#two)\n\n```{{toctree}}\n\n{names}\n```\n")
    done = build(source, tmp_path / "bad", builder="dummy")
    assert done.returncode != 0
    warned = set(re.findall(r"/(\w+)\.md:\d+: WARNING", done.stderr))
    assert warned == set(BROKEN), done.stderr


def test_every_link_of_the_readme_leads_somewhere() -> None:
    text = (PROJECT / "README.md").read_text()
    tokens = [child for token in MarkdownIt("commonmark").enable("table").parse(text) for child in token.children or []]
    links = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    inside = [link for link in links if not link.startswith("http")]
    assert inside
    for link in inside:
        path, _, anchor = link.partition("#")
        assert (PROJECT / path).exists(), link
        assert not anchor or anchor in headings(PROJECT / (path or "README.md")), link


def headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and the generator make them."""
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in lines}


def test_the_readme_names_every_kind() -> None:
    text = (PROJECT / "README.md").read_text()
    assert [entry.dotted for entry in kinds() if f"`{entry.name}`" not in text] == []
