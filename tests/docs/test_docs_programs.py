"""Every Python block and every example of a kind runs, and so does every stack configuration that is shown."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from docs_blocks import DOCS, PROJECT, Block, all_blocks
from docs_settings import surroundings
from wiring_docs.discover import kinds
from wiring_docs.setting_page import settings

from alert_wiring.apifortress.web.map_file import load_map
from support.engines import Engine
from support.sandbox import Control, Sandbox

Row = dict[str, Any]
EXAMPLES = sorted((DOCS / "examples").glob("*/*.py"))
ROUTES = "alert-wiring:routes"


@dataclass
class Site:
    """A stack whose program is all programs of the documentation."""

    folder: Path
    engine: Engine

    def say(self, rows: list[Row]) -> None:
        """Let the program be these."""
        (self.folder / "blocks.json").write_text(json.dumps(rows))

    def failures(self) -> str:
        """Return what the programs that failed said."""
        return "\n".join(f"{where}\n{text}" for where, text in json.loads(self._file("failures.json")).items())

    def _file(self, name: str) -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else "{}"


@pytest.fixture
def site(tmp_path: Path, sandbox: Sandbox) -> Iterator[Site]:
    folder = tmp_path / "project"
    shutil.copytree(DOCS / "examples" / "connectors", folder / "connectors")
    shutil.copytree(PROJECT / "stacks" / "connectors", folder / "connectors", dirs_exist_ok=True)
    shutil.copy(Path(__file__).with_name("docs_program.py"), folder / "__main__.py")
    shutil.copy(PROJECT / "stacks" / "__main__.py", folder / "routes_program.py")
    (folder / "Pulumi.yaml").write_text("name: alert-wiring\nruntime: python\n")
    for name in ("state", "home"):
        (tmp_path / name).mkdir()
    environment = surroundings(sandbox)
    with Engine("embedded", folder, tmp_path / "state", tmp_path / "home", env=environment) as engine:
        engine.init()
        engine.config("set", "--secret", "xmatters:triggerKey", "sandbox-trigger-key").check()
        yield Site(folder, engine)


def programs() -> list[Row]:
    """Return everything that is a program, or is built by the project's own."""
    examples = [{"where": str(path.relative_to(PROJECT)), "code": path.read_text()} for path in EXAMPLES]
    written = [{"where": block.where, "code": block.code} for block in all_blocks("python")]
    edited = {block.page for block in all_blocks("console") if "$EDITOR" in block.code}  # built there, by commands
    built = [row for block in all_blocks("yaml") if block.page not in edited for row in routes_of(block)]
    return [*examples, *written, *built]


def routes_of(block: Block) -> list[Row]:
    """Return the routes of a stack configuration, if it has any."""
    routes = (yaml.safe_load(block.code).get("config") or {}).get(ROUTES)
    return [{"where": block.where, "routes": routes}] if routes else []


def dotted(example: Path) -> str:
    """Return the kind that an example is about."""
    return f"{example.parent.name}.{example.stem}"


def test_every_kind_has_an_example_and_every_example_a_kind() -> None:
    assert [dotted(path) for path in EXAMPLES] == sorted(entry.dotted for entry in kinds())


def test_every_example_uses_its_kind() -> None:
    assert [path.name for path in EXAMPLES if f"{dotted(path)}(" not in path.read_text()] == []


@pytest.mark.engine
def test_every_program_runs(site: Site, sandbox: Sandbox) -> None:
    """All at once: up, a preview that is empty, and destroy, which leaves what was there before."""
    before = objects(sandbox.control)
    site.say(programs())
    up = site.engine.up()
    assert up.rc == 0, f"{site.failures()}\n{up}"
    again = site.engine.preview("--expect-no-changes")
    assert again.rc == 0, again
    assert len(site.engine.export()["deployment"]["resources"]) > 2 * len(EXAMPLES)
    site.engine.destroy().check()
    assert objects(sandbox.control) == before


def test_a_program_that_is_broken_is_found_and_named(tmp_path: Path) -> None:
    broken = {"where": "docs/a.md:7", "code": "from alert_wiring import ilert\nilert.AlertSauce\n"}
    (tmp_path / "blocks.json").write_text(json.dumps([{"where": "docs/a.md:3", "code": "import pulumi\n"}, broken]))
    shutil.copy(Path(__file__).with_name("docs_program.py"), tmp_path)
    done = subprocess.run([sys.executable, tmp_path / "docs_program.py"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "docs/a.md:7" in done.stderr and "docs/a.md:3" not in done.stderr
    assert "AlertSauce" in (tmp_path / "failures.json").read_text()


def test_every_key_of_a_shown_configuration_and_every_map_is_good(tmp_path: Path) -> None:
    known = {setting.key for setting in settings()} | {ROUTES}
    for block in all_blocks("yaml"):
        told = yaml.safe_load(block.code)
        if "version" in told:
            (tmp_path / "map.yaml").write_text(block.code)
            load_map(str(tmp_path / "map.yaml"))
        else:
            assert set(told) == {"config"}, block.where
            assert set(told["config"]) <= known, block.where


def objects(control: Control) -> dict[str, Any]:
    """Return every object of every vendor."""
    state = control.state()
    kept = {vendor: state[vendor] for vendor in ("ilert", "xmatters", "apifortress")}
    return {
        f"{vendor}/{kind}/{each['id']}": each for vendor, rows in kept.items() for kind in rows for each in rows[kind]
    }
