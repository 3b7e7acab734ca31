"""Which engine runs, and that the user's words reach it unchanged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alert_wiring.commands import engine
from alert_wiring.commands.engine import EngineError, command_for, find_engine, split_engine_flag


@pytest.fixture
def cli(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH has a pulumi that prints its arguments."""
    program = tmp_path / "pulumi"
    program.write_text('#!/bin/sh\nif [ "$1" = version ]; then echo v3.260.0; else printf "%s\\n" "$@"; fi\n')
    program.chmod(0o755)
    return {"PATH": str(tmp_path)}


@pytest.fixture
def no_cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """An environment without any pulumi, whatever this machine has beside its Python."""
    monkeypatch.setattr(engine.sys, "executable", str(tmp_path / "bin" / "python"))
    return {"PATH": str(tmp_path)}


def test_the_cli_runs_where_it_is_installed(cli: dict[str, str]) -> None:
    found = find_engine(None, cli)
    assert found.name == "pulumi"
    assert "pulumi CLI" in found.line


def test_the_embedded_engine_runs_where_there_is_none(no_cli: dict[str, str]) -> None:
    found = find_engine(None, no_cli)
    assert found.name == "embedded"
    assert found.command[1:] == ("-m", "embedded_engine")
    assert found.line == "engine: embedded (no pulumi CLI on PATH)"


def test_a_cli_installed_into_the_environment_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pulumi").write_text("#!/bin/sh\n")
    (tmp_path / "pulumi").chmod(0o755)
    monkeypatch.setattr(engine.sys, "executable", str(tmp_path / "python"))
    assert find_engine(None, {"PATH": "/nowhere"}).name == "pulumi"


def test_the_flag_and_the_variable_force_the_embedded_engine(cli: dict[str, str]) -> None:
    assert find_engine("embedded", cli).name == "embedded"
    assert find_engine(None, {**cli, "ALERT_WIRING_ENGINE": "embedded"}).name == "embedded"


def test_forcing_a_missing_cli_says_what_to_do(no_cli: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="make pulumi"):
        find_engine("pulumi", no_cli)


@pytest.mark.parametrize("words", [["--engine", "pulumy"], ["--engine=x"], ["--engine"]])
def test_an_unknown_engine_is_refused_by_name(words: list[str]) -> None:
    with pytest.raises(EngineError, match="pulumi, embedded"):
        split_engine_flag(words)


@given(st.lists(st.text(min_size=1).filter(lambda w: not w.startswith("--engine") and w != "--")), st.integers(0, 20))
def test_every_other_word_is_handed_on_in_order(words: list[str], at: int) -> None:
    mixed = [*words[:at], "--engine", "embedded", *words[at:]]
    assert split_engine_flag(mixed) == ("embedded", words)


def test_words_behind_a_double_dash_are_not_ours() -> None:
    assert split_engine_flag(["set", "--", "--engine", "x"]) == (None, ["set", "--", "--engine", "x"])


def test_output_is_the_clis_stack_output(cli: dict[str, str]) -> None:
    assert command_for(find_engine(None, cli), "output", ["--json"])[1:] == ["stack", "output", "--json"]


def test_the_whole_command_becomes_the_engine_and_keeps_its_words(cli: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alert_wiring.commands.main", "up", "--stack", "a b", "--yes"],
        env=cli,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["up", "--stack", "a b", "--yes"]
    assert done.stderr.startswith("engine: the pulumi CLI (")


def test_an_unknown_command_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alert_wiring.commands.main", "upp"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "error: there is no command 'upp'; `alert-wiring --help` lists them\n"
