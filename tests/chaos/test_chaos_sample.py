"""A sample of the faults at every step, and proofs that the harness sees what it is there to see."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chaos.compared import difference, picture
from chaos.verdict import Case, dirt

pytestmark = pytest.mark.timeout(900)

_SECONDS = 800
"""Seconds of the processor are few; this is for machines that have much else to do."""
TESTS = str(Path(__file__).parents[1])
SAMPLE = 20
SEED = "6"
TWICE = """
import sys
from alert_wiring.core.http import HttpSession
from chaos.__main__ import main

send = HttpSession.request


def careless(self, method, path, **more):
    return send(self, method, path, **{**more, "repeatable": True})


HttpSession.request = careless
sys.exit(main())
"""
"""A client that sends a create again when its answer was lost."""
FORGETS = """
import sys
from alert_wiring.apifortress.rest import RestBackend
from chaos.__main__ import main

RestBackend.add_assigned = lambda self, project, group: self.set_assigned(project, {group})
sys.exit(main())
"""
"""A client that takes other people's alert groups out of a project."""
TELLS = """
import logging
import sys
from alert_wiring.core import errors
from alert_wiring.core.http import HttpSession
from alert_wiring.dynamic import provider
from chaos.__main__ import main
from chaos.vendors import SECRETS

send, wrapped = HttpSession.request, provider.to_pulumi


def careless(self, *request, **more):
    logging.getLogger("careless").debug("sends as %s", SECRETS[0])
    return send(self, *request, **more)


HttpSession.request = careless
errors.redact = lambda text: f"{text} Check {SECRETS[1]}"
provider.to_pulumi = lambda props, secrets=(): wrapped(props)
sys.exit(main())
"""
"""A provider that tells a token in its log and a password in its errors, and marks nothing as a secret."""


def chaos(*args: str, program: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the harness as `make chaos` does."""
    start = ["-m", "chaos"] if program is None else ["-c", program]
    command = [sys.executable, *start, "--workers", "1", *args]
    clean = {name: value for name, value in os.environ.items() if "ILERT" not in name and "XMATTERS" not in name}
    return subprocess.run(
        command, env={**clean, "PYTHONPATH": TESTS}, capture_output=True, text=True, timeout=_SECONDS, check=False
    )


def test_a_sample_of_faults_breaks_no_promise() -> None:
    """`make chaos` puts every fault at every request; here is the same for a few of them."""
    result = chaos("--sample", str(SAMPLE), "--seed", SEED)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{SAMPLE} cases in" in result.stdout


def test_a_create_that_is_sent_again_is_found_out() -> None:
    """Most creates among the writes of an up have nothing that refuses a second one."""
    result = chaos("--phase", "up", "--fault", "reset after", "--once", "--sample", "8", "--seed", SEED, program=TWICE)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "duplicates: " in result.stdout, result.stdout
    assert "repeat it: make chaos ARGS=\"--case 'up:" in result.stdout


def test_the_scenario_itself_must_keep_the_promises() -> None:
    result = chaos("--case", "up:0:500 before", program=FORGETS)
    assert result.returncode == 1
    assert "left behind" in result.stderr or "foreign: " in result.stdout, result.stdout + result.stderr


def test_a_secret_that_is_told_breaks_a_case_and_is_named() -> None:
    result = chaos("--case", "change:20:500 before:lasting", program=TELLS)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "broken: change:20:500 before:lasting " in result.stdout
    for secret, place in (
        ("sandbox-ilert-token", "what is printed, logged or shown"),
        ("sandbox-xmatters-password", "an error"),
        ("canary-trigger-key-5c1d", "a state"),
        ("a vendor's key", "a state"),
    ):
        assert re.search(rf"a secret is told: .?{secret}.* in {place}\n", result.stdout), result.stdout


FOREIGN = {"ilert/teams/1": {"id": 1, "name": "theirs"}}
OURS = {"ilert/teams/7": {"id": 7, "name": "ours", "updatedAt": "2026-01-01T00:00:00Z"}}
AGAIN = {"ilert/teams/8": {"id": 8, "name": "ours"}}


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        ({**FOREIGN, **AGAIN}, ""),
        ({**FOREIGN, **OURS, **AGAIN}, "duplicates"),
        ({**FOREIGN, **OURS, "ilert/teams/9": {"id": 9, "name": "another"}}, "orphans"),
        ({**OURS, "ilert/teams/1": {"id": 1, "name": "ours too"}}, "foreign"),
        ({**FOREIGN, "ilert/teams/7": {"id": 7, "name": "ours", "visibility": "PRIVATE"}}, "other"),
        (FOREIGN, "other"),
    ],
)
def test_what_differs_is_told_by_what_it_is(now: dict[str, dict[str, object]], kind: str) -> None:
    """Ids and time stamps are no difference."""
    foreign = set(FOREIGN)
    found = difference(picture({**FOREIGN, **OURS}, {}, foreign), picture(now, {}, foreign))
    assert [name for name in ("duplicates", "orphans", "foreign", "other") if getattr(found, name)] == [kind][
        : bool(kind)
    ]


def test_a_state_that_differs_is_told() -> None:
    before, now = ({"team": {"id": id_, "outputs": {"name": name}}} for id_, name in (("7", "a"), ("7", "b")))
    assert difference(picture(OURS, before, set()), picture(OURS, now, set())).other


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Creating x failed: y answered 500. Run the same command again.", ""),
        ("Creating x failed: y answered 500.", "does not say what to do next"),
        ("Creating x failed\nRun it again.", "more than one line"),
        ("Traceback (most recent call last): run it", "more than one line"),
    ],
)
def test_a_line_is_clean_or_not(line: str, wrong: str) -> None:
    assert dirt(line) == wrong


def test_a_case_is_named_and_read_again() -> None:
    for case in (Case("up", 7, "reset after"), Case("destroy", 0, "500 before", lasting=True)):
        assert Case.read(str(case)) == case
    with pytest.raises(ValueError, match="no such case"):
        Case.read("up:1:reset after:always")
