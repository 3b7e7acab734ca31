"""A provider that is installed as a package: large programs, and programs that moved to another directory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from wired.estate import Estate, row
from wired.shown import shown
from wired.wire import wire

import alert_wiring

MANY = 1100
"""More than Python's recursion limit: a provider that pickles by value fails from there on."""


def _installed(root: Path) -> str:
    """Return a directory like site-packages that has the provider and nothing else of this repository."""
    site = root / "site"
    source = Path(alert_wiring.__file__).parent
    shutil.copytree(source, site / "alert_wiring", ignore=shutil.ignore_patterns("__pycache__"))
    found = [sys.executable, "-c", "import alert_wiring; print(alert_wiring.__file__)"]
    place = subprocess.run(found, env={"PYTHONPATH": str(site)}, capture_output=True, text=True, check=True).stdout
    assert place.startswith(f"{site}/"), "the installed provider is not the one that programs find"
    return str(site)


def test_a_thousand_resources_and_a_hundred_are_previewed(estate: Estate) -> None:
    """No recursion error, nothing written, and no vendor is asked."""
    estate.say(*(row("apifortress.AlertGroup", f"group-{number}") for number in range(MANY)))
    estate.engine.init()
    result = estate.engine.preview(env={"PYTHONPATH": _installed(estate.root)})
    assert result.rc == 0, result.text[-3000:]
    assert f"+ {MANY + 1} to create" in result.text
    assert "RecursionError" not in result.text
    assert not estate.calls()


def test_another_checkout_and_another_installation_change_nothing(estate: Estate) -> None:
    """Neither the program's directory nor the provider's is part of what is stored."""
    estate.begin(*wire())
    elsewhere = estate.root / "elsewhere" / "checkout"
    shutil.copytree(estate.project, elsewhere)
    moved = estate.another(project=elsewhere)
    installed = {"PYTHONPATH": _installed(estate.root)}
    assert shown(moved.preview("--expect-no-changes", env=installed).check().stdout) == {}
    moved.up("--expect-no-changes", env=installed).check()
    moved.refresh("--expect-no-changes", env=installed).check()
    estate.engine.preview("--expect-no-changes").check()
