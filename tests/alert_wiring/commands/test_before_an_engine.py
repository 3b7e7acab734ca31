"""What `alert-wiring` does before an engine starts: a warning of loud logs, and the configuration of this moment."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from alert_wiring.commands import current, loud
from alert_wiring.commands.engine import Engine, EngineError

CLI, EMBEDDED = (Engine(name, (name,), "") for name in ("pulumi", "embedded"))
TOLD = {"ilert:token": {"value": "canary-new", "secret": True}, "other:x": {"value": "y"}, "ilert:url": {"value": " "}}


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        (["-v=9"], True),
        (["--yes", "-v", "11"], True),
        (["--verbose=10"], True),
        (["--verbose", "9"], True),
        (["-v9"], True),
        (["-yv9"], True),
        (["-v=8"], False),
        (["-v"], False),
        (["-v", "x"], False),
        (["--yes"], False),
        ([], False),
    ],
)
def test_a_log_that_holds_secrets_is_warned_of(
    words: list[str], warned: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PULUMI_DEBUG_GRPC", raising=False)
    assert loud.warn(EMBEDDED, "up", words) == loud.warn(CLI, "up", words) == 0
    told = capsys.readouterr().err
    assert told.count("every secret in clear") == warned
    assert len(told.splitlines()) == warned
    monkeypatch.setenv("PULUMI_DEBUG_GRPC", "grpc.json")
    loud.warn(CLI, "up", [])
    assert "PULUMI_DEBUG_GRPC" in capsys.readouterr().err


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Stand in for the engine's `config`; return how it was called."""
    calls: list[list[str]] = []

    def capture(verb: str, words: Sequence[str], *, wanted: str | None = None) -> str:
        calls.append([verb, *words, f"on {wanted}"])
        return json.dumps(TOLD)

    monkeypatch.setattr(current, "capture", capture)
    for name in ("ILERT_TOKEN", "ILERT_URL"):
        monkeypatch.setenv(name, "")
    return calls


@pytest.mark.parametrize(
    ("verb", "words", "reads"),
    [
        ("destroy", ["--yes"], True),
        ("refresh", [], True),
        ("up", ["--refresh"], True),
        ("preview", ["-r"], True),
        ("up", ["-yr"], True),
        ("up", ["-r=true"], True),
        ("up", ["--yes"], False),
        ("preview", [], False),
        ("destroy", ["--run-program"], False),
        ("refresh", ["--help"], False),
        ("up", ["-mr"], False),
        ("output", [], False),
        ("config", [], False),
    ],
)
def test_verbs_that_would_use_older_configuration_get_the_present_one(
    verb: str, words: list[str], reads: bool, asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    assert current.use_current(CLI, verb, words) == 0
    assert bool(asked) is reads
    assert os.environ["ILERT_TOKEN"] == ("canary-new" if reads else "")
    assert os.environ["ILERT_URL"] == "", "a blank is no value"
    assert "OTHER_X" not in os.environ


def test_the_environment_stays_in_front_and_the_same_stack_is_asked(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.setenv("ILERT_TOKEN", "mine")
    words = ["-s", "prod", "--yes", "-C=wiring", "--config-file", "f.yaml", "--", "--stack", "no"]
    current.use_current(EMBEDDED, "destroy", words)
    said = ["--stack=prod", "--cwd=wiring", "--config-file=f.yaml"]
    assert asked == [["config", "--json", "--show-secrets", "--non-interactive", *said, "on embedded"]]
    assert os.environ["ILERT_TOKEN"] == "mine"


@pytest.mark.parametrize("words", [["-sprod"], ["-ysprod"], ["-s=prod"], ["-ys", "prod"], ["--stack=prod"]])
def test_the_same_stack_is_asked_however_it_is_spelled(words: list[str], asked: list[list[str]]) -> None:
    """Another stack's credentials would go first."""
    current.use_current(CLI, "destroy", words)
    assert asked == [["config", "--json", "--show-secrets", "--non-interactive", "--stack=prod", "on pulumi"]]


@pytest.mark.parametrize("failure", [EngineError("no stack"), json.JSONDecodeError("x", "", 0)])
def test_a_configuration_that_cannot_be_read_is_left_to_the_engine(
    failure: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def capture(*_words: object, **_more: object) -> str:
        raise failure

    monkeypatch.setattr(current, "capture", capture)
    assert current.use_current(CLI, "destroy", []) == 0
    assert capsys.readouterr().err == ""
