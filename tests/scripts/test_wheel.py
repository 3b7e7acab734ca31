"""The distribution: a wheel holds everything that runs, and its providers pickle as those of a checkout do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOW = """
from pulumi.dynamic.dynamic import serialize_provider
from alert_wiring import ilert, xmatters, apifortress
import alert_wiring
print(alert_wiring.__file__)
for kind in (ilert.AlertSource, xmatters.InboundIntegration, apifortress.Connector):
    print(serialize_provider(kind.provider_class()))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "provider", source / "provider", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, source], check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_everything_that_is_not_python_is_in_it(unpacked: Path) -> None:
    data = {
        str(path.relative_to(ROOT / "provider"))
        for path in (ROOT / "provider").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and ".egg-info" not in str(path)
    }
    assert {"alert_wiring/py.typed", "alert_wiring/xmatters/api_fortress.js"} <= data
    assert {name for name in data if not (unpacked / name).is_file()} == set()


def test_its_providers_pickle_as_those_of_a_checkout(unpacked: Path, tmp_path: Path) -> None:
    def shown(path: Path) -> list[str]:
        environment = {**os.environ, "PYTHONPATH": str(path)}
        done = subprocess.run(
            [sys.executable, "-c", SHOW], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    from_wheel, from_checkout = shown(unpacked), shown(ROOT / "provider")
    assert from_wheel[0].startswith(str(unpacked))
    assert from_wheel[1:] == from_checkout[1:]
    assert len(set(from_wheel[1:])) == 3


def test_the_pulumi_cli_looks_for_no_plugin_of_it(unpacked: Path) -> None:
    """A distribution named ``pulumi-*`` whose module doesn't deny it makes the CLI try a download at each command."""
    (metadata,) = unpacked.glob("*.dist-info/METADATA")
    name = Parser().parsestr(metadata.read_text(encoding="utf-8"))["Name"]
    described = unpacked / name.replace("-", "_") / "pulumi-plugin.json"
    assert json.loads(described.read_text(encoding="utf-8")) == {"resource": False}
