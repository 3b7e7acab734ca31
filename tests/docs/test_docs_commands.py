"""Every console block runs from top to bottom of its page, and prints what is shown below it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from docs_blocks import PROJECT, RUN, SHOWN, Block, all_blocks, blocks, pages
from docs_settings import surroundings
from docs_shell import Command, clone, commands, complaint, run_page, shows

from support.canaries import content, is_credential
from support.engines import Engine
from support.sandbox import Sandbox, running
from support.telling import Search
from vendor_sandbox import process

HOOKED = 3073
"""The one project of the sandbox that has an API hook."""
OWN_ROUTE = {
    "config": {
        "alert-wiring:routes": [
            {
                "name": "first",
                "projects": ["Alert to iLert"],
                "ilert_escalation_policy": "Payments on-call",
                "xmatters_recipients": ["jdoe"],
            }
        ]
    }
}
EDITOR = f"""#!{sys.executable}
# Stands for a person who writes into the stack's file what the page shows next, or else a route of their own.
import sys
from pathlib import Path
import yaml
file, shown = Path(sys.argv[1]), Path(__file__).with_name("shown.yaml")
told = (yaml.safe_load(file.read_text()) if file.exists() else None) or {{}}
first, *rest = list(yaml.safe_load_all(shown.read_text())) or [{OWN_ROUTE}]
told["config"] = {{**(told.get("config") or {{}}), **first["config"]}}
file.write_text(yaml.safe_dump(told))
shown.write_text(yaml.safe_dump_all(rest))
"""
PICTURES = {"README.md": 1, "docs/guides/guard.md": 1}
"""How many blocks are only shown, by page."""
SHELL_PAGES = [page for page in pages() if any(block.language == "console" for block in blocks(page))]


@dataclass
class Desk:
    """A clone of the project, a sandbox of its own, and a person's environment."""

    folder: Path
    sandbox: Sandbox
    environment: dict[str, str]

    def substitutes(self) -> dict[str, str]:
        """Return what a person writes where the pages have a placeholder."""
        hook, test = (
            next(one["id"] for one in self.sandbox.control.objects("apifortress", kind) if one["projectId"] == HOOKED)
            for kind in ("hooks", "tests")
        )
        url = self.sandbox.status["apifortress"]["url"]
        return {"https://HOST/app/api/rest/v3/HOOK": f"{url}/api/rest/v3/{hook}", "TEST_ID": test}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "clone"
    clone(folder)
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    with running(folder / ".sandbox") as sandbox, Engine("embedded", folder, None, tmp_path, python=None) as engine:
        environment = engine.environment() | surroundings(sandbox)
        environment.pop("PULUMI_CONFIG_PASSPHRASE")
        tools = f"{Path(sys.executable).parent}:{environment['PATH']}"
        environment |= {"EDITOR": str(editor), "ALERT_WIRING_ENGINE": "embedded", "PATH": tools, "COLUMNS": "140"}
        yield Desk(folder, sandbox, environment)
        process.stop(folder / ".sandbox")


@pytest.mark.engine
@pytest.mark.parametrize("page", SHELL_PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_command_of_a_page_does_what_is_shown(page: Path, desk: Desk) -> None:
    shown = [yaml.safe_load(block.code) for block in blocks(page) if block.language == "yaml"]
    Path(desk.environment["EDITOR"]).with_name("shown.yaml").write_text(yaml.safe_dump_all(shown))
    done = run_page(page, desk.folder, desk.environment, desk.substitutes())
    wrong = [text for text in map(complaint, done) if text]
    assert not wrong, "\n\n".join(wrong)
    outputs = [block for block in blocks(page) if block.language == "output"]
    told = [one.where for one in outputs if not any(shows(one.code.splitlines(), cmd.printed) for cmd in done)]
    assert not told, f"{told} is not what is printed:\n" + "\n".join(line for cmd in done for line in cmd.printed)
    assert not leaks(done, desk), "a secret is told"


def leaks(done: list[Command], desk: Desk) -> list[str]:
    """Return where the commands of a page told a credential of the desk, or a key that a vendor made.

    The sandbox's own stack has the sandbox's public credentials in its configuration in clear: so has its history.
    """
    credentials = {value for name, value in desk.environment.items() if is_credential(name)}
    public = (PROJECT / "stacks" / "Pulumi.sandbox.yaml").read_text()
    printed = {f"{one.where}: {one.typed}": "\n".join(one.printed) for one in done}
    state = {str(path): content(path) for path in (desk.folder / ".state").rglob("*") if path.is_file()}
    return [
        *Search(credentials).told(printed),
        *Search(value for value in credentials if value not in public).told(state),
    ]


def test_a_command_that_tells_a_secret_is_found(tmp_path: Path, sandbox: Sandbox) -> None:
    desk = Desk(tmp_path, sandbox, sandbox.settings())
    one = Command("docs/a.md:1", "cat", [], [f"TOKEN={sandbox.settings()['ILERT_TOKEN']}"], 0)
    (told,) = leaks([one], desk)
    assert told == "'sandbox-ilert-token' (as 'sandbox-ilert-token') in docs/a.md:1: cat"


def test_every_shown_fault_is_one_that_the_sandbox_takes(sandbox: Sandbox) -> None:
    for block in all_blocks("json"):
        sandbox.control.fault(**json.loads(block.code))
    sandbox.control.clear_faults()


def test_a_broken_command_and_a_wrong_output_are_found() -> None:
    text = "$ echo one\ntwo\n$ false\n$ echo 17 things\n21 things\n"
    found = commands(Block("docs/a.md:1", PROJECT / "docs" / "a.md", "console", text))
    for one, printed, status in zip(found, (["one"], [], ["17 things"]), (0, 1, 0), strict=True):
        one.printed, one.status = printed, status
    assert [bool(complaint(one)) for one in found] == [True, True, False]


def test_shown_lines_stand_in_a_row() -> None:
    printed = ["a", "b 12", "", "c", "d"]
    for good in ([], ["a", "b 7"], ["...", "c"], ["a", "...", "d"], ["c", "...", "d", "..."], ["b...", "c"]):
        assert shows(good, printed), good
    for bad in (["a", "c"], ["b"], ["d", "...", "a"], ["d", "e"]):
        assert not shows(bad, printed), bad


def test_a_page_stops_nothing_and_hides_nothing(tmp_path: Path) -> None:
    """A command that fails does not stop the page; each has its own exit code and its own lines."""
    page = tmp_path / "page.md"
    page.write_text("```console\n$ export A=b\n$ false\n$ cat <<'E'\n$A\nE\n$ echo $A \\\n  c\n```\n")
    done = run_page(page, tmp_path, {"PATH": "/usr/bin:/bin"}, {})
    assert [(one.status, one.printed) for one in done] == [(0, []), (1, []), (0, ["$A"]), (0, ["b c"])]


def test_every_block_is_run_or_known_to_be_a_picture() -> None:
    """What is only shown is counted: a block that could run must not hide among the pictures."""
    found = [block for page in pages() for block in blocks(page)]
    assert [block.where for block in found if block.language not in {**RUN, **SHOWN}] == []
    assert dict(Counter(str(block.page.relative_to(PROJECT)) for block in found if block.language in SHOWN)) == PICTURES
